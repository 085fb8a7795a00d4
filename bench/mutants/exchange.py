"""A mistake inside a function needs no new beginning: the function's code is exchanged in a house that is open."""

from __future__ import annotations

import gc
import inspect
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, FunctionType

Spot = tuple[str, int]
"""A function by its name and its first line."""


def exchanged(was: CodeType, now: CodeType) -> list[CodeType] | None:
    """The functions that are another; None where something else is, that was done when the module was read."""
    if was == now:
        return []
    if was.co_flags & inspect.CO_OPTIMIZED:
        return [now] if was.co_freevars == now.co_freevars else None
    if _shell(was) != _shell(now):
        return None
    found: list[CodeType] = []
    for pair in zip(_inner(was), _inner(now), strict=True):
        inside = exchanged(*pair)
        if inside is None:
            return None
        found += inside
    return found


def spot(code: CodeType) -> Spot:
    return code.co_qualname, code.co_firstlineno


def alive(module: str) -> Mapping[Spot, FunctionType]:
    """Every function of a module, wherever it is kept."""
    found = (each for each in gc.get_objects() if isinstance(each, FunctionType))
    return {spot(each.__code__): each for each in found if each.__module__ == module}


@contextmanager
def called_in(paths: frozenset[Path]) -> Iterator[set[tuple[Path, Spot]]]:
    """What is called meanwhile of these files: what it answered stays, whatever its code becomes."""
    names, called = {str(path.absolute()): path for path in paths}, set[tuple[Path, Spot]]()

    def look(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and (path := names.get(frame.f_code.co_filename)):
            called.add((path, spot(frame.f_code)))

    sys.setprofile(look)
    try:
        yield called
    finally:
        sys.setprofile(None)


def _shell(code: CodeType) -> CodeType:
    return code.replace(co_consts=tuple(each for each in code.co_consts if not isinstance(each, CodeType)))


def _inner(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]
