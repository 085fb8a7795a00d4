from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from forms.story import ICONS, Story, tell
from forms.voices import TO_GUARDIAN, VOICES
from hub.lifecycle import ENDED, ReferralState
from hub.models import Association, JourneyEvent, Offer, Referral
from hub.vocabulary import Audience, Kind, Step

MONDAY = datetime(2026, 3, 2, 11, tzinfo=UTC)
TODAY = MONDAY.date()
PROMISED = date(2026, 3, 23)


@pytest.fixture(autouse=True)
def page(door: Flask) -> Iterator[None]:
    with door.test_request_context():
        yield


def story(
    state: ReferralState,
    *steps: Step,
    audience: Audience = Audience.YOUNG_PERSON,
    today: date = TODAY,
) -> Story:
    referral = Referral(
        reference="BCD234FG",
        state=state,
        kind=Kind.MENTOR if audience is Audience.MENTOR else Kind.YOUNG_PERSON,
        correspondent=audience,
        promised_by=PROMISED,
        next_at=MONDAY + timedelta(days=2),
    )
    offer = Offer(association=Association(name="Élan"))
    events = [
        JourneyEvent(step=step, happened_at=MONDAY, promised_by=PROMISED, offer=offer, sentence=None)
        for step in steps
    ]
    return tell(referral, events, today=today)


def titles(told: Story) -> list[str]:
    return [moment.title for moment in told.moments]


def test_a_refusal_is_never_shown() -> None:
    told = story(
        ReferralState.OFFERED,
        Step.RECEIVED,
        Step.OFFERED,
        Step.DECLINED,
        Step.EXPIRED,
        Step.RECALLED,
        Step.OFFERED,
    )
    assert [moment.tense for moment in told.moments] == ["done"] * 3 + ["now"] + ["next"] * 2
    assert "Élan" not in " ".join(titles(told))


@pytest.mark.parametrize("state", [state for state in ReferralState if state not in ENDED])
def test_whatever_is_not_ended_says_what_happens_now_and_next(state: ReferralState) -> None:
    told = story(state, Step.RECEIVED)
    ahead = (
        [] if state is ReferralState.RESTRICTED else ["next"]
    )  # while everything stands still, nothing is promised
    assert [moment.tense for moment in told.moments[1:]][:2] == ["now", *ahead]
    assert told.may_withdraw


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_is_ended_promises_nothing_more(state: ReferralState) -> None:
    told = story(state, Step.RECEIVED, Step.WITHDRAWN)
    assert {moment.tense for moment in told.moments} == {"done"}
    assert not (told.may_withdraw or told.promised or told.late)


def test_a_yes_is_named_with_the_day_by_which_they_call() -> None:
    told = story(ReferralState.ACCEPTED, Step.RECEIVED, Step.ACCEPTED)
    met, now = told.moments[1:3]
    assert (met.tense, met.title) == ("met", "Élan a dit oui")
    assert now.when == "Au plus tard le mercredi 4\u00a0mars"
    assert told.association and told.association.name == "Élan"
    assert not told.promised


def test_a_new_date_comes_with_an_apology() -> None:
    (_, moved, *_) = story(ReferralState.OFFERED, Step.RECEIVED, Step.GOING_ON).moments
    assert moved.title == "Nouvelle date. Désolés pour l’attente."
    assert moved.text == "Réponse au plus tard le lundi 23\u00a0mars"


def test_a_promise_that_was_not_kept_is_owned_up_to() -> None:
    assert not story(ReferralState.OFFERED, Step.RECEIVED, today=PROMISED).late
    assert story(ReferralState.OFFERED, Step.RECEIVED, today=PROMISED + timedelta(days=1)).late


def test_parents_are_spoken_to_as_adults() -> None:
    told = story(ReferralState.AWAITING_GUARDIAN, Step.AWAITING_GUARDIAN, audience=Audience.GUARDIAN)
    assert told.voice is TO_GUARDIAN
    assert not [title for title in titles(told) if " ta " in title or "Ta " in title or " te " in title]


def test_the_agreement_is_told_in_words_that_are_true_for_the_parent_and_for_the_child_who_registered() -> (
    None
):
    """A receipt gives the child the same link."""
    awaited = story(ReferralState.AWAITING_GUARDIAN, Step.AWAITING_GUARDIAN, audience=Audience.GUARDIAN)
    agreed = story(ReferralState.LOOKING, Step.GUARDIAN_AGREED, audience=Audience.GUARDIAN)
    assert (
        titles(awaited)[1]
        == "Le parent ou tuteur doit donner son accord : le lien est dans l’e-mail que nous lui avons envoyé."
    )
    assert titles(agreed)[0] == "Le parent ou tuteur a donné son accord"


def test_a_mentor_is_spoken_to_as_an_adult_and_as_one_who_offers() -> None:
    told = story(ReferralState.OFFERED, Step.RECEIVED, Step.OFFERED, audience=Audience.MENTOR)
    assert titles(told) == [
        "Votre candidature est bien arrivée",
        "Proposée à une association, sans votre nom",
        "Une association lit votre candidature, sans savoir qui vous êtes.",
        "Une association dit oui et vous contacte",
        "Elle vous forme, puis vous présente un jeune",
    ]
    assert told.voice.form == "mentor.page"


def test_only_a_young_person_is_called_tu() -> None:
    familiar = re.compile(r"\b([Tt]u|[Tt]e|[Tt]a|[Tt]on|[Tt]es|[Tt]oi)\b|\b[Tt]’")
    for audience, voice in VOICES.items():
        said = " ".join([*voice.happened.values(), *voice.now.values(), voice.heading, voice.forgotten])
        assert bool(familiar.search(said)) is (audience is Audience.YOUNG_PERSON)


OF_MENTORS = set(ICONS) - {Step.AWAITING_CHECK, Step.AWAITING_GUARDIAN, Step.GUARDIAN_AGREED}
"""Nobody registers a mentor but themselves, and no guardian is asked."""


@pytest.mark.parametrize("audience", sorted(VOICES))
def test_each_voice_has_words_for_all_that_may_happen_to_it(audience: Audience) -> None:
    voice = VOICES[audience]
    assert set(voice.happened) == (OF_MENTORS if audience is Audience.MENTOR else set(ICONS))
    assert set(voice.now) == set(ReferralState) - ENDED


def test_every_step_is_shown_or_left_out_on_purpose() -> None:
    left_out = {Step.OVERDUE, Step.DECLINED, Step.EXPIRED, Step.RECALLED, Step.REOPENED, Step.FORGOTTEN}
    left_out |= {Step.ASKED_IF_CONTACTED, Step.ASKED_IF_TOGETHER, Step.PRESCRIBER_ASKED}
    left_out |= {Step.ASKED_HOW_IT_WAS, Step.FORGOTTEN_SOON}
    assert set(Step) - set(ICONS) == left_out
