"""Reduce the official division of France to the few columns the hub reads.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python -m hub.geography.reduce package

The same package gives the same bytes, so that anybody can check what is committed here.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, Any]

MANIFEST = """\
# What these files come from.  Written by reduce.py.  If your zlib packs otherwise, compare communes.tsv.
origin = "npm {name}"
version = "{version}"
sources = "INSEE (code officiel géographique, populations), La Poste (codes postaux); compiled by Etalab"
code_licence = "MIT, see LICENSE"
content_licence = "Licence Ouverte / Open Licence (Etalab)"

[sha256]
{sums}
"""


def reduce(package: Path, *, into: Path) -> None:
    """Write communes, départements, regions, licence, manifest; ``package`` is the npm package, unpacked."""
    communes = _read(package, "communes")
    table = _table(COMMUNES, _communes(communes))
    into.joinpath("communes.tsv.gz").write_bytes(gzip.compress(table, compresslevel=9, mtime=0))
    into.joinpath("departments.tsv").write_bytes(
        _table(DEPARTMENTS, _departments(_read(package, "departements"), communes))
    )
    into.joinpath("regions.tsv").write_bytes(_table(REGIONS, _regions(_read(package, "regions"))))
    shutil.copyfile(package / "LICENSE", into / "LICENSE")
    into.joinpath("MANIFEST.toml").write_text(_manifest(package, into), encoding="utf-8")


COMMUNES = ("postal_code", "commune", "arrondissement", "name", "department", "population")
DEPARTMENTS = ("code", "name", "region", "zone", "population")
REGIONS = ("code", "name")
FILES = ("communes.tsv.gz", "departments.tsv", "regions.tsv", "LICENSE")


def _communes(communes: list[Row]) -> Iterator[tuple[str, ...]]:
    arrondissements = {
        (postal_code, row["commune"]): row["code"]
        for row in communes
        if row["type"] == "arrondissement-municipal"
        for postal_code in row["codesPostaux"]
    }
    today = [(code, row) for row in _existing(communes) for code in row.get("codesPostaux", ())]
    for postal_code, row in sorted(today, key=_most_populous_first):
        yield (
            postal_code,
            row["code"],
            arrondissements.get((postal_code, row["code"]), ""),
            _name(row),
            row["departement"],
            str(row.get("population", 0)),
        )


def _most_populous_first(entry: tuple[str, Row]) -> tuple[str, int, str, str]:
    postal_code, row = entry
    return postal_code, -row.get("population", 0), _name(row), row["code"]


def _departments(departments: list[Row], communes: list[Row]) -> Iterator[tuple[str, ...]]:
    population: Counter[str] = Counter()
    for row in _existing(communes):
        population[row["departement"]] += row.get("population", 0)
    for row in sorted(departments, key=_code):
        yield row["code"], _name(row), row["region"], row["zone"], str(population[row["code"]])


def _regions(regions: list[Row]) -> Iterator[tuple[str, ...]]:
    for row in sorted(regions, key=_code):
        yield row["code"], _name(row)


def _existing(communes: list[Row]) -> Iterator[Row]:
    """Not those that merged into another, nor the arrondissements of the three great cities."""
    return (row for row in communes if row["type"] == "commune-actuelle")


def _code(row: Row) -> str:
    return str(row["code"])


def _name(row: Row) -> str:
    return str(row["nom"]).replace("'", "’")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in (head, *rows)).encode()


def _manifest(package: Path, folder: Path) -> str:
    about = json.loads(package.joinpath("package.json").read_text(encoding="utf-8"))
    written = {name: folder.joinpath(name).read_bytes() for name in FILES}
    written["communes.tsv"] = gzip.decompress(written["communes.tsv.gz"])
    sums = "\n".join(f'"{name}" = "{sha256(content).hexdigest()}"' for name, content in written.items())
    return MANIFEST.format(name=about["name"], version=about["version"], sums=sums)


def _read(package: Path, name: str) -> list[Row]:
    rows: list[Row] = json.loads(package.joinpath("data", f"{name}.json").read_text(encoding="utf-8"))
    return rows


if __name__ == "__main__":
    reduce(Path(sys.argv[1]), into=HERE)
