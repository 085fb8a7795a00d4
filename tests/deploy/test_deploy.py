"""What is in ``deploy/`` is what the hub needs: each file is read by the program that it is for, where it is here."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from redis import Redis
from redis.exceptions import ResponseError
from sqlalchemy import URL, create_engine, text

from hub import bell as hub_bell
from hub.cli import COMMANDS
from hub.config import DEFAULTS, settings_for
from hub.embedded import NoRedis, embed_redis
from hub.supervisor import free_port, is_taken
from hub.vault import Process, keys
from hub.work import Errand
from tests.house.ground import ROOMS, ROOTS
from tests.parts.absence import Absent, go_without
from tests.parts.patience import PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SETTINGS = sorted((DEPLOY / "etc").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
EXPOSED_AT_MOST = 20
"""Tenths, of ten: what systemd itself calls OK."""
INSTALLED = {"requirements.lock", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"}
CALL = re.compile(r"(?:^|[\s/])hub ((?:serve )?\w+)")


def program(name: str) -> str:
    """Where it is; a test may go without a program that only a server has."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


def asked(*command: str | Path) -> str:
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def settings_in(path: Path) -> dict[str, str]:
    """As systemd reads them, and compose: a value may stand between quotes."""
    lines = shlex.split(path.read_text(), comments=True)
    return dict(line.split("=", 1) for line in lines)


def calls() -> Iterable[str]:
    """What is asked of the hub's command, anywhere."""
    for path in SERVICES:
        yield from re.findall(r"^ExecStart=.*/hub (\w+.*)$", path.read_text(), re.MULTILINE)
    yield from re.findall(r": hub (\w+.*)$", (ROOT / "Procfile").read_text(), re.MULTILINE)
    services = yaml.safe_load((DEPLOY / "containers" / "compose.yaml").read_text())["services"]
    yield from (" ".join(services[name]["command"]) for name in Process)


def test_every_command_that_is_called_exists() -> None:
    called = {call.split()[0] for call in calls()}
    assert called == {"serve", "worker", "doctor", "backup", "metrics", "init"}
    assert called <= set(COMMANDS)


def test_the_guide_copies_what_is_there_and_forgets_no_folder() -> None:
    named = re.findall(r"cp (deploy/\S+)", (ROOT / "docs" / "exploitation.md").read_text())
    copied = {name: [*ROOT.glob(name)] for name in named}
    assert [name for name, found in copied.items() if not found] == []
    folders = {path.parent.name for path in DEPLOY.rglob("*") if path.is_file()}
    left = folders - {path.parent.name for found in copied.values() for path in found}
    assert left == {"containers", "answers"}, "those are read where they are"


def test_every_setting_that_is_written_exists() -> None:
    written = {name for path in SETTINGS for name in settings_in(path)}
    assert written <= set(DEFAULTS)


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.name)
def test_a_shell_reads_what_systemd_reads(path: Path) -> None:
    """Whoever installs sources these files; what stands after a space or an ampersand must not be a command."""
    sourced = asked("env", "-i", "sh", "-c", 'set -ae; . "$0"; env', path)
    known = dict(line.split("=", 1) for line in sourced.splitlines())
    assert known.items() >= settings_in(path).items() and settings_in(path)


@pytest.mark.parametrize("process", Process)
def test_each_process_starts_with_the_settings_that_are_written(process: Process, tmp_path: Path) -> None:
    keys.make(tmp_path / "keys")
    (tmp_path / "backups").mkdir()
    written = settings_in(DEPLOY / "etc" / "hub.env") | settings_in(DEPLOY / "etc" / f"{process}.env")
    here = {
        "HUB_KEYS_DIR": str(tmp_path / "keys"),
        "HUB_RULES": DEFAULTS["HUB_RULES"],
        "HUB_BACKUPS_DIR": str(tmp_path / "backups"),
    }
    settings = settings_for(process, written | here)
    assert settings.logs == "json"
    assert settings.proxies == 1


def test_an_image_holds_the_program_and_nothing_of_the_folder_it_is_built_in() -> None:
    """Where the hub has run there are keys, letters and a database."""
    built = (DEPLOY / "containers" / "Containerfile").read_text()
    copied = {
        each for line in re.findall(r"^COPY ([^-].*) \S+$", built, re.MULTILINE) for each in line.split()
    }
    assert copied == {*ROOMS, *ROOTS, "migrations", "routing_rules.yaml", ".ci", *INSTALLED}


