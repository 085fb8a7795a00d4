"""Markdown as our pages speak it: no raw HTML, call-outs, buttons, tables that scroll, links that stay on this site.

Each block is one sentence to translate (``msgid``), said in the reader's language before its links and its
emphasis are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

Say = Callable[[str], str]
Env = MutableMapping[str, Any]

BUTTONS = {
    "bouton": "button",
    "bouton vert": "button button--green",
    "bouton discret": "button button--quiet",
}
"""What a link's title makes of the link."""


def blocks(text: str) -> list[Token]:
    """Paragraphs, lists, headings…, whose ``inline`` tokens are not read yet."""
    return _BLOCKS.parse(text)


def msgid(token: Token) -> str:
    """The block as its translator reads it, on one line."""
    return re.sub(r"\s*\n\s*", " ", token.content)


def msgids(tokens: Iterable[Token]) -> Iterator[tuple[Token, str]]:
    return ((token, msgid(token)) for token in tokens if token.type == "inline" and token.content)


def render(tokens: Sequence[Token], *, say: Say, root: str, labelled_by: str) -> Markup:
    """These blocks as HTML.  ``root`` stands before each inner link; ``labelled_by`` names their tables."""
    said = read(tokens, say)
    _mark_rows_of_buttons(said)
    _name_cells(said)
    html = _INLINES.renderer.render(said, _INLINES.options, {"root": root, "labelled_by": labelled_by})
    return Markup(html)  # noqa: S704  (made by the renderer, which escapes; raw HTML is switched off)


def links(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Each link, with its block."""
    for token in read(tokens, str):
        for child in token.children or ():
            if child.type == "link_open":
                yield token, str(child.attrs["href"])


def read(tokens: Sequence[Token], say: Say) -> list[Token]:
    """The same blocks, said in the reader's language, their links and emphasis read.

    An empty cell stays empty: gettext answers to nothing with the head of its catalogue.
    """
    said = [
        token.copy(content=say(msgid(token)) if token.content else "", children=[])
        if token.type == "inline"
        else token.copy()
        for token in tokens
    ]
    _INLINES.core.process(StateCore("", _INLINES, {}, said))
    return said


def _mark_rows_of_buttons(tokens: list[Token]) -> None:
    for opening, token in pairwise(tokens):
        if opening.type == "paragraph_open" and _is_a_row_of_buttons(token.children or []):
            opening.attrs = {"class": "actions"}


def _is_a_row_of_buttons(children: list[Token]) -> bool:
    outside, depth = "", 0
    for child in children:
        depth += child.nesting
        outside += child.content if depth == 0 else ""
    found = [child.attrs.get("title") for child in children if child.type == "link_open"]
    return bool(found) and not outside.strip() and all(title in BUTTONS for title in found)


def _name_cells(tokens: list[Token]) -> None:
    """Say what each heading of a table names; when the first is empty, the first cell of a row names the row."""
    rows_are_named = False
    for at, token in enumerate(tokens):
        if token.type not in ("th_open", "td_open"):
            continue
        first, empty = tokens[at - 1].type == "tr_open", not tokens[at + 1].content
        if token.type == "th_open":
            rows_are_named = empty if first else rows_are_named
            scope = "" if empty else "col"
        else:
            scope = "row" if first and rows_are_named else ""
        token.tag = tokens[at + 2].tag = "th" if scope else "td"
        token.attrs = {"scope": scope} if scope else {}


def _link_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env) -> str:
    token = tokens[at].copy(attrs=dict(tokens[at].attrs))
    href = str(token.attrs["href"])
    if href.startswith("/"):
        token.attrs["href"] = env["root"] + href
    elif href.startswith("http"):
        token.attrs["rel"] = "noopener noreferrer"
    if kind := BUTTONS.get(str(token.attrs.get("title"))):
        del token.attrs["title"]
        token.attrs["class"] = kind
    return self.renderToken([token], 0, options, env)


def _table_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env) -> str:
    return f'<div class="scroll" tabindex="0" role="group" aria-labelledby="{env["labelled_by"]}"><table>\n'


def _table_close(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env) -> str:
    return "</table></div>\n"


def _blockquote_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return '<div class="notice"><div>\n'


def _blockquote_close(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return "</div></div>\n"


def _reader(*rules: str) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.disable(["html_block", "html_inline", "image", "code", "fence"])
    reader.core.ruler.enableOnly(list(rules))
    return reader


_BLOCKS = _reader("normalize", "block")
_INLINES = _reader("inline", "text_join")
for _rule in (*(_link_open, _table_open, _table_close, _blockquote_open, _blockquote_close),):
    _INLINES.add_render_rule(_rule.__name__.strip("_"), _rule)
