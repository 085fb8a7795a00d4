"""The figures of a run in docs/load.md, and their picture: how many were answered within how long."""

from __future__ import annotations

import math
import os
import platform
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from bench.load.figures import AIM, KINDS, SHARES, Played, share

PAGE, CHART = "load.md", "pictures/load.svg"
FIGURES = re.compile(r"(<!-- scenes -->\n).*(?=<!-- /scenes -->)", re.DOTALL)
FRENCH = {
    "page": "page publique",
    "registration": "inscription",
    "receipt": "reçu",
    "portal": "page des partenaires",
    "peak hour": "heure de pointe × 100",
    "television minute": "minute de télévision",
    "public door": "porte publique",
    "partners' door": "porte des partenaires",
    "client": "générateur",
}
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 1000, 420, 80, 620, 30, 370
FASTEST, SLOWEST = 1e-3, 10.0
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2433; }
.axis { stroke: #c4c9d4; } .aim { stroke: #a14a00; stroke-dasharray: 6 4; }
.line { fill: none; stroke-width: 2; }
.a { stroke: #0b57d0; } .b { stroke: #00695c; } .c { stroke: #7b1fa2; } .d { stroke: #5f6675; }
@media (prefers-color-scheme: dark) {
  svg { background: #12161f; } text { fill: #e6e9f0; } .axis { stroke: #3a4152; }
  .a { stroke: #8ab4ff; } .b { stroke: #6fd6c6; } .c { stroke: #d9a2f5; } .d { stroke: #aab1c2; }
  .aim { stroke: #ffb27a; }
}
"""
PARTS = (0.0, 0.5, 0.9, 0.99, 0.999)


def write(played: Sequence[Played], folder: Path) -> None:
    (folder / CHART).write_text(drawn(played), encoding="utf-8")
    page = folder / PAGE
    told = "\n".join(_figures(played))
    page.write_text(FIGURES.sub(lambda head: head[1] + told, page.read_text("utf-8")), encoding="utf-8")


def _figures(played: Sequence[Played]) -> Iterator[str]:
    busy = f"charge moyenne de la machine {os.getloadavg()[2]:.0f}"
    machine = f"{os.cpu_count()} cœurs, {busy}, Python {platform.python_version()}"
    yield f"Une exécution du {datetime.now(UTC):%d/%m/%Y} : {machine}.\n"
    yield f"| ms | demandes | {' | '.join(_named(part) for part in SHARES)} |"
    yield f"|---|---:{'|---:' * len(SHARES)}|"
    for each in played:
        for kind in KINDS:
            if kind in each.seen.seconds:
                seconds = each.seen.seconds[kind]
                told = " | ".join(f"{1e3 * share(seconds, part):.0f}" for part in SHARES)
                name = f"{FRENCH[each.scene.name]}, {each.system}, {FRENCH[kind]}"
                yield f"| {name} | {len(seconds)} | {told} |"
    yield ""
    for each in played:
        used = ", ".join(f"{FRENCH[who]} {seconds:.0f}" for who, seconds in each.cpu.items())
        yield (
            f"- {FRENCH[each.scene.name]}, {each.system} : {each.acknowledged} reçus lus, {each.kept} inscriptions "
            f"gardées, {each.seen.unexpected} réponses inattendues ; secondes de processeur : {used}."
        )
    yield ""


def drawn(played: Sequence[Played]) -> str:
    """Public pages and registrations of each scene: the part answered, against the time; log scales both."""
    curves = [(each, kind) for each in played for kind in KINDS[:2] if kind in each.seen.seconds]
    shapes = [*_axes()]
    for turn, (each, kind) in enumerate(curves):
        points = " ".join(
            f"{_x(part)},{_y(share(each.seen.seconds[kind], part))}" for part in _parts(each, kind)
        )
        label = f"{FRENCH[kind]}, {FRENCH[each.scene.name]}, {each.system}"
        ink, y = "abcd"[turn % 4], TOP + 20 + 18 * turn
        dash = ' stroke-dasharray="5 4"' if turn > 3 else ""  # noqa: PLR2004 (inks there are)
        shapes.append(f'<polyline class="line {ink}"{dash} points="{points}"/>')
        shapes.append(
            f'<line class="line {ink}"{dash} x1="{RIGHT + 8}" x2="{RIGHT + 28}" y1="{y}" y2="{y}"/>'
        )
        shapes.append(f'<text x="{RIGHT + 34}" y="{y + 4}" font-size="11">{escape(label)}</text>')
    title = "Part des demandes servies, selon le temps"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">'
        f"<style>{STYLE}</style>{''.join(shapes)}</svg>\n"
    )


def _parts(each: Played, kind: str) -> list[float]:
    many = len(each.seen.seconds[kind])
    return [1 - 10 ** (-3 * turn / 60) for turn in range(61) if 10 ** (-3 * turn / 60) * many >= 1]


def _axes() -> Iterator[str]:
    for part in PARTS:
        x = _x(part)
        yield f'<line class="axis" x1="{x}" x2="{x}" y1="{TOP}" y2="{BOTTOM}"/>'
        yield f'<text x="{x}" y="{BOTTOM + 20}" text-anchor="middle">{100 * part:g} %</text>'
    for seconds in (1e-3, 1e-2, 1e-1, 1.0, 10.0):
        y = _y(seconds)
        yield f'<line class="axis" x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{1e3 * seconds:g} ms</text>'
    yield f'<line class="aim" x1="{LEFT}" x2="{RIGHT}" y1="{_y(AIM)}" y2="{_y(AIM)}"/>'


def _x(part: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * -math.log10(1 - part) / 3, 1)


def _y(seconds: float) -> float:
    reach = math.log10(SLOWEST / FASTEST)
    within = math.log10(min(max(seconds, FASTEST), SLOWEST) / FASTEST)
    return round(BOTTOM - (BOTTOM - TOP) * within / reach, 1)


def _named(part: float) -> str:
    return "max" if part == 1 else f"p{100 * part:.0f}"
