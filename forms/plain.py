"""Answers as plain JSON, page by page: what one page told, and the answers grown by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

Plain = dict[str, Any]
Reader = Callable[[Any], Any]


class Telling(Protocol):
    """A form's answers: a frozen dataclass whose every field has a default, of codes, numbers, texts, days,
    other dataclasses, and tuples or frozensets of them."""

    @property
    def formal(self) -> bool:
        """Whether to say *vous*."""


A = TypeVar("A", bound=Telling)


def told_by(before: A, after: A) -> Plain:
    """What a page changed."""
    changed = ((each.name, getattr(after, each.name)) for each in fields(after))  # type: ignore[arg-type]
    return {name: _plain(value) for name, value in changed if value != getattr(before, name)}


def grown(answers: A, told: Mapping[str, Any]) -> A:
    """Raises KeyError, TypeError or ValueError when ``told`` was written for another shape of answers."""
    readers = _readers(type(answers))
    read = {name: readers[name](value) for name, value in told.items()}
    return replace(answers, **read)  # type: ignore[type-var]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, (frozenset, tuple)):
        listed = [_plain(each) for each in value]
        return sorted(listed) if isinstance(value, frozenset) else listed
    return value.isoformat() if isinstance(value, date) else value


@cache
def _readers(kind: type[Any]) -> Mapping[str, Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (told,) = (_reader(each) for each in inner if each is not NoneType)
        return lambda value: None if value is None else told(value)
    if origin in (frozenset, tuple):
        each_of = _reader(inner[0])
        return lambda values: origin(each_of(value) for value in values)
    if is_dataclass(hint):
        return lambda value: _read(hint, value)
    return date.fromisoformat if hint is date else hint


def _read(kind: Any, value: Mapping[str, Any]) -> Any:
    readers = _readers(kind)
    return kind(**{name: readers[name](told) for name, told in value.items()})
