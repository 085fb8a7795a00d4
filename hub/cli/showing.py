"""``hub demo``: an empty hub becomes one where half a year has been lived."""

from __future__ import annotations

import os
import sys

import click

from hub.cli.running import SENDER, Ports
from hub.cli.starting import init
from hub.config import setting
from hub.supervisor import is_taken


@click.command()
@click.option(
    "--seed", type=int, default=1, show_default=True, help="La même graine raconte la même histoire."
)
@click.pass_context
def demo(ctx: click.Context, seed: int) -> None:
    """Vivre une demi-année d’inscriptions inventées, dans une base vide."""
    if is_taken(Ports.of(os.environ).public):
        raise click.ClickException(
            "le hub est en marche : arrêtez-le d’abord (Ctrl-C), son horloge n’est pas celle de l’histoire."
        )
    ctx.invoke(init)
    environ = os.environ | {"MAIL_SENDER": setting("MAIL_SENDER") or SENDER}
    story = f"import worker; worker.play_demo({seed})"
    os.execve(sys.executable, [sys.executable, "-c", story], environ)  # noqa: S606 (the hub may not import the roots)
