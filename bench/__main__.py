"""``make bench-web``: requests a second and CPU for each, ours and the peers', in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
from sqlalchemy import URL

from bench import ours, peer_django, peer_flask
from bench.client import Client, Environ
from bench.questions import TYPED
from bench.stopwatch import REQUESTS, ROUNDS, Kind, Measured, measure
from tests.parts.absence import Absent
from tests.parts.databases import migrate
from tests.parts.postgres import new_database, running_postgres

SQLITE_AS_OURS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
)


@dataclass(frozen=True, slots=True)
class Databases:
    """One for each program, so that nobody waits for another: ours has its tables already."""

    ours: str
    flask: str
    django: dict[str, Any]


@contextmanager
def sqlite(folder: Path) -> Iterator[Databases]:
    migrate(f"sqlite:///{folder}/ours.db")
    django = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "django.db"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": SQLITE_AS_OURS},
    }
    yield Databases(f"sqlite:///{folder}/ours.db", f"sqlite:///{folder}/flask.db", django)


@contextmanager
def postgresql() -> Iterator[Databases]:
    with ExitStack() as stack:
        server = stack.enter_context(running_postgres())
        one, two, three = (stack.enter_context(new_database(server)) for _ in range(3))
        migrate(_text(one))
        yield Databases(_text(one), _text(two), _django(three))


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _django(url: URL) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.query.get("host") or url.host or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
    }


def _ours(name: str, sender: ours.Sender) -> Iterator[Kind]:
    yield Kind(f"{name}: ours, last POST", sender.client, sender.prepare, 303)
    if name != "sqlite":
        return
    hello, newcomer, known = Client(peer_flask.hello_app()), Client(sender.door), Client(sender.door)
    known.send("GET", ours.FORM)
    for what, client, path in (
        ("hello world", hello, "/"),
        ("home", newcomer, "/"),
        ("form GET, newcomer", newcomer, ours.FORM),
        ("form GET, with a session", known, ours.FORM),
    ):
        yield Kind(what, client, partial(client.environ, "GET", path), 200)


def _peer(name: str, client: Client, path: str) -> Iterator[Kind]:
    hidden = ours.hidden_fields(client, path)

    def post() -> Environ:
        return client.environ("POST", path, [*TYPED, *hidden.items()])

    yield Kind(f"{name}, GET", client, partial(client.environ, "GET", path), 200)
    yield Kind(f"{name}, POST", client, post, 302)


AIMS = (
    ("home, requests a second", "home", "hello world", "rate", 0.8),
    ("form GET, CPU", "form GET, newcomer", "sqlite: Flask-WTF + ORM, GET", "cpu", 0.1),
    ("last POST on SQLite, CPU", "sqlite: ours, last POST", "sqlite: Django, POST", "cpu", 0.6),
    ("last POST on PostgreSQL, CPU", "postgresql: ours, last POST", "postgresql: Django, POST", "cpu", 0.8),
)
"""What, ours, beside which, and how many times that: at least for a rate, at most for CPU."""


@click.command()
@click.option("--rounds", default=ROUNDS, show_default=True)
@click.option("--requests", default=REQUESTS, show_default=True, help="Of each kind, in one round.")
def main(rounds: int, requests: int) -> None:
    """Measure each kind of request in turn, and print medians and ratios."""
    with ExitStack() as stack:
        kinds = [*_kinds(stack, visits=(rounds + 1) * requests)]
        found = measure(kinds, rounds=rounds, requests=requests)
    for name, each in found.items():
        click.echo(f"{name:36} {each.cpu:8.0f} µs CPU {each.rate:9.0f} requests/s {each.size:7} bytes")
    click.echo()
    for line in verdicts(found):
        click.echo(line)


def verdicts(found: Mapping[str, Measured]) -> Iterator[str]:
    for what, ours_, theirs, unit, aim in AIMS:
        if theirs in found:
            ratio = getattr(found[ours_], unit) / getattr(found[theirs], unit)
            reached = ratio >= aim if unit == "rate" else ratio <= aim
            bound = "at least" if unit == "rate" else "at most"
            yield (
                f"{what}: {ratio:.2f} × {theirs} (aim: {bound} {aim}), {'reached' if reached else 'not reached'}"
            )


def _kinds(stack: ExitStack, *, visits: int) -> Iterator[Kind]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    found = {"sqlite": stack.enter_context(sqlite(folder))}
    try:
        found["postgresql"] = stack.enter_context(postgresql())
    except Absent as reason:
        click.echo(f"without PostgreSQL: {reason}")
    aliases = {"sqlite": "default", "postgresql": "postgresql"}
    django = peer_django.make_app({aliases[name]: each.django for name, each in found.items()})
    for name, each in found.items():
        yield from _ours(name, ours.Sender(each.ours, folder / name, visits=visits))
        yield from _peer(f"{name}: Django", Client(django), f"/{aliases[name]}/form")
        yield from _peer(f"{name}: Flask-WTF + ORM", Client(peer_flask.make_app(each.flask)), "/form")


if __name__ == "__main__":
    main()
