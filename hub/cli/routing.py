"""``hub route``, ``hub vocabulary``, ``hub directory check``: what needs no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from hub import needs, wording
from hub.cli.rule_files import checked, own_file
from hub.directory import DEFAULT as DIRECTORY
from hub.directory import Entry, read
from hub.routing import Candidate, Decision, Points, Roster, RuleBook, RuledOut, Shortlisted
from hub.rules import load
from hub.vocabulary import (
    AgeBand,
    Availability,
    Channel,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    PrescriberKind,
    Public,
    Sector,
    Situation,
    Theme,
)

WAITING = "Tapez ou collez un besoin en JSON par ligne\u202f; Ctrl-D pour finir."
UNREADABLE = "Cette ligne n’est pas un objet JSON lisible."
UNKNOWN_ID = "«\u00a0id\u00a0»\u202f: attendu un texte ou un nombre entier."

VOCABULARY: Mapping[str, tuple[type[StrEnum], Mapping[Any, str]]] = {
    "kind": (Kind, {}),
    "situation": (Situation, wording.SITUATIONS),
    "level": (Level, wording.LEVELS),
    "theme": (Theme, wording.THEMES),
    "public": (Public, wording.PUBLICS),
    "mode": (Mode, wording.MODES),
    "channel": (Channel, {}),
    "prescriber_kind": (PrescriberKind, wording.PRESCRIBER_KINDS),
    "age_band": (AgeBand, wording.AGE_BANDS),
    "mentor_age": (MentorAge, wording.MENTOR_AGES),
    "mentor_status": (MentorStatus, wording.MENTOR_STATUSES),
    "mentor_audience": (MentorAudience, wording.MENTOR_AUDIENCES),
    "availability": (Availability, wording.AVAILABILITIES),
    "sector": (Sector, wording.SECTORS),
}

directory_option = click.option(
    "--directory",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DIRECTORY,
    help="Le dossier des associations, un fichier YAML chacune.",
)
rules_option = click.option(
    "--rules",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Le fichier du règlement\u202f; sans cela, celui du réglage HUB_RULES.",
)


@click.command()
@directory_option
@rules_option
@click.pass_context
def route(context: click.Context, folder: Path, file: Path | None) -> None:
    """Décider sans base de données : un besoin, ou un mentor, en JSON par ligne ; une décision par ligne en sortie.

    Une ligne illisible donne une ligne avec « error », les autres continuent, et la commande finit avec 1.
    """
    entries = read(folder)
    rule_book = checked(file, entries) if file else load(own_file())
    if sys.stdin.isatty():
        click.echo(WAITING, err=True)
    roster = Roster.of((_as_it_stands(entry, rule_book) for entry in entries), rule_book)
    wrong = False
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        answer = _answer(line, roster)
        wrong = wrong or "error" in answer
        click.echo(json.dumps(answer, ensure_ascii=False, default=_by_field))
    context.exit(1 if wrong else 0)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Les codes seuls, en JSON.")
def vocabulary(as_json: bool) -> None:
    """Les codes du vocabulaire, avec ce que chacun veut dire."""
    if as_json:
        click.echo(json.dumps({name: list(codes) for name, (codes, _) in VOCABULARY.items()}, indent=2))
        return
    for name, (codes, labels) in VOCABULARY.items():
        click.echo(name)
        for code in codes:
            click.echo(f"  {code:<18}{labels.get(code, '')}".rstrip())


@click.group()
def directory() -> None:
    """L’annuaire des associations."""


@directory.command("check")
@directory_option
def check_directory(folder: Path) -> None:
    """Lire chaque fichier et dire tout ce qui ne va pas : fichier, ligne, ce qui était attendu."""
    click.echo(f"{len(read(folder))} associations, chaque fichier est lisible.")


def _as_it_stands(entry: Entry, rule_book: RuleBook) -> Candidate:
    places = rule_book.load.undeclared_places if entry.places_a_year is None else entry.places_a_year
    return Candidate(profile=entry.profile, places_left=places, paused=False, asked=False)


def _answer(line: bytes, roster: Roster) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": UNREADABLE}
    name = content.get("id") if isinstance(content, dict) else None
    if not isinstance(name, str | int | None):
        return {"error": UNKNOWN_ID}
    known = {} if name is None else {"id": name}
    try:
        need = needs.from_json(content)
    except needs.BadNeed as error:
        return {**known, "error": str(error)}
    return {**known, **_by_field(roster.decide(need).explained())}


def _by_field(part: Decision | Shortlisted | RuledOut | Points) -> dict[str, Any]:
    """Each part as it is written out; ``asdict`` copies every sentence and takes as long as deciding."""
    return {field.name: getattr(part, field.name) for field in fields(part)}
