"""``make leak``: a thousand registrations, and twelve rare words of each sought wherever they must not be."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from time import perf_counter

import click

from bench.leak import planted
from bench.leak.cast import CANARIES, SOUGHT, Share, owners
from bench.leak.house import ASSOCIATIONS, House, opened
from bench.leak.places import (
    Search,
    backup_of,
    kept,
    letters,
    seen_by,
    seen_by_a_passer_by,
    seen_by_a_stranger,
    seen_with_a_link,
)
from bench.leak.story import accept_some, decline_some, press_reveal, register_everybody
from tests.parts.absence import Absent
from tests.parts.leaks import CODINGS, find_leaks

REGISTRATIONS = 1000
ACCEPTED = 25
LINKS = 20
"""Of those who registered, so many whose link somebody else found."""
DATABASES = ("sqlite", "postgresql")


def look_at_what_is_kept(house: House, search: Search) -> None:
    for kind, found in kept(house):
        search.through(kind, found)


def look_everywhere(house: House, search: Search, owners: set[str], step: Callable[[str], None]) -> None:
    """On disk, in the queue, in letters to others, then on every page of everybody."""
    look_at_what_is_kept(house, search)
    search.through("letters to others", letters(house, owners))
    search.through("backups", backup_of(house, house.temporary))
    shared: set[str] = set()
    for person in islice(house.stage.people, LINKS):
        search.through("pages", seen_with_a_link(house, person.tracking, shared))
    search.through("pages", seen_by_a_stranger(house) | seen_by_a_passer_by(house))
    for email in house.stage.partners:
        step(email)
        search.through("pages", seen_by(house, email))


def before(house: House, share: Share, search: Search) -> None:
    """Nobody has accepted anything."""
    with click.progressbar(length=sum(share), label="Inscriptions") as bar:
        for _ in register_everybody(house, share, bar.update):
            look_at_what_is_kept(house, search)
    house.open_sessions()  # a thousand take days, and a session lasts for one
    decline_some(house)
    house.stage.town.clock.forward(days=4)
    house.stage.work()
    _everywhere(house, search, share)


def after(house: House, share: Share, search: Search) -> tuple[int, int, int]:
    """Accepted by one: how many cards, how many names that one reads, and how many words twenty others read."""
    house.open_sessions()
    accepted = accept_some(house, ACCEPTED)
    named = others = 0
    with click.progressbar(accepted, label="Acceptations") as bar:
        for card, email in bar:
            named += bool(find_leaks(press_reveal(house.stage.partners[email], card), SOUGHT))
            slug = email.partition("@")[2].removesuffix(".example")
            for other in house.others(slug)[: ASSOCIATIONS - 1]:
                others += len(find_leaks(press_reveal(house.stage.partners[other], card), SOUGHT))
    _everywhere(house, search, share)
    return len(accepted), named, others


def _everywhere(house: House, search: Search, share: Share) -> None:
    house.open_sessions()
    with click.progressbar(length=len(house.stage.partners), label="Pages de chacun") as bar:
        look_everywhere(house, search, owners(share), lambda email: bar.update(1))


def run(database: str, registrations: int) -> bool:
    """Prints what was read and found; answers whether all is as it must be."""
    began, share, search = perf_counter(), Share().of(registrations), Search()
    with opened(database) as house:
        house.open_sessions()
        look_at_what_is_kept(house, search)
        before(house, share, search)
        found_before = len(search.leaks)
        accepted, named, others = after(house, share, search)
        seen = planted.sow_and_seek(house)
    click.echo(
        f"{database}\u202f: {sum(share)} inscriptions × {len(CANARIES)} mots rares × {len(CODINGS) + 1} codages"
    )
    for kind in search.read:
        click.echo(f"  {kind:<22} {search.count(kind):>10} lus")
    for leak in search.leaks:
        click.echo(f"  ✗ {leak.canary!r} dans {leak.where} ({leak.coding})")
    click.echo(f"  avant une acceptation\u202f: {found_before} fuite(s)")
    click.echo(
        f"  après\u202f: {named} fiches sur {accepted} nommées à qui a accepté, {others} mots lus par vingt autres, "
        f"{len(search.leaks) - found_before} fuite(s) ailleurs"
    )
    click.echo(
        f"  fuites semées\u202f: {len(seen.found)} trouvées sur {len(seen.sown)}, {perf_counter() - began:.0f} s"
    )
    for place in seen.missed:
        click.echo(f"  ✗ semée et non vue\u202f: {place}")
    return not search.leaks and not others and 0 < named == accepted and not seen.missed


@click.command()
@click.option("--registrations", type=click.IntRange(5), default=REGISTRATIONS, show_default=True)
@click.option(
    "--database", type=click.Choice(DATABASES), multiple=True, help="Les deux, sauf mention contraire."
)
def main(registrations: int, database: tuple[str, ...]) -> None:
    """A word found where it must not be, or a planted one not found, ends with 1."""
    well = True
    for name in database or DATABASES:
        try:
            well &= run(name, registrations)
        except Absent as reason:
            click.echo(f"{name}\u202f: {reason}")
    raise SystemExit(not well)


if __name__ == "__main__":
    main()
