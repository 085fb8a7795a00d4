"""``python -m forms.languages.gather``: bring every catalogue up to date with the sentences of the public door.

What is translated stays; what nobody says any more goes; what is new waits, empty, for its translator.  Afterwards
it prints how many sentences each language still lacks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TextIO

import click
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from forms import content
from forms.languages import CATALOGUES
from hub.languages import NAMES

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = (
    "hub/wording.py",
    "hub/web.py",
    "hub/calendar.py",
    "hub/following.py",
    "hub/path.py",
    "hub/cards",
    "hub/figures/pictures.py",
    "hub/figures/said.py",
    "hub/figures/tongue.py",
    "hub/templates",
    "forms",
)
"""Where the public door's sentences are written, beside its content files."""

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
WIDTH = 110


def gathered() -> Catalog:
    """Every sentence, with where it is said."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for file, line, message in (*_said_by_code(), *content.every_msgid()):
        if message:
            catalog.add(message, locations=[(file, line)])
    return catalog


def read(language: str) -> Catalog:
    file = CATALOGUES[language]
    with file.open("rb") as written:
        return read_po(written, locale=language)


def missing(catalog: Catalog) -> list[str]:
    """The sentences that have no translation yet, or an unsure one; of two forms, the singular."""
    return [
        _singular(message) for message in catalog if message.id and (message.fuzzy or not _is_said(message))
    ]


def update(language: str, translations: Mapping[str, str | list[str]]) -> Catalog:
    """The catalogue with today's sentences and these translations, written back.

    A sentence with a plural is found by its singular, and has a list of two.
    """
    catalog = read(language) if CATALOGUES[language].exists() else Catalog(locale=language)
    catalog.header_comment, catalog.fuzzy = f"# {NAMES[language]}", False
    catalog.update(gathered(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for sentence, said in translations.items():
        message = catalog.get(sentence)
        if message:
            message.string = said if isinstance(said, str) else tuple(said)
    CATALOGUES[language].parent.mkdir(parents=True, exist_ok=True)
    CATALOGUES[language].write_bytes(_written(catalog))
    return catalog


def _written(catalog: Catalog) -> bytes:
    """Without dates, so that an update which changes nothing changes no byte; without lines, which move."""
    file = BytesIO()
    write_po(file, catalog, width=WIDTH, omit_header=False, sort_output=True, include_lineno=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith((b'"POT-Creation', b'"PO-Revision')))


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_said(message: Message) -> bool:
    forms = message.string
    return bool(forms) if isinstance(forms, str) or not forms else all(forms)


def _said_by_code() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    for path in sorted(_files()):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {"newstyle_gettext": "true"} if path.suffix == ".html" else {}
        with path.open("rb") as file:
            for line, message, _comments, _context in extract(method, file, KEYWORDS, (), options):
                yield str(path.relative_to(ROOT)), line, message if isinstance(message, str) else message[:2]


def _files() -> Iterator[Path]:
    for name in SPOKEN:
        path = ROOT / name
        if path.is_file():
            yield path
        else:
            yield from (*path.rglob("*.py"), *path.rglob("*.html"))


@click.command(help=__doc__)
@click.option("--fill", type=click.File("r"), help="Un fichier JSON de traductions : {phrase: traduction}.")
@click.option("--show-missing", is_flag=True, help="Écrire en JSON les phrases qui manquent.")
def main(fill: TextIO | None, show_missing: bool) -> None:
    translations = json.load(fill) if fill else {}
    for language in CATALOGUES:
        catalog = update(language, translations)
        lacking = missing(catalog)
        if show_missing:
            json.dump(lacking, sys.stdout, ensure_ascii=False, indent=0)
        click.echo(f"{language} : {len(catalog)} phrases, {len(lacking)} à traduire", err=True)


if __name__ == "__main__":
    main()
