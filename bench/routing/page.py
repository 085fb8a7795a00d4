"""The figures of a run, as the documents show them."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.routing.chart import drawn
from bench.routing.contenders import CONTENDERS
from bench.routing.verdicts import Times, number, verdicts

PAGE, CHART = "routing-bench.md", "pictures/routing-growth.svg"
FIGURES = re.compile(r"(<!-- figures -->\n).*(?=<!-- /figures -->)", re.DOTALL)
PEERS = ("zen-engine", "common-expression-language", "datalogic-py", "rule-engine")


def rows(found: Times) -> Iterator[list[str]]:
    """A head, then for each contender its microseconds at each size."""
    yield ["µs par décision", *(f"{number(size)} associations" for size in found)]
    for each in CONTENDERS:
        yield [
            each.name,
            *(number(timed[each.name].micros) if each.name in timed else "—" for timed in found.values()),
        ]


def machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PEERS)
    return f"{_processor()}, {os.cpu_count()} cœurs, Python {platform.python_version()} ; {versions}"


def write(found: Times, folder: Path) -> None:
    (folder / CHART).write_text(drawn(found), encoding="utf-8")
    page = folder / PAGE
    text = page.read_text(encoding="utf-8")
    page.write_text(FIGURES.sub(lambda head: head[1] + "\n".join(_figures(found)), text), encoding="utf-8")


def _figures(found: Times) -> Iterable[str]:
    head, *others = rows(found)
    yield f"Une exécution du {datetime.now(UTC):%d/%m/%Y} : {machine()}.\n"
    yield f"| {' | '.join(head)} |"
    yield f"|---{'|---:' * len(found)}|"
    yield from (f"| {' | '.join(row)} |" for row in others)
    yield ""
    yield from (f"- {str(each)[0].upper()}{str(each)[1:]}." for each in verdicts(found))
    yield ""


def _processor() -> str:
    described = re.search(r"model name\s*: (.*)", _read("/proc/cpuinfo"))
    return described[1] if described else platform.processor() or platform.machine()


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") if Path(path).exists() else ""
