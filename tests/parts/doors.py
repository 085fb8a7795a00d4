"""What is dear to open in a door is made once in a run: the builders of addresses, the templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]

_compile = Rule._compile_builder
_builders: dict[tuple[Any, ...], Builder] = {}


class Compiled(BytecodeCache):
    """Templates by their source, in memory."""

    def __init__(self) -> None:
        self._templates: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self._templates.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._templates[bucket.key] = bucket.bytecode_to_string()


def compile_each_once() -> None:
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
    Rule._compile_builder = _once  # type: ignore[assignment, method-assign]


def _once(rule: Rule, append_unknown: bool = True) -> Builder:
    """Builders know nothing of their door: what they need of a rule, they ask of the one they are bound to."""
    said = (rule.rule, rule.subdomain, rule.host, *sorted((rule.defaults or {}).items()), append_unknown)
    if said not in _builders:
        _builders[said] = _compile(rule, append_unknown)
    return _builders[said]
