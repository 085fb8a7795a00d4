"""Every letter × audience × language × variant, written from invented facts: what the desk and the tests look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache
from html import unescape
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader

from emails import checklist, letters, markup
from emails.envelopes import enveloped
from emails.letters import Letter
from emails.markup import Facts
from emails.samples import OF_LETTER, OTHERWISE, PARTNERS_URL, PUBLIC_URL, ROOM_URL, TOKEN, USUAL, otherwise
from hub.vocabulary import Audience, Step

SENDER = Address("La Passerelle", addr_spec="bonjour@hub.example")
RECIPIENT = Address(addr_spec="lila@boite.example")
HOSTS = frozenset(urlsplit(url).hostname or "" for url in (PUBLIC_URL, PARTNERS_URL, ROOM_URL))
WRITTEN_AT = datetime(2026, 2, 24, 8, tzinfo=UTC)
ABOUT_US = "about_us"
IF = re.compile(r"\{% (?:el)?if ([^%]+) %\}")
OPERATORS = frozenset({"not", "and", "or"})
OPEN_NOWHERE = '<base target="_blank">'
"""In a frame that may open no window, a link then does nothing."""
STYLE = re.compile(r' style="([^"]*)"')
NIGHT = "(prefers-color-scheme: dark)"

_folder = PackageLoader("emails")
_any = Environment()  # noqa: S701 (what is read here is never rendered by it)
_steps = list(Step)


class NoSuchLetter(Exception):
    """Nobody wrote a letter of that name."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """``variant`` is the fact that is otherwise than usual, or nothing; ``difference`` says so in French."""

    letter: str
    audience: Audience
    language: str
    variant: str
    subject: str

    @property
    def key(self) -> str:
        parts = (self.letter, self.audience, self.language, self.variant)
        return ".".join(part for part in parts if part)

    @property
    def source(self) -> str:
        """The file that is written by hand."""
        return f"emails/templates/{_path(self.letter, self.audience, self.language)}"

    @property
    def difference(self) -> str:
        return OTHERWISE[self.variant][1] if self.variant else ""

    @property
    def facts(self) -> Facts:
        usual = {**USUAL[self.language][self.audience], **OF_LETTER.get((self.letter, self.language), {})}
        return {**usual, self.variant: otherwise(self.variant, self.language)} if self.variant else usual


@cache
def exhibits() -> tuple[Exhibit, ...]:
    """In the order of audiences, then of the journey."""
    return tuple(exhibit for name in sorted(_names(), key=_place) for exhibit in _variants(*name))


@cache
def written(key: str) -> Letter:
    """Raises NoSuchLetter."""
    shown = _exhibit(key)
    return letters.write(shown.letter, shown.audience, shown.facts, shown.language)


def posted(key: str) -> EmailMessage:
    """The whole message as it would leave, from and to invented addresses.  Raises NoSuchLetter."""
    return enveloped(written(key), to=RECIPIENT, sender=SENDER, number=TOKEN, written_at=WRITTEN_AT)


def page(key: str, *, by_night: bool) -> str:
    """The letter by day or by night, whatever the reader's own screen prefers; its links stay where they are.

    Raises NoSuchLetter.
    """
    shown = written(key).html.replace(NIGHT, "all" if by_night else "not all")
    return _undressed(shown).replace("<head>", f"<head>{OPEN_NOWHERE}", 1)


def unknown_sides() -> set[str]:
    """Facts of which a source asks ``if``, and whose other side nobody invented."""
    return {fact for name in _names() for fact in _conditions(_text(*name))} - OTHERWISE.keys()


def points() -> tuple[str, ...]:
    """What the checklist looks at."""
    return tuple(checklist.POINTS)


def faults(key: str) -> list[str]:
    """The points of the checklist that this letter does not meet.  Raises NoSuchLetter."""
    return checklist.faults(posted(key), hosts=HOSTS)


def _undressed(html: str) -> str:
    """The same look from a sheet in its head: a door allows no style on an element."""
    styles = list(dict.fromkeys(STYLE.findall(html)))
    rules = "\n".join(f'[data-style="{at}"] {{ {unescape(style)} }}' for at, style in enumerate(styles))
    bare = STYLE.sub(lambda found: f' data-style="{styles.index(found[1])}"', html)
    return bare.replace("</head>", f"<style>{rules}</style></head>", 1)


def _exhibit(key: str) -> Exhibit:
    found = next((each for each in exhibits() if each.key == key), None)
    if found is None:
        raise NoSuchLetter("nobody wrote a letter of that name")
    return found


def _names() -> Iterator[tuple[str, Audience, str]]:
    for path in _folder.list_templates():
        *folder, name = path.split("/")
        letter, _, rest = name.partition(".")
        audience, _, kind = rest.partition(".")
        if kind == "txt" and letter != ABOUT_US:
            yield letter, Audience(audience), folder[0] if folder else "fr"


def _place(name: tuple[str, Audience, str]) -> tuple[int, int, str, bool]:
    letter, audience, language = name
    step = _steps.index(Step(letter)) if letter in list(Step) else len(_steps)
    return list(Audience).index(audience), step, letter, language != "fr"


def _variants(letter: str, audience: Audience, language: str) -> Iterator[Exhibit]:
    text = _text(letter, audience, language)
    for variant in ("", *sorted(_conditions(text) & OTHERWISE.keys())):
        yield Exhibit(letter, audience, language, variant, markup.subject_of(text))


def _text(letter: str, audience: Audience, language: str) -> str:
    return _folder.get_source(_any, _path(letter, audience, language))[0]


def _path(letter: str, audience: Audience, language: str) -> str:
    folder = "" if language == "fr" else f"{language}/"
    return f"{folder}{letter}.{audience}.txt"


def _conditions(text: str) -> set[str]:
    """The facts on which what is said depends."""
    return {word for asked in IF.findall(text) for word in re.findall(r"\w+", asked)} - OPERATORS
