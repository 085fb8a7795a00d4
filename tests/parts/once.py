"""What is dear and always the same is made once in a run, however many hubs the tests open.

Builders of addresses, templates, the words of statements, the texts of rule books and directories.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from hub.strict_yaml import reading
from hub.strict_yaml.shapes import Problems

Builder = Callable[..., tuple[str, str]]
STATEMENTS = 5_000
TEXTS = 100


def make_once() -> None:
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
    _keep_builders()
    _keep_statements()
    _keep_texts()


class Compiled(BytecodeCache):
    """Templates by their source, in memory."""

    def __init__(self) -> None:
        self._templates: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self._templates.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._templates[bucket.key] = bucket.bytecode_to_string()


def _keep_builders() -> None:
    """Builders know nothing of their door: what they need of a rule, they ask of the one they are bound to."""
    make = Rule._compile_builder
    made: dict[tuple[Any, ...], Builder] = {}

    def kept(rule: Rule, append_unknown: bool = True) -> Builder:
        said = (rule.rule, rule.subdomain, rule.host, *sorted((rule.defaults or {}).items()), append_unknown)
        if said not in made:
            made[said] = make(rule, append_unknown)
        return made[said]

    Rule._compile_builder = kept  # type: ignore[assignment, method-assign]


def _keep_statements() -> None:
    """SQLAlchemy keeps words by dialect: two databases of one kind speak the same, so that they share theirs."""
    kept: LRUCache[Any, Any] = LRUCache(STATEMENTS)

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=kept)

    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__eq__ = _is_same_kind  # type: ignore[method-assign, assignment]
        kind.__hash__ = _hash_of_kind  # type: ignore[method-assign, assignment]
    event.listen(Engine, "engine_connect", share)


def _is_same_kind(dialect: Dialect, other: object) -> bool:
    return type(dialect) is type(other)


def _hash_of_kind(dialect: Dialect) -> int:
    return hash(type(dialect))


def _keep_texts() -> None:
    """A text becomes the same nodes each time, and nobody changes them."""
    compose = reading._composed

    @lru_cache(TEXTS)
    def composed(text: str) -> tuple[yaml.Node, Problems]:
        problems: Problems = []
        return compose(text, problems), problems

    def kept(text: str, problems: Problems) -> yaml.Node:
        node, found = composed(text)
        problems += found
        return node

    reading._composed = kept
