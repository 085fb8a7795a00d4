"""What the rules of a life share: its world, the people in it, and how somebody is picked among those who may act."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from hub import accompanying, identities, offers, own_page, undoing
from hub.lifecycle import IllegalMove
from hub.own_page import Key
from hub.vocabulary import Guardian, Registration
from hub.work import Hub
from tests.lives.world import Deed, Machine, World, do, world_on
from tests.parts import people

REFUSALS = (
    *(IllegalMove, StaleDataError, IntegrityError, offers.NoPlaceLeft, offers.AlreadyAsked),
    *(undoing.TooLate, undoing.Taken, accompanying.NotThatDay, own_page.TooMany, identities.Forgotten),
)
"""What a page answers kindly: somebody was faster, or it is too late."""
picks = st.integers(0, 7)
"""Which of those who may act, counted round."""


@dataclass(slots=True)
class Person:
    """Somebody who registered.  ``names``: words of theirs alone; ``key``: of their own page, once it was opened."""

    number: int
    registration: Registration
    referral: int
    reference: str
    link: str
    key: Key | None = None

    @property
    def address(self) -> str:
        return address(self.number)

    @property
    def names(self) -> tuple[str, ...]:
        return names(self.number)


def names(number: int) -> tuple[str, ...]:
    return f"Zéphyrine{number:03d}", f"Quatremère{number:03d}", address(number)


def address(number: int) -> str:
    return f"zq{number:03d}@canari.example"


def named(registration: Registration, number: int) -> Registration:
    """The same registration, made by somebody with a name and an address of their own."""
    first, last, email = names(number)
    who = registration.identity
    guardian = who.guardian and Guardian(f"Parent{number:03d}", last, email if not who.email else "p" + email)
    mine = email if who.email else None
    return replace(
        registration,
        identity=replace(who, first_name=first, last_name=last, email=mine, guardian=guardian),
        form_token=f"{number:032x}",
    )


KINDS = {
    "young person": people.registration,
    "child": people.child,
    "mentor": people.mentor,
    "referred": people.referred,
}


class Life(RuleBasedStateMachine):
    machine: ClassVar[Machine]
    """Given by whoever runs lives."""
    steps: ClassVar[int] = 0
    """Of all lives of this program."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.world: World = world_on(self.machine, self.stack)
        self.people: list[Person] = []

    def teardown(self) -> None:
        self.world.find_redis()
        self.world.find_the_post()
        self.stack.close()

    def someone(self, pick: int) -> Person | None:
        return self.people[pick % len(self.people)] if self.people else None

    def one_of(self, question: Select[int], pick: int) -> int | None:
        rows = self.world.rows(question)
        return rows[pick % len(rows)] if rows else None

    def at(self, hub: Hub, deed: Deed) -> bool:
        return do(hub, deed, *REFUSALS)