def test_no_password_is_in_a_file_that_everybody_reads() -> None:
    shared = settings_in(DEPLOY / "etc" / "hub.env")
    assert not [name for name in shared if re.search(r"PASSWORD|TOKEN|DATABASE|REDIS", name)]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_each_process_has_its_own_account_and_sees_no_other_process_s_keys(path: Path) -> None:
    unit = path.read_text()
    (account,) = re.findall(r"^User=hub-(\w+)$", unit, re.MULTILINE)
    (shut,) = re.findall(r"^InaccessiblePaths=(.*)$", unit, re.MULTILINE)
    others = {"public", "partners", "worker", "recovery"} - {account}
    assert {each.rpartition("/")[2] for each in shut.split()} == others


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_process_has_a_home_that_is_not_there_rather_than_one_it_may_not_look_into(path: Path) -> None:
    """Behind ``ProtectHome``, libpq is refused its certificate of a home that is there, and asks no server at all."""
    service = path.read_text()
    assert "ProtectHome=yes" in service and "Environment=HOME=/nonexistent\n" in service


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_process_may_do_little_more_than_its_work(path: Path) -> None:
    tool = program("systemd-analyze")
    most = f"--threshold={EXPOSED_AT_MOST}"
    assert "OK" in asked(tool, "security", "--offline=true", most, "--no-pager", path).splitlines()[-1]


def test_the_units_are_written_as_systemd_reads_them(tmp_path: Path) -> None:
    tool = program("systemd-analyze")
    for path in UNITS:
        unit = path.read_text().replace("/srv/hub/.venv/bin/hub", sys.executable)
        (tmp_path / path.name.replace("@.", "@8000.")).write_text(unit)
    units = [path for path in tmp_path.iterdir() if path.suffix in (".service", ".timer")]
    assert asked(tool, "verify", "--man=no", *units) == ""


def test_logrotate_reads_its_file(tmp_path: Path) -> None:
    tool = program("logrotate")
    rules = tmp_path / "hub"
    rules.write_text((DEPLOY / "logrotate" / "hub").read_text().replace("/var/log/nginx/", f"{tmp_path}/"))
    rules.chmod(0o644)
    assert "error:" not in asked(tool, "-d", "-s", tmp_path / "state", rules)


def test_redis_starts_with_its_file_and_serves_the_bell(tmp_path: Path) -> None:
    try:
        server = embed_redis(tmp_path / "redis")
    except NoRedis:
        go_without("Redis", Absent("none here"))
    port, ours = free_port(), tmp_path / "hub.conf"
    ours.write_text((DEPLOY / "redis" / "hub.conf").read_text().replace("/var/lib/redis", str(tmp_path)))
    told = ["--port", str(port), "--logfile", str(tmp_path / "log")]
    process = subprocess.Popen([str(server.executable), str(ours), *told])
    try:
        until(lambda: is_taken(port), "Redis")
        with Redis(port=port, password="CHANGE") as redis:  # noqa: S106 (the file's)
            bell = f"redis://:CHANGE@127.0.0.1:{port}/0"
            ring = hub_bell.bell(bell)
            ring([(Errand.ROUTE, 1)])
            length = hub_bell.bell_length(bell)
            assert length is not None
            assert length() == 1
            with pytest.raises(ResponseError):
                redis.flushall()
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_postgresql_knows_every_setting_of_its_file(postgresql: URL) -> None:
    named = set(re.findall(r"^(\w+) =", (DEPLOY / "postgresql" / "hub.conf").read_text(), re.MULTILINE))
    engine = create_engine(postgresql)
    with engine.connect() as connection:
        known = set(connection.scalars(text("SELECT name FROM pg_settings")))
    engine.dispose()
    assert len(named) > 20
    assert named <= known


def test_the_kernel_knows_every_setting_of_its_file() -> None:
    lines = (DEPLOY / "sysctl" / "90-hub.conf").read_text().splitlines()
    named = [line.partition(" = ")[0] for line in lines if line and line[0] != "#"]
    unknown = [name for name in named if not Path("/proc/sys", *name.split(".")).exists()]
    assert set(unknown) <= {"kernel.yama.ptrace_scope"}, "which a kernel may be built without"


def test_what_the_containers_lean_on_is_there() -> None:
    compose = yaml.safe_load((DEPLOY / "containers" / "compose.yaml").read_text())
    for process in Process:
        service = compose["services"][process]
        assert service["user"] == f"hub-{process}"
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        theirs = [volume for volume in service["volumes"] if "/keys/" in volume]
        assert theirs == [f"/etc/hub/keys/{process}:/etc/hub/keys/{process}:ro"]
        assert {Path(path).name for path in service["env_file"]} <= {
            path.name for path in (DEPLOY / "etc").iterdir()
        }
    copied = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "containers" / "Containerfile").read_text(), re.MULTILINE
    )
    assert [name for line in copied for name in line.split() if not (ROOT / name).exists()] == []
