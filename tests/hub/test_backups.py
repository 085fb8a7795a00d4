"""A backup goes back whole into an empty database of either kind, opens with one key, and brings nobody back."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, Engine, MetaData, func, select

from hub import backups, erasures, queries, rights
from hub.backups import Contents, NotEmpty
from hub.cli import main
from hub.models import Alarm, SealedBoxes
from hub.vault import CannotOpen, boxes
from hub.vault import backups as sealing
from hub.vault.backups import NoBackup, TornBackup
from hub.work import engine_for
from tests.associations.partner import registered
from tests.parts import people
from tests.parts.leaks import find_leaks
from tests.parts.post import Letterbox
from tests.parts.postgres import new_database
from tests.parts.town import Town, town_at

PRIVATE, PUBLIC = boxes.new_pair()
PIECES = [b"one" * 50, b"two" * 50, b"three" * 50]
FEW = 40


@pytest.fixture
def sqlite_town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def lived(town: Town) -> Town:
    """Somebody registered, an association was asked, letters left."""
    town.join("article-1", "jobirl")
    town.open_desk()
    registered(town)
    town.settle()
    return town


@pytest.fixture
def empty(
    lived: Town, tmp_path: Path, sqlite_with_tables: Path, request: pytest.FixtureRequest
) -> Iterator[Engine]:
    """Tables of the other kind of database, without a row."""
    if engine_of(lived).dialect.name == "postgresql":
        shutil.copy(sqlite_with_tables, tmp_path / "other.db")
        yield from _opened(f"sqlite:///{tmp_path / 'other.db'}")
        return
    server, template = (request.getfixturevalue(name) for name in ("postgresql", "postgresql_with_tables"))
    with new_database(server, like=template) as url:
        yield from _opened(url)


def test_all_of_it_goes_into_the_other_kind_of_database_and_the_file_says_nobody(
    lived: Town, empty: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "hub.backup"
    written = write(lived, path)
    with cut(path, path.stat().st_size - 1) as torn, pytest.raises(TornBackup):
        restored(empty, torn)
    with pytest.raises(CannotOpen):
        restored(empty, path, boxes.new_pair()[0])
    assert rows(empty) == 0, "what does not open to its end leaves nothing"
    assert restored(empty, path) == written
    before, after = everything(engine_of(lived)), everything(empty)
    assert {name: kept for name, kept in before.items() if kept != after[name]} == {}
    assert sum(map(len, before.values())) == written.rows > FEW
    assert path.stat().st_mode & 0o077 == 0
    assert find_leaks({"backup": path.read_bytes()}, people.CANARIES) == []
    with pytest.raises(NotEmpty):
        restored(empty, path)
    with empty.connect() as connection:
        if empty.dialect.name == "postgresql":
            counter = func.pg_get_serial_sequence("journey_events", "id")
            following = connection.scalar(select(func.nextval(counter)))
            assert following == len(before["journey_events"]) + 1


def test_who_was_erased_after_a_backup_is_not_brought_back(
    sqlite_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, folder = sqlite_town, tmp_path / "backups"
    folder.mkdir()
    for name, value in {**town.environ, "HUB_BACKUPS_DIR": str(folder)}.items():
        monkeypatch.setenv(name, value)
    key = ["--key", str(tmp_path / "keys" / "recovery")]
    stays, goes = registered(town), registered(town)
    assert "relue" in run("backup").output
    (path,) = folder.glob("*.backup")
    assert "Entière" in run("backup", "--check", str(path), *key).output
    with town.hub.begin() as work:
        rights.erase(work, queries.referral_by_reference(work.session, goes))
    erasures.mirror(town.hub, folder)
    assert "contient déjà des lignes" in run("restore", str(path), *key, fails=True).output
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert "Effacements rejoués\u202f: 1 sur 1" in run("restore", str(path), *key).output
    for engine in _opened(f"sqlite:///{tmp_path / 'other.db'}"):
        with engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(SealedBoxes)) == 1
            assert connection.scalar(select(Alarm.kind)) == "restored"
    assert stays != goes


def test_a_disk_that_is_full_leaves_no_backup_and_says_so(sqlite_town: Town, tmp_path: Path) -> None:
    path = tmp_path / "hub.backup"
    draft = path.with_suffix(".part")
    draft.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        write(sqlite_town, path)
    assert not path.exists()
    assert not os.path.lexists(draft)


def test_what_has_served_thirty_days_is_too_old(tmp_path: Path) -> None:
    assert backups.newest(tmp_path) is None
    (tmp_path / "a.backup").touch()
    now = backups.newest(tmp_path)
    assert now
    assert backups.too_old(tmp_path, now, backups.KEPT) == []
    assert len(backups.too_old(tmp_path, now + backups.KEPT * 2, backups.KEPT)) == 1


@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
@settings(max_examples=60)
def test_a_file_that_was_changed_anywhere_does_not_open(at: int, bit: int) -> None:
    content = bytearray(sealed())
    content[at % len(content)] ^= 1 << bit
    with pytest.raises((CannotOpen, NoBackup, TornBackup)):
        opened(bytes(content))


@given(length=st.integers(min_value=0))
@settings(max_examples=40)
def test_a_file_that_was_cut_anywhere_does_not_open(length: int) -> None:
    whole = sealed()
    with pytest.raises((NoBackup, TornBackup)):
        opened(whole[: length % len(whole)])


def test_a_backup_of_nothing_ends_at_once() -> None:
    _key, parts = sealing.sealed([], PUBLIC)
    assert opened(b"".join(parts)) == []


@pytest.mark.parametrize(("length", "why"), [(2**24, TornBackup), (2**24 + 1, CannotOpen)])
def test_a_piece_of_more_than_sixteen_mebibytes_is_none_of_ours(length: int, why: type[Exception]) -> None:
    head = framed(sealed())[0]
    with pytest.raises(why):
        opened(head + length.to_bytes(4, "big"))


def test_pieces_in_another_order_left_out_or_added_do_not_open() -> None:
    head, *pieces = framed(sealed())
    assert opened(b"".join([head, *pieces])) == PIECES
    for wrong in (
        [pieces[1], pieces[0], *pieces[2:]],
        pieces[1:],
        [*pieces[:-2], pieces[-1]],
        [*pieces, pieces[-1]],
    ):
        with pytest.raises(CannotOpen):
            opened(b"".join([head, *wrong]))


def sealed() -> bytes:
    return b"".join(sealing.sealed(PIECES, PUBLIC)[1])


def opened(content: bytes) -> list[bytes]:
    file = io.BytesIO(content)
    return [piece for piece in sealing.opened(file, sealing.key_of(file, PRIVATE)) if piece]


def framed(content: bytes) -> list[bytes]:
    """The head, then each piece with its length."""
    at = len(sealing.MAGIC) + boxes.LID_BYTES
    parts = [content[:at]]
    while at < len(content):
        until = at + sealing.LENGTH_BYTES + int.from_bytes(content[at : at + sealing.LENGTH_BYTES], "big")
        parts.append(content[at:until])
        at = until
    return parts


def run(*arguments: str, fails: bool = False) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code != 0) == fails, result.output
    return result


def write(town: Town, path: Path) -> Contents:
    return backups.write(engine_of(town), path, PUBLIC, now=town.clock(), say=lambda rows: None)


def restored(engine: Engine, path: Path, private: bytes = PRIVATE) -> Contents:
    with path.open("rb") as file:
        return backups.load(engine, file, sealing.key_of(file, private), say=lambda rows: None)


def rows(engine: Engine) -> int:
    return backups.rows_in(engine)


def engine_of(town: Town) -> Engine:
    engine: Engine = town.hub.sessions.kw["bind"]
    return engine


def everything(engine: Engine) -> dict[str, list[Any]]:
    found = MetaData()
    with engine.connect() as connection:
        found.reflect(connection)
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in found.sorted_tables
            if table.name != backups.VERSIONS
        }


@contextmanager
def cut(path: Path, length: int) -> Iterator[Path]:
    torn = path.with_name("torn")
    torn.write_bytes(path.read_bytes()[:length])
    yield torn


def _opened(url: URL | str) -> Iterator[Engine]:
    engine = engine_for(url if isinstance(url, str) else url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
