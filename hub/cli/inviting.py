"""Who may come in: the first people of a team, and whoever lost the way back in."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email

from hub import membership, queries, second_factors, signin
from hub.cli.starting import administration


@click.command()
@click.argument("email")
@click.option("--association", "slug", help="Sans elle, la personne rejoint la coordination.")
def invite(email: str, slug: str | None) -> None:
    """Inviter une personne à répondre pour une association, ou à la coordination."""
    try:
        validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise click.ClickException("cette adresse e-mail n’est pas complète, ou pas utilisable") from None
    with administration().begin() as work:
        association = queries.association_called(work.session, slug) if slug else None
        if slug and association is None:
            raise click.ClickException(f"aucune association ne s’appelle « {slug} » dans l’annuaire")
        try:
            membership.invite(work, email=email, association=association)
        except membership.AlreadyMember:
            raise click.ClickException("cette adresse est déjà celle d’un membre") from None
    click.echo("Invitation postée.")


@click.command()
@click.argument("email")
def unlock(email: str) -> None:
    """Rouvrir l’accès de qui a perdu tous ses seconds facteurs ; ses sessions se ferment, une lettre le lui dit."""
    with administration().begin() as work:
        member = queries.member_by_email(work.session, signin.normal(email))
        if member is None:
            raise click.ClickException("cette adresse n’est celle d’aucun membre")
        second_factors.begin_again(work, member)
    click.echo("À sa prochaine connexion, cette personne ajoutera un nouveau second facteur.")
