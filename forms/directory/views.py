"""The pages of the directory: the list that one searches, the départements, and one page an association."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from forms import content
from forms.directory import atlas, facts, leaves, seeking
from forms.directory.atlas import Counted
from forms.directory.leaves import Leaf
from forms.directory.seeking import Sought
from hub import outlines, queries
from hub.vocabulary import Mode
from hub.web import current_hub
from hub.wording import MODES, N_, SITUATIONS, THEMES

ON_A_PAGE = 12
CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "situation": (N_("Situation du jeune"), {code: name for code, name in SITUATIONS.items()}),
        "theme": (N_("Besoin"), {code: name for code, name in THEMES.items()}),
        "mode": (N_("Accompagnement"), {code: MODES[code] for code in (Mode.IN_PERSON, Mode.REMOTE)}),
    }
)

bp = Blueprint("directory", __name__, url_prefix="/associations")


@bp.get("")
def page() -> ResponseReturnValue:
    every, sought = _every_leaf(), seeking.read(request.args)
    found = seeking.found(every, sought)
    number, last = _page_number(len(found))
    return render_template(
        "forms/directory.html",
        content=content.page("associations"),
        sought=sought,
        near=sought.around.names if sought.around else (),
        asked=seeking.written(sought),
        found=found,
        shown=found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        number=number,
        last=last,
        choices=CHOICES,
        instead=_instead(every, sought) if not found else [],
        map=_drawn(tuple(atlas.counted(every).values()), str(get_locale()), request.script_root),
    )


@bp.get("/departements")
def departments() -> ResponseReturnValue:
    """The map in words: what it shows, for who cannot see or point."""
    counted = atlas.counted(_every_leaf()).values()
    return render_template("forms/directory_departments.html", regions=atlas.by_region(counted))


@bp.get("/<slug>")
def association(slug: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        row = queries.association_called(work.session, slug)
        if row is None:
            abort(404)
        leaf = leaves.leaf(row)
    reach = atlas.reach(leaf.profile)
    return render_template(
        "forms/directory_association.html",
        leaf=leaf,
        chapters=facts.chapters(leaf),
        sources=facts.sources(leaf),
        reach=reach,
        outlines=outlines,
    )


def _every_leaf() -> list[Leaf]:
    with current_hub.read() as work:
        return [leaves.leaf(row) for row in queries.associations(work.session)]


def _page_number(results: int) -> tuple[int, int]:
    """The page asked for, within those there are, and the last one."""
    last = max(1, -(-results // ON_A_PAGE))
    typed = request.args.get("page", "")
    asked = int(typed) if typed.isdecimal() and len(typed) <= len(str(last)) else 1
    return min(max(asked, 1), last), last


def _instead(every: list[Leaf], sought: Sought) -> list[tuple[str, int, dict[str, str]]]:
    """What would be found with one thing less: its name, how many, and the address that asks for it."""
    fewer = {name: seeking.without(sought, name) for name in seeking.written(sought)}
    tried = [(name, len(seeking.found(every, less)), seeking.written(less)) for name, less in fewer.items()]
    return [(name, number, address) for name, number, address in tried if number]


@lru_cache(maxsize=16)
def _drawn(counted: tuple[Counted, ...], language: str, root: str) -> Markup:
    """The map, drawn once for each language and each state of the directory: its links stand under ``root``."""
    return Markup(  # noqa: S704 (made by our own template, which escapes)
        render_template(
            "forms/directory_map.html",
            regions=atlas.regions(counted),
            ranges=atlas.ranges(max(one.number for one in counted)),
            outlines=outlines,
            overseas=[one for one in counted if one.overseas],
            around_paris=atlas.around_paris(counted),
        )
    )
