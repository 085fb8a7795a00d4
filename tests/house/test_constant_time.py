"""What is secret is compared in a time that tells nothing; a comparison that stops at the first difference is seen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.ground import Module, modules

SECRET = re.compile(r"(?:^|_)(?:token|digest|seal|secret|nonce|mac|signature|grant|sign|signed|sealed)$")
NOT_SECRET = {
    ("forms/wizard.py", "sent != draft.form_token"): "the visitor's own number, told by their own page",
}
"""By place and text, why it may be compared as any word is."""


def loose(tree: ast.AST) -> Iterator[ast.Compare]:
    """Comparisons by ``==`` and ``!=`` of something whose name says that it is secret, but those of the database."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            sides = (node.left, *node.comparators)
            if any(map(_is_secret, sides)) and not any(map(_is_column, sides)):
                yield node


def _is_secret(side: ast.expr) -> bool:
    if isinstance(side, ast.Call):
        return _is_secret(side.func)
    name = side.attr if isinstance(side, ast.Attribute) else side.id if isinstance(side, ast.Name) else ""
    return SECRET.search(name.lower()) is not None


def _is_column(side: ast.expr) -> bool:
    """``Member.token_digest``, or a model that is passed in as ``kind``."""
    of = side.value.id if isinstance(side, ast.Attribute) and isinstance(side.value, ast.Name) else ""
    return of[:1].isupper() or of == "kind"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.place)
def test_no_secret_is_compared_letter_by_letter(module: Module) -> None:
    found = {ast.unparse(node) for node in loose(module.tree)}
    assert {text for text in found if (module.place, text) not in NOT_SECRET} == set()


@pytest.mark.parametrize(
    "planted",
    ["token == typed", "row.seal != seal_of(row)", "digest(x) == kept", "request.form['a'] == self.nonce"],
)
def test_a_loose_comparison_is_seen(planted: str) -> None:
    assert [*loose(ast.parse(planted))]


@pytest.mark.parametrize(
    "fine", ["Member.token_digest == digest(token)", "count == 3", "hmac.compare_digest(a, b)"]
)
def test_a_question_to_the_database_is_none(fine: str) -> None:
    assert [*loose(ast.parse(fine))] == []
