"""The tiny markup of a letter's source, read strictly: paragraphs, one big line, one list, one button.

A source is cut into blocks *before* its facts are filled in, so that no name and no sentence can become a
link or a list.  Each line then renders twice: plain, and as HTML with everything escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from hub.path import PATH

_plain = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 (this one never becomes HTML)
_html = Environment(undefined=StrictUndefined, autoescape=True)

HEAD = re.compile(rf"subject: (?P<subject>[^{{}}\n]+)\n(?:path: (?P<stage>[1-{len(PATH)}])\n)?")
BUTTON = re.compile(r"\[(?P<label>[^\[\]{}]+)\]\((?P<link>\{\{ \w+ \}\})\)")
FIGURE = re.compile(r"\*\*([^*]+)\*\*")
ADDRESS = re.compile(r"\{\{ (\w+_link) \}\}")
"""One of our own pages, written out: readers of the HTML may press it."""

ITEM = "- "
FORBIDDEN = re.compile(r"[<>&\t\r\x0b\x0c]")

Facts = Mapping[str, str]


class SpoiltSource(Exception):
    """This source is not written as letters are.  The message says what was expected."""


class Shape(StrEnum):
    PARAGRAPH = "paragraph"
    FIGURE = "figure"
    LIST = "list"
    BUTTON = "button"


MOST: Mapping[Shape, int] = MappingProxyType({Shape.BUTTON: 2, Shape.LIST: 1, Shape.FIGURE: 1})


class Said(Protocol):
    def render(self, facts: Facts) -> str: ...


@dataclass(frozen=True, slots=True)
class Always:
    """Says the same whatever the facts: most lines do, and a template each would take seconds to make."""

    text: str

    def render(self, facts: Facts) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or more, ready for both renderings."""

    plain: Said
    html: Said


@dataclass(frozen=True, slots=True)
class Block:
    """A button has two lines: what it says, and where it leads; one that leads nowhere is left out."""

    shape: Shape
    lines: tuple[Line, ...]

    def plain(self, facts: Facts) -> list[str]:
        return self._told(line.plain.render(facts) for line in self.lines)

    def html(self, facts: Facts) -> list[Markup]:
        return [Markup(text) for text in self._told(line.html.render(facts) for line in self.lines)]  # noqa: S704 (escaped by Jinja)

    def _told(self, lines: Iterable[str]) -> list[str]:
        """What has something to say.  In a list, a fact of several lines is as many items."""
        told = [text for line in lines if (text := line.strip(" \n"))]
        if self.shape is Shape.BUTTON and len(told) < len(self.lines):
            return []
        return [item for text in told for item in text.split("\n")] if self.shape is Shape.LIST else told


@dataclass(frozen=True, slots=True)
class Source:
    """``stage``: how far one has come on :data:`hub.path.PATH`, from 1, or None for a letter off the path."""

    subject: str
    stage: int | None
    blocks: tuple[Block, ...]


def read(text: str) -> Source:
    """Raises :class:`SpoiltSource`."""
    match, body = _headed(text)
    blocks = read_blocks(body)
    for shape, most in MOST.items():
        if sum(block.shape is shape for block in blocks) > most:
            raise SpoiltSource(f"a letter has one {shape} at most, or two buttons")
    stage = match["stage"]
    return Source(match["subject"], int(stage) if stage else None, blocks)


def subject_of(text: str) -> str:
    """Raises :class:`SpoiltSource`."""
    return _headed(text)[0]["subject"]


def _headed(text: str) -> tuple[re.Match[str], str]:
    head, _, body = text.partition("\n\n")
    match = HEAD.fullmatch(head + "\n")
    if match is None:
        raise SpoiltSource(
            f"a letter begins with 'subject: …', no fact in it, then perhaps 'path: 1' to {len(PATH)}"
        )
    return match, body


def read_blocks(text: str) -> tuple[Block, ...]:
    """Raises :class:`SpoiltSource`."""
    if FORBIDDEN.search(text):
        raise SpoiltSource("a letter's text holds neither HTML nor tabs")
    return tuple(_block(part.strip("\n")) for part in re.split(r"\n{2,}", text) if part.strip())


def _block(text: str) -> Block:
    if text.startswith("["):
        return _button(text)
    if text.startswith(ITEM):
        items = text.removeprefix(ITEM).split("\n" + ITEM)
        return Block(Shape.LIST, tuple(map(_line, items)))
    shape = Shape.FIGURE if FIGURE.fullmatch(text) else Shape.PARAGRAPH
    return Block(shape, (_line(text),))


def _button(text: str) -> Block:
    match = BUTTON.fullmatch(text)
    if match is None:
        raise SpoiltSource("a button is written [what it says]({{ one_fact }}), alone in its block")
    return Block(Shape.BUTTON, (_line(match["label"]), _line(match["link"], pressed=False)))


def _line(text: str, *, pressed: bool = True) -> Line:
    strong = FIGURE.sub(r"<strong>\1</strong>", text)
    return Line(
        plain=_said(_plain, FIGURE.sub(r"\1", text)),
        html=_said(_html, ADDRESS.sub(r'<a href="{{ \1 }}">{{ \1 }}</a>', strong) if pressed else strong),
    )


def _said(in_its_way: Environment, text: str) -> Said:
    return in_its_way.from_string(text) if "{" in text else Always(text)
