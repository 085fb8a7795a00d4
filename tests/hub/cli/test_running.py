"""One command starts everything on one machine, and ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from hub.cli.running import Machine, Ports
from hub.embedded import EmbeddedRedis
from hub.supervisor import LOOPBACK, answers, free_port, is_taken
from tests.parts.patience import PATIENCE, until

SETTINGS = ("DATABASE_URL", "REDIS_URL", "MAIL_SERVER", "MAIL_PORT", "MAIL_SENDER", "HUB_KEYS_DIR")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hub-run-") as short:
        yield Path(short) / "var"


@pytest.fixture
def environ() -> dict[str, str]:
    ports = {f"HUB_{name}_PORT": str(free_port()) for name in ("PUBLIC", "PARTNERS", "LETTERBOX")}
    return {name: value for name, value in os.environ.items() if name not in SETTINGS} | ports


def hub(*arguments: str, environ: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "hub.cli", *arguments],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ports_of(environ: dict[str, str]) -> list[int]:
    return [int(value) for name, value in environ.items() if name.endswith("_PORT")]


def wait_for_welcome(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    said = []
    for line in child.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(said)


@pytest.mark.slow
def test_one_command_starts_all_and_ends_all_even_when_killed(folder: Path, environ: dict[str, str]) -> None:
    for number in (signal.SIGINT, signal.SIGKILL):
        child = hub("run", "--state", str(folder), environ=environ)
        welcome = wait_for_welcome(child)
        assert all(f":{port}" in welcome for port in ports_of(environ)), welcome
        assert all(answers(port, "/healthz") for port in ports_of(environ))
        child.send_signal(number)
        left, _ = child.communicate(timeout=PATIENCE)
        assert child.returncode == (0 if number == signal.SIGINT else -number), left
        assert_all_free(ports_of(environ))
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "keys" / "recovery").is_dir()


def assert_all_free(ports: list[int]) -> None:
    until(lambda: not any(is_taken(port) for port in ports), "everybody gone")


def test_a_taken_port_is_one_sentence_and_nothing_is_made(folder: Path, environ: dict[str, str]) -> None:
    port = int(environ["HUB_PARTNERS_PORT"])
    with HTTPServer((LOOPBACK, port), BaseHTTPRequestHandler):
        child = hub("run", "--state", str(folder), environ=environ)
        said, _ = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert f"port déjà pris\u202f: {port} (HUB_PARTNERS_PORT)" in said
    assert "Traceback" not in said
    assert not folder.exists()


@pytest.mark.parametrize("program", [["serve", "public"], ["serve", "partners"], ["worker"]])
def test_a_program_with_unsafe_settings_says_all_of_them_and_does_not_start(
    folder: Path, environ: dict[str, str], program: list[str]
) -> None:
    unsafe = {"FLASK_DEBUG": "1", "HUB_PUBLIC_URL": "http://hub.example", "HUB_KEYS_DIR": str(folder)}
    child = hub(*program, environ=environ | unsafe)
    said, _ = child.communicate(timeout=PATIENCE)
    assert child.returncode == 1
    assert "FLASK_DEBUG" in said
    assert "HUB_PUBLIC_URL" in said
    assert "cette clé manque" in said
    assert "Traceback" not in said


def machine(**given: str) -> Machine:
    redis = EmbeddedRedis(Path("/nowhere/redis-server"), Path("/nowhere/redis"))
    return Machine(given=given, folder=Path("/nowhere"), ports=Ports(1, 2, 3), redis=redis, smtp_port=25)


def test_what_was_not_given_is_embedded() -> None:
    environ = machine().environ()
    assert environ["DATABASE_URL"] == "sqlite:////nowhere/hub.db"
    assert environ["REDIS_URL"] == "unix:///nowhere/redis/redis.sock"
    assert environ["MAIL_SERVER"] == LOOPBACK
    assert environ["HUB_PARTNERS_URL"] == "http://localhost:2"


def test_what_was_given_is_kept_and_a_blank_is_not_given() -> None:
    environ = machine(DATABASE_URL="postgresql://db/hub", HUB_KEYS_DIR="").environ()
    assert environ["DATABASE_URL"] == "postgresql://db/hub"
    assert environ["HUB_KEYS_DIR"] == "/nowhere/keys"


def test_invented_people_are_invited_only_where_no_letter_leaves() -> None:
    commands = [program.command for stage in machine().stages() for program in stage]
    assert any("--demo-members" in command for command in commands)
    leaving = machine(MAIL_SERVER="smtp.example").stages()
    commands = [program.command for stage in leaving for program in stage]
    assert not any("--demo-members" in command or "emails.letterbox" in command for command in commands)


def test_the_ground_is_laid_before_the_doors_open() -> None:
    ground, doors, behind = machine().stages()
    assert [program.name for program in ground] == ["Redis", "boîte aux lettres", "préparation"]
    assert [program.name for program in doors] == ["porte publique", "porte des partenaires"]
    assert [program.name for program in behind] == ["ouvrier"]
