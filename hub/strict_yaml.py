"""YAML that people edit, read against a shape: everything wrong is said at once, with its file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import yaml

Problems = list[tuple[int, str]]
NOTHING = "tag:yaml.org,2002:null"
WHOLE = re.compile(r"-?\d{1,9}\Z")
FLAGS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    line: int
    expected: str

    def __str__(self) -> str:
        return f"{self.file}, ligne {self.line}\u202f: {self.expected}"


class BadFile(Exception):
    """One or several files cannot be understood; says each place and what was expected there."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Shape(Protocol):
    def read(self, node: yaml.Node, problems: Problems) -> object:
        """The value, or None after having noted what was expected."""


@dataclass(frozen=True, slots=True)
class Text:
    """A word or a sentence; ``pattern`` says its form and ``expected`` says it to people."""

    pattern: str = r"(?s).*\S.*"
    expected: str = "attendu un texte"

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        if not isinstance(node, yaml.ScalarNode) or not re.fullmatch(self.pattern, node.value):
            _wrong(node, problems, self.expected)
            return None
        return str(node.value)


@dataclass(frozen=True, slots=True)
class Whole:
    low: int
    high: int

    def read(self, node: yaml.Node, problems: Problems) -> int | None:
        expected = f"attendu un nombre entier de {self.low} à {self.high}"
        if not isinstance(node, yaml.ScalarNode) or not WHOLE.match(node.value):
            _wrong(node, problems, expected)
            return None
        number = int(node.value)
        if not self.low <= number <= self.high:
            _wrong(node, problems, expected)
            return None
        return number


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: yaml.Node, problems: Problems) -> bool | None:
        if not isinstance(node, yaml.ScalarNode) or node.value not in FLAGS:
            _wrong(node, problems, "attendu true ou false")
            return None
        return FLAGS[node.value]


@dataclass(frozen=True, slots=True)
class Code:
    codes: type[StrEnum]

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        known = [code.value for code in self.codes]
        if not isinstance(node, yaml.ScalarNode) or node.value not in known:
            _wrong(node, problems, f"attendu un de ces codes\u202f: {', '.join(known)}")
            return None
        return str(node.value)


@dataclass(frozen=True, slots=True)
class Maybe:
    """What may also be ``null``: not said."""

    shape: Shape

    def read(self, node: yaml.Node, problems: Problems) -> object:
        return None if node.tag == NOTHING else self.shape.read(node, problems)


@dataclass(frozen=True, slots=True)
class Many:
    """A list without repetition."""

    shape: Shape

    def read(self, node: yaml.Node, problems: Problems) -> list[Any] | None:
        if not isinstance(node, yaml.SequenceNode):
            _wrong(node, problems, "attendu une liste, entre crochets ou avec des tirets")
            return None
        found: list[Any] = []
        for child in node.value:
            value = self.shape.read(child, problems)
            if value is not None and value in found:
                _wrong(child, problems, "attendu une seule fois dans la liste")
            found.append(value)
        return found


@dataclass(frozen=True, slots=True)
class Section:
    """Keys that must all be there, others that may be, and no other."""

    fields: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)

    def read(self, node: yaml.Node, problems: Problems) -> dict[str, Any] | None:
        known = {**self.fields, **self.optional}
        if not isinstance(node, yaml.MappingNode):
            _wrong(node, problems, f"attendu ces clés\u202f: {', '.join(known)}")
            return None
        found: dict[str, Any] = {}
        for key, child in node.value:
            if key.value not in list(known):
                _wrong(key, problems, f"clé inconnue, attendu une de\u202f: {', '.join(known)}")
            elif key.value in found:
                _wrong(key, problems, f"clé «\u00a0{key.value}\u00a0» écrite deux fois")
            else:
                found[key.value] = known[key.value].read(child, problems)
        if missing := [name for name in self.fields if name not in found]:
            _wrong(node, problems, f"clés manquantes\u202f: {', '.join(missing)}")
        return found


@dataclass(frozen=True, slots=True)
class Span:
    """``from`` and ``to``, both included."""

    low: int
    high: int

    def read(self, node: yaml.Node, problems: Problems) -> dict[str, Any] | None:
        bound = Whole(self.low, self.high)
        found = Section({"from": bound, "to": bound}).read(node, problems)
        first, last = (found or {}).get("from"), (found or {}).get("to")
        if first is not None and last is not None and first > last:
            _wrong(node, problems, f"attendu «\u00a0to\u00a0» entre {first} et {self.high}")
        return found


def read(text: str, shape: Section, *, file: str) -> dict[str, Any]:
    """The file's content, in plain values of that shape.  Raises :class:`BadFile`."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadFile([Problem(file, line, "ce n’est pas du YAML lisible")]) from None
    if node is None:
        raise BadFile([Problem(file, 1, "le fichier est vide")])
    problems: Problems = []
    found = shape.read(node, problems)
    if problems or found is None:
        raise BadFile([Problem(file, line, expected) for line, expected in sorted(problems)])
    return found


def _wrong(node: yaml.Node, problems: Problems, expected: str) -> None:
    problems.append((node.start_mark.line + 1, expected))
