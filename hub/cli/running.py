"""The programs: each door, the worker, and all of them together on one machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from hub.embedded import EmbeddedRedis, NoRedis, embed_redis
from hub.supervisor import LOOPBACK, Program, Supervisor, answers, free_port, is_taken
from hub.wording import HUB_NAME

THREADS = 4  # a door waits for its database more than it computes
WAITING_ROOM = 64  # requests that may wait for a thread before the next is told to come back
SENDER = f"{HUB_NAME} <bonjour@hub.example>"
INIT = [sys.executable, "-m", "hub.cli", "init"]
WORKER = [sys.executable, "-c", "import worker; worker.main()"]  # RQ must find the very module that runs


@dataclass(frozen=True, slots=True)
class Ports:
    public: int
    partners: int
    letterbox: int

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Ports:
        return cls(
            public=int(environ.get("HUB_PUBLIC_PORT", "8000")),
            partners=int(environ.get("HUB_PARTNERS_PORT", "8001")),
            letterbox=int(environ.get("HUB_LETTERBOX_PORT", "8002")),
        )


@click.command()
@click.option(
    "--state", default="var", show_default=True, help="Dossier de la base, des clés et des lettres."
)
def run(state: str) -> None:
    """Tout démarrer sur cette machine ; Ctrl-C arrête tout."""
    folder = Path(state).absolute()
    ports = Ports.of(os.environ)
    _refuse_taken_ports(ports, letterbox="MAIL_SERVER" not in os.environ)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    redis = _embedded_redis(folder / "redis") if "REDIS_URL" not in os.environ else None
    environ = _environ_of(os.environ, folder=folder, ports=ports, redis=redis)
    supervisor = Supervisor(
        stages=(_ground(environ, folder, ports, redis), _rooms(ports)), environ=environ, say=click.echo
    )
    if not supervisor.run(partial(_welcome, environ, ports)):
        sys.exit(1)


@click.command()
@click.argument("door", type=click.Choice(["public", "partners"]))
@click.option("--host", default=LOOPBACK, show_default=True)
@click.option("--port", type=int, help="8000 pour la porte publique, 8001 pour celle des partenaires.")
@click.option("--workers", default=1, show_default=True, envvar="WEB_CONCURRENCY")
def serve(door: str, host: str, port: int | None, workers: int) -> NoReturn:
    """Ouvrir une porte : public ou partners."""
    ports = Ports.of(os.environ)
    chosen = port or (ports.public if door == "public" else ports.partners)
    _become(_door(door, host=host, port=chosen, workers=workers))


@click.command()
def worker() -> NoReturn:
    """Ouvrir, orienter, remettre et écrire les lettres."""
    _become(WORKER)


def _become(command: list[str]) -> NoReturn:
    """Turn into another program: the hub may not import the roots, and no process is left in between."""
    os.execv(command[0], command)  # noqa: S606 (our own interpreter)


def _door(name: str, *, port: int, host: str = LOOPBACK, workers: int = 1) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", f"wsgi:{name}"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--respawn-failed-workers"),
        *("--blocking-threads", str(THREADS), "--backpressure", str(WAITING_ROOM)),
        *("--no-access-log", "--log-level", "warning"),
    ]


def _refuse_taken_ports(ports: Ports, *, letterbox: bool) -> None:
    wanted = {"HUB_PUBLIC_PORT": ports.public, "HUB_PARTNERS_PORT": ports.partners}
    if letterbox:
        wanted["HUB_LETTERBOX_PORT"] = ports.letterbox
    taken = {name: port for name, port in wanted.items() if is_taken(port)}
    if not taken:
        return
    which = ", ".join(f"{port} ({name})" for name, port in taken.items())
    raise click.ClickException(
        f"port déjà pris : {which}. Arrêtez le programme qui l’occupe, ou choisissez-en un autre : "
        f"{next(iter(taken))}={free_port()} make run"
    )


def _embedded_redis(folder: Path) -> EmbeddedRedis | None:
    try:
        return embed_redis(folder)
    except NoRedis as reason:
        click.echo(f"Sans Redis : {reason}. Le hub marche quand même, un peu moins vite.")
        return None


def _environ_of(
    given: Mapping[str, str], *, folder: Path, ports: Ports, redis: EmbeddedRedis | None
) -> dict[str, str]:
    """The settings of every program: what was given, completed by what is embedded here."""
    ours = {
        "DATABASE_URL": f"sqlite:///{folder / 'hub.db'}",
        "HUB_KEYS_DIR": str(folder / "keys"),
        "HUB_PUBLIC_URL": f"http://{LOOPBACK}:{ports.public}",
        "HUB_PARTNERS_URL": f"http://{LOOPBACK}:{ports.partners}",
        "PYTHONUNBUFFERED": "1",
    }
    if "MAIL_SERVER" not in given:
        ours |= {"MAIL_SERVER": LOOPBACK, "MAIL_PORT": str(free_port()), "MAIL_SENDER": SENDER}
    if redis:
        ours["REDIS_URL"] = redis.url
    return ours | dict(given)


def _ground(
    environ: Mapping[str, str], folder: Path, ports: Ports, redis: EmbeddedRedis | None
) -> list[Program]:
    """What the rooms stand on: Redis and the letterbox where none was given, the tables and the keys."""
    programs = []
    if redis:
        programs.append(Program(name="Redis", command=redis.command, ready=redis.answers))
    if "MAIL_SERVER" not in os.environ:
        programs.append(_letterbox(int(environ["MAIL_PORT"]), ports.letterbox, folder / "letters"))
    programs.append(Program(name="préparation", command=INIT, once=True))
    return programs


def _letterbox(smtp_port: int, http_port: int, folder: Path) -> Program:
    options = ["--smtp-port", str(smtp_port), "--http-port", str(http_port), "--folder", str(folder)]
    return Program(
        name="boîte aux lettres",
        command=[sys.executable, "-m", "emails.letterbox", *options],
        ready=partial(answers, http_port, "/healthz"),
    )


def _rooms(ports: Ports) -> list[Program]:
    return [
        Program(
            name="porte publique",
            command=_door("public", port=ports.public),
            ready=partial(answers, ports.public, "/healthz"),
        ),
        Program(
            name="porte des partenaires",
            command=_door("partners", port=ports.partners),
            ready=partial(answers, ports.partners, "/healthz"),
        ),
        Program(name="ouvrier", command=WORKER),
    ]


def _welcome(environ: Mapping[str, str], ports: Ports) -> None:
    click.echo(f"\n  Porte publique         {environ['HUB_PUBLIC_URL']}")
    click.echo(f"  Porte des partenaires  {environ['HUB_PARTNERS_URL']}")
    if "MAIL_SERVER" not in os.environ:
        click.echo(f"  Boîte aux lettres      http://{LOOPBACK}:{ports.letterbox}")
    click.echo("\n  Ctrl-C pour tout arrêter.\n")
