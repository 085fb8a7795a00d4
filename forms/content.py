"""The texts of the public pages: what the desk took into use, else the Markdown file in ``forms/content``.

``page(name)`` says one in the reader's language; ``every_msgid()`` lists what there is to translate.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from flask import current_app, request
from flask_babel import get_locale, gettext

from forms.taken_texts import TakenTexts
from hub import manuscripts, site_texts
from hub.languages import FRENCH
from hub.manuscripts import Manuscript
from hub.readable import Content, readable

HERE = site_texts.FOLDER
KEPT = 256
"""How many pages are kept ready: each of two languages, and a few former texts."""
AboutUs = tuple[tuple[str, str], ...]


class Written(NamedTuple):
    """A page as this request reads it: the desk's text, or None for the file's; and whether it speaks the language."""

    name: str
    language: str
    taken: str | None
    spoken: bool

    def manuscript(self) -> Manuscript:
        return _taken(self.name, self.taken) if self.taken is not None else manuscript(self.name)

    def say(self, text: str) -> str:
        """A sentence in the reader's language; what the desk wrote in that language stays as it is."""
        return text if self.spoken else gettext(text)


def page(name: str) -> Content:
    """The page in the language of the request, its links under the address that the site answers at."""
    return _said(written(name), request.script_root, current_app.config["ABOUT_US"])


def written(name: str) -> Written:
    texts: TakenTexts = current_app.extensions["texts"]
    language = str(get_locale())
    own = texts.of(name, language)
    return Written(name, language, own or texts.of(name, FRENCH), spoken=own is not None)


def names() -> list[str]:
    return site_texts.pages()


@cache
def manuscript(name: str) -> Manuscript:
    """The file's."""
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


@lru_cache(maxsize=KEPT)
def _taken(name: str, text: str) -> Manuscript:
    return manuscripts.read_text(text, file=f"{name}.md")


@lru_cache(maxsize=KEPT)
def _said(written: Written, root: str, about_us: AboutUs) -> Content:
    """``written.language`` is what gettext speaks during this request: a page is read once in each."""

    def block(text: str) -> str:
        return _filled(written.say(text), about_us)

    return readable(written.manuscript(), title=written.say, block=block, root=root)


def _filled(text: str, about_us: AboutUs) -> str:
    """The settings' words where ``%(contact)s`` and its like stand; any other sign % is only a sign."""
    for name, said in about_us:
        text = text.replace(f"%({name})s", said)
    return text
