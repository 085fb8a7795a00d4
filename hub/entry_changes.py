"""What two versions of an entry, in their plain form, say otherwise; and a file's news brought into what stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

Path = tuple[str, ...]
Plain = Mapping[str, Any]

SECTIONS = ("criteria", "mentors")
"""Whose fields are compared one by one; elsewhere a field is compared whole."""
NOT_CRITERIA = frozenset({("places_a_year",)})
"""What is kept of an association whatever version of its criteria it returns to."""


class Changed(NamedTuple):
    """``before`` and ``after`` are None where nothing is said, too."""

    path: Path
    before: Any
    after: Any


class Merged(NamedTuple):
    """``kept``: what a file would have changed, but the association has said otherwise in the meantime."""

    entry: dict[str, Any]
    kept: tuple[Path, ...]


def changed(before: Plain, after: Plain) -> list[Changed]:
    """In the order of the file; what is not a criterion is left out."""
    was, becomes = _fields(before, after)
    paths = [path for path in {**becomes, **was} if path not in NOT_CRITERIA]
    told = (Changed(path, was.get(path), becomes.get(path)) for path in paths)
    return [each for each in told if each.before != each.after]


def merged(*, base: Plain, standing: Plain, file: Plain) -> Merged:
    """``base`` is what the file said before: what it did not change stays, and the association's word goes first."""
    was, stands, says = _fields(base, standing, file)
    entry: dict[str, Any] = deepcopy(dict(standing))
    kept = []
    for path, said in says.items():
        if said in (was.get(path), stands.get(path)):
            continue
        if stands.get(path) == was.get(path):
            _say(entry, path, said)
        else:
            kept.append(path)
    return Merged(entry, tuple(kept))


def _fields(*plains: Plain) -> list[dict[Path, Any]]:
    """By where they stand.  Where one of them leaves a section out, that section is compared whole."""
    split = [name for name in SECTIONS if all(plain.get(name) is not None for plain in plains)]
    return [dict(_fields_of(plain, split)) for plain in plains]


def _fields_of(plain: Plain, split: list[str]) -> Iterator[tuple[Path, Any]]:
    for key, value in plain.items():
        if key in split:
            yield from (((key, name), said) for name, said in value.items())
        else:
            yield (key,), value


def _say(entry: dict[str, Any], path: Path, said: Any) -> None:
    *sections, name = path
    for each in sections:
        entry = entry[each]
    entry[name] = deepcopy(said)
