"""The network's picture: what is told of the last twelve months that are over, small groups blurred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hub import calendar, directory, queries
from hub.figures import opinions, promise
from hub.figures.blurring import apart, blur, blurred
from hub.figures.promise import Waited
from hub.figures.tallying import first_moment, month_after
from hub.geography import DEPARTMENTS
from hub.lifecycle import LIVE, OfferState
from hub.queries import counts, promises
from hub.queries import opinions as queried
from hub.queries.counts import Answers
from hub.queries.promises import Fate
from hub.vocabulary import Kind, Place
from hub.work import Work

OVERLAPPING = frozenset({"theme", "public"})
"""Traits of which one person may have several words: no total is theirs."""
MOST_MOVES = 3
UNTAGGED = ""
STAGES = ("registered", "offered", "accepted", "contacted", "paired")
ENDS: Mapping[str, tuple[OfferState, ...]] = {
    "accepted": (OfferState.ACCEPTED, OfferState.RETURNED),
    "declined": (OfferState.DECLINED,),
    "silent": (OfferState.EXPIRED,),
    "recalled": (OfferState.RECALLED,),
    "open": tuple(sorted(LIVE)),
}
"""What became of an offer."""


def picture(work: Work) -> dict[str, Any]:
    """All that the page of the network tells, ready to be kept."""
    this_month = calendar.civil(work.now).replace(day=1)
    first = max(_year_before(this_month), _born(work) or this_month)
    since, until = first_moment(first), first_moment(this_month)
    k, session = work.rule_book.card_k, work.session
    waited = promise.waited(counts.waits(session, since, until), calendar.civil(work.now))
    return {
        "since": first.isoformat(),
        "until": (this_month - calendar.ONE_DAY).isoformat(),
        "k": k,
        "months": _months(work, first, this_month),
        "promises": _promises(promises.promised(session, since, until, calendar.civil(work.now)), k),
        "waits": _waits(waited, months_of(first, this_month), k),
        "funnel": apart(dict(zip(STAGES, counts.reached(session, since, until), strict=True)), k=k),
        "sources": blurred(_tagged(counts.sources(session, since, until)), k=k),
        **_tallied(counts.tallies(session, first, this_month - calendar.ONE_DAY), k),
        "houses": _houses(work, counts.answers(session, since, until)),
        "opinions": opinions.of_network(queried.heard(session, first, this_month - calendar.ONE_DAY), k=k),
        "cover": cover(counts.answering_entries(session)),
    }


def months_of(first: date, until: date) -> list[date]:
    """From that month on, to the last one before ``until``."""
    months = []
    while first < until:
        months.append(first)
        first = month_after(first)
    return months


def cover(entries: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of these associations come to each département in person."""
    territories = [directory.profile_of(entry).in_person for entry in entries]
    comes = [territory for territory in territories if territory]
    return {
        code: sum(bool(territory.nearness(_anywhere_in(code))) for territory in comes)
        for code, department in DEPARTMENTS.items()
        if department.population
    }


def _born(work: Work) -> date | None:
    """The month of the first registration: before it there was nothing to count."""
    oldest = queries.oldest_registration(work.session)
    return calendar.civil(oldest).replace(day=1) if oldest else None


def _months(work: Work, first: date, until: date) -> dict[str, dict[str, int | None]]:
    """By kind, this year and the one before."""
    before = _year_before(first)
    rows = counts.registered(work.session, first_moment(before), first_moment(until))
    found: dict[str, dict[str, int | None]] = {}
    for kind in Kind:
        for name, ends in (
            (kind.value, (first, until)),
            (f"{kind.value}_before", (before, _year_before(until))),
        ):
            months = dict.fromkeys(map(_month, months_of(*ends)), 0)
            for _, day, count in (row for row in rows if row[0] is kind and _month(row[1]) in months):
                months[_month(day)] += count
            found[name] = blurred(months, k=work.rule_book.card_k)
    return found


def _waits(waited: list[Waited], told: list[date], k: int) -> dict[str, Any]:
    months: dict[str, list[Waited]] = {_month(month): [] for month in told}
    for each in waited:
        months.get(_month(each.began), []).append(each)
    return {
        "whole": promise.told(waited, k=k),
        "months": {month: promise.told(group, k=k) for month, group in months.items()},
        "lengths": blurred(promise.lengths(waited), k=k),
    }


def _promises(rows: Iterable[tuple[Fate, int, int]], k: int) -> dict[str, Any]:
    """What came of the dates that were shown, and how often they moved: 3 stands for three times and more."""
    fates, moves = Counter[str](dict.fromkeys(Fate, 0)), Counter[str](dict.fromkeys("0123", 0))
    for fate, moved, many in rows:
        fates[fate] += many
        moves[str(min(moved, MOST_MOVES))] += many
    return {"fates": blurred(fates, k=k), "moves": blurred(moves, k=k)}


def _tallied(rows: Iterable[tuple[Kind, str, str, int]], k: int) -> dict[str, Any]:
    """What needs have in them, by kind: where people are, apart from the rest."""
    found: dict[str, dict[str, dict[str, int]]] = {kind.value: {} for kind in Kind}
    for kind, trait, word, many in rows:
        found[kind.value].setdefault(trait, {})[word] = many
    areas = {kind: areas_of(traits.pop("department", {}), k) for kind, traits in found.items()}
    return {
        "areas": areas,
        "traits": {
            kind: {
                trait: apart(words, k=k) if trait in OVERLAPPING else blurred(words, k=k)
                for trait, words in traits.items()
            }
            for kind, traits in found.items()
        },
    }


def areas_of(departments: Mapping[str, int], k: int) -> dict[str, Any]:
    """By département; by région as long as most people live where too few would be told.  Never both: one would tell
    what the other hides."""
    told = blurred(departments, k=k)
    if 2 * sum(many or 0 for many in told.values()) >= sum(departments.values()):
        return {"level": "department", "cells": told}
    regions: Counter[str] = Counter()
    for code, many in departments.items():
        regions[DEPARTMENTS[code].region] += many
    return {"level": "region", "cells": blurred(regions, k=k)}


def _tagged(sources: Mapping[str | None, int]) -> dict[str, int]:
    tagged: Counter[str] = Counter()
    for source, count in sources.items():
        tagged[source or UNTAGGED] += count
    return dict(tagged)


def _houses(work: Work, answers: Iterable[Answers]) -> list[dict[str, Any]]:
    """Each association's offers of young people and their ends.  Rows add up to what was offered, columns to what is
    told of the network: what is hidden is hidden from both."""
    cells: Counter[tuple[str, str]] = Counter()
    names = counts.names(work.session)
    for each in answers:
        if each.kind is Kind.YOUNG_PERSON:
            end = next(end for end, states in ENDS.items() if each.state in states)
            cells[names[each.association_id][0], end] += each.many
    slugs = sorted({slug for slug, _ in cells})
    full = {(slug, end): cells[slug, end] for slug in slugs for end in ENDS}
    rows = [[(slug, end) for end in ENDS] for slug in slugs]
    found = blur(full, [*rows, [(slug, "accepted") for slug in slugs]], k=work.rule_book.card_k)
    called = dict(names.values())
    return [
        {
            "name": called[slug],
            "offered": None if turn in found.silent else sum(full[cell] for cell in rows[turn]),
            **{end: None if (slug, end) in found.hidden else full[slug, end] for end in ENDS},
        }
        for turn, slug in enumerate(slugs)
    ]


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _anywhere_in(department: str) -> Place:
    known = DEPARTMENTS[department]
    return Place("", "", "", department, known.region, known.population)
