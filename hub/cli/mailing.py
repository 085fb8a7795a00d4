"""``hub mail``: what mail servers hand over."""

from __future__ import annotations

import os
import sys

import click


@click.group()
def mail() -> None:
    """Ce que le serveur de courriel remet au hub."""


@mail.command()
@click.option(
    "--to", default="", help="À quelle adresse ce message est arrivé (Postfix\u202f: ${recipient})."
)
def returned(to: str) -> None:
    """Lire sur l’entrée standard un message revenu\u202f: rejet, robot ou réponse. Rien n’en est gardé."""
    take = f"import worker; worker.take_back({to!r})"
    os.execve(sys.executable, [sys.executable, "-c", take], dict(os.environ))  # noqa: S606 (the hub may not import the roots)
