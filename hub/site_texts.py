"""The texts of the public pages: each comes with the hub in a file; the desk writes others, and takes them into use.

What somebody proposes is read as the public door will read it, its French is set, and its links are followed.  A
text is never lost: coming back to a former one is taking it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from hub import journal, manuscripts, typesetting
from hub.journal import Act
from hub.manuscripts import Manuscript
from hub.models import Member, SiteText, TextUse
from hub.queries import site_texts
from hub.queries.site_texts import Place
from hub.strict_yaml import BadFile, Problem
from hub.wording import N_
from hub.work import Work

FOLDER = Path(__file__).parents[1] / "forms" / "content"
FRENCH, ENGLISH = "fr", "en"
LANGUAGES = (FRENCH, ENGLISH)
LONGEST = 40_000
"""Signs: four times the longest page there is."""
ADDRESSES: Mapping[str, str] = MappingProxyType(
    {
        "mentoring": "/le-mentorat",
        "for_professionals": "/inscrire-un-jeune",
        "child_welfare": "/inscrire-un-jeune/protection-de-l-enfance",
        "schools": "/inscrire-un-jeune/ecoles",
        "companies": "/entreprises",
        "federations": "/entreprises/federations",
        "orientation": "/orientation",
        "cover_letter": "/lettre-de-motivation",
        "other_ways": "/trouver-un-mentor/autres-pistes",
        "too_young_to_mentor": "/devenir-mentor/moins-de-15-ans",
        "emergency": "/urgence",
        "privacy": "/confidentialite",
        "legal": "/mentions-legales",
        "accessibility": "/accessibilite",
    }
)
"""The pages that are all in their text, by the name of their endpoint; an address ends with the page's name."""
SETTING = re.compile(r"%\((\w+)\)s")
NO_SUCH_PAGE = N_("aucune page du site n’a cette adresse\u202f: %s")
NO_SUCH_PART = N_("cette page n’a pas de partie de ce nom\u202f: %s")
NO_SUCH_SETTING = N_("aucun réglage ne s’appelle ainsi\u202f: %s")


class SameText(Exception):
    """What was proposed is what is read already."""


def pages() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.md"))


def address_of(page: str) -> str | None:
    """Where the public door shows it; None for a text that another page prints."""
    if page == "home":
        return "/"
    return next((each for each in _known_addresses() if each.rpartition("/")[2] == page), None)


def file_text(page: str) -> str:
    return (FOLDER / f"{page}.md").read_text(encoding="utf-8")


def problems_of(page: str, text: str) -> list[Problem]:
    """What keeps this text from being a page, with the line; its links lead where some page leads already."""
    try:
        written = manuscripts.read_text(text, file=f"{page}.md")
    except BadFile as error:
        return list(error.problems)
    return [*_lost_links(page, written), *_lost_settings(page, written)]


def propose(work: Work, place: Place, text: str, *, before: str, by: Member) -> SiteText:
    """``before``: what is read there now.  Raises BadFile, which says what to mend, and :class:`SameText`."""
    page, language = place
    tidy = "\n".join(line.rstrip(" \t") for line in text.replace("\r\n", "\n").split("\n")).strip("\n") + "\n"
    well_set = typesetting.set_text(tidy) if language == FRENCH else tidy
    if problems := problems_of(page, well_set):
        raise BadFile(problems)
    if well_set == before:
        raise SameText("this is what is read there already")
    row = SiteText(page=page, language=language, text=well_set, proposed_at=work.now, by_id=by.id)
    work.session.add(row)
    work.session.flush()
    return row


def take(work: Work, row: SiteText, *, by: Member) -> None:
    """The public door reads it within seconds.  Raises BadFile when pages have changed so that it leads nowhere."""
    if problems := problems_of(row.page, row.text):
        raise BadFile(problems)
    _use(work, (row.page, row.language), row, by)


def take_file(work: Work, place: Place, *, by: Member) -> None:
    """Come back to the text that came with the hub."""
    _use(work, place, None, by)


def _use(work: Work, place: Place, row: SiteText | None, by: Member) -> None:
    page, language = place
    use = TextUse(page=page, language=language, text_id=row and row.id, taken_at=work.now, by_id=by.id)
    work.session.add(use)
    version = row.id if row else "file"
    journal.note(work, Act.TEXT_CHANGED, f"text:{page}", by=by, language=language, version=version)


def in_use(work: Work, place: Place) -> str | None:
    """The desk's text that is read there; None for the file's."""
    used = site_texts.in_use_at(work.session, place)
    return used.text.text if used and used.text else None


@cache
def delivered(page: str) -> Manuscript:
    """The file that came with the hub, read once."""
    return manuscripts.read(FOLDER / f"{page}.md")


@cache
def _known_addresses() -> frozenset[str]:
    """Where the files lead on this site: a test follows each of these links."""
    everywhere = (href for page in pages() for _line, href in delivered(page).links())
    led_to = {href.partition("#")[0] for href in everywhere if href.startswith("/")}
    return frozenset({"/", *ADDRESSES.values(), *led_to})


def _lost_links(page: str, written: Manuscript) -> Iterator[Problem]:
    for line, href in written.links():
        address, _sharp, part = href.partition("#")
        if address.startswith("/") and address not in _known_addresses():
            yield Problem(written.file, line, NO_SUCH_PAGE % address)
        elif part and not address and part not in written.anchors():
            yield Problem(written.file, line, NO_SUCH_PART % part)


def _lost_settings(page: str, written: Manuscript) -> Iterator[Problem]:
    known = {
        name for each in pages() for _line, text in delivered(each).msgids() for name in SETTING.findall(text)
    }
    for line, text in written.msgids():
        for name in SETTING.findall(text):
            if name not in known:
                yield Problem(written.file, line, NO_SUCH_SETTING % name)
