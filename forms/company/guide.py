"""The companies' guide on paper: a tagged PDF of its content file, with its headings, links, title and language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst
from flask import current_app, request
from flask_babel import gettext as _
from markdown_it.token import Token

from forms import content
from forms.content import Written
from hub import prose
from hub.wording import HUB_NAME

NAME = "guide-entreprises"
LOOK = Path(__file__).with_suffix(".typ")
PRINTED_AT = datetime(2026, 1, 1, tzinfo=UTC)
STANDARD: Final = "ua-1"
"""PDF/UA: what a screen reader needs is there, or there is no file."""

OPENINGS: Mapping[str, str] = {
    "paragraph_open": "#par[",
    "bullet_list_open": "#list(",
    "ordered_list_open": "#enum(",
    "list_item_open": "[",
    "blockquote_open": "#callout[",
    "thead_open": "table.header(",
    "th_open": "[",
    "td_open": "[",
    "strong_open": "#strong[",
    "em_open": "#emph[",
    "softbreak": '#" "',
    "hardbreak": "#linebreak()",
}
CLOSINGS: Mapping[str, str] = {
    "paragraph_close": "]\n",
    "bullet_list_close": ")\n",
    "ordered_list_close": ")\n",
    "list_item_close": "],\n",
    "blockquote_close": "]\n",
    "heading_close": "]\n",
    "thead_close": "),\n",
    "th_close": "],",
    "td_close": "],",
    "table_close": ")\n",
    "strong_close": "]",
    "em_close": "]",
    "link_close": "]",
}


def pdf() -> bytes:
    """The guide as this request reads it, made once; its inner links lead to the door that serves it."""
    return _made(content.written(NAME), current_app.config["DOOR_URL"] + request.script_root)


@lru_cache(maxsize=8)
def _made(written: Written, root: str) -> bytes:
    source = "\n".join((_words(written), LOOK.read_text(encoding="utf-8"), *_body(written, root)))
    made = typst.compile(
        source.encode(), ignore_system_fonts=True, pdf_standards=STANDARD, timestamp=PRINTED_AT
    )
    return bytes(made)


def _words(written: Written) -> str:
    """What the look needs to know: the language, the title, and the words at the top of each page."""
    front = written.manuscript().front
    title, description = (_text(written.say(front[name])) for name in ("title", "description"))
    short, author = _text(written.say(front.get("short", front["title"]))), _text(_(HUB_NAME))
    return (
        f"#set document(title: {title}, description: {description}, author: {author})\n"
        f"#set text(lang: {_text(written.language)})\n#let name = {author}\n#let short = {short}"
    )


def _body(written: Written, root: str) -> Iterator[str]:
    read = written.manuscript()
    yield "#title()"
    yield _set(read.lead, written, root)
    for chapter in read.chapters:
        for level, heading in ((1, chapter), *((2, part) for part in chapter.parts)):
            yield f"#heading(level: {level})[#{_text(written.say(heading.title))}]"
            yield _set(heading.tokens, written, root)


def _set(tokens: Sequence[Token], written: Written, root: str) -> str:
    return "".join(_each(prose.read(tokens, written.say), root))


def _each(tokens: Sequence[Token], root: str) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if token.type == "inline":
            yield from _each(token.children or [], root)
        elif not token.hidden:
            yield SPECIAL[token.type](tokens, at, root) if token.type in SPECIAL else _plainly(token)


def _plainly(token: Token) -> str:
    return OPENINGS.get(token.type) or CLOSINGS.get(token.type, "")


def _words_of(tokens: Sequence[Token], at: int, root: str) -> str:
    return f"#{_text(tokens[at].content)}"


def _heading(tokens: Sequence[Token], at: int, root: str) -> str:
    return f"#heading(level: {int(tokens[at].tag[1]) - 1})["


def _link(tokens: Sequence[Token], at: int, root: str) -> str:
    href, looks = str(tokens[at].attrs["href"]), tokens[at].attrs.get("title")
    leads = _text(root + href if href.startswith("/") else href)
    return f"#{'button' if looks in prose.BUTTONS else 'link'}({leads})["


def _table(tokens: Sequence[Token], at: int, root: str) -> str:
    row = next(index for index in range(at, len(tokens)) if tokens[index].type == "tr_close")
    columns = sum(token.type in ("th_open", "td_open") for token in tokens[at:row])
    return f"#table(columns: ({'auto, ' * (columns - 1)}1fr),\n"


SPECIAL: Mapping[str, Callable[[Sequence[Token], int, str], str]] = {
    "text": _words_of,
    "heading_open": _heading,
    "link_open": _link,
    "table_open": _table,
}


def _text(words: str) -> str:
    """A string of the language that the look is written in, whatever is in it."""
    return json.dumps(words, ensure_ascii=False)
