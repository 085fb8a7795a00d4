"""Who is timed, what each is given beforehand, and how its answers are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any

from bench.routing import engines, loop, ours, sql
from bench.routing.crowd import SEED, Asked, Member, members, needs
from bench.routing.facts import Answer, Facts, facts_of, need_of
from hub.routing import Roster, RuleBook

DECISIONS = 1_000


class Scene:
    """A directory of a size, how it stands, and the needs that reach it."""

    def __init__(self, size: int, book: RuleBook, decisions: int = DECISIONS) -> None:
        self.size, self.book = size, book
        self.members: list[Member] = members(size)
        self.asked: list[Asked] = needs(decisions, self.members)
        self.earlier: list[Asked] = needs(decisions, self.members, SEED + 1)
        self.facts: list[Facts] = [facts_of(member, book) for member in self.members]
        self.numbers = {member.profile.slug: number for number, member in enumerate(self.members)}


class Kind(Enum):
    OURS = auto()
    LOOP = auto()
    DATABASE = auto()
    RULES = auto()
    UNROLLED = auto()


@dataclass(frozen=True, slots=True)
class Ready:
    """``decide`` is what is timed, from a need as the hub holds it; ``answer`` reads what it gave, outside."""

    questions: Sequence[Asked]
    decide: Callable[[Asked], Any]
    answer: Callable[[Any], Answer]


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    kind: Kind
    ready: Callable[[Scene], Ready]


def _ours(scene: Scene) -> Ready:
    roster = _roster(scene)

    def answer(decided: Any) -> Answer:
        verdict, best = decided
        return ours.answer((best, verdict.ruled_out()), scene.numbers)

    return Ready(scene.asked, partial(ours.decide, roster), answer)


def _ours_in_words(scene: Scene) -> Ready:
    roster = _roster(scene)
    return Ready(
        scene.asked, partial(ours.decide_in_words, roster), partial(ours.answer, numbers=scene.numbers)
    )


def _roster(scene: Scene) -> Roster:
    """One that has met other people before, as in a hub that runs: an index learns rows as it is asked."""
    roster = ours.opened(scene.members, scene.book)
    for asked in scene.earlier:
        ours.decide(roster, asked)
    return roster


def _loop(scene: Scene) -> Ready:
    rows = [loop.Row(each) for each in scene.facts]
    return Ready(scene.asked, partial(loop.decide, rows=rows, book=scene.book), _as_it_is)


def _sqlite(scene: Scene) -> Ready:
    database, query = sql.opened(scene.facts), sql.query(scene.book.weights)

    def decide(asked: Asked) -> Answer:
        return sql.decide(database, query, sql.parameters(asked, scene.book, scene.numbers))

    return Ready(scene.asked, decide, _as_it_is)


def _engine(name: str, kind: Kind, make: engines.Make) -> Contender:
    def ready(scene: Scene) -> Ready:
        decide = make(scene.facts, scene.book.weights)
        return Ready(scene.asked, lambda asked: decide(need_of(asked, scene.book)), _as_it_is)

    return Contender(name, kind, ready)


def _as_it_is(answer: Answer) -> Answer:
    """``rule-engine`` counts in decimals."""
    return Answer(answer.best, [*map(int, answer.codes)])


OURS = Contender("le hub", Kind.OURS, _ours)
IN_WORDS = Contender("le hub, en toutes lettres", Kind.OURS, _ours_in_words)
LOOP = Contender("boucle Python", Kind.LOOP, _loop)
SQLITE = Contender("SQLite en mémoire", Kind.DATABASE, _sqlite)
ENGINES = (
    _engine("JsonLogic (Rust)", Kind.RULES, engines.json_logic_rules),
    _engine("JsonLogic (Rust), déroulé", Kind.UNROLLED, engines.json_logic_unrolled),
    _engine("zen-engine, expressions", Kind.RULES, engines.zen_rules),
    _engine("zen-engine, déroulé", Kind.UNROLLED, engines.zen_unrolled),
    _engine("zen-engine, tables de décision", Kind.RULES, engines.zen_tables),
    _engine("CEL (Rust)", Kind.RULES, engines.cel_rules),
    _engine("rule-engine", Kind.RULES, engines.rule_engine_rules),
)
CONTENDERS = (OURS, IN_WORDS, LOOP, SQLITE, *ENGINES)
