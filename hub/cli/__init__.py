"""The one command of the house: ``hub``, and everything that it can do."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from hub.cli.refusals import NOT_CONFIRMED, Refusal, refusal
from hub.config import UnsafeSettings
from hub.strict_yaml import BadFile

COMMANDS: Mapping[str, str] = {
    "run": "running",
    "serve": "running",
    "worker": "running",
    "init": "starting",
    "keys": "keys",
    "invite": "inviting",
    "unlock": "inviting",
    "directory": "starting",
    "rules": "ruling",
    "route": "routing",
    "vocabulary": "routing",
    "explain": "explaining",
    "simulate": "simulating",
    "doctor": "checking",
    "person": "person",
    "breach": "breach",
    "database": "databases",
    "metrics": "databases",
    "backup": "backing",
    "restore": "backing",
    "emails": "writing",
    "mail": "mailing",
    "demo": "showing",
}
"""Where each command lives.  A file is read when its command is called: ``hub run`` starts at once."""


class Hub(click.Group):
    """Says what is wrong with the settings or the files in sentences, never with a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"hub.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return command

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        try:
            return super().make_context(*arguments, **settings)
        except click.ClickException as error:
            raise refusal(error) from None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (UnsafeSettings, BadFile) as error:
            raise Refusal(str(error)) from None
        except click.ClickException as error:
            raise refusal(error) from None
        except click.Abort:
            raise Refusal(NOT_CONFIRMED) from None


@click.group(cls=Hub, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Le hub du mentorat : démarrer, vérifier, orienter."""
