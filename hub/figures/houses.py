"""One association's figures of a period, beside the median of all: its own cards, which its members have all seen.

Shares and medians are of groups of k at least; the median of all is told when enough associations have one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from hub import calendar
from hub.figures import opinions
from hub.figures.network import ENDS
from hub.figures.promise import median_of, working_days
from hub.queries import counts
from hub.queries import opinions as queried
from hub.queries.counts import AfterYes, Answers
from hub.vocabulary import Kind
from hub.work import Work

FEWEST_PEERS = 5
"""A median of fewer associations would tell too much of one of them."""
DELAYS: tuple[tuple[int, int | None], ...] = ((0, 0), (1, 1), (2, 3), (4, 5), (6, 10), (11, None))
"""Working days from an offer to its answer."""
SHARES = ("accepts", "in_time", "contacts", "pairs", "gives_back")


@dataclass(slots=True)
class House:
    """What was counted of one association, before anything is left untold."""

    ends: dict[str, Counter[str]] = field(default_factory=lambda: {kind.value: Counter() for kind in Kind})
    seen: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    in_time: int = 0
    after: AfterYes | None = None
    outcomes: dict[str, int] = field(default_factory=dict)
    undone: int = 0

    def add(self, told: Answers) -> None:
        end = next(end for end, states in ENDS.items() if told.state in states)
        self.ends[told.kind.value][end] += told.many
        if told.kind is Kind.YOUNG_PERSON:
            self.seen += told.seen
            if told.reason:
                self.reasons[told.reason.value] += told.many

    @property
    def offered(self) -> int:
        return self.ends[Kind.YOUNG_PERSON.value].total()

    def shares(self, k: int) -> dict[str, float | None]:
        """Of the offers that were answered or left without an answer; those taken back say nothing of anybody."""
        ends = self.ends[Kind.YOUNG_PERSON.value]
        answered = ends["accepted"] + ends["declined"]
        after = self.after or AfterYes(0, 0, 0, 0, 0)
        return {
            "accepts": _share(ends["accepted"], answered + ends["silent"], k),
            "in_time": _share(self.in_time, self.days.total() + ends["silent"], k),
            "contacts": _share(after.contacted, after.accepted, k),
            "pairs": _share(after.paired, after.accepted, k),
            "gives_back": _share(after.returned, after.accepted, k),
        }


def houses(work: Work, since: datetime, until: datetime) -> dict[str, dict[str, Any]]:
    """Of every association that was offered something then, by its slug."""
    k, names = work.rule_book.card_k, counts.names(work.session)
    counted = _counted(work, since, until)
    shares = {row: house.shares(k) for row, house in counted.items()}
    days = {row: median_of(house.days.items(), k=k) for row, house in counted.items()}
    peers = {name: _middle([each[name] for each in shares.values()]) for name in SHARES}
    peers["days"] = _middle(days.values())
    heard = queried.heard(work.session, calendar.civil(since), calendar.civil(until))
    return {
        names[row][0]: {
            "since": since.isoformat(),
            "until": until.isoformat(),
            "k": k,
            **_told(house),
            "shares": shares[row] | {"days": days[row]},
            "peers": peers,
            "opinions": opinions.of_house(heard, names[row][0], k=k),
        }
        for row, house in counted.items()
    }


def _counted(work: Work, since: datetime, until: datetime) -> dict[int, House]:
    found: dict[int, House] = {}
    for each in counts.answers(work.session, since, until):
        found.setdefault(each.association_id, House()).add(each)
    for row, made, answered, prompt, many in counts.answering_days(work.session, since, until):
        found[row].days[working_days(made, answered)] += many
        found[row].in_time += prompt * many
    for after in counts.after_yes(work.session, since, until):
        found[after.association_id].after = after
    for row, outcome, many in counts.outcomes(work.session, since, until):
        found[row].outcomes[outcome.value] = many
    for row, many in counts.undone(work.session, since, until).items():
        found.setdefault(row, House()).undone = many
    return found


def _told(house: House) -> dict[str, Any]:
    young, mentors = (house.ends[kind.value] for kind in (Kind.YOUNG_PERSON, Kind.MENTOR))
    after = house.after or AfterYes(0, 0, 0, 0, 0)
    return {
        "funnel": {
            "offered": house.offered,
            "seen": house.seen,
            "accepted": young["accepted"],
            "contacted": after.contacted,
            "paired": after.paired,
        },
        "ends": {end: young[end] for end in ENDS},
        "mentors": {"offered": mentors.total(), "accepted": mentors["accepted"]},
        "returned": after.returned,
        "outcomes": house.outcomes,
        "undone": house.undone,
        "reasons": dict(house.reasons.most_common()),
        "delays": _delays(house.days),
    }


def _delays(days: Mapping[int, int]) -> dict[str, int]:
    found = dict.fromkeys(map(_name, DELAYS), 0)
    for value, many in days.items():
        found[next(_name(ends) for ends in DELAYS if ends[1] is None or value <= ends[1])] += many
    return found


def _name(ends: tuple[int, int | None]) -> str:
    return f"{ends[0]}-{'' if ends[1] is None else ends[1]}"


def _share(part: int, whole: int, k: int) -> float | None:
    return part / whole if whole >= k else None


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if len(known) >= FEWEST_PEERS else None
