"""Every small mistake that can be made in a source: each is the module compiled with one thing changed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any, NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
TYPES = {"annotation", "returns", "decorator_list", "bases"}
"""Fields of a node that a mistake is not put in: they say what a thing is."""

Change = dict[str, Any]
"""Fields of a node, and what they become."""


class Mistake(NamedTuple):
    line: int
    what: str
    code: CodeType


def mistakes(source: str, name: str) -> Iterator[Mistake]:
    """One after the other, in the order of the lines; the tree is put right again after each."""
    tree = ast.parse(source)
    for node in list(_worth_it(tree)):
        for kind, changes in WAYS.items():
            for what, change in changes(node) if isinstance(node, kind) else ():
                with _changed(node, change):
                    yield Mistake(getattr(node, "lineno", 0), what, compile(tree, name, "exec"))


@contextmanager
def _changed(node: ast.AST, change: Change) -> Iterator[None]:
    before = {name: getattr(node, name) for name in change}
    vars(node).update(change)
    ast.fix_missing_locations(node)
    try:
        yield
    finally:
        vars(node).update(before)


def _worth_it(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that does something, whole sentences left out."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in TYPES:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.Raise | ast.JoinedStr):
                yield from _worth_it(child)


Found = Iterator[tuple[str, Change]]


def _comparison(node: ast.Compare) -> Found:
    for turn, operator in enumerate(node.ops):
        other = COMPARISONS[type(operator)]
        changed = [*node.ops[:turn], other(), *node.ops[turn + 1 :]]
        yield f"{type(operator).__name__} → {other.__name__}", {"ops": changed}


def _either(node: ast.BoolOp) -> Found:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield f"{type(node.op).__name__} → {other.__name__}", {"op": other()}


def _sum(node: ast.BinOp) -> Found:
    if other := SUMS.get(type(node.op)):
        yield f"{type(node.op).__name__} → {other.__name__}", {"op": other()}


def _denial(node: ast.UnaryOp) -> Found:
    if isinstance(node.op, ast.Not):
        twice = ast.UnaryOp(ast.Not(), node.operand)
        yield "not dropped", {"operand": twice}


def _constant(node: ast.Constant) -> Found:
    if isinstance(node.value, bool):
        yield f"{node.value} → {not node.value}", {"value": not node.value}
    elif isinstance(node.value, int):
        yield f"{node.value} → {node.value + 1}", {"value": node.value + 1}
    elif isinstance(node.value, bytes):
        yield "other bytes", {"value": node.value + b"~"}


def _condition(node: ast.If | ast.IfExp | ast.While) -> Found:
    yield "condition reversed", {"test": ast.UnaryOp(ast.Not(), node.test)}


def _answer(node: ast.Return) -> Found:
    """None is no other answer than False to whoever asks whether."""
    told = node.value
    nothing = isinstance(told, ast.Constant) and (told.value is None or told.value is False)
    if told is not None and not nothing:
        yield "answers None", {"value": ast.Constant(None)}


def _deed(node: ast.Expr) -> Found:
    """A call whose answer nobody wants was made for what it does."""
    if isinstance(node.value, ast.Call):
        yield "not done", {"value": ast.Constant(None)}


def _table(node: ast.Dict) -> Found:
    for turn, key in enumerate(node.keys):
        if key is not None:
            lines = [*zip(node.keys, node.values, strict=True)]
            keys, values = zip(*(lines[:turn] + lines[turn + 1 :]), strict=True) if lines[1:] else ((), ())
            yield f"without the line {ast.unparse(key)}", {"keys": [*keys], "values": [*values]}


def _members(node: ast.Set) -> Found:
    for turn, element in enumerate(node.elts):
        fewer = [*node.elts[:turn], *node.elts[turn + 1 :]]
        if fewer:
            yield f"without {ast.unparse(element)}", {"elts": fewer}


WAYS: dict[Any, Callable[[Any], Found]] = {
    ast.Compare: _comparison,
    ast.BoolOp: _either,
    ast.BinOp: _sum,
    ast.UnaryOp: _denial,
    ast.Constant: _constant,
    ast.If | ast.IfExp | ast.While: _condition,
    ast.Return: _answer,
    ast.Expr: _deed,
    ast.Dict: _table,
    ast.Set: _members,
}
