"""The programs: each door, the worker, and all of them together on one machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from hub import keyring
from hub.cli.invented import DEMO_DESK, demo_address
from hub.cli.preparing import unopened_hub
from hub.config import Settings, settings_for
from hub.embedded import EmbeddedRedis, NoRedis, embed_redis
from hub.logs import GRANIAN
from hub.supervisor import LOOPBACK, Program, Supervisor, answers, free_port, is_taken
from hub.vault import Keys, Process
from hub.wording import HUB_NAME

THREADS = 4  # a door waits for its database more than it computes
LINES = 512  # connections a worker holds, idle ones too: past it, the next waits until somebody hangs up
IDLE_MS = 10_000  # then a line on which nobody asks anything is hung up
NAMED = "localhost"  # a passkey belongs to a name: a browser makes none for a number
SENDER = f"{HUB_NAME} <bonjour@hub.example>"
KEPT_HERE = {"MAIL_SERVER": LOOPBACK, "MAIL_SENDER": SENDER}
"""Where letters go when no server is named: ``hub run`` keeps them on this machine."""


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
@click.option("--state", default="var", show_default=True, help="Où vivent base, clés et lettres.")
def run(state: str) -> None:
    """Tout démarrer sur cette machine ; Ctrl-C arrête tout."""
    folder = Path(state).absolute()
    ports = Ports.of(os.environ)
    _refuse_taken_ports(ports, letterbox=not os.environ.get("MAIL_SERVER"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    redis = None if os.environ.get("REDIS_URL") else _embedded_redis(folder / "redis")
    machine = Machine(given=os.environ, folder=folder, ports=ports, redis=redis)
    supervisor = Supervisor(stages=machine.stages(), environ=machine.environ(), say=click.echo)
    if not supervisor.run(machine.welcome):
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
    settings = _refuse_other_keys(Process(door))
    said = (
        ["--log-config", str(GRANIAN), "--log-level", "info"] if settings.logs else ["--log-level", "warning"]
    )
    _become(
        *("-m", "granian", "--interface", "wsgi", "--factory", f"wsgi:serve_{door}"),
        *("--host", host, "--port", str(chosen), "--workers", str(workers), "--respawn-failed-workers"),
        *("--blocking-threads", str(THREADS), "--backpressure", str(LINES)),
        *("--http1-header-read-timeout", str(IDLE_MS)),
        *("--no-access-log", *said),
    )


@click.command()
def worker() -> NoReturn:
    """Ouvrir, orienter, remettre et écrire les lettres."""
    _refuse_other_keys(Process.WORKER)
    _become("-c", "import worker; worker.main()")  # RQ looks for the very module that runs


def _refuse_other_keys(process: Process) -> Settings:
    """Said here in a sentence: a door's own programs would begin and end, again and again."""
    settings = settings_for(process, os.environ)
    hub = unopened_hub(settings.database_url, settings.rules, Keys())
    keyring.refuse_other_keys(hub, process, settings.keys)
    hub.sessions.kw["bind"].dispose()
    return settings


def _become(*arguments: str) -> NoReturn:
    """Turn into another program: the hub may not import the roots, and no process is left in between."""
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 (our own interpreter)


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


@dataclass(frozen=True, slots=True)
class Machine:
    """What runs here: what was not given is embedded."""

    given: Mapping[str, str]
    folder: Path
    ports: Ports
    redis: EmbeddedRedis | None
    smtp_port: int = field(default_factory=free_port)

    @property
    def keeps_letters(self) -> bool:
        """No letter leaves this machine."""
        return not self.given.get("MAIL_SERVER")

    def environ(self) -> dict[str, str]:
        """The settings of every program: what was given, completed by what is embedded here."""
        ours = {
            "DATABASE_URL": f"sqlite:///{self.folder / 'hub.db'}",
            "HUB_KEYS_DIR": str(self.folder / "keys"),
            "HUB_PUBLIC_URL": f"http://{LOOPBACK}:{self.ports.public}",
            "HUB_PARTNERS_URL": f"http://{NAMED}:{self.ports.partners}",
            "PYTHONUNBUFFERED": "1",
        }
        if self.redis:
            ours |= {"REDIS_URL": self.redis.url}
        if self.keeps_letters:
            ours |= {**KEPT_HERE, "MAIL_PORT": str(self.smtp_port)}
            ours |= {"HUB_TEXTS": "letterbox"}
        return ours | {name: value for name, value in self.given.items() if value}

    def stages(self) -> list[list[Program]]:
        """What the doors stand on, then the doors; the worker last, so that the doors open sooner."""
        ground = [self._init()]
        if self.keeps_letters:
            ground.insert(0, self._letterbox())
        if self.redis:
            ground.insert(0, Program(name="Redis", command=self.redis.command, ready=self.redis.answers))
        doors = [
            _door("public", "porte publique", self.ports.public),
            _door("partners", "porte des partenaires", self.ports.partners),
        ]
        return [ground, doors, [Program(name="ouvrier", command=_hub("worker"))]]

    def welcome(self) -> None:
        environ = self.environ()
        click.echo(f"\n  Porte publique         {environ['HUB_PUBLIC_URL']}")
        click.echo(f"  Porte des partenaires  {environ['HUB_PARTNERS_URL']}")
        if self.keeps_letters:
            click.echo(f"  Boîte aux lettres      http://{LOOPBACK}:{self.ports.letterbox}")
            click.echo("\n  Pour se connecter à la porte des partenaires, donner l’une de ces adresses :")
            click.echo(f"    {DEMO_DESK} (coordination)")
            click.echo(f"    {demo_address('proxite')} (une association ; les autres sont dans l’annuaire)")
            click.echo(
                "  Le code arrive dans la boîte aux lettres, où un téléphone d’essai tient lieu de second facteur."
            )
        click.echo("\n  Ctrl-C pour tout arrêter.\n")

    def _init(self) -> Program:
        # Invented people may only be written to where no letter leaves.
        demo = ["--demo-members"] if self.keeps_letters else []
        return Program(name="préparation", command=_hub("init", *demo), once=True)

    def _letterbox(self) -> Program:
        ports = ["--smtp-port", str(self.smtp_port), "--http-port", str(self.ports.letterbox)]
        return Program(
            name="boîte aux lettres",
            command=[
                sys.executable,
                "-m",
                "emails.letterbox",
                *ports,
                "--folder",
                str(self.folder / "letters"),
            ],
            ready=partial(answers, self.ports.letterbox, "/healthz"),
        )


def _door(door: str, name: str, port: int) -> Program:
    return Program(
        name=name,
        command=_hub("serve", door, "--port", str(port)),
        ready=partial(answers, port, "/readyz"),
    )


def _hub(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "hub.cli", *arguments]
