"""Pages obey their own policy, none is left over, and their French is set as French is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.ground import ROOT, Module, modules, templates

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
ORDERS = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""", re.IGNORECASE)
OPENED = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
GETTEXT = re.compile(r"""_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
LOOSE = re.compile(r"[\w»)] [;:!?»]|« |[\w»)][;!?»](?=\s|$)|\w'\w")
FRENCH_CALLS = {"_", "N_", "gettext", "ngettext", "lazy_gettext"}


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def loose(texts: Iterator[str]) -> list[str]:
    """Sentences with a breaking space before tall punctuation, none at all, or a typewriter's apostrophe."""
    return [text for text in texts if LOOSE.search(text)]


def sentences_of(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FRENCH_CALLS:
            yield from (
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def sentences_on(page: str) -> Iterator[str]:
    yield from (double or single for double, single in GETTEXT.findall(page))
    yield from (text.strip() for text in OPENED.split(page) if text.strip())


@pytest.mark.parametrize("page", templates(), ids=place)
def test_a_page_holds_no_style_and_no_script_of_its_own(page: Path) -> None:
    assert INLINE.findall(ORDERS.sub("", page.read_text())) == []


@pytest.mark.parametrize("page", templates(), ids=place)
def test_a_page_asks_nothing_of_another_host(page: Path) -> None:
    found = [line for line in page.read_text().splitlines() if ELSEWHERE.search(line) and "<a " not in line]
    assert found == []


def test_no_page_is_left_over() -> None:
    written = "\n".join(
        [*(module.source for module in modules()), *(page.read_text() for page in templates())]
    )
    names = {page: str(page).rpartition("/templates/")[2] for page in templates()}
    spelled = set(re.findall(r"""["']([\w/.-]+\.html)["']""", written)) | _composed(written)
    assert [place(page) for page, name in names.items() if name not in spelled] == []


def _composed(written: str) -> set[str]:
    """Names with a changing part, as in ``f"forms/page_{step}.html"``."""
    names = {str(page).rpartition("/templates/")[2] for page in templates()}
    patterns = re.findall(r"""f["']([\w/.-]*\{[^}]+\}[\w/.-]*\.html)["']""", written)
    compiled = [re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(pattern))) for pattern in patterns]
    return {name for name in names for pattern in compiled if pattern.fullmatch(name)}


@pytest.mark.parametrize("page", templates(), ids=place)
def test_the_french_of_a_page_is_set_as_french(page: Path) -> None:
    assert loose(sentences_on(page.read_text())) == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.place)
def test_the_french_of_the_code_is_set_as_french(module: Module) -> None:
    assert loose(sentences_of(module)) == []


@pytest.mark.parametrize("text", ["Prêt ?", "Prêt?", "« Oui »", "l'heure", "Attention : oui"])
def test_loose_french_is_seen(text: str) -> None:
    assert loose(iter([text])) == [text]


@pytest.mark.parametrize(
    "text", ["Prêt\u202f?", "«\u00a0Oui\u00a0»", "l’heure", "à 14:30", "https://hub.example"]
)
def test_well_set_french_is_left_alone(text: str) -> None:
    assert loose(iter([text])) == []
