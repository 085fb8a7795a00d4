"""A page's text as it is written: front matter, then a lead and sections, each with its line in the file."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from pathlib import Path

from markdown_it.token import Token

from hub import prose, strict_yaml
from hub.strict_yaml import BadFile, Problem, Text

FRONT = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
MARKERS = {"questions": "questions", "etapes": "steps", "portes": "doors"}
ICONS = {
    "ase": "heart",
    "association": "bridge",
    "ecole": "book",
    "entreprise": "bag",
    "famille": "home",
    "liste": "list",
    "mentor": "hand",
    "pro": "people",
    "suivi": "eye",
}
"""What may stand after a part's title, and the drawing it asks for."""
MARKED = re.compile(r"(.*?)\s*\{(\w+)\}")
DESCRIBED = Text(r".{50,155}", "attendu une phrase de 50 à 155 signes, pour les moteurs de recherche")
NO_FRONT = "attendu d’abord «\u00a0---\u00a0», les lignes title et description, puis «\u00a0---\u00a0»"
A_SECOND_TITLE = "le titre de la page est dans «\u00a0title\u00a0»\u202f; ici, commencer par ##"
NOT_A_MARKER = "repère inconnu, attendu {questions}, {etapes} ou {portes}"
NOT_AN_ICON = f"icône inconnue, attendu {', '.join(ICONS)}"
NO_PART_YET = "sous un titre à repère, le texte commence par un ###"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and the blocks below it.

    All kinds but ``text`` are cut into parts, one for each ``###``; the kind of a part is its icon, if any.
    """

    slug: str
    title: str
    line: int
    kind: str = "text"
    tokens: list[Token] = field(default_factory=list)
    parts: list[Chapter] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Manuscript:
    file: str
    front: dict[str, str]
    lead: list[Token]
    chapters: list[Chapter]

    def headings(self) -> Iterator[Chapter]:
        for chapter in self.chapters:
            yield from (chapter, *chapter.parts)

    def tokens(self) -> Iterator[Token]:
        yield from self.lead
        for heading in self.headings():
            yield from heading.tokens

    def msgids(self) -> Iterator[tuple[int, str]]:
        """Each sentence to translate, with its line."""
        yield from ((1, text) for text in self.front.values())
        yield from ((heading.line, heading.title) for heading in self.headings())
        yield from ((line_of(token), said) for token, said in prose.msgids(self.tokens()))

    def anchors(self) -> set[str]:
        """What an address may end with after its ``#``."""
        named = (str(token.attrs["id"]) for token in self.tokens() if "id" in token.attrs)
        return {*named, *(heading.slug for heading in self.headings())}

    def links(self) -> Iterator[tuple[int, str]]:
        return ((line_of(token), href) for token, href in prose.links(list(self.tokens())))


def read(path: Path) -> Manuscript:
    """The file's text.  Raises :class:`BadFile`, which says the line and what was expected there."""
    return read_text(path.read_text(encoding="utf-8"), file=path.name)


def read_text(text: str, *, file: str) -> Manuscript:
    """The same of a text, which ``file`` names.  Raises :class:`BadFile`."""
    front = FRONT.match(text)
    if front is None:
        raise BadFile([Problem(file, 1, NO_FRONT)])
    blank_front = "\n" * front[0].count("\n")  # the lines of the tokens are then those of the file
    tokens = prose.blocks(blank_front + text[front.end() :])
    lead, chapters = _chapters(file, tokens)
    return Manuscript(file, _front_matter(file, front[1]), lead, chapters)


def translated(text: str, say: prose.Say) -> str:
    """The same text with each sentence said by ``say``; marks and addresses stay.  Raises :class:`BadFile`."""
    front = FRONT.match(text)
    read = read_text(text, file="")
    told = "".join(
        f"{name}: {json.dumps(say(said), ensure_ascii=False)}\n" for name, said in read.front.items()
    )
    lines = text.split("\n")
    head = front[0].count("\n") if front else 0
    body = prose.blocks("\n" * head + "\n".join(lines[head:]))
    for token, _msgid in reversed(list(prose.msgids(body))):
        start, end = token.map or (0, 0)
        lines[start:end] = _said_anew("\n".join(lines[start:end]), token, say).split("\n")
    return f"---\n{told}---\n" + "\n".join(lines[head:])


