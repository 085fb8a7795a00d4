"""``hub keys``: make, change, seal again, retire, prove, recover.  Each gesture may be interrupted, and asked again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from hub import key_changes, key_proofs, keyring, resealing
from hub.cli.preparing import TO_THE_SAFE, keys_hub, note_keys, prepare_keys
from hub.cli.starting import keys_folder
from hub.config import setting
from hub.queries import keys as rows
from hub.queries.boxes import INTAKE, KINDS
from hub.resealing import Batch
from hub.vault import NoRecoveryKey, Process, RecoveryRing, Vault
from hub.vault import keys as key_files
from hub.vault.keys import RECOVERY
from hub.vault.rotation import AFTER_THEFT, MADE_BY, offline_file, to_carry
from hub.work import Hub

NAMES = click.Choice([*MADE_BY, *AFTER_THEFT])
WORDS = {
    "sealed_boxes": "inscriptions",
    "prescribers": "professionnels",
    "companies": "entreprises",
    "open_pages": "codes tapés",
    "amendments": "changements demandés",
    "prescribers_for_desk": "professionnels, pour la coordination",
    "companies_for_desk": "entreprises, pour la coordination",
    "associations": "clés des associations",
    "authenticators": "seconds facteurs",
    "decisions": "décisions",
    "glass_requests": "bris de glace",
    "acceptances": "acceptations",
    "key_prints": "copies de secours des clés",
}
"""What is sealed, as a person reads it."""


@click.group()
def keys() -> None:
    """Les clés : les créer, les changer, refermer les boîtes, prouver, secourir."""


@keys.command()
def init() -> None:
    """Créer les clés qui manquent, et en garder l’empreinte dans la base."""
    prepare_keys(keys_folder())
    note_keys(keys_folder(), setting("DATABASE_URL"), Path(setting("HUB_RULES")))


@keys.command()
def status() -> None:
    """Dire de chaque clé sa génération, son âge, ce qui reste à refermer, et la date de la prochaine."""
    hub = _hub()
    with hub.read() as work:
        for age in keyring.ages(work.session):
            left = sum(rest.rows for rest in key_changes.remains(work, age.name))
            click.echo(_line(age, left, work.now))
        former = len([row for row in rows.prints(work.session) if row.retired_at is not None])
    click.echo(f"{former} génération(s) retirée(s).")
    for process in Process:
        if (keys_folder() / process).is_dir():
            with hub.read() as work:
                held = key_files.read(keys_folder(), process)
                for reason in keyring.wrong(work, process, held):
                    click.echo(f"✗ {process}\u202f: {reason}")


@keys.command()
@click.option("--only", "names", type=NAMES, multiple=True, help="Ne changer que celle-ci.")
@click.option("--after", "minutes", default=15, show_default=True, help="En service dans tant de minutes.")
def rotate(names: tuple[str, ...], minutes: int) -> None:
    """Créer la génération suivante et la donner à chaque processus de cette machine ; les deux s’ouvrent."""
    folder = keys_folder()
    after = timedelta(minutes=minutes)
    for path in key_changes.rotate(_hub(), folder, names or list(MADE_BY), after=after):
        click.echo(f"  {path}")
    for name in names or MADE_BY:
        _say_what_to_carry(folder, name)
    if (folder / RECOVERY).is_dir():
        click.echo(TO_THE_SAFE.format(folder=folder / RECOVERY))
    click.echo(
        f"En service dans {minutes} minutes\u202f; les processus la prennent d’eux-mêmes, sans redémarrer. "
        "Ensuite\u202f: hub keys reseal."
    )


@keys.command()
@click.option("--batch", default=resealing.BATCH, show_default=True, help="Boîtes par transaction.")
def reseal(batch: int) -> None:
    """Refermer avec les clés en service ce que d’autres ont fermé ; s’interrompt et se reprend à tout instant."""
    unreadable = _reseal(_hub(), keys_folder(), batch)
    if unreadable:
        raise click.ClickException(f"{unreadable} boîtes ne s’ouvrent avec aucune clé d’ici.")


@keys.command()
@click.option("--only", "names", type=NAMES, multiple=True, help="Ne retirer que les anciennes de celle-ci.")
@click.option("--dry-run", is_flag=True, help="Dire ce qui manque, sans rien effacer.")
def retire(names: tuple[str, ...], dry_run: bool) -> None:
    """Effacer les générations d’avant, dès que rien n’en a plus besoin."""
    hub, folder, refused = _hub(), keys_folder(), False
    for name in names or (*MADE_BY, *AFTER_THEFT):
        try:
            if dry_run:
                _refuse(key_changes.in_the_way(hub, name))
            else:
                _say_retired(name, key_changes.retire(hub, folder, name))
        except key_changes.NotYet as reasons:
            refused = True
            click.echo(f"{name}\u202f: pas encore")
            click.echo("\n".join(f"  {_in_words(reason)}" for reason in str(reasons).splitlines()))
    if refused:
        raise click.exceptions.Exit(1)


@keys.command()
@click.option("--all", "everything", is_flag=True, help="Toutes les boîtes, au lieu d’un échantillon.")
@click.option("--sample", default=200, show_default=True, help="Boîtes de chaque sorte.")
@click.option(
    "--recovery", type=click.Path(path_type=Path, exists=True), help="Éprouver aussi la clé de secours."
)
def verify(everything: bool, sample: int, recovery: Path | None) -> None:
    """Prouver que chaque boîte s’ouvre avec les clés qu’il faut, et avec aucune autre d’ici. Code 1 sinon."""
    ring = RecoveryRing(recovery) if recovery else None
    hub, folder, bad = _hub(), keys_folder(), False
    for kind in KINDS:
        proof = key_proofs.Proof()
        for each in key_proofs.prove(hub, folder, kind, sample=None if everything else sample, recovery=ring):
            proof = proof.with_(each)
        bad = bad or bool(proof.shut or proof.betrayed)
        mark = "✗" if proof.shut or proof.betrayed else "✓"
        told = f"{proof.opened:8} ouvertes  {proof.shut:6} fermées  {proof.betrayed:6} trahies"
        click.echo(f"{mark} {WORDS[kind.name]:38}{told}")
    if bad:
        raise click.exceptions.Exit(1)


@keys.command()
@click.option(
    "--recovery", type=click.Path(path_type=Path, exists=True), required=True, help="Le dossier du coffre."
)
@click.option(
    "--process", "which", type=click.Choice(list(Process)), default=Process.WORKER, show_default=True
)
def recover(recovery: Path, which: str) -> None:
    """Rendre ses clés à un processus qui les a perdues, et rouvrir les inscriptions avec la clé de secours."""
    hub, folder, process = _hub(), keys_folder(), Process(which)
    try:
        ring = key_changes.recover(hub, folder, recovery, process)
    except NoRecoveryKey:
        raise click.ClickException(f"il n’y a pas de clé de secours dans {recovery}") from None
    click.echo(f"Le processus {process} a de nouveau ses clés.")
    if process is not Process.WORKER:
        return
    unreadable = _reseal(_hub(), folder, resealing.BATCH, ring)
    hub = replace(hub, vault=Vault(key_files.read(folder, process), clock=hub.clock))
    if unreadable:
        for reference in key_changes.let_go(hub):
            click.echo(f"{reference}\u202f: le changement demandé est perdu, il est à redemander.")
    _say_what_to_carry(folder, INTAKE)


def _reseal(hub: Hub, folder: Path, batch: int, ring: RecoveryRing | None = None) -> int:
    """Answers how many boxes stayed shut."""
    opened = key_changes.opened_with(hub, folder)
    total = Batch()
    for kind in (kind for kind in KINDS if kind.pair in opened):
        at = opened[kind.pair]
        with at.read() as work:
            rows_left = resealing.to_do(work, kind)
        batches = resealing.reseal(at, kind, recovery=ring, batch=batch)
        total = total.with_(_shown(WORDS[kind.name], rows_left, batches))
    if INTAKE in opened:
        with opened[INTAKE].read() as work:
            answers_left = sum(rest.rows for rest in key_changes.remains(work, "answers"))
        total = total.with_(_shown(WORDS["acceptances"], answers_left, resealing.sign_again(opened[INTAKE])))
    click.echo(f"{total.done} refermées, {total.passed_by} changées entre-temps, {total.unreadable} fermées.")
    return total.unreadable


def _shown(label: str, length: int, batches: Iterable[Batch]) -> Batch:
    total = Batch()
    if not length:
        return total
    with click.progressbar(length=length, label=f"{label:34}") as bar:
        for each in batches:
            total = total.with_(each)
            bar.update(sum(each))
    return total


def _say_what_to_carry(folder: Path, name: str) -> None:
    for carried in to_carry(folder, name):
        click.echo(f"À porter sur la machine du processus {carried.to}\u202f: {carried.source}")


def _say_retired(name: str, gone: list[Path]) -> None:
    for path in gone:
        click.echo(f"Effacée\u202f: {path}")
    if gone and (file := offline_file(name)):
        click.echo(f"Dans le coffre, détruisez aussi les générations d’avant de {file}.")


def _in_words(reason: str) -> str:
    name, colon, rest = reason.partition("\u202f: ")
    return WORDS.get(name, name) + colon + rest


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise key_changes.NotYet("\n".join(reasons))


def _line(age: keyring.Age, left: int, now: datetime) -> str:
    mark = "✗" if age.renew_by < now else "✓"
    since = f"{(now - age.since).days} jours" if age.since <= now else f"dès {age.since:%d/%m à %H:%M} UTC"
    told = f"génération {age.generation}, {since}, suivante le {age.renew_by:%d/%m/%Y}"
    return f"{mark} {age.name:10}{told}" + (f", {left} lignes à refermer" if left else "")


def _hub() -> Hub:
    return keys_hub(keys_folder(), setting("DATABASE_URL"), Path(setting("HUB_RULES")))
