"""A stored decision, whatever the year it was sealed in, as one shape that the desk's page and the command share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.explaining.points import Part, parts
from hub.explaining.titles import LAST_RESORT, MENTORS_TIES, OTHER, REFERENTE, TIES, TITLES
from hub.folding import folded
from hub.vocabulary import Kind

Stored = Mapping[str, Any]
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An association that fits, at its ``rank`` (the best is 1).

    ``parts`` is empty in a decision that kept the sum only; ``because`` is what the association itself may read.
    """

    rank: int
    slug: str
    name: str
    points: int
    parts: tuple[Part, ...]
    marks: tuple[str, ...]
    """What ranks it beside its points: last resort, association référente, the wait of its young people."""
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    sentence: str
    associations: tuple[tuple[str, str], ...]
    """(slug, name) of each association that this sentence ruled out, in the order of their names."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What one criterion ruled out, first of all criteria; the same sentence is said once."""

    criterion: str
    title: str
    reasons: tuple[Reason, ...]

    @property
    def count(self) -> int:
        return sum(len(reason.associations) for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Decided:
    """``is_priority`` is None for a mentor, and in a decision that did not keep it."""

    decided_at: datetime
    rule_book: str
    is_priority: bool | None
    overrides: tuple[str, ...]
    consortia: tuple[str, ...]
    ranked: tuple[Ranked, ...]
    ties: str | None
    """How associations with the same points were parted, None where none had."""
    without_room: tuple[str, ...]
    """The names of those that nothing but the want of a place rules out."""
    ruled_out: tuple[WhyNot, ...]

    @property
    def most_points(self) -> int:
        return max((each.points for each in self.ranked), default=0)

    def rank_of(self, slug: str) -> Ranked | None:
        return next((each for each in self.ranked if each.slug == slug), None)

    def why_not(self, slug: str) -> str | None:
        """The sentence that ruled it out, None for one that fits or was not looked at."""
        sentences = (
            reason.sentence
            for group in self.ruled_out
            for reason in group.reasons
            if slug in dict(reason.associations)
        )
        return next(sentences, None)


def decided(stored: Stored, *, kind: Kind, names: Names) -> Decided:
    """``stored``: the opened box with ``decided_at``; ``names``: each association's name by its slug."""
    shortlist = enumerate(stored["shortlist"], start=1)
    scores = [row["score"] for row in stored["shortlist"] if "points" in row]
    of_mentor, themes = kind is Kind.MENTOR, stored.get("themes")
    return Decided(
        decided_at=stored["decided_at"],
        rule_book=stored["rule_book"],
        is_priority=None if of_mentor else stored.get("priority"),
        overrides=tuple(stored.get("overrides", ())),
        consortia=tuple(stored.get("consortia", ())),
        ranked=tuple(
            Ranked(
                rank=rank,
                slug=row["association"],
                name=names.get(row["association"], row["association"]),
                points=row["score"],
                parts=tuple(parts(row, of_mentor=of_mentor, themes=themes)),
                marks=tuple(_marks(row)),
                because=tuple(row["because"]),
            )
            for rank, row in shortlist
        ),
        ties=(MENTORS_TIES if of_mentor else TIES) if len(set(scores)) < len(scores) else None,
        without_room=tuple(names.get(slug, slug) for slug in stored.get("without_room", ())),
        ruled_out=tuple(_ruled_out(stored["ruled_out"], names)),
    )


def _marks(row: Stored) -> Iterator[str]:
    if row.get("fallback"):
        yield LAST_RESORT
    if row.get("referente"):
        yield REFERENTE
    if row.get("waiting_days"):
        yield f"un jeune de ce profil y attend depuis {row['waiting_days']} jours"
    if row.get("mentors_lately"):
        yield f"mentors proposés récemment\u202f: {row['mentors_lately']}"


def _ruled_out(rows: Sequence[Stored], names: Names) -> Iterator[WhyNot]:
    """The criteria in the order in which they are looked at, those that nobody knows any more at the end."""
    known = [criterion for criterion in TITLES if any(row["criterion"] == criterion for row in rows)]
    forgotten = dict.fromkeys(row["criterion"] for row in rows if row["criterion"] not in TITLES)
    for criterion in (*known, *forgotten):
        out = [row for row in rows if row["criterion"] == criterion]
        yield WhyNot(criterion, TITLES.get(criterion, OTHER), tuple(_reasons(out, names)))


def _reasons(rows: Sequence[Stored], names: Names) -> Iterator[Reason]:
    for sentence in dict.fromkeys(row["because"] for row in rows):
        slugs = [row["association"] for row in rows if row["because"] == sentence]
        named = sorted(((slug, names.get(slug, slug)) for slug in slugs), key=lambda each: folded(each[1]))
        yield Reason(sentence, tuple(named))
