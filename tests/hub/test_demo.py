from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

import worker
from hub.checkup import examine
from hub.demo import Crowd, HalfYear, StoppedClock, is_empty, moments_until
from hub.lifecycle import OfferState
from hub.models import Offer, Referral
from hub.vault import Vault, keys
from hub.vocabulary import Engagement, Kind, MentorAge, Need, PrescriberKind
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

DAYS = moments_until(date(2026, 6, 1))


def everybody(crowd: Crowd, number: int) -> list[tuple[object, ...]]:
    people = [crowd.next() for _ in range(number)]
    return [(who.identity.email, who.need.age, who.need.place.commune, who.need.themes) for who in people]


def live(town: Town, moments: Sequence[datetime] = DAYS[:25]) -> None:
    """These moments of the story, in this town."""
    town.open_desk()
    town.join("jobirl", "article-1", "mentorat-by-leo", "afev", "proxite")
    clock = StoppedClock(moments[0])
    office = worker.office(town.environ, clock=clock, carry=lambda letter: None, ring=lambda errands: None)
    hub = replace(office.hub, vault=Vault(keys.read_all(Path(town.environ["HUB_KEYS_DIR"]))))
    story = HalfYear(hub, clock=clock, move=office.move, post=office.post, chance=Random(7))
    for moment in moments:
        story.live(moment)
    town.clock.now = clock.now
    hub.sessions.kw["bind"].dispose()


def test_the_same_seed_makes_the_same_people() -> None:
    first, second, other = (Crowd(Random(seed), today_year=2026) for seed in (1, 1, 2))
    people = everybody(first, 40)
    assert people == everybody(second, 40)
    assert people != everybody(other, 40)


def test_people_of_every_age_and_place_come() -> None:
    crowd = Crowd(Random(1), today_year=2026)
    people = [(who.need, who.identity) for who in (crowd.next() for _ in range(300))]
    young = [(need, identity) for need, identity in people if isinstance(need, Need)]
    assert young == people
    ages = {need.age for need, _ in young}
    assert min(ages) < 11 and max(ages) > 25
    assert {"974", "2A", "59"} <= {need.place.department for need, _ in young}
    assert all(identity.guardian for need, identity in young if need.age < 18)
    assert all(identity.email is None for need, identity in young if need.age < 15)


def test_professionals_register_those_whom_they_accompany() -> None:
    crowd = Crowd(Random(1), today_year=2026)
    people = [crowd.next_referred() for _ in range(300)]
    seen = set()
    for who in people:
        need, referred_by = who.need, who.identity.referred_by
        assert isinstance(need, Need) and need.prescriber and referred_by and who.marker
        seen.add(need.prescriber.kind)
        in_care = need.prescriber.kind is PrescriberKind.ASE
        assert not in_care or (11 <= need.age <= 20 and need.prescriber.department and referred_by.written)
        assert who.identity.first_name not in who.marker
    assert len(seen) == 4


def test_mentors_of_every_age_come_too() -> None:
    crowd = Crowd(Random(1), today_year=2026)
    mentors = [crowd.next_mentor() for _ in range(200)]
    assert {who.need.age for who in mentors} == set(MentorAge)
    assert all(isinstance(who.need, Engagement) and who.identity.guardian is None for who in mentors)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    """On SQLite alone: the story is told in verbs, each of which is tested on both databases where it lives."""
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def test_the_story_leaves_every_registration_with_an_owner_and_a_date(town: Town) -> None:
    assert is_empty(town.hub)
    live(town)
    with town.hub.read() as work:
        assert [finding.subject for finding in examine(work) if not finding.is_fine] == []
        states = Counter(work.session.scalars(select(Referral.state)))
        kinds = set(work.session.scalars(select(Referral.kind)))
    assert len(states) >= 3, "the pages have life"
    assert kinds == set(Kind)
    assert not is_empty(town.hub)


def test_nobody_in_the_story_answers_a_card_that_has_expired(town: Town) -> None:
    """Bank holidays in a row, then a working day on which the worker has not gone round yet."""
    live(town, [*DAYS[:8], DAYS[42]])
    with town.hub.read() as work:
        assert OfferState.EXPIRED in set(work.session.scalars(select(Offer.state)))


def test_the_same_seed_tells_the_same_story(
    sqlite_with_tables: Path, tmp_path: Path, letterbox: Letterbox
) -> None:
    first, second = (_story(sqlite_with_tables, tmp_path / name, letterbox) for name in ("one", "two"))
    assert first == second
    assert len({state for state, _, _ in first}) >= 3, "in two weeks there is enough to tell"
    assert any(offers for _, _, offers in first)


def _story(tables: Path, folder: Path, letterbox: Letterbox) -> list[tuple[object, ...]]:
    folder.mkdir()
    shutil.copy(tables, folder / "hub.db")
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, letterbox) as town:
        live(town, DAYS[:12])
        with town.hub.read() as work:
            rows = work.session.scalars(select(Referral).order_by(Referral.id))
            return [
                (row.state, row.received_at, [(each.association.slug, each.state) for each in row.offers])
                for row in rows
            ]
