"""The search for names sees what is there: a leak of each kind is planted, and found where it was planted."""

from __future__ import annotations

import base64
import logging
import sqlite3
import zlib
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from flask import Response
from redis import Redis
from sqlalchemy import update

from hub.bell import RUN_ERRAND, queue_at
from hub.models import Referral
from tests.parts.people import GUARDIAN, MESSAGE
from tests.parts.someone import CHILD, GIRL
from tests.parts.stage import Known, Stage
from tests.parts.town import address_of

PLACES = {
    "Zéphyrine": "table referrals",
    "Quatremère": "file copy.db",
    "zephyrine.q": "Redis b'rq:job:",
    "61980123": "file appendonly.aof",
    "axolotls": "log hub",
    "Théodrade": "log rq",
    "Vanuxem": "letter ",
    "theodrade.v": "a stranger at /connexion: 200",
    "Warneton": "mentorat@jobirl.example at /fiches/: 200",
    "Hildegonde": "coordination@reseau.example at /coordination/: 200",
    "Brisebarre": "own wire ",
    "ornithorynques": "own browser of ",
}
"""By what is hidden there."""


def test_each_planted_leak_is_found_where_it_was_planted(sqlite_stage: Stage) -> None:
    sqlite_stage.sign_in()
    girl, child = sqlite_stage.register(GIRL), sqlite_stage.register(CHILD)
    sqlite_stage.work()
    assert sqlite_stage.leaks() == []
    for plant in (in_the_database, in_redis, in_the_log, in_a_letter, on_pages):
        plant(sqlite_stage)
    a_link_in_the_log(girl)
    found: dict[object, list[str]] = {}
    for leak in sqlite_stage.leaks():
        found.setdefault(leak.canary, []).append(leak.where)
    planted = PLACES | {girl.tracking: "log hub"}
    unseen = [where for canary, where in planted.items() if not _any_at(where, found.get(canary, []))]
    assert unseen == []
    assert set(found) <= set(planted), "and nothing is found that was not planted"
    assert _any_at("file hub.db", found["Zéphyrine"])
    assert child.tracking not in found


def _any_at(place: str, places: list[str]) -> bool:
    return any(where.startswith(place) for where in places)


def in_the_database(stage: Stage) -> None:
    with stage.town.hub.begin() as work:
        work.session.execute(update(Referral).values(source="Zéphyrine"))
    copy = sqlite3.connect(stage.folder / "copy.db")
    copy.execute("CREATE TABLE kept (packed BLOB)")
    copy.execute("INSERT INTO kept VALUES (?)", [zlib.compress("Quatremère".encode())])
    copy.commit()
    copy.close()


def in_redis(stage: Stage) -> None:
    with Redis.from_url(stage.redis.url) as redis:
        queue_at(redis).enqueue(RUN_ERRAND, "route", "zephyrine.q@lycee.example")
        redis.set("gone", "07 61 98 01 23")
        redis.delete("gone")


def in_the_log(stage: Stage) -> None:
    logging.getLogger("hub.seeking").debug("looking for %s", MESSAGE)
    try:
        raise ValueError(GUARDIAN.first_name)
    except ValueError:
        logging.getLogger("rq.worker").exception("a job failed")


def a_link_in_the_log(person: Known) -> None:
    logging.getLogger("hub.web").info("GET /suivi/%s", person.tracking)


def in_a_letter(stage: Stage) -> None:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = "hub@reseau.example", address_of("jobirl"), "Une fiche"
    letter.set_content(f"Elle s’appelle {GUARDIAN.last_name}.", cte="base64")
    stage.town.office.carry(letter)


def on_pages(stage: Stage) -> None:
    """In a template, an attribute, a header and a cookie."""
    partners, public = stage.town.partners, stage.town.public
    partners.jinja_env.globals["site_name"] = GUARDIAN.email
    public.jinja_env.globals["site_name"] = "ornithorynques"
    public.extensions["skeletons"].clear()  # so that the page is rendered with it

    def tell(response: Response) -> Response:
        response.headers["X-Place"] = quote("Warneton, chez Hildegonde".encode("utf-16-le"))
        response.set_cookie(
            "seen", base64.urlsafe_b64encode(zlib.compress("Brisebarre-Ngô".encode())).decode()
        )
        return response

    partners.after_request_funcs.setdefault(None, []).append(tell)
