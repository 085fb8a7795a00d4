"""The same expression in the words of each rules engine."""

from __future__ import annotations

import json
from typing import Any

from bench.routing.rule import Call, Node, Said

CEL = {"not": "!", "and": "&&", "or": "||"}
ZEN = {"not": "not ", "and": "and", "or": "or"}
RULE_ENGINE = ZEN
JSON_LOGIC = {"not": "!"}


def written(node: Node, words: dict[str, str]) -> str:
    """As text, for the engines whose language looks like C's or Python's."""
    if isinstance(node, Said):
        return node.name
    if isinstance(node, tuple):
        return json.dumps(list(node))
    if not isinstance(node, Call):
        return json.dumps(node)
    over = [written(each, words) for each in node.over]
    if node.operator == "not":
        return f"{words['not']}({over[0]})"
    if node.operator == "if":
        return f"({over[0]} ? {over[1]} : {over[2]})"
    return f"({f' {words.get(node.operator, node.operator)} '.join(over)})"


def json_logic(node: Node) -> Any:
    if isinstance(node, Said):
        return {"var": node.name}
    if isinstance(node, tuple):
        return list(node)
    if isinstance(node, Call):
        return {JSON_LOGIC.get(node.operator, node.operator): [json_logic(each) for each in node.over]}
    return node
