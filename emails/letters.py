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
from emails.tongues import FRENCH, Tongue, tongue
from hub.path import PATH
from hub.vocabulary import Audience
from hub.wording import HUB_NAME, N_

STAGE = N_("Étape %(stage)s sur %(stages)s\u202f: %(name)s")
NO_BUTTON = N_("Si le bouton ne s’ouvre pas, voici l’adresse\u202f:")
ABOVE_LINK = N_("%(label)s\u202f:")
LEAVE = "leave_link"
"""The fact of a letter that comes by itself: where it is stopped."""

TEXT_WIDTH = 72

_sources = PackageLoader("emails")
_sheets = Environment(loader=_sources, undefined=StrictUndefined, autoescape=True)
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and where the links lead: the two doors, without a last slash.

    ``dpo``: the address of the data-protection officer, who hears of each name that the desk opens.
    ``returns``: where letters come back to, and answers go; None where nobody looks there.
    """

    sender: Address
    public_url: str
    partners_url: str
    dpo: str
    returns: Address | None = None

    def privacy_link(self, language: str) -> str:
        """What we do with what people told us, said in their language."""
        return f"{tongue(language).under(self.public_url)}/confidentialite"


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """Holds a person's first name and links: it never prints.

    ``leave_link``: where it is stopped, when it comes by itself and says so.
    """

    subject: str
    text: str
    html: str
    language: str = FRENCH
    leave_link: str = ""

    def __repr__(self) -> str:
        return "Letter(…)"


def write(letter: str, audience: Audience, facts: Facts, language: str = FRENCH) -> Letter:
    """Raises TemplateNotFound for a letter that nobody wrote, UndefinedError for a fact it must not know."""
    said_in = tongue(language)
    source = source_of(letter, audience, said_in.code)
    about_us = _about_us(audience, said_in.code)
    text = _text(source, facts, about_us, said_in)
    leave_link = facts.get(LEAVE, "")
    return Letter(
        subject=source.subject,
        text=text,
        html=_page(source, facts, about_us, said_in),
        language=said_in.code,
        leave_link=leave_link if leave_link in text else "",
    )


@cache
def source_of(letter: str, audience: Audience, language: str = FRENCH) -> Source:
    """The letter as it is written, before any fact is filled in.  Raises TemplateNotFound."""
    return markup.read(_read(f"{letter}.{audience}.txt", language))


@cache
def _about_us(audience: Audience, language: str) -> tuple[Block, ...]:
    """The last lines of every letter to this audience: who we are, and why they get it."""
    return markup.read_blocks(_read(f"about_us.{audience}.txt", language))


def _read(name: str, language: str) -> str:
    """French letters lie in the folder itself, each other language in a folder of its own."""
    return _sources.get_source(_sheets, name if language == FRENCH else f"{language}/{name}")[0]


def _text(source: Source, facts: Facts, about_us: tuple[Block, ...], said_in: Tongue) -> str:
    parts = [source.subject]
    if source.stage:
        parts.append(_stage(source.stage, said_in))
    parts += (part for block in source.blocks if (part := "\n".join(_plain(block, facts, said_in))))
    signature = "\n\n".join("\n".join(_plain(block, facts, said_in)) for block in about_us)
    return "\n\n".join(parts) + f"\n\n-- \n{HUB_NAME}\n{signature}\n"


def _stage(stage: int, said_in: Tongue) -> str:
    return said_in.say(STAGE, stage=stage, stages=len(PATH), name=said_in.say(PATH[stage - 1]))


def _plain(block: Block, facts: Facts, said_in: Tongue) -> Iterator[str]:
    lines = block.plain(facts)
    if block.shape is Shape.BUTTON and lines:
        label, link = lines
        yield said_in.say(ABOVE_LINK, label=label)
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


def _page(source: Source, facts: Facts, about_us: tuple[Block, ...], said_in: Tongue) -> str:
    page = _sheets.get_template("layout.html").render(
        hub_name=HUB_NAME,
        language=said_in.code,
        subject=source.subject,
        stage=source.stage,
        stages=len(PATH),
        stage_words=_stage(source.stage, said_in) if source.stage else "",
        no_button=said_in.say(NO_BUTTON),
        blocks=[(block.shape, lines) for block in source.blocks if (lines := block.html(facts))],
        about_us=[line for block in about_us for line in block.html(facts)],
    )
    return _inliner.inline(page)
