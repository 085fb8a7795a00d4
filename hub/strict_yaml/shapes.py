"""What may stand where in a file that people edit; each shape says what it expected, and what was perhaps meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Protocol

import yaml

from hub.folding import folded

Problems = list[tuple[int, str]]
NOTHING = "tag:yaml.org,2002:null"
WHOLE = re.compile(r"-?[0-9]{1,9}\Z")
FLAGS = {"true": True, "false": False}
OTHER_FLAGS = {
    **dict.fromkeys(("oui", "yes", "vrai", "on", "1"), "true"),
    **dict.fromkeys(("non", "no", "faux", "off", "0"), "false"),
}
NUMBERED = re.compile(r"[0-9][0-9A-Za-z]{0,2}")
"""A code of few signs is like many others: of « 20 », a neighbour in spelling is another département."""
SHOWN = 40
MOST_GUESSED = 100
"""Guessing what was meant takes time: beyond this many problems, nobody types by hand any more."""


class Shape(Protocol):
    def read(self, node: yaml.Node, problems: Problems) -> object:
        """The value, or None after having noted what was expected."""


@dataclass(frozen=True, slots=True)
class Text:
    """A word or a sentence; ``pattern`` says its form and ``expected`` says it to people."""

    pattern: str = r"(?s).*\S.*"
    expected: str = "attendu un texte"

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        text = text_of(node)
        if not re.fullmatch(self.pattern, text):
            wrong(node, problems, self.expected)
            return None
        return text


@dataclass(frozen=True, slots=True)
class Whole:
    low: int
    high: int

    def read(self, node: yaml.Node, problems: Problems) -> int | None:
        expected = f"attendu un nombre entier de {self.low} à {self.high}"
        if not isinstance(node, yaml.ScalarNode) or not WHOLE.match(node.value):
            wrong(node, problems, expected)
            return None
        number = int(node.value)
        if not self.low <= number <= self.high:
            wrong(node, problems, expected)
            return None
        return number


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: yaml.Node, problems: Problems) -> bool | None:
        if not isinstance(node, yaml.ScalarNode) or node.value not in FLAGS:
            said = OTHER_FLAGS.get(str(node.value).lower())
            wrong(node, problems, f"attendu true ou false{_perhaps(said)}")
            return None
        return FLAGS[node.value]


@dataclass(frozen=True, slots=True)
class Code:
    codes: type[StrEnum]

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        known = {code.value: code.value for code in self.codes}
        return _chosen(node, problems, known, f"attendu un de ces codes\u202f: {', '.join(known)}", known)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of many known words, too many to be listed; ``names`` say what each stands for: people type them too."""

    names: Mapping[str, str]
    expected: str

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        typed = node.value if isinstance(node, yaml.ScalarNode) else ""
        said = f"«\u00a0{typed[:SHOWN]}\u00a0»\u202f: " if typed.isprintable() and typed else ""
        return _chosen(node, problems, self.names, said + self.expected, self._spellings())

    def _spellings(self) -> Mapping[str, str]:
        spoken = {name: word for word, name in self.names.items()}
        without_zero = {word.lstrip("0"): word for word in self.names}
        return spoken | without_zero | {word: word for word in self.names}


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
            wrong(node, problems, "attendu une liste, entre crochets ou avec des tirets")
            return None
        found: list[Any] = []
        for child in node.value:
            value = self.shape.read(child, problems)
            if value is not None and value in found:
                wrong(child, problems, "attendu une seule fois dans la liste")
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
            wrong(node, problems, f"attendu ces clés\u202f: {', '.join(known)}")
            return None
        written = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        missing = [name for name in self.fields if name not in written]
        free = {name: name for name in known if name not in written}
        found: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value not in known:
                _unknown_key(key, problems, free, known, missing)
            elif key.value in found:
                wrong(key, problems, f"clé «\u00a0{key.value}\u00a0» écrite deux fois")
            else:
                found[key.value] = known[key.value].read(child, problems)
        if missing:
            wrong(node, problems, f"clés manquantes\u202f: {', '.join(missing)}")
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
            wrong(node, problems, f"attendu «\u00a0to\u00a0» entre {first} et {self.high}")
        return found


def text_of(node: yaml.Node) -> str:
    """What is written there; nothing, when it is no text or says ``null`` without quotes."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) and node.tag != NOTHING else ""


def wrong(node: yaml.Node, problems: Problems, expected: str) -> None:
    problems.append((node.start_mark.line + 1, expected))


def meant(typed: object, known: Iterable[str]) -> str:
    """« vouliez-vous dire … ? », or nothing when nothing known is like what was typed."""
    return _perhaps(_nearest(typed, {word: word for word in known}))


def _nearest(typed: object, spellings: Mapping[str, str]) -> str | None:
    """The word whose spelling is most like what was typed, accents and capitals aside."""
    folded_ones = {folded(spelling): word for spelling, word in spellings.items()}
    if NUMBERED.fullmatch(str(typed)):
        return folded_ones.get(str(typed).casefold())
    near = get_close_matches(folded(str(typed)), folded_ones, n=1)
    return folded_ones[near[0]] if near else None


def _perhaps(word: str | None) -> str:
    return f"\u202f; vouliez-vous dire «\u00a0{word}\u00a0»\u202f?" if word else ""


def _chosen(
    node: yaml.Node,
    problems: Problems,
    known: Mapping[str, str],
    expected: str,
    spellings: Mapping[str, str],
) -> str | None:
    if isinstance(node, yaml.ScalarNode) and node.value in known:
        return str(node.value)
    near = _nearest(node.value, spellings) if len(problems) < MOST_GUESSED else None
    wrong(node, problems, expected + _perhaps(near))
    return None


def _unknown_key(
    key: yaml.Node, problems: Problems, free: dict[str, str], known: Iterable[str], missing: list[str]
) -> None:
    """A key that was misspelt is said once: it is not missing too."""
    near = _nearest(key.value, free) if len(problems) < MOST_GUESSED else None
    if near is None:
        wrong(key, problems, f"clé inconnue, attendu une de\u202f: {', '.join(known)}")
        return
    wrong(key, problems, f"clé inconnue «\u00a0{key.value}\u00a0»{_perhaps(near)}")
    if near in missing:
        missing.remove(near)
    del free[near]
