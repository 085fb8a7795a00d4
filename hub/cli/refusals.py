"""What was typed wrong, in one sentence of French: click says it in English, among five lines."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import click

NO_COMMAND = "la commande «\u00a0{name}\u00a0» n’existe pas"
NO_OPTION = "l’option «\u00a0{name}\u00a0» n’existe pas"
PERHAPS = "\u202f; vouliez-vous dire «\u00a0{names}\u00a0»\u202f?"
HELP = "\u202f: `{command} --help` montre ce qui s’écrit"
MISSING = "il manque {name}"
MISUSED = "l’option «\u00a0{name}\u00a0» est écrite sans sa valeur, ou avec une valeur de trop"
TOO_MANY = "il y a un mot de trop"
EXPECTED = "{name}\u202f: attendu {expected}"
FILE, FOLDER = "un fichier", "un dossier"
THERE, THERE_OR_NOT = "{what} qui existe et que vous pouvez lire", "{what}, qui existe ou non"
WHOLE, BETWEEN = "un nombre entier", "un nombre entier de {least} à {most}"
MOMENT = "un jour, ou un jour et une heure, comme 2026-03-12 ou 2026-03-12 09:30"
AMONG = "l’un de ces mots, {words}"
ANOTHER = "une autre valeur"
NOT_CONFIRMED = "sans un «\u00a0y\u00a0» pour oui, rien n’est fait"


class Refusal(click.ClickException):
    """The sentence that ends a command."""

    def show(self, file: object = None) -> None:
        click.echo(f"Erreur\u202f: {self.message}", err=True)


class Mistyped(Refusal):
    exit_code = click.UsageError.exit_code


def refusal(error: click.ClickException) -> click.ClickException:
    """The same in French; a command that is written alone still answers with its help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    if isinstance(error, click.UsageError):
        return Mistyped(_typed_wrong(error))
    return Refusal(error.format_message())


def _typed_wrong(error: click.UsageError) -> str:
    help_of = HELP.format(command=error.ctx.command_path if error.ctx else "hub")
    match error:
        case click.exceptions.NoSuchCommand():
            perhaps = _perhaps(_alike(error))
            return NO_COMMAND.format(name=error.command_name) + (perhaps or help_of)
        case click.NoSuchOption():
            return NO_OPTION.format(name=error.option_name) + (_perhaps(error.possibilities) or help_of)
        case click.MissingParameter():
            return MISSING.format(name=_name(error)) + help_of
        case click.BadParameter():
            return EXPECTED.format(name=_name(error), expected=_expected(error.param))
        case click.BadOptionUsage():
            return MISUSED.format(name=error.option_name)
        case _:
            return TOO_MANY + help_of


def _alike(error: click.exceptions.NoSuchCommand) -> list[str]:
    """Commands whose files are not read before they are called are unknown to click."""
    group = error.ctx and error.ctx.command
    known = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx else []
    return get_close_matches(error.command_name, known)


def _perhaps(names: Sequence[str] | None) -> str:
    return PERHAPS.format(names="\u00a0», «\u00a0".join(names)) if names else ""


def _name(error: click.BadParameter) -> str:
    return error.param.get_error_hint(error.ctx).strip("'[].") if error.param else ""


def _expected(param: click.Parameter | None) -> str:
    match param and param.type:
        case click.Path() as path:
            what = " ou ".join([FILE] * path.file_okay + [FOLDER] * path.dir_okay)
            return (THERE if path.exists else THERE_OR_NOT).format(what=what)
        case click.IntRange() as span:
            return BETWEEN.format(least=span.min, most=span.max)
        case click.Choice() as choice:
            return AMONG.format(words=", ".join(map(str, choice.choices)))
        case click.types.IntParamType():
            return WHOLE
        case click.DateTime():
            return MOMENT
        case _:
            return ANOTHER
