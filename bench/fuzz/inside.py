"""Both doors in this process, and whoever can knock at them; the database is put back as it was now and then."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.fuzz import crowd, files, values
from bench.fuzz.judge import Judge
from bench.fuzz.knocking import Inside
from bench.fuzz.learning import Lesson
from hub import codes
from hub.models import Role
from tests.associations.furnished import build
from tests.associations.whole_house import House
from tests.parts.databases import migrate
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

FILE_PATIENCE = 12.0
"""Seconds of our own processor while a file is read elsewhere."""
PUT_BACK_EVERY = 400
"""Requests: whatever they closed, erased or used up is there again."""


@dataclass
class Place:
    """``lessons``: everybody, with what they may try; ``jars``: their cookies, as they first came."""

    town: Town
    lessons: list[Lesson]
    jars: list[dict[str, str]]
    copy: Path

    def back(self) -> None:
        for lesson, jar in zip(self.lessons, self.jars, strict=True):
            lesson.browser.jar = dict(jar)
        with closing(sqlite3.connect(self.copy)) as kept:
            raw = self.town.hub.sessions.kw["bind"].raw_connection()
            kept.backup(raw.driver_connection)
            raw.close()


@contextmanager
def standing() -> Iterator[Place]:
    """A house with one of everything."""
    codes.ANSWER_TAKES = 0.0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        migrate(f"sqlite:///{folder}/hub.db")
        letterbox = Letterbox()
        letterbox.open()
        stack.callback(letterbox.shut)
        town = stack.enter_context(town_at(f"sqlite:///{folder}/hub.db", folder, letterbox))
        house = build(town)
        lessons = crowd.public(town, lambda: Inside(app=town.public), town.settle)
        lessons += crowd.partners(house, lambda: Inside(app=town.partners), lambda role: jar_of(house, role))
        place = Place(town, lessons, [dict(each.browser.jar) for each in lessons], folder / "fuzz.db")
        _keep(place)
        for lesson in lessons:
            lesson.learn()
            place.back()
        yield place


def jar_of(house: House, role: Role | None) -> dict[str, str]:
    """The cookies of whoever is signed in with this role."""
    client = house.people[role].partner.client
    names = ("hub_session", "page_partners")
    return {name: cookie.value for name in names if (cookie := client.get_cookie(name))}


def _keep(place: Place) -> None:
    raw = place.town.hub.sessions.kw["bind"].raw_connection()
    with closing(sqlite3.connect(place.copy)) as kept:
        raw.driver_connection.backup(kept)
    raw.close()


def throw(judge: Judge, place: Place, inputs: int, seed: int, tick: Callable[[], object]) -> None:
    """So many requests, each drawn from the seed and its own number."""
    for number in range(inputs):
        if number and number % PUT_BACK_EVERY == 0:
            place.back()
        lesson = place.lessons[number % len(place.lessons)]
        _ask(judge, lesson, values.drawn_from(seed, "inside", number))
        tick()


def upload(judge: Judge, place: Place, count: int, seed: int) -> None:
    """Hostile files through the door, by somebody who came that far."""
    place.back()
    (browser,) = (lesson.browser for lesson in place.lessons if lesson.who == crowd.WITH_A_FILE)
    judge.patience = FILE_PATIENCE
    for number in range(count):
        content = files.table(values.drawn_from(seed, "upload", number))
        try:
            judge.see(crowd.send_file(browser, content))
        except Exception as error:
            judge.broke(f"upload {number}", error)


def _ask(judge: Judge, lesson: Lesson, chance: Random) -> None:
    knock = lesson.draw(chance)
    try:
        judge.see(lesson.browser.send(knock))
    except Exception as error:
        judge.broke(f"{lesson.who}: {knock}", error)
