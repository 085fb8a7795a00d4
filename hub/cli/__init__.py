"""The one command of the house: ``hub``, and everything that it can do."""

from __future__ import annotations

import click

from hub.cli.checking import doctor
from hub.cli.routing import directory, route, rules, vocabulary
from hub.cli.running import run, serve, worker
from hub.cli.starting import export, init, invite, load
from hub.config import UnsafeSettings
from hub.strict_yaml import BadFile


class Hub(click.Group):
    """Says what is wrong with the settings or the files in sentences, never with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (UnsafeSettings, BadFile) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Hub, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Le hub du mentorat : démarrer, vérifier, orienter."""


for command in (run, serve, worker, init, invite, directory, rules, route, vocabulary, doctor):
    main.add_command(command)
directory.add_command(load)
directory.add_command(export)
