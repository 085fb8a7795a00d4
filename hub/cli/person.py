"""``hub person``: what somebody asks for by a letter to the network, done by whoever holds the worker's keys."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from hub import amending, copying, disk, needs, restricting, rights
from hub.cli.gestures import gesture
from hub.journal import Act
from hub.own_page import Changes

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


class Reason(StrEnum):
    """How the request came, or who orders it."""

    LETTER = "letter"
    EMAIL = "email"
    TELEPHONE = "telephone"
    OFFICER = "officer"
    AUTHORITY = "authority"
    COURT = "court"


@click.group()
def person() -> None:
    """Répondre à une personne qui exerce ses droits par courrier : une copie, une correction, l’effacement, la pause.

    Vérifiez d’abord qui écrit : la référence seule n’est pas une preuve. Chaque geste est au journal.
    """


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    """What every gesture says: of whom, on whose word, by whose hand."""
    for decorate in (
        click.option("--by", required=True, help="L’adresse du membre de la coordination qui répond."),
        click.option(
            "--reason",
            required=True,
            type=click.Choice([each.value for each in Reason]),
            help="Par où la demande est venue.",
        ),
        click.argument("reference"),
    ):
        command = decorate(command)
    return command


@person.command()
@_asked
@click.option(
    "--to", "path", required=True, type=click.Path(path_type=Path), help="Un fichier qui n’existe pas."
)
def export(reference: str, reason: str, by: str, path: Path) -> None:
    """Écrire tout ce que le hub sait de cette personne dans un fichier que son propriétaire seul peut lire."""
    with gesture(reference, by, Act.PERSON_EXPORTED, reason) as (work, referral, _):
        _write(path, copying.everything(work, referral))
    click.echo(f"Écrit dans {path}, lisible de vous seul. Remettez-le de la main à la main, puis effacez-le.")


@person.command()
@_asked
@click.option("--from", "file", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def correct(reference: str, reason: str, by: str, file: Path) -> None:
    """Corriger ce qu’elle a dit : un fichier {"identity": {…}, "need": {…}} avec les seuls champs qui changent.

    Les champs sont ceux de la copie : l’identité et le message ; de la demande, place, themes et mode ;
    d’un mentor, audiences et availability aussi.
    """
    changes = _changes(file.read_text(encoding="utf-8"))
    with gesture(reference, by, Act.PERSON_CORRECTED, reason) as (work, referral, _):
        try:
            changed = amending.correct_for(work, referral, changes)
        except (KeyError, TypeError, ValueError, needs.BadNeed):
            raise click.ClickException(
                "ce fichier nomme un champ qui ne se change pas, ou dit ce qui ne peut être"
            ) from None
    click.echo(
        "C’est corrigé : la personne le lira, et l’association qui a dit oui aussi."
        if changed
        else "Rien ne change."
    )


@person.command()
@_asked
@click.confirmation_option(prompt="Tout effacer, sans retour ? Tapez y pour oui, n pour non.")
def erase(reference: str, reason: str, by: str) -> None:
    """Effacer tout, aussitôt ; les associations qui ont dit oui sont priées d’effacer chez elles."""
    with gesture(reference, by, Act.PERSON_ERASED, reason) as (work, referral, _):
        rights.erase(work, referral)
    click.echo("C’est effacé ici. Les associations concernées le confirment dans leur espace.")


@person.command()
@_asked
def restrict(reference: str, reason: str, by: str) -> None:
    """Tout laisser en l’état : rien n’avance, personne ne lit, rien n’est effacé."""
    with gesture(reference, by, Act.RESTRICTED, reason) as (work, referral, member):
        restricting.restrict(work, referral, by=member)
    click.echo("Tout est en pause. La coordination y revient dans trente jours.")


@person.command()
@_asked
def lift(reference: str, reason: str, by: str) -> None:
    """Lever la pause : tout reprend où cela s’était arrêté, et la personne l’apprend."""
    with gesture(reference, by, Act.RESUMED, reason) as (work, referral, member):
        restricting.lift(work, referral, by=member)
    click.echo("Tout reprend.")


def _changes(written: str) -> Changes:
    try:
        told = json.loads(written)
        return Changes(dict(told.get("identity", {})), dict(told.get("need", {})))
    except (ValueError, AttributeError, TypeError):
        raise click.ClickException("ce fichier n’est pas du JSON de la forme attendue") from None


def _write(path: Path, content: Any) -> None:
    """Never over another file, nor through a link."""
    written = json.dumps(content, ensure_ascii=False, indent=2, default=needs.by_name) + "\n"
    try:
        with os.fdopen(os.open(path, NEW_FILE, disk.OWNER_ONLY), "w", encoding="utf-8") as file:
            file.write(written)
    except OSError:
        raise click.ClickException(f"{path} ne peut pas être écrit, ou existe déjà") from None
