"""``make bench-kills``: sixty postmen killed on their rounds; nothing is lost, and few letters come twice."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter

import click

from hub import intake, strangers
from tests.parts import killed
from tests.parts.databases import migrate
from tests.parts.people import identity, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

KILLS, LETTERS = 60, 700


def register(town: Town, letters: int) -> None:
    for number in range(letters):
        address = f"personne{number}@lycee.example"
        with town.hub.begin() as work:
            strangers.confirm(work, work.vault.address_digest(address))
        with town.front.begin() as work:
            intake.register(work, registration(who=identity(email=address)))


@click.command()
@click.option("--kills", type=click.IntRange(1), default=KILLS, show_default=True)
@click.option("--letters", type=click.IntRange(1), default=LETTERS, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def main(kills: int, letters: int, seed: int) -> None:
    """A letter that is lost, or more copies than kills, end with 1."""
    began = perf_counter()
    letterbox = Letterbox()
    letterbox.open()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/hub.db"
        migrate(url)
        with town_at(url, Path(folder), letterbox) as town:
            register(town, letters)
            hit, carried = killed.kill_senders(town.environ, town.clock.now, kills, seed=seed)
    letterbox.shut()
    left = killed.left(letterbox, letters, hit, carried)
    click.echo(
        f"{left.letters} letters, {left.kills} postmen killed, who had carried {left.carried}: "
        f"{left.lost} lost, {left.copies} came twice, "
        f"{perf_counter() - began:.0f} s"
    )
    raise SystemExit(left.lost > 0 or left.copies > left.kills)


if __name__ == "__main__":
    main()
