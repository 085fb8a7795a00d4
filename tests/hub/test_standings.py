"""How associations stand, as the database says it at each piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from hub import intake, membership, offers, queries, standings
from hub.directory import Entry
from hub.lifecycle import ReferralState
from hub.models import Association, Offer, Stop
from hub.queries import Promptness
from hub.routing import Criterion, Standing
from hub.vocabulary import DeclineReason, Engagement, Theme
from tests.parts.people import engagement, mentor, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

ASSOCIATION = "jobirl"


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        opened.join(ASSOCIATION)
        yield opened


def standing(town: Town, slug: str = ASSOCIATION) -> Standing:
    with town.hub.read() as work:
        return standings.roster(work).standing(slug)


def come(town: Town, **changes: object) -> str:
    with town.front.begin() as work:
        reference = intake.register(work, registration(**changes)).reference  # type: ignore[arg-type]
    town.settle()
    return reference


def decline(town: Town, reference: str) -> None:
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[-1]
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)


def accept(town: Town, reference: str) -> str:
    """The slug of the association that says yes."""
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[-1]
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
        return offer.association.slug


def entry(town: Town, **changes: object) -> Entry:
    with town.administration.read() as work:
        known = next(each for each in membership.export(work) if each.profile.slug == ASSOCIATION)
    return replace(known, **changes)  # type: ignore[arg-type]


def load(town: Town, *entries: Entry) -> None:
    with town.administration.begin() as work:
        membership.load_directory(work, entries)


def test_the_index_is_kept_until_an_entry_or_the_rule_book_changes(town: Town) -> None:
    with town.hub.read() as work:
        first = standings.roster(work)
    come(town)
    with town.hub.read() as work:
        assert standings.roster(work) is first
    load(town, entry(town, name="Un autre nom"))
    with town.hub.read() as work:
        second = standings.roster(work)
        assert second is not first
        work.rule_book = replace(work.rule_book, version="another")
        assert standings.roster(work) is not second


def test_what_another_process_changes_is_seen_at_once(town: Town) -> None:
    before = standing(town)
    assert before.joined and not standing(town, "afev").joined
    with town.administration.begin() as work:
        changed = update(Association).where(Association.slug == ASSOCIATION)
        work.session.execute(changed.values(places_left=7, paused_until=town.clock.now.date()))
    assert (standing(town).places_left, standing(town).paused) == (7, True)
    town.clock.forward(days=1)
    assert not standing(town).paused


def test_who_is_stopped_is_said_to_be_away_and_neither_on_a_pause_nor_still_to_come(town: Town) -> None:
    with town.administration.begin() as work:
        changed = update(Association).where(Association.slug == ASSOCIATION)
        work.session.execute(changed.values(stopped_for=Stop.UNCONFIRMED, stopped_on=town.clock.now.date()))
    for asked in (registration().need, mentor().need):
        with town.hub.read() as work:
            found = standings.roster(work, asked if isinstance(asked, Engagement) else None).decide(asked)
        assert found.why_not(ASSOCIATION) is Criterion.AWAY


def test_declaring_places_sets_the_day_and_keeps_what_is_taken(town: Town) -> None:
    assert standing(town).declared_days is None
    come(town)
    assert standing(town).places_left == 19
    load(town, entry(town, places_a_year=50))
    town.clock.forward(days=3)
    load(town, entry(town, notes=("Rien sur les places.",)))
    assert standing(town) == replace(standing(town), places_left=49, places_a_year=50, declared_days=3)
    load(town, entry(town, places_a_year=0))
    assert (standing(town).places_left, standing(town).declared_days) == (0, 0)
    load(town, entry(town, places_a_year=None))
    assert standing(town).declared_days is None


def test_a_newcomer_is_taken_to_be_prompt_and_a_first_delay_weighs_little() -> None:
    in_percent = [
        standings.in_percent(Promptness(due, in_time)) for due, in_time in ((0, 0), (1, 0), (16, 6))
    ]
    assert in_percent == [100, 80, 50]


def test_an_answer_in_time_counts_for_and_a_silence_against_and_a_recall_before_the_term_not_at_all(
    town: Town,
) -> None:
    decline(town, come(town))
    assert standing(town).answered_in_time == 100
    with town.front.begin() as work:
        withdrawn = intake.register(work, registration()).reference
    town.settle()
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, withdrawn))
    silent = come(town)
    town.clock.forward(days=4)
    assert standing(town).answered_in_time == 100 * 5 // 6, "one in time, one late that nobody ended yet"
    decline(town, silent)
    assert standing(town).answered_in_time == 100 * 5 // 6
    with town.hub.begin() as work:
        long_ago = town.clock.now - timedelta(days=work.rule_book.load.answers_days + 1)
        work.session.execute(update(Offer).values(made_at=long_ago))
    assert standing(town).answered_in_time == 100


def offered_to(town: Town, email: str, **changes: object) -> str:
    with town.front.begin() as work:
        reference = intake.register(work, mentor(email=email, **changes)).reference  # type: ignore[arg-type]
        referral = queries.referral_by_reference(work.session, reference)
        if referral.state is ReferralState.AWAITING_CONFIRMATION:
            intake.confirm(work, referral)
    town.settle()
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).offers[0].association.slug


def test_a_mentor_goes_where_a_young_person_waits_longest_for_one_like_them(town: Town) -> None:
    town.join("mentorat-by-leo")
    first = accept(town, come(town))
    town.clock.forward(days=10)
    assert offered_to(town, "a@mentor.example") == first
    assert offered_to(town, "b@mentor.example") == first, "the wait counts before whose turn it is"


def test_only_young_people_like_the_mentor_s_count_and_for_sixty_days_after_a_yes(town: Town) -> None:
    accept(town, come(town))
    town.clock.forward(days=60)
    alike, another = engagement(), engagement(themes=frozenset({Theme.CREATION}))
    assert list(waits(town, alike).values()) == [60]
    assert not waits(town, another)
    town.clock.forward(days=1)
    assert not waits(town, alike)


def waits(town: Town, offered: Engagement) -> dict[int, int]:
    with town.hub.read() as work:
        return standings.waiting_days(work, offered)
