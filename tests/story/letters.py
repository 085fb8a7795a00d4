"""What is looked at in the letters of one moment: each once, no two a day unasked, and the dates that they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from hub.vocabulary import Audience
from tests.story.ledger import Arrived, Row
from tests.story.reckoning import day_in_paris, said

ASKED_FOR = frozenset(
    {
        *(
            "received",
            "awaiting_confirmation",
            "awaiting_guardian",
            "guardian_agreed",
            "accepted",
            "withdrawn",
        ),
        *(
            "keeps_waiting",
            "need_corrected",
            "details_changed",
            "page_code",
            "address_code",
            "address_changed",
        ),
        *("registered", "seat_taken", "seat_moved", "seat_given_back", "session_cancelled", "seat_reminder"),
        *("sign_in_code", "reply_unread"),
    }
)
"""Answers to what somebody has just done, and the one that everybody waits for."""
PARTNERS = (Audience.ASSOCIATION, Audience.DESK, Audience.DPO)
"""They work here, in French: what concerns their own cards comes when it happens, and their digest once a day."""
DIGEST = "digest"
NO_BREAK = "\u00a0"


@dataclass(slots=True)
class Post:
    """What was seen of the letters until now."""

    numbers: set[str] = field(default_factory=set)
    told: Counter[tuple[object, ...]] = field(default_factory=Counter)
    unasked: dict[tuple[str, date], list[str]] = field(default_factory=lambda: defaultdict(list))
    words: dict[tuple[str, date], set[str]] = field(default_factory=lambda: defaultdict(set))

    def wrong(self, letter: Arrived, row: Row | None) -> Iterator[str]:
        if row is None:
            yield f"a letter « {letter.subject} » has no row in the outbox"
            return
        yield from self._twice(letter, row)
        yield from self._too_many(letter, row)

    def _twice(self, letter: Arrived, row: Row) -> Iterator[str]:
        day = day_in_paris(letter.at)
        if letter.number in self.numbers:
            yield f"the letter {row.letter} left twice under one number"
        self.numbers.add(letter.number)
        about = (row.letter, row.audience, row.event, row.member)
        self.told[about] += row.event is not None
        if self.told[about] > 1:
            yield f"{row.letter} told the same of the same event twice"
        if letter.text in self.words[letter.to, day]:
            yield f"{row.letter}: the same words twice on {day}"
        self.words[letter.to, day].add(letter.text)

    def _too_many(self, letter: Arrived, row: Row) -> Iterator[str]:
        if row.letter in ASKED_FOR or (row.audience in PARTNERS and row.letter != DIGEST):
            return
        today = self.unasked[letter.to, day_in_paris(letter.at)]
        today.append(row.letter)
        if len(today) > 1:
            yield f"{' and '.join(today)} on the same day {day_in_paris(letter.at)}"


def wrong_date(letter: Arrived, row: Row, promised: date | None, language: str) -> Iterator[str]:
    """A letter that tells of a promise says its day in words of its reader's language, weekday and all.

    ``language``: of whoever registered.
    """
    if promised and row.letter in SAY_THE_PROMISE and row.audience is not Audience.PRESCRIBER:
        plain = letter.text.replace(NO_BREAK, " ").replace("\n", " ")
        day = said(promised, "fr" if row.audience in PARTNERS else language)
        if day not in plain:
            yield f"{row.letter} does not say {day}"


SAY_THE_PROMISE = frozenset({"received", "guardian_agreed", "going_on", "waiting", "with_desk", "returned"})
