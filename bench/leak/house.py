"""A whole hub to be searched: both doors over HTTP, the worker, Redis, letters, and one member of each association."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask.testing import FlaskClient

from hub import directory, membership, signin
from hub.embedded import embed_redis
from hub.models import Member, Proof, Role
from hub.supervisor import spawn
from tests.associations.partner import Partner
from tests.parts.bell import wait_for
from tests.parts.databases import migrate
from tests.parts.patience import PATIENCE
from tests.parts.post import Letterbox
from tests.parts.postgres import new_database, running_postgres
from tests.parts.stage import Stage
from tests.parts.town import DESK, Town, association, town_at
from tests.parts.wire import answering
from tests.parts.witness import listening

ASSOCIATIONS = 21
"""One accepts, twenty others look on."""
AUDITOR, MANAGER = "audit@reseau.example", "direction@jobirl.example"
SESSION = "hub_session"
OWN_ECHO = "sqlalchemy"
"""Says every statement when it is asked to, which no process of ours does."""


@dataclass(frozen=True, slots=True)
class House:
    """``folder`` is where the hub writes; ``temporary``, what it would write and throw away."""

    stage: Stage
    folder: Path
    temporary: Path
    cluster: Path | None
    """The files of PostgreSQL, when that is the database."""

    def open_sessions(self) -> None:
        """Each member before a browser of their own, signed in now."""
        stage = self.stage
        for member in stage.members:
            wire = stage.browser(stage.partners_port)
            with stage.town.portal.begin() as work:
                row = work.session.get_one(Member, member.id)
                wire.cookies[SESSION] = signin.open_session(work, row, proof=Proof.PASSKEY)
            stage.partners[member.email] = Partner(stage.town, cast(FlaskClient, wire))

    def others(self, slug: str) -> list[str]:
        """The addresses of everybody but the members of this association and the network's own."""
        inside = {member.email for member in self.stage.members if member.email.endswith(f"@{slug}.example")}
        return [email for email in self.stage.partners if email not in {*inside, DESK, AUDITOR}]


@contextmanager
def opened(database: str, associations: int = ASSOCIATIONS) -> Iterator[House]:
    """On ``sqlite`` or ``postgresql``.  Raises :class:`tests.parts.absence.Absent` where there is none."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-leak-")))
        url, cluster = _database(database, folder, stack)
        migrate(url)
        temporary = stack.enter_context(_temporary(folder / "temporary"))
        ear = stack.enter_context(listening())
        logging.getLogger(OWN_ECHO).setLevel(logging.WARNING)
        letterbox = Letterbox()
        letterbox.open()
        stack.callback(letterbox.shut)
        redis = embed_redis(folder / "r")
        child = spawn(redis.command, {})
        stack.callback(child.wait, PATIENCE)
        stack.callback(child.terminate)
        wait_for(redis)
        town = stack.enter_context(town_at(url, folder, letterbox, redis.url))
        doors = [stack.enter_context(answering(door)) for door in (town.public, town.partners)]
        stage = Stage(town, folder, ear, redis, doors[0], doors[1], _everybody(town, associations))
        stage.work()
        yield House(stage, folder, temporary, cluster)


def _database(name: str, folder: Path, stack: ExitStack) -> tuple[str, Path | None]:
    if name == "sqlite":
        return f"sqlite:///{folder}/hub.db", None
    server = stack.enter_context(running_postgres())
    url = stack.enter_context(new_database(server)).render_as_string(hide_password=False)
    host = server.query.get("host")
    return url, Path(host) if isinstance(host, str) else None


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """Whatever is thrown away in a file is thrown away here, by this process and by those it starts."""
    folder.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before


def _everybody(town: Town, associations: int) -> list[Member]:
    slugs = [entry.profile.slug for entry in directory.read()][:associations]
    slugs += [slug for slug in ("jobirl",) if slug not in slugs]
    members = [*town.join(*slugs), town.open_desk()]
    with town.administration.begin() as work:
        jobirl = association(work.session, "jobirl")
        members.append(membership.invite(work, email=MANAGER, association=jobirl, role=Role.MANAGER))
        members.append(membership.invite(work, email=AUDITOR, association=None, role=Role.AUDITOR))
    return members
