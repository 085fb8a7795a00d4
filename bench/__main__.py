"""``make bench-web``: requests a second and CPU for each, ours and the peers', in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy import URL

from bench import ours, peer_django, peer_flask
from bench.client import Client, Environ
from bench.questions import TYPED
from bench.stopwatch import REQUESTS, ROUNDS, Kind, measure
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


def kinds_of(name: str, databases: Databases, django: Any, folder: Path) -> Iterator[Kind]:
    sender = ours.Sender(databases.ours, folder, visits=(ROUNDS + 1) * REQUESTS)
    newcomer = Client(sender.door)
    yield Kind(f"{name}: ours, last POST", sender.client, sender.prepare, 303)
    if name == "sqlite":
        hello = Client(peer_flask.hello_app())
        yield Kind("hello world", hello, lambda: hello.environ("GET", "/"), 200)
        yield Kind("home", newcomer, lambda: newcomer.environ("GET", "/"), 200)
        yield Kind("form GET, newcomer", newcomer, lambda: newcomer.environ("GET", ours.FORM), 200)
        known = Client(sender.door)
        known.send("GET", ours.FORM)
        yield Kind("form GET, session", known, lambda: known.environ("GET", ours.FORM), 200)
    for peer, app, path in (
        ("Django", django, f"/{'default' if name == 'sqlite' else name}/form"),
        ("Flask-WTF + ORM", peer_flask.make_app(databases.flask), "/form"),
    ):
        yield from _peer(f"{name}: {peer}", Client(app), path)


def _peer(name: str, client: Client, path: str) -> Iterator[Kind]:
    hidden = ours.hidden_fields(client, path)

    def post() -> Environ:
        return client.environ("POST", path, [*TYPED, *hidden.items()])

    yield Kind(f"{name}, GET", client, lambda: client.environ("GET", path), 200)
    yield Kind(f"{name}, POST", client, post, 302)


@click.command()
def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = {"sqlite": stack.enter_context(sqlite(folder))}
        try:
            found["postgresql"] = stack.enter_context(postgresql())
        except Absent as reason:
            click.echo(f"without PostgreSQL: {reason}")
        names = dict(zip(found, ("default", "postgresql"), strict=False))
        django = peer_django.make_app({names[name]: each.django for name, each in found.items()})
        kinds = [kind for name, each in found.items() for kind in kinds_of(name, each, django, folder / name)]
        for name, measured in measure(kinds).items():
            click.echo(f"{name:40} {measured.cpu:9.0f} µs {measured.rate:9.0f} /s {measured.size:7} bytes")


if __name__ == "__main__":
    main()
