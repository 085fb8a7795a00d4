"""A written page as its readers see it: a title, a lead, sections in their shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from hub import prose
from hub.manuscripts import Chapter, Manuscript

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Section:
    """``kind`` is text, or questions, steps, doors, which have parts; that of a part is its icon, if any."""

    slug: str
    title: str
    kind: str
    body: Markup
    parts: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Content:
    title: str
    short: str
    description: str
    lead: Markup
    sections: tuple[Section, ...]


def readable(written: Manuscript, *, title: Say, block: Say, root: str) -> Content:
    """Titles said by ``title``, blocks by ``block``; ``root`` stands before each link that stays on the site."""
    front = {name: title(text) for name, text in written.front.items()}
    return Content(
        title=front["title"],
        short=front.get("short", front["title"]),
        description=front["description"],
        lead=prose.render(written.lead, say=block, root=root, labelled_by="title"),
        sections=tuple(_section(chapter, title, block, root) for chapter in written.chapters),
    )


def _section(chapter: Chapter, title: Say, block: Say, root: str) -> Section:
    return Section(
        slug=chapter.slug,
        title=title(chapter.title),
        kind=chapter.kind,
        body=prose.render(chapter.tokens, say=block, root=root, labelled_by=chapter.slug),
        parts=tuple(_section(part, title, block, root) for part in chapter.parts),
    )
