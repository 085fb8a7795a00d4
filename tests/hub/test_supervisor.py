"""Programs start in order, stop in reverse, and leave nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from hub.supervisor import LOOPBACK, answers, free_port, is_taken
from tests.parts.patience import PATIENCE, until

DIARY = """
import os, signal, sys, time
from pathlib import Path
name, diary = sys.argv[1], Path(sys.argv[2])
def write(word):
    with diary.open("a") as page:
        page.write(f"{name} {word}\\n")
def end(*_):
    write("ended")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
write("started")
here = diary.parent / name
here.with_suffix(".new").write_text(str(os.getpid()))
here.with_suffix(".new").rename(here)
time.sleep(60)
"""
SCRIPT = """
import os, sys
from functools import partial
from pathlib import Path
from hub import supervisor as room
from hub.supervisor import Program, Supervisor
from tests.parts.patience import PATIENCE
room.GRACE = float(sys.argv[2])
diary = Path(sys.argv[1])
DIARY = {diary!r}
def writes(name):
    ready = (diary.parent / name).exists
    return Program(name=name, command=[sys.executable, "-c", DIARY, name, str(diary)], ready=ready)
def runs(code, once=True):
    return Program(name="bref", command=[sys.executable, "-c", code], once=once)
supervisor = Supervisor(stages={stages}, environ=dict(os.environ), say=partial(print, flush=True))
sys.exit(0 if supervisor.run(partial(print, "welcome", flush=True)) else 1)
"""
TWO_STAGES = "[[writes('ground')], [writes('room')]]"


def supervised(diary: Path, stages: str = TWO_STAGES, grace: float = 10) -> subprocess.Popen[str]:
    script = SCRIPT.format(diary=DIARY, stages=stages)
    return subprocess.Popen(
        [sys.executable, "-c", script, str(diary), str(grace)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said(child: subprocess.Popen[str]) -> str:
    out, _ = child.communicate(timeout=PATIENCE)
    return out


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_started_last_stops_first(diary: Path, number: signal.Signals) -> None:
    child = supervised(diary)
    assert child.stdout is not None
    assert child.stdout.readline() == "welcome\n"
    child.send_signal(number)
    assert said(child) == ""
    assert child.returncode == 0
    assert diary.read_text().split("\n")[:-1] == [
        "ground started",
        "room started",
        "room ended",
        "ground ended",
    ]


def test_a_killed_supervisor_leaves_nobody_at_work(diary: Path) -> None:
    child = supervised(diary)
    until((diary.parent / "room").exists, "a room")
    child.kill()
    said(child)
    until(lambda: diary.read_text().count("ended") == 2, "two ends")


def test_what_cannot_start_stops_what_had_started(diary: Path) -> None:
    child = supervised(diary, "[[writes('ground')], [runs('raise SystemExit(3)', once=False)]]")
    assert "« bref »" in said(child).replace("\u00a0", " ")
    assert child.returncode == 1
    assert diary.read_text().endswith("ground ended\n")


def test_a_preparation_that_fails_is_the_end(diary: Path) -> None:
    child = supervised(diary, "[[runs('raise SystemExit(3)')], [writes('room')]]")
    assert "code 3" in said(child)
    assert not diary.exists()


def test_a_preparation_that_is_done_is_not_missed(diary: Path) -> None:
    child = supervised(diary, "[[runs('pass')], [writes('room')]]")
    until((diary.parent / "room").exists, "a room")
    child.terminate()
    assert "bref" not in said(child)
    assert child.returncode == 0


def test_a_program_that_ends_at_once_is_not_started_forever(diary: Path) -> None:
    child = supervised(diary, "[[writes('ground')], [runs('import time; time.sleep(1)', once=False)]]")
    assert "aussitôt" in said(child)
    assert child.returncode == 1
    assert diary.read_text().endswith("ground ended\n")


def test_a_program_killed_at_work_is_started_again(diary: Path) -> None:
    child = supervised(diary, "[[writes('room')]]", grace=0.5)
    until((diary.parent / "room").exists, "a room")
    time.sleep(0.6)
    os.kill(int((diary.parent / "room").read_text()), signal.SIGKILL)
    until(lambda: diary.read_text().count("started") == 2, "two starts")
    child.terminate()
    assert "on le relance" in said(child)
    assert child.returncode == 0


def test_a_program_deaf_to_the_end_is_killed(diary: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = supervised(diary, f"[[runs({deaf!r}, once=False)]]", grace=0.5)
    assert child.stdout is not None
    assert {child.stdout.readline(), child.stdout.readline()} == {"deaf\n", "welcome\n"}
    child.terminate()
    said(child)
    assert child.returncode == 0


def test_a_port_in_use_is_taken_and_a_free_one_is_not() -> None:
    port = free_port()
    assert not is_taken(port)
    with HTTPServer((LOOPBACK, port), BaseHTTPRequestHandler):
        assert is_taken(port)


def test_only_a_page_that_is_well_answers() -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/well" else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    port = free_port()
    assert not answers(port, "/well")
    with HTTPServer((LOOPBACK, port), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        assert answers(port, "/well")
        assert not answers(port, "/ill")
        server.shutdown()
