"""The texts of the public pages: one Markdown file each in ``forms/content``, which the network's team edits.

``page(name)`` says one in the reader's language; ``every_msgid()`` lists what there is to translate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import current_app, request
from flask_babel import get_locale, gettext
from markupsafe import Markup

from forms import manuscripts, prose
from forms.manuscripts import Chapter, Manuscript

HERE = Path(__file__).parent / "content"
AboutUs = tuple[tuple[str, str], ...]


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

    def section(self, slug: str) -> Section:
        return next(section for section in self.sections if section.slug == slug)


def page(name: str) -> Content:
    """The page in the language of the request, its links under the address that the site answers at."""
    return _said(name, str(get_locale()), request.script_root, current_app.config["ABOUT_US"])


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("[a-z]*.md"))


@cache
def manuscript(name: str) -> Manuscript:
    return manuscripts.read(HERE / f"{name}.md")


def read_all() -> None:
    """Raises :class:`hub.strict_yaml.BadFile` when a file is wrong: rather before the door opens than to a visitor."""
    for name in names():
        manuscript(name)


def every_msgid() -> Iterator[tuple[str, int, str]]:
    """The file, the line and the sentence of all there is to translate."""
    for name in names():
        written = manuscript(name)
        yield from ((written.file, line, text) for line, text in written.msgids())


@cache
def _said(name: str, language: str, root: str, about_us: AboutUs) -> Content:
    """``language`` is what gettext speaks during this request: a page is read once in each."""
    written = manuscript(name)
    title = gettext(written.front["title"])

    def say(text: str) -> str:
        return _filled(gettext(text), about_us)

    return Content(
        title=title,
        short=gettext(written.front["short"]) if "short" in written.front else title,
        description=gettext(written.front["description"]),
        lead=prose.render(written.lead, say=say, root=root, labelled_by="title"),
        sections=tuple(_section(chapter, say, root) for chapter in written.chapters),
    )


def _section(chapter: Chapter, say: prose.Say, root: str) -> Section:
    return Section(
        slug=chapter.slug,
        title=gettext(chapter.title),
        kind=chapter.kind,
        body=prose.render(chapter.tokens, say=say, root=root, labelled_by=chapter.slug),
        parts=tuple(_section(part, say, root) for part in chapter.parts),
    )


def _filled(text: str, about_us: AboutUs) -> str:
    """The settings' words where ``%(contact)s`` and its like stand; any other sign % is only a sign."""
    for name, said in about_us:
        text = text.replace(f"%({name})s", said)
    return text
