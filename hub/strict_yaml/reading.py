"""A text becomes plain values, or a list of what is wrong with it.  Nothing in it is ever executed or built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from hub.strict_yaml.shapes import Problems, Section

MOST_BYTES = 64 * 1024
MOST_DEPTH = 8
MOST_SAID = 200
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What an escape may hide in a text: neither a page nor a terminal could say it again."""
TOO_LONG = "le fichier est trop long\u202f: 64\u00a0Kio au plus"
TOO_DEEP = f"trop de niveaux les uns dans les autres\u202f: {MOST_DEPTH} au plus"
ANCHOR = "les ancres (&) et les renvois (*) sont refusés\u202f: recopiez la valeur, ou mettez le texte entre guillemets"
TAG = "les types en «\u00a0!\u00a0» sont refusés\u202f: écrivez la valeur seule, ou mettez le texte entre guillemets"
SECOND = "un seul document par fichier\u202f: enlevez cette ligne «\u00a0---\u00a0» et ce qui la suit"
INVISIBLE = "caractère de contrôle interdit (U+{code:04X})\u202f: effacez-le"
NOT_UTF_8 = "le fichier n’est pas en UTF-8\u202f: enregistrez-le dans cet encodage"
UNREADABLE = "ce n’est pas du YAML lisible"
NO_SUCH_SIGN = (
    "code de caractère qui n’existe pas après une barre oblique inverse, ou version de YAML illisible"
)
CONFLICT = "marque d’un conflit de Git : gardez une seule des deux versions, et effacez les marques"
CONFLICT_MARK = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
HINTS = (
    ("'\\t'", "une tabulation\u202f: n’utilisez que des espaces"),
    (
        "mapping values",
        "deux-points imprévus\u202f: mettez le texte entre guillemets, ou vérifiez le retrait",
    ),
    ("quoted scalar", "guillemets jamais refermés, ou barre oblique inverse dans le texte"),
    ("could not find expected ':'", "attendu deux-points puis une espace ordinaire, comme « card_k: 10 »"),
    ("incompatible YAML", "enlevez cette ligne qui commence par %"),
    ("flow sequence", "crochet ou virgule manquants dans une liste"),
    ("flow node", "crochet ou virgule en trop, ou manquants, dans une liste"),
    ("flow mapping", "accolade ou virgule manquantes, ou texte à mettre entre guillemets"),
    ("cannot start any token", "ce signe ne peut pas commencer une valeur\u202f: mettez-la entre guillemets"),
    ("anchor", "texte qui commence par & à mettre entre guillemets"),
    ("alias", "texte qui commence par * à mettre entre guillemets"),
    (
        "block",
        "retrait différent des lignes voisines, ou guillemets en trop ou oubliés, ici ou juste au-dessus",
    ),
)
"""What YAML's own words mean to people, most telling first."""
FROM_THE_START = ("while scanning a", "while parsing a flow")
"""What began on an earlier line than where it went wrong: that line is the one to look at."""

Path = tuple[str | int, ...]
"""The keys and positions that lead to a value: ``("consortia", 0, "referente")``."""
Check = Callable[[dict[str, Any]], Iterable[tuple[Path, str]]]
"""What the parts of a file must be to each other: where, and what was expected."""


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


class _Loader(yaml.SafeLoader):
    """Builds plain nodes only, each once: what could multiply or mean something else is noted, and left out."""

    def __init__(self, text: str, problems: Problems) -> None:
        super().__init__(text)
        self.problems = problems
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self.problems.append((line, ANCHOR))
            return yaml.ScalarNode("", "", self.get_event().start_mark)  # type: ignore[no-untyped-call]
        if event.anchor is not None:
            self.problems.append((line, ANCHOR))
            event.anchor = None
        if event.tag is not None:
            self.problems.append((line, TAG))
        if isinstance(event, yaml.ScalarEvent) and (hidden := HIDDEN.search(event.value)):
            self.problems.append((line, INVISIBLE.format(code=ord(hidden[0]))))
        if self.depth == MOST_DEPTH:
            raise _Refused(line, TOO_DEEP)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Refused(Exception):
    def __init__(self, line: int, expected: str) -> None:
        super().__init__(expected)
        self.line = line
        self.expected = expected


def read(content: str | bytes, shape: Section, *, file: str, check: Check | None = None) -> dict[str, Any]:
    """The file's content, in plain values of that shape.  Raises :class:`BadFile`.

    ``check`` is given what could be read, even where other parts are wrong: so that all is said at once.
    """
    refused: Problems = []
    problems: Problems = []
    found: dict[str, Any] | None = None
    try:
        node = _composed(_text(content), refused)
        found = shape.read(node, problems)
        if check and found is not None and not refused:
            problems += ((_line(node, path), expected) for path, expected in check(found))
    except _Refused as stop:
        refused.append((stop.line, stop.expected))
    if refused or problems or found is None:
        said = {line for line, _ in refused}
        everything = refused + [problem for problem in problems if problem[0] not in said]
        raise BadFile(
            [
                Problem(file, line, expected.replace("\n", " "))
                for line, expected in sorted(set(everything))[:MOST_SAID]
            ]
        )
    return found


def _text(content: str | bytes) -> str:
    raw = content.encode(errors="replace") if isinstance(content, str) else content
    if len(raw) > MOST_BYTES:
        raise _Refused(1, TOO_LONG)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise _Refused(raw.count(b"\n", 0, error.start) + 1, NOT_UTF_8) from None


def _composed(text: str, problems: Problems) -> yaml.Node:
    if conflict := CONFLICT_MARK.search(text):
        raise _Refused(text.count("\n", 0, conflict.start()) + 1, CONFLICT)
    loader = None
    try:
        loader = _Loader(text, problems)
        node = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _Refused(line, INVISIBLE.format(code=ord(text[error.position]))) from None
    except yaml.composer.ComposerError as error:
        raise _Refused(_marked(error), SECOND) from None
    except yaml.MarkedYAMLError as error:
        raise _Refused(_marked(error), UNREADABLE + _hint(error)) from None
    except (ValueError, OverflowError):  # what the parser makes of a number without looking at it
        raise _Refused(loader.line + 1 if loader else 1, NO_SUCH_SIGN) from None
    if node is None:
        raise _Refused(1, "le fichier est vide")
    return node


def _marked(error: yaml.MarkedYAMLError) -> int:
    started = error.context_mark if str(error.context).startswith(FROM_THE_START) else None
    mark = started or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _hint(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.problem} {error.context}"
    return next((f"\u202f: {hint}" for words, hint in HINTS if words in said), "")


def _line(node: yaml.Node, path: Path) -> int:
    """Of the value at the end of that path, or of the last thing on the way that is there."""
    line = node.start_mark.line
    for step in path:
        inside = next((child for name, child in _children(node) if name == step), None)
        if inside is None:
            break
        node = inside
        line = node.start_mark.line
    return line + 1


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), child) for key, child in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)
