"""What the house is made of: its files, functions and templates, as the tests of its structure read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("hub", "forms", "associations", "emails")
ROOTS = ("wsgi.py", "worker.py")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    path: Path
    source: str
    tree: ast.Module

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


def length(node: Function) -> int:
    """Lines from the signature to the end, without the docstring."""
    end = node.end_lineno or node.lineno
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    said = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return end - node.lineno + 1 - said


@cache
def modules() -> tuple[Module, ...]:
    """The Python of the house itself: rooms and roots."""
    paths = [ROOT / root for root in ROOTS]
    paths += [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return tuple(_module(path) for path in paths)


@cache
def proofs() -> tuple[Module, ...]:
    return tuple(_module(path) for path in sorted((ROOT / "tests").rglob("*.py")))


@cache
def templates() -> tuple[Path, ...]:
    """The pages, without the letters, whose readers need their styles inside."""
    return tuple(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.html")) if _is_page(path))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows, or would know."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.splitlines() if (ROOT / name).is_file())


def _is_page(path: Path) -> bool:
    return ROOT / "emails" / "templates" not in path.parents


def _module(path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    return Module(path, source, ast.parse(source))
