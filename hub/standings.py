"""How each association stands today, as routing must know it: read from the database at each piece of work."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from functools import lru_cache

from hub import calendar, cards, ceilings, directory, queries
from hub.queries import Promptness, StandingRow
from hub.routing import Profile, Roster, RuleBook, Standing
from hub.vocabulary import Engagement
from hub.work import Work

WITHOUT_A_MENTOR = timedelta(days=60)
"""How long somebody who was accepted counts as waiting for a mentor: past it, the association is asked (D+60)."""

TAKEN_FOR_PROMPT = 4
"""Offers that each association is taken to have answered in time: a newcomer's first delay weighs little."""

MOST_ENTRIES = 4096


class _Kept(threading.local):
    """The last roster of each thread: a roster moves as it is read, which two threads must not do to the same."""

    rule_book: RuleBook | None = None
    profiles: tuple[str, ...] = ()
    roster: Roster | None = None


_kept = _Kept()


def roster(work: Work, offered: Engagement | None = None) -> Roster:
    """Every association as it stands now, before a young person, or before the mentor who offers this.

    The index is built again when an entry or the rule book changes; how associations stand is read each time.
    """
    rows = queries.standings(work.session)
    built = _built(work, rows)
    today, prompt = calendar.civil(work.now), _answered_in_time(work)
    full_for, closed = ceilings.full_for(work), _closed(work, today)
    lately = _mentors_lately(work) if offered else {}
    waiting = waiting_days(work, offered) if offered else {}
    built.stand(
        {
            row.slug: Standing(
                places_left=row.places_left,
                paused=row.paused_until is not None and today <= row.paused_until,
                joined=row.joined,
                places_a_year=_read(row.profile)[1],
                declared_days=_days_since(row.places_declared_on, today),
                answered_in_time=prompt.get(row.id, 100),
                mentors_lately=lately.get(row.id, 0),
                waiting_days=waiting.get(row.id, 0),
                full_for=full_for.get(row.id, ()),
                away=row.suspended or row.stopped or row.id in closed,
            )
            for row in rows
        }
    )
    return built


def waiting_days(work: Work, offered: Engagement) -> dict[int, int]:
    """By association, since when its young people wait for a mentor like this one: the longest, in days.

    What a mentor offers is compared with cards alone: no young person's need is opened for it.
    """
    longest: dict[int, int] = {}
    since = work.now - WITHOUT_A_MENTOR
    for association_id, received_at, card in queries.without_a_mentor_yet(work.session, since):
        days = (work.now - received_at).days
        if days > longest.get(association_id, -1) and cards.is_like(cards.Card.from_json(card), offered):
            longest[association_id] = days
    return longest


def _closed(work: Work, today: date) -> set[int]:
    """Who is closed, or will be before an answer is expected: nobody is asked to wait behind a closed door."""
    answered_by = calendar.add_working_days(today, work.rule_book.delays.answer_days)
    return queries.places.closed_between(work.session, today, answered_by)


def in_percent(offers: Promptness) -> int:
    """How many were answered in time."""
    return 100 * (offers.in_time + TAKEN_FOR_PROMPT) // (offers.due + TAKEN_FOR_PROMPT)


def _built(work: Work, rows: list[StandingRow]) -> Roster:
    profiles = tuple(row.profile for row in rows)
    if _kept.roster is None or _kept.rule_book is not work.rule_book or _kept.profiles != profiles:
        _kept.roster = Roster((_read(profile)[0] for profile in profiles), work.rule_book)
        _kept.rule_book, _kept.profiles = work.rule_book, profiles
    return _kept.roster


@lru_cache(maxsize=MOST_ENTRIES)
def _read(profile: str) -> tuple[Profile, int | None]:
    """What an entry's text says, and its places a year; the same text is read once."""
    plain = json.loads(profile)
    return directory.profile_of(plain), plain["places_a_year"]


def _answered_in_time(work: Work) -> dict[int, int]:
    """In percent; associations of which nothing was asked lately are not in it."""
    since = work.now - timedelta(days=work.rule_book.load.answers_days)
    prompt = queries.promptness(work.session, since, work.now)
    return {association_id: in_percent(offers) for association_id, offers in prompt.items()}


def _mentors_lately(work: Work) -> dict[int, int]:
    turn = timedelta(days=work.rule_book.delays.mentor_turn_days)
    return queries.mentors_received(work.session, work.now - turn)


def _days_since(day: date | None, today: date) -> int | None:
    return None if day is None else (today - day).days
