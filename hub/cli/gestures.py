"""A gesture of the desk by a command: one transaction, on somebody's word, with its line in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from hub import journal, queries, signin
from hub.cli.starting import administration, keys_folder
from hub.disclosure import Forgotten
from hub.journal import Act
from hub.lifecycle import IllegalMove
from hub.models import Member, Referral
from hub.queries import NotFound
from hub.vault import Process, Vault
from hub.vault import keys as key_files
from hub.work import Hub, Work


@contextmanager
def gesture(reference: str, by: str, act: Act, reason: str) -> Iterator[tuple[Work, Referral, Member]]:
    """One transaction: what is done, and the line of the journal that says who did it and why."""
    try:
        with _with_the_workers_keys().begin() as work:
            member = queries.member_by_email(work.session, signin.normal(by))
            if member is None or member.association_id is not None or member.removed_at:
                raise click.ClickException("cette adresse n’est celle d’aucun membre de la coordination")
            referral = queries.referral_by_reference(work.session, reference.strip().upper())
            yield work, referral, member
            journal.note(work, act, referral.reference, by=member, reason=reason)
    except NotFound:
        raise click.ClickException("aucune inscription ne porte cette référence") from None
    except Forgotten:
        raise click.ClickException("cette inscription est déjà effacée") from None
    except IllegalMove:
        raise click.ClickException("ce n’est pas possible là où en est cette inscription") from None


def _with_the_workers_keys() -> Hub:
    return replace(administration(), vault=Vault(key_files.read(keys_folder(), Process.WORKER)))