def _said_anew(block: str, token: Token, say: prose.Say) -> str:
    """A title's marker is no part of what is said."""
    marked = MARKED.fullmatch(token.content)
    title, marker = (marked[1], f" {{{marked[2]}}}") if marked else (token.content, "")
    said = say(title) if marked else say(prose.msgid(token))
    before, found, after = block.rpartition(
        token.content
    )  # the cells of a row come here from the last to the first
    return before + said + marker + after if found else block


def line_of(token: Token) -> int:
    return (token.map or [0])[0] + 1


def slug_of(title: str) -> str:
    """``Qui lit mes réponses ?`` is ``qui-lit-mes-reponses``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _front_matter(file: str, text: str) -> dict[str, str]:
    shapes = {"title": Text(), "description": DESCRIBED}
    if re.search(r"^short:", text, re.MULTILINE):
        shapes["short"] = Text()
    return strict_yaml.read("\n" + text, strict_yaml.Section(shapes), file=file)


def _chapters(file: str, tokens: list[Token]) -> tuple[list[Token], list[Chapter]]:
    for token in tokens:
        if token.tag == "h1" and token.nesting > 0:
            raise BadFile([Problem(file, line_of(token), A_SECOND_TITLE)])
    lead, cut = _split(tokens, "h2")
    taken: set[str] = set()
    return lead, [_chapter(file, heading, below, taken) for heading, below in cut]


def _chapter(file: str, heading: Token, below: list[Token], taken: set[str]) -> Chapter:
    marked = MARKED.fullmatch(heading.content)
    title = marked[1] if marked else heading.content
    chapter = Chapter(_free(title, taken), title, line_of(heading))
    if marked is None:
        _name_headings(below, taken)
        return replace(chapter, tokens=below)
    if marked[2] not in MARKERS:
        raise BadFile([Problem(file, line_of(heading), NOT_A_MARKER)])
    intro, cut = _split(below, "h3")
    if not cut:
        raise BadFile([Problem(file, line_of(heading), NO_PART_YET)])
    parts = [_part(file, part, found, taken) for part, found in cut]
    return replace(chapter, kind=MARKERS[marked[2]], tokens=intro, parts=parts)


def _part(file: str, heading: Token, below: list[Token], taken: set[str]) -> Chapter:
    marked = MARKED.fullmatch(heading.content)
    title, icon = (marked[1], marked[2]) if marked else (heading.content, "")
    if icon and icon not in ICONS:
        raise BadFile([Problem(file, line_of(heading), NOT_AN_ICON)])
    return Chapter(_free(title, taken), title, line_of(heading), ICONS.get(icon, ""), below)


def _split(tokens: list[Token], tag: str) -> tuple[list[Token], list[tuple[Token, list[Token]]]]:
    """What stands before the first such heading; then each heading's text with the blocks below it."""
    cuts = [
        at
        for at, token in enumerate(tokens)
        if (token.type, token.tag, token.level) == ("heading_open", tag, 0)
    ]
    ends = [*cuts[1:], len(tokens)]
    below = [(tokens[at + 1], tokens[at + 3 : end]) for at, end in zip(cuts, ends, strict=False)]
    return tokens[: cuts[0] if cuts else len(tokens)], below


def _name_headings(tokens: list[Token], taken: set[str]) -> None:
    for opening, heading in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrs["id"] = _free(heading.content, taken)


def _free(title: str, taken: set[str]) -> str:
    """A name for this heading that no other of the page has."""
    slug = slug_of(title)
    name = next(
        name for number in count(1) if (name := slug if number == 1 else f"{slug}-{number}") not in taken
    )
    taken.add(name)
    return name
