"""``hub explain``: why these associations were asked about a referral, in this order, and why not the others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import click

from hub import disclosure, explaining, queries
from hub.cli.starting import administration, keys_folder, reading
from hub.models import Referral
from hub.queries import NotFound
from hub.vault import CannotOpen, Process, Vault
from hub.vault import keys as key_files
from hub.work import Hub, Work

NO_KEY = "la clé qui ouvre les décisions n’est pas ici (%s)\u202f: c’est celle de la porte des partenaires"
OTHER_KEY = "ces décisions ont été scellées pour une autre clé que celle de cette machine"
UNKNOWN = "aucun dossier ne porte le numéro %s"
NO_SUCH_ASSOCIATION = "aucune association ne s’appelle «\u00a0%s\u00a0» dans l’annuaire"
NOTHING = "Dossier %s\u202f: aucune décision n’est gardée\u202f; il n’est pas encore orienté, ou déjà effacé."


@click.command()
@click.argument("reference", nargs=-1, required=True, metavar="DOSSIER")
@click.option("--association", "slug", help="N’expliquer que pour celle-ci\u202f: son nom dans l’annuaire.")
@click.option("--json", "as_json", is_flag=True, help="Une décision par ligne, telle qu’elle a été scellée.")
def explain(reference: tuple[str, ...], slug: str | None, as_json: bool) -> None:
    """Expliquer chaque décision d’un dossier : qui, dans quel ordre, avec quels points, et pourquoi pas les autres."""
    with reading(_portal) as work:
        referral = _referral(work, "".join(reference))
        if slug and queries.association_called(work.session, slug) is None:
            raise click.ClickException(NO_SUCH_ASSOCIATION % slug)
        try:
            _print(work, referral, slug, as_json=as_json)
        except CannotOpen:
            raise click.ClickException(OTHER_KEY) from None


def _portal() -> Hub:
    """The hub with the key of the partners' door, which alone opens what was decided.  No other box opens with it."""
    folder = keys_folder()
    try:
        keys = key_files.read(folder, Process.PARTNERS)
    except (OSError, ValueError):
        raise click.ClickException(NO_KEY % (folder / Process.PARTNERS)) from None
    return replace(administration(), vault=Vault(keys))


def _referral(work: Work, reference: str) -> Referral:
    typed = "".join(filter(str.isalnum, reference)).upper()
    try:
        return queries.referral_by_reference(work.session, typed)
    except NotFound:
        raise click.ClickException(UNKNOWN % typed) from None


def _print(work: Work, referral: Referral, slug: str | None, *, as_json: bool) -> None:
    if as_json:
        for stored in disclosure.decisions(work, referral):
            click.echo(json.dumps(stored, ensure_ascii=False, default=datetime.isoformat))
        return
    story = disclosure.story(work, referral)
    if not story.decisions:
        click.echo(NOTHING % referral.reference)
        return
    for line in explaining.lines(story, only=slug):
        click.echo(line)
