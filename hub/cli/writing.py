"""``hub emails``: every letter as its readers see it, in a folder to leaf through; and what a checklist says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

ROOM = "emails.preview"
"""Where it is done: the hub may not import the rooms above it."""


@click.group()
def emails() -> None:
    """Voir et contrôler les lettres que le hub écrit."""


@emails.command()
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/lettres"),
    show_default=True,
    help="Le dossier où les poser ; créé au besoin.",
)
def preview(folder: Path) -> None:
    """Poser toutes les lettres dans un dossier, page et texte, avec un sommaire à ouvrir."""
    _do("--into", str(folder.absolute()))


@emails.command()
def check() -> None:
    """Dire les lettres qu’un filtre ou un téléphone recevrait mal. Code 1 s’il y en a."""
    _do()


def _do(*asked: str) -> None:
    os.execv(sys.executable, [sys.executable, "-m", ROOM, *asked])  # noqa: S606
