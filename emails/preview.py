"""The gallery as files: a page, a text and a message for each letter, and a summary from which to open them.

``python -m emails.preview --into folder``, or nothing but the checklist without a folder; 1 when a letter fails it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import click
from jinja2 import Environment, PackageLoader, StrictUndefined

from emails import gallery
from emails.envelopes import on_the_wire
from emails.gallery import Exhibit
from hub.wording import HUB_NAME, READERS

SUMMARY = "index.html"

Faults = Callable[[str], Sequence[str]]

_sheets = Environment(loader=PackageLoader("emails"), undefined=StrictUndefined, autoescape=True)


def main(arguments: Sequence[str] | None = None, *, faults: Faults = gallery.faults) -> int:
    parser = argparse.ArgumentParser(prog="hub emails")
    parser.add_argument("--into", type=Path)
    folder = parser.parse_args(arguments).into
    if folder:
        _lay_out(folder)
        click.echo(f"{len(gallery.exhibits())} lettres : ouvrir {folder / SUMMARY}")
        return 0
    return _check(faults)


def _check(faults: Faults) -> int:
    failed = 0
    for each in gallery.exhibits():
        for point in faults(each.key):
            failed = 1
            click.echo(f"{each.source} ({each.difference or 'comme d’habitude'}) : {point}")
    if not failed:
        click.echo(f"{len(gallery.exhibits())} lettres, {len(gallery.points())} points : tout est bon.")
    return failed


def _lay_out(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in gallery.exhibits():
        letter = gallery.written(each.key)
        (folder / f"{each.key}.html").write_text(letter.html, encoding="utf-8")
        (folder / f"{each.key}.txt").write_text(letter.text, encoding="utf-8")
        (folder / f"{each.key}.eml").write_bytes(on_the_wire(gallery.posted(each.key)))
    page = _sheets.get_template("gallery.html").render(
        hub_name=HUB_NAME, groups=_grouped(gallery.exhibits()), number=len(gallery.exhibits())
    )
    (folder / SUMMARY).write_text(page, encoding="utf-8")


def _grouped(exhibits: Sequence[Exhibit]) -> list[tuple[str, list[Exhibit]]]:
    return [(READERS[audience], list(of)) for audience, of in groupby(exhibits, lambda each: each.audience)]


if __name__ == "__main__":
    sys.exit(main())
