"""Two associations and the desk, in browsers that are ready, and threads that start together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from random import Random
from threading import Barrier
from time import perf_counter, sleep

from flask.testing import FlaskClient

from hub import membership
from hub.models import Member
from tests.associations.partner import TOKEN, Partner
from tests.parts.patience import PATIENCE
from tests.parts.proposed import give_places
from tests.parts.town import Town, association

FIRST, SECOND = "article-1", "jobirl"
ACTORS = 8
HALF = ACTORS // 2
HESITATION = 0.1
"""Seconds at most; an answer takes a few hundredths of one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an actor was answered.  ``to``: where the page led."""

    status: int
    to: str = ""
    text: str = ""
    seconds: float = 0.0

    @property
    def went_through(self) -> bool:
        return self.status == 303 and self.to != "/connexion"


Move = Callable[[], Answer]


@dataclass(slots=True)
class Hands:
    """Browsers that are signed in, with the token of a form already on their page."""

    partner: Partner
    token: str

    @classmethod
    def of(cls, town: Town, member: Member) -> Hands:
        partner = Partner.signed_in(town, member)
        token = TOKEN.search(partner.open("/fiches/" if member.association_id else "/coordination/").text)
        assert token
        return cls(partner, unescape(token[1]))

    def sends(self, path: str, **typed: str) -> Move:
        return posting(self.partner.client, path, {"csrf_token": self.token, **typed})

    def says_yes(self, card: str) -> Move:
        return self.sends(f"/fiches/{card}/accepter")

    def says_no(self, card: str) -> Move:
        return self.sends(f"/fiches/{card}/decliner", reason="no_mentor")

    def reveals(self, card: str) -> Answer:
        return self.sends(f"/fiches/{card}/devoiler")()


@dataclass(frozen=True, slots=True)
class Arena:
    """Two associations with four members each, the desk, and eight threads that start together."""

    town: Town
    members: dict[str, list[Member]]
    hands: dict[str, list[Hands]]
    desk: Hands
    pool: ThreadPoolExecutor
    chance: Random = field(default_factory=lambda: Random(8))

    def at_once(self, moves: Sequence[Move]) -> list[Answer]:
        """All wait for each other, then each hesitates for a moment of its own: anybody may come first."""
        ready = Barrier(len(moves))
        moments = [self.chance.uniform(0, HESITATION) for _ in moves]

        def go(move: Move, moment: float) -> Answer:
            ready.wait(PATIENCE)
            sleep(moment)
            return move()

        return list(self.pool.map(go, moves, moments))


@contextmanager
def arena(town: Town) -> Iterator[Arena]:
    give_places(town, FIRST, SECOND)
    with town.administration.begin() as work:
        members = {
            slug: [
                membership.invite(
                    work, email=f"membre-{number}@{slug}.example", association=association(work.session, slug)
                )
                for number in range(HALF)
            ]
            for slug in (FIRST, SECOND)
        }
    desk = town.open_desk()
    hands = {slug: [Hands.of(town, member) for member in each] for slug, each in members.items()}
    with ThreadPoolExecutor(ACTORS) as pool:
        yield Arena(town, members, hands, Hands.of(town, desk), pool)


def posting(client: FlaskClient, path: str, typed: dict[str, str]) -> Move:
    def post() -> Answer:
        began = perf_counter()
        with client.post(path, data=typed) as answer:
            return Answer(
                answer.status_code,
                answer.location or "",
                answer.get_data(as_text=True),
                perf_counter() - began,
            )

    return post
