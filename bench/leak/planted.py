"""Twenty leaks of our own, each in another place and coding: an instrument that finds nothing must find these."""

from __future__ import annotations

import base64
import gzip
import json
import logging
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple
from urllib.parse import quote

from flask import Response
from redis import Redis
from sqlalchemy import func, select, text, update

from bench.leak import cast
from bench.leak.house import House
from bench.leak.places import Search, kept, letters, seen_by, seen_by_a_stranger
from hub.bell import RUN_ERRAND, queue_at
from hub.models import JourneyEvent, Referral
from tests.parts.town import DESK, address_of

NAME = f"{cast.FIRST}-semé"
MEMBER = address_of("jobirl")


class Seen(NamedTuple):
    sown: list[str]
    found: list[str]

    @property
    def missed(self) -> list[str]:
        return [place for place in self.sown if place not in self.found]


SOWN: Mapping[str, tuple[str, str]] = {
    "a column of text": ("table referrals", cast.FIRST),
    "a column of JSON": ("table journey_events", cast.LAST),
    "a row that was deleted, on the disk": ("file ", cast.GUARDIAN_FIRST),
    "a string of Redis": ("Redis b'seen'", cast.FIRST),
    "a hash of Redis, packed": ("Redis b'packed'", cast.LAST),
    "a job of the queue": ("Redis b'rq:job", cast.ADDRESS),
    "a key of Redis that was deleted, on the disk": ("file appendonly.aof", cast.PHONE),
    "a line of a log": ("log hub", cast.FIRST),
    "what a record of a log carries unsaid": ("log emails", cast.LAST),
    "a traceback": ("log rq", cast.WORDS),
    "a temporary file in another alphabet": ("file left.csv", cast.FUNCTION),
    "a temporary file, packed": ("file left.gz", cast.MARKER),
    "a workbook": ("file left.xlsx", cast.EMPLOYER),
    "a letter's subject": ("letter ", cast.GUARDIAN_LAST),
    "a letter's text": ("letter ", cast.GUARDIAN_ADDRESS),
    "a letter's enclosure": ("letter ", cast.EMPLOYER),
    "a page": ("a stranger at /connexion", cast.FIRST),
    "a header": ("above it", cast.COMMUNES[1]),
    "a cookie": ("above it", cast.LAST),
    "a comment of the desk's page": (f"{DESK} at /coordination/", cast.MARKER),
}
"""Where each is to be found, and by which word."""


def sow_and_seek(house: House) -> Seen:
    """Sows everything, looks everywhere once more, and says what was found where it was sown."""
    for sow in (in_the_database, in_redis, in_the_logs, in_files, in_letters, on_pages):
        sow(house)
    search = Search()
    for kind, found in kept(house):
        search.through(kind, found)
    search.through("letters", letters(house, set()))
    search.through("pages", seen_by_a_stranger(house) | seen_by(house, DESK))
    at = {(leak.where, leak.canary) for leak in search.leaks}
    return Seen([*SOWN], [name for name, sown in SOWN.items() if _is_among(at, *sown)])


def _is_among(at: Iterable[tuple[str, object]], where: str, canary: str) -> bool:
    return any(canary == seen and where in place for place, seen in at)


def in_the_database(house: House) -> None:
    with house.stage.town.hub.begin() as work:
        first = select(func.min(JourneyEvent.id)).scalar_subquery()
        work.session.execute(update(Referral).values(source=NAME))
        written = json.dumps({"who": f"{cast.LAST}-semé"})
        work.session.execute(update(JourneyEvent).where(JourneyEvent.id == first).values(sentence=written))
        work.session.execute(text("CREATE TABLE left_over (words TEXT)"))
        work.session.execute(text("INSERT INTO left_over VALUES (:words)"), {"words": cast.GUARDIAN_FIRST})
    with house.stage.town.hub.begin() as work:
        work.session.execute(text("DELETE FROM left_over"))


def in_redis(house: House) -> None:
    with Redis.from_url(house.stage.redis.url) as redis:
        redis.set("seen", NAME.upper())
        redis.hset("packed", "who", base64.b64encode(zlib.compress(cast.LAST.encode())))
        queue_at(redis).enqueue(RUN_ERRAND, "route", f"{cast.ADDRESS}@lycee.example")
        redis.set("gone", "07 61 98 00 01")
        redis.delete("gone")


def in_the_logs(house: House) -> None:
    logging.getLogger("hub.seeking").debug("looking for %s", NAME)
    logging.getLogger("emails.postman").info("a letter left", extra={"reader": quote(cast.LAST)})
    try:
        raise ValueError(cast.WORDS)
    except ValueError:
        logging.getLogger("rq.worker").exception("a job failed")


def in_files(house: House) -> None:
    (house.temporary / "left.csv").write_bytes(cast.FUNCTION.encode("utf-16-be"))
    (house.temporary / "left.gz").write_bytes(gzip.compress(cast.MARKER.encode("latin-1")))
    with zipfile.ZipFile(house.temporary / "left.xlsx", "w", zipfile.ZIP_DEFLATED) as workbook:
        workbook.writestr("xl/sharedStrings.xml", f"<t>{cast.EMPLOYER} et tout le reste</t>" * 3)


def in_letters(house: House) -> None:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = "hub@reseau.example", MEMBER
    letter["Subject"] = f"Une fiche pour {cast.GUARDIAN_LAST}"
    letter.set_content(f"Écrivez à {cast.GUARDIAN_ADDRESS}@maison.example.", cte="quoted-printable")
    letter.add_attachment(cast.EMPLOYER.encode("utf-16"), maintype="application", subtype="octet-stream")
    house.stage.town.office.carry(letter)


def on_pages(house: House) -> None:
    """In a template, a header, a cookie and a comment."""
    partners = house.stage.town.partners
    partners.jinja_env.globals["site_name"] = NAME

    def tell(response: Response) -> Response:
        response.headers["X-Place"] = quote(cast.COMMUNES[1].encode("utf-16-le"))
        packed = base64.urlsafe_b64encode(zlib.compress(cast.LAST.encode()))
        response.set_cookie("seen", packed.decode())
        if response.mimetype == "text/html":
            response.data += f"<!-- {cast.MARKER.encode().hex()} -->".encode()
        return response

    partners.after_request_funcs.setdefault(None, []).append(tell)
