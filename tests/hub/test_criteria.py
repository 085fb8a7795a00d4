"""An association's own word: kept in versions, in force at once, and stronger than its file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub import criteria, directory, membership, offers, queries, rule_books, rules
from hub.criteria import NothingChanges, SaidMeanwhile
from hub.journal import Act
from hub.lifecycle import ReferralState
from hub.models import Association, CardCount, EntryDeed, JournalEntry, Member, Role
from hub.vocabulary import DeclineReason
from hub.work import Work
from tests.associations.partner import registered
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, town_at

SLUG = "proxite"
NORD = {"scope": "listed", "departments": ["59"], "regions": []}


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        opened.join(SLUG, role=Role.MANAGER)
        opened.open_desk()
        yield opened


def ours(work: Work, slug: str = SLUG) -> tuple[Association, Member]:
    row = association(work.session, slug)
    return row, queries.members_of(work.session, row.id)[0]


def saying(plain: dict[str, Any], **criteria: Any) -> dict[str, Any]:
    said = deepcopy(plain)
    said["criteria"] |= criteria
    return said


def change(town: Town, slug: str = SLUG, **said: Any) -> int:
    with town.portal.begin() as work:
        row, member = ours(work, slug)
        return criteria.change(work, row, saying(row.profile, **said), member, seen=row.profile).number


def entry(town: Town, slug: str = SLUG) -> dict[str, Any]:
    with town.hub.read() as work:
        return association(work.session, slug).profile


def load(town: Town, plain: dict[str, Any]) -> membership.Loaded:
    with town.administration.begin() as work:
        return membership.load_directory(work, [directory.from_plain(plain)])


def state(town: Town, reference: str) -> ReferralState:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference).state


def test_what_is_changed_is_a_version_with_its_author_and_stands_in_the_journal(town: Town) -> None:
    assert change(town, remote=NORD) == 2
    with town.hub.read() as work:
        row, member = ours(work)
        last, first = queries.criteria.entry_versions(work.session, row.id, before=99, most=9)
        assert (last.deed, last.by_id, last.entry) == (EntryDeed.CHANGED, member.id, row.profile)
        assert first.by is None and first.entry["criteria"]["remote"] is None
        noted = work.session.scalars(
            select(JournalEntry).where(JournalEntry.act == Act.CRITERIA_CHANGED)
        ).one()
        assert (noted.about, noted.by_id, noted.codes) == (SLUG, member.id, {"version": 2})
    with pytest.raises(NothingChanges):
        change(town, remote=NORD)


def test_two_colleagues_who_change_different_things_both_have_their_way(town: Town) -> None:
    seen = entry(town)
    change(town, ages={"from": 12, "to": 20})
    with town.portal.begin() as work:
        row, member = ours(work)
        criteria.change(work, row, saying(seen, remote=NORD), member, seen=seen)
    now = entry(town)["criteria"]
    assert (now["ages"], now["remote"]) == ({"from": 12, "to": 20}, NORD)
    with pytest.raises(SaidMeanwhile), town.portal.begin() as work:
        row, member = ours(work)
        criteria.change(work, row, saying(seen, ages={"from": 15, "to": 30}), member, seen=seen)
    assert entry(town)["criteria"]["ages"] == {"from": 12, "to": 20}


def test_returning_says_again_what_was_said_but_neither_the_places_nor_the_confirmation(town: Town) -> None:
    before = entry(town)
    change(town, ages={"from": 12, "to": 20})
    with town.portal.begin() as work:
        row, member = ours(work)
        criteria.confirm(work, row, member)
        row.profile = {**row.profile, "places_a_year": 7}
    with town.portal.begin() as work:
        row, member = ours(work)
        former = queries.criteria.entry_version(work.session, row.id, 1)
        version = criteria.return_to(work, row, former, member)
        assert (version.number, version.deed, version.returned_to) == (4, EntryDeed.RETURNED, 1)
    assert entry(town) == {**before, "verified": True, "places_a_year": 7}
    with pytest.raises(NothingChanges), town.portal.begin() as work:
        row, member = ours(work)
        former = queries.criteria.entry_version(work.session, row.id, 1)
        criteria.return_to(work, row, former, member)


def test_a_file_brings_only_what_changed_in_it_and_never_over_the_association_s_own_word(town: Town) -> None:
    file = entry(town)
    with town.portal.begin() as work:
        row, member = ours(work)
        criteria.confirm(work, row, member)
    change(town, ages={"from": 12, "to": 20})
    assert load(town, file) == (0, 0, {}), "the file is as it was: nothing of it is news"
    assert entry(town)["criteria"]["ages"] == {"from": 12, "to": 20} and entry(town)["verified"]
    news = saying({**file, "rhythm": "chaque semaine"}, ages={"from": 5, "to": 30})
    assert load(town, news) == (0, 1, {SLUG: (("criteria", "ages"),)})
    now = entry(town)
    assert now["rhythm"] == "chaque semaine" and now["verified"]
    assert now["criteria"]["ages"] == {"from": 12, "to": 20}
    assert load(town, news) == (0, 0, {}), "it was heard once"


def test_what_is_exported_and_loaded_again_changes_nothing(town: Town) -> None:
    change(town, ages={"from": 12, "to": 20}, remote=NORD)
    with town.portal.begin() as work:
        criteria.confirm(work, *ours(work))
    with town.administration.begin() as work:
        written = {one.profile.slug: directory.write(one) for one in membership.export(work)}
        again = [directory.parse(text, file=f"{slug}.yaml") for slug, text in written.items()]
        assert membership.load_directory(work, again) == (0, 0, {})
    assert "verified: true" in written[SLUG] and '"59"' in written[SLUG]


def test_three_cards_declined_as_not_its_own_ask_the_association_to_mend_its_criteria(town: Town) -> None:
    reasons = [DeclineReason.NOT_OUR_PUBLIC, DeclineReason.NO_MENTOR, DeclineReason.OUTSIDE_OUR_AREA]
    asked = []
    for reason in [*reasons, DeclineReason.NOT_OUR_PUBLIC]:
        reference = registered(town)
        town.clock.forward(minutes=1)
        with town.portal.begin() as work:
            (offer,) = offers.live_offers(queries.referral_by_reference(work.session, reference))
            offers.decline(work, offer, ours(work)[1], reason=reason)
        with town.hub.read() as work:
            asked.append(criteria.asks_to_mend(work, ours(work)[0]))
    assert asked == [0, 0, 0, 3]
    with town.portal.begin() as work:
        criteria.confirm(work, *ours(work))
    with town.hub.read() as work:
        assert criteria.asks_to_mend(work, ours(work)[0]) == 0


def test_whom_nobody_fitted_looks_again_once_an_association_says_that_it_takes_them(town: Town) -> None:
    town.settle()
    change(town, themes=["concours"])
    reference = registered(town)
    assert state(town, reference) is ReferralState.WITH_DESK
    change(town, themes=["creation"])
    town.settle()
    assert state(town, reference) is ReferralState.WITH_DESK, "not for this word"
    change(town, themes=["orientation", "confiance"])
    town.settle()
    assert state(town, reference) is ReferralState.OFFERED


def take(town: Town, text: str) -> None:
    with town.portal.begin() as work:
        coordinator = queries.told_of(work.session, None)[0]
        rule_books.take(work, rule_books.propose(work, text, by=coordinator), by=coordinator)
    town.clock.forward(seconds=10)
    town.settle()


def test_whom_a_rule_book_left_to_the_desk_looks_again_under_the_next_one(town: Town) -> None:
    town.settle()
    text = rules.DEFAULT.read_text(encoding="utf-8")
    exception = 'overrides: [{name: Nord, departments: ["59"], never: [proxite]}]'
    take(town, text.replace("overrides: []", exception))
    reference = registered(town)
    assert state(town, reference) is ReferralState.WITH_DESK
    take(town, text)
    assert state(town, reference) is ReferralState.OFFERED


def test_whoever_waits_for_a_place_is_asked_about_where_criteria_now_take_them(town: Town) -> None:
    change(town, themes=["concours"])
    with town.administration.begin() as work:
        row = association(work.session, "jobirl")
        membership.invite(work, email="mentorat@jobirl.example", association=row)
        row.places_left = 0
    reference = registered(town)
    assert state(town, reference) is ReferralState.WAITING
    change(town, themes=["orientation", "confiance"])
    town.settle()
    with town.hub.read() as work:
        (offer,) = offers.live_offers(queries.referral_by_reference(work.session, reference))
        assert offer.association.slug == SLUG


def test_a_card_is_counted_once_and_its_form_names_nobody(town: Town) -> None:
    references = [registered(town), registered(town)]
    town.settle()
    with town.hub.read() as work:
        (row,) = work.session.scalars(select(CardCount))
        shown = queries.referral_by_reference(work.session, references[0]).card or {}
        assert row.cards == len(references)
        assert shown["area"]["code"] in row.form and "59512" not in row.form
