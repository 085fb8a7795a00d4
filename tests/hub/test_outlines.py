"""The map is whole, light, and the same whoever reduces it."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from hub import geography, outlines
from hub.outlines.reduce import reduce

LIGHT = 6_000
STEP = re.compile(r"-?\d+")


def corners(path: str) -> set[tuple[int, int]]:
    """Where the lines of an outline turn, in the frame of the map."""
    found = set()
    for ring in re.findall(r"M([^z]*)z", path):
        numbers = [int(number) for number in STEP.findall(ring)]
        across, down = accumulate(numbers[::2]), accumulate(numbers[1::2])
        found |= set(zip(across, down, strict=True))
    return found


def test_every_department_of_the_mainland_is_drawn_and_no_other() -> None:
    mainland = {code for code, department in geography.DEPARTMENTS.items() if not department.overseas}
    assert set(outlines.OUTLINES) == mainland
    assert all(outlines.OUTLINES.values())


def test_nothing_is_drawn_outside_the_frame() -> None:
    left, top, width, height = map(int, outlines.VIEW_BOX.split())
    every = set().union(*map(corners, outlines.OUTLINES.values()))
    assert all(left <= x <= left + width and top <= y <= top + height for x, y in every)
    assert max(x for x, _ in every) - min(x for x, _ in every) > 0.9 * width


def test_neighbours_still_touch() -> None:
    for one, other in (("59", "62"), ("29", "22"), ("2A", "2B"), ("75", "92"), ("33", "40")):
        assert len(corners(outlines.OUTLINES[one]) & corners(outlines.OUTLINES[other])) > 2


def test_the_map_is_light_enough_to_stand_in_a_page() -> None:
    assert len(gzip.compress("".join(outlines.OUTLINES.values()).encode(), 9)) < LIGHT


def test_the_packaged_files_are_those_of_the_manifest() -> None:
    manifest = tomllib.loads(outlines.FOLDER.joinpath("MANIFEST.toml").read_text(encoding="utf-8"))
    assert manifest["author"] == outlines.AUTHOR and manifest["source"].startswith(outlines.ORIGIN)
    for name, expected in manifest["sha256"].items():
        assert sha256(outlines.FOLDER.joinpath(name).read_bytes()).hexdigest() == expected, name


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    package, first, second = (tmp_path / name for name in ("package", "first", "second"))
    for folder in (package, first, second):
        folder.mkdir()
    _write_package(package)
    reduce(package, into=first)
    reduce(package, into=second)
    written = {path.name: path.read_bytes() for path in first.iterdir()}
    assert written == {path.name: path.read_bytes() for path in second.iterdir()}
    assert written["outlines.tsv"].decode().splitlines() == [
        "viewBox\t0 0 40 20",
        "01\tM20 0l0 20-20 0 0-20z",
        "2A\tM20 0l20 0 0 20-20 0zM30 2l5 0 0 5z",
    ]


def _write_package(package: Path) -> None:
    """Two squares side by side, one with an island, and a corner on their border that nobody would miss."""
    places = [
        {"id": "2a", "path": "m 20,0 20,0 0,20 -20,0 0.4,-10 z m 10,2 5,0 0,5 z"},
        {"id": "01", "path": "m 0,0 20.2,0 0.2,10 -0.4,10 -20,0 z"},
    ]
    drawn = {"label": "Map", "viewBox": "0 0 40 20", "locations": places}
    (package / "index.js").write_text(f"export default {json.dumps(drawn)};", encoding="utf-8")
    about = {"name": "map", "version": "1", "author": "Ana <ana@map.example>", "repository": {"url": "map"}}
    (package / "package.json").write_text(json.dumps(about), encoding="utf-8")
    (package / "LICENSE.md").write_text("CC", encoding="utf-8")
