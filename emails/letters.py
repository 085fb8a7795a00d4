"""What is said.  One source for each letter and audience, rendered as plain text and as HTML; pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from functools import cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

from emails import markup
from emails.markup import Block, Facts, Shape, Source
from hub.vocabulary import Audience
from hub.wording import HUB_NAME, N_

PATH = (
    N_("demande reçue"),
    N_("recherche d’une association"),
    N_("association trouvée"),
    N_("premier contact"),
)
"""How far one has come, for the line at the top of a letter."""

TEXT_WIDTH = 72

_sources = PackageLoader("emails")
_sheets = Environment(loader=_sources, undefined=StrictUndefined, autoescape=True)
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and where the links lead: the two doors, without a last slash.

    ``dpo``: the address of the data-protection officer, who hears of each name that the desk opens.
    """

    sender: Address
    public_url: str
    partners_url: str
    dpo: str


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """Holds a person's first name and links: it never prints."""

    subject: str
    text: str
    html: str

    def __repr__(self) -> str:
        return "Letter(…)"


def write(letter: str, audience: Audience, facts: Facts) -> Letter:
    """Raises TemplateNotFound for a letter that nobody wrote, UndefinedError for a fact it must not know."""
    source = _source(letter, audience)
    about_us = _about_us(audience)
    return Letter(
        subject=source.subject,
        text=_text(source, facts, about_us),
        html=_page(source, facts, about_us),
    )


@cache
def _source(letter: str, audience: Audience) -> Source:
    return markup.read(_read(f"{letter}.{audience}.txt"))


@cache
def _about_us(audience: Audience) -> tuple[Block, ...]:
    """The last lines of every letter to this audience: who we are, and why they get it."""
    return markup.read_blocks(_read(f"about_us.{audience}.txt"))


def _read(name: str) -> str:
    return _sources.get_source(_sheets, name)[0]


def _text(source: Source, facts: Facts, about_us: tuple[Block, ...]) -> str:
    parts = [source.subject]
    if source.stage:
        parts.append(f"Étape {source.stage} sur {len(PATH)} : {PATH[source.stage - 1]}")
    parts += (part for block in source.blocks if (part := "\n".join(_plain(block, facts))))
    signature = "\n".join(line for block in about_us for line in _plain(block, facts))
    return "\n\n".join(parts) + f"\n\n-- \n{HUB_NAME}\n{signature}\n"


def _plain(block: Block, facts: Facts) -> Iterator[str]:
    lines = block.plain(facts)
    if block.shape is Shape.BUTTON and lines:
        label, link = lines
        yield f"{label} :"
        yield link
        return
    bullet = markup.ITEM if block.shape is Shape.LIST else ""
    for line in lines:
        yield _wrapped(line, bullet)


def _wrapped(line: str, bullet: str) -> str:
    """Never breaks an address, nor at a no-break space."""
    return textwrap.fill(
        line,
        TEXT_WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _page(source: Source, facts: Facts, about_us: tuple[Block, ...]) -> str:
    page = _sheets.get_template("layout.html").render(
        hub_name=HUB_NAME,
        subject=source.subject,
        stage=source.stage,
        path=PATH,
        blocks=[(block.shape, lines) for block in source.blocks if (lines := block.html(facts))],
        about_us=[line for block in about_us for line in block.html(facts)],
    )
    return _inliner.inline(page)
