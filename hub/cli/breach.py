"""``hub breach``: the register of personal-data breaches, its clock, and those whom one concerns; never a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from hub import breaches, queries
from hub.calendar import PARIS
from hub.cli.starting import administration
from hub.models import Breach, BreachKind, BreachRisk
from hub.queries import breaches as rows
from hub.queries.breaches import Scope, Touched
from hub.work import Work

MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"])
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
AN_HOUR = timedelta(hours=1)
WORDS = {
    BreachRisk.UNKNOWN: "risque à peser",
    BreachRisk.NONE: "sans risque",
    BreachRisk.SOME: "risque",
    BreachRisk.HIGH: "risque élevé",
}


@dataclass(frozen=True, slots=True)
class Held:
    work: Work
    breach: Breach


@click.group()
def breach() -> None:
    """Tenir le registre des violations : ouvrir, noter, dire qui est concerné, prévenir, clore. Jamais un nom.

    Les heures sont celles de Paris. La CNIL est prévenue dans les 72 heures qui suivent la découverte.
    """


@breach.command(name="open")
@click.argument("sentence")
@click.option(
    "--kind", required=True, type=click.Choice([each.value for each in BreachKind]), help="Ce qui est perdu."
)
@click.option("--known-at", type=MOMENT, help="Quand elle a été découverte ; sinon, maintenant.")
def open_(sentence: str, kind: str, known_at: datetime | None) -> None:
    """Ouvrir une violation : les 72 heures courent."""
    with administration().begin() as work:
        moment = _utc(known_at) if known_at else work.now
        if moment > work.now:
            raise click.ClickException("cette heure est à venir")
        made = breaches.open_(work, BreachKind(kind), sentence, known_at=moment)
        click.echo(f"{made.number} est ouverte. {_clock(made, work.now)}")


@breach.command()
@click.argument("number", required=False)
def status(number: str | None) -> None:
    """Le registre, ou une violation : ses lignes, ce qui reste à faire, et pour quand."""
    with administration().read() as work:
        found = [_called(work, number)] if number else rows.listed(work.session)
        for each in found:
            _show(work, each, whole=number is not None)
    if not found:
        click.echo("Le registre est vide.")


@breach.command()
@click.argument("number")
@click.argument("sentence")
@click.option(
    "--risk",
    type=click.Choice([each.value for each in BreachRisk]),
    help="Le risque pour les personnes, une fois pesé.",
)
@click.option("--notified", is_flag=True, help="La CNIL vient d’être prévenue.")
def note(number: str, sentence: str, risk: str | None, notified: bool) -> None:
    """Écrire une ligne : les faits, leurs effets, ce qui est fait."""
    with _held(number) as held:
        if risk:
            breaches.weigh(held.work, held.breach, BreachRisk(risk), sentence)
        elif notified:
            breaches.notify(held.work, held.breach, sentence)
        else:
            breaches.note(held.work, held.breach, sentence)
        if risk and notified:
            breaches.notify(held.work, held.breach, sentence)
        click.echo(_clock(held.breach, held.work.now))


@breach.command()
@click.argument("number")
@click.option(
    "--in",
    "touched",
    required=True,
    type=click.Choice([each.value for each in Touched]),
    help="Ce qui a été atteint.",
)
@click.option("--association", "slug", help="Chez une association ; sinon, toutes.")
@click.option("--since", type=MOMENT, required=True)
@click.option("--until", type=MOMENT, help="Sinon, jusqu’à maintenant.")
@click.option("--references", is_flag=True, help="Dire aussi les numéros de dossier.")
@click.option("--keep", is_flag=True, help="Les inscrire comme concernés, pour la lettre.")
def affected(number: str, **asked: Any) -> None:
    """Compter qui est concerné, par association et par période."""
    with _held(number) as held:
        scope = _scope(held.work, asked)
        found = rows.groups(held.work.session, scope)
        for name, people in found:
            click.echo(f"{people:7}  {name or 'toutes les inscriptions gardées'}")
        if not found:
            click.echo("Personne.")
        if asked["references"]:
            click.echo("\n".join(rows.references(held.work.session, scope)))
        if asked["keep"]:
            click.echo(f"{breaches.concern(held.work, held.breach, scope)} personnes inscrites au registre.")


@breach.command()
@click.argument("number")
@click.option("--young", required=True, type=FILE, help="Aux jeunes : tu.")
@click.option("--adults", required=True, type=FILE, help="Aux adultes : vous.")
@click.confirmation_option(
    prompt="Écrire à toutes les personnes inscrites au registre ? Tapez y pour oui, n pour non."
)
def tell(number: str, young: Path, adults: Path) -> None:
    """Décider la lettre : ce qui s’est passé, ses conséquences, ce qui est fait, en quelques phrases simples."""
    with _held(number) as held:
        breaches.decide(held.work, held.breach, young=_read(young), adults=_read(adults))
        count = rows.told(held.work.session, held.breach.id).waiting
    click.echo(f"Le worker écrit à {count} personnes.")


@breach.command()
@click.argument("number")
@click.argument("sentence")
def close(number: str, sentence: str) -> None:
    """Clore, avec ce qui est retenu : refuse tant que quelque chose reste à faire."""
    with _held(number) as held:
        try:
            breaches.close(held.work, held.breach, sentence)
        except breaches.NotYet as reason:
            raise click.ClickException(str(reason)) from None
    click.echo(f"{number} est close.")


@contextmanager
def _held(number: str) -> Iterator[Held]:
    with administration().begin() as work:
        found = _called(work, number, hold=True)
        if found.closed_at:
            raise click.ClickException(f"{found.number} est close")
        yield Held(work, found)


def _called(work: Work, number: str, *, hold: bool = False) -> Breach:
    found = rows.called(work.session, number.upper(), hold=hold)
    if found is None:
        raise click.ClickException("aucune violation ne porte ce numéro")
    return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()


def _scope(work: Work, asked: dict[str, Any]) -> Scope:
    slug = asked["slug"]
    association = queries.association_called(work.session, slug) if slug else None
    if slug and association is None:
        raise click.ClickException(f"aucune association ne s’appelle « {slug} » dans l’annuaire")
    until = _utc(asked["until"]) if asked["until"] else work.now
    number = association.id if association else None
    return Scope(
        touched=Touched(asked["touched"]), since=_utc(asked["since"]), until=until, association_id=number
    )


def _show(work: Work, each: Breach, *, whole: bool) -> None:
    click.echo(f"{each.number}  {_paris(each.known_at)}  {WORDS[each.risk]}. {_clock(each, work.now)}")
    if not whole:
        return
    told = rows.told(work.session, each.id)
    click.echo(f"  {told.all} personnes concernées, {told.posted} lettres postées, {told.waiting} à poster")
    for line in each.notes:
        click.echo(f"  {_paris(line.noted_at)}  {line.sentence}")


def _clock(each: Breach, now: datetime) -> str:
    """How many hours are left to tell the authority, or that nothing is."""
    if each.closed_at:
        return f"Close le {_paris(each.closed_at)}."
    if each.notified_at:
        return f"CNIL prévenue le {_paris(each.notified_at)}."
    if each.risk is BreachRisk.NONE:
        return "Rien à notifier."
    hours = (each.notify_by - now) // AN_HOUR
    late = f"en retard de {-hours} h : notifiez quand même, en disant pourquoi"
    return (
        f"CNIL à prévenir avant le {_paris(each.notify_by)} ({f'encore {hours} h' if hours >= 0 else late})."
    )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=PARIS).astimezone(UTC)


def _paris(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%Y-%m-%d %H:%M}"
