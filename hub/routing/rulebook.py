"""What the network decided and may decide otherwise tomorrow: sentences, weights, delays, who comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hub.geography import is_overseas
from hub.partnership import WebinarPlan
from hub.vocabulary import AgeBand, Engagement, Need, Place, Public, Situation
from hub.wording import N_

PLACEHOLDERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "not_joined": frozenset(),
        "asked": frozenset(),
        "away": frozenset(),
        "paused": frozenset(),
        "full": frozenset(),
        "kept_for_priority": frozenset(),
        "full_for_them": frozenset(),
        "age_unsaid": frozenset(),
        "ages": frozenset({"youngest", "oldest"}),
        "situation_unsaid": frozenset(),
        "situations_taken": frozenset({"situations"}),
        "first_class": frozenset({"first"}),
        "diploma": frozenset({"diploma"}),
        "themes_unsaid": frozenset(),
        "themes_taken": frozenset({"themes"}),
        "mode_unsaid": frozenset(),
        "only_remote": frozenset(),
        "only_in_person": frozenset(),
        "towns_unsaid": frozenset(),
        "in_person_in": frozenset({"places"}),
        "remote_in": frozenset({"places"}),
        "override": frozenset({"name"}),
        "small_town": frozenset(),
        "required": frozenset({"publics"}),
        "girls_only": frozenset(),
        "volunteering": frozenset(),
        "project": frozenset({"theme"}),
        "way_unsaid": frozenset(),
        "partner_schools_unsaid": frozenset(),
        "ways_taken": frozenset({"ways"}),
        "conventions_unsaid": frozenset(),
        "conventions": frozenset({"departments"}),
        "mentors_unsaid": frozenset(),
        "mentors_unwanted": frozenset(),
        "mentor_ages_unsaid": frozenset(),
        "mentor_ages_taken": frozenset({"ages"}),
        "statuses_taken": frozenset({"statuses"}),
        "audiences_taken": frozenset({"audiences"}),
    }
)
"""Every sentence of a rule book, and what it may hold between braces: the association's rule, never the answer."""

SAID_SINCE: Mapping[str, str] = MappingProxyType(
    {
        "away": N_("Personne n’y répond en ce moment : fermée ces jours-ci, ou arrêtée faute de nouvelles."),
        "full_for_them": N_("N’a plus de place en ce moment pour ce public ou ce territoire."),
    }
)
"""What is said for a rule book whose text is older than the sentence: it stays readable."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points, whole numbers: a sum of them can be checked by hand.  ``load`` and ``answers`` are for 100 percent."""

    theme: int
    reserved: int
    favoured_public: int
    department: int
    region: int
    national: int
    remote: int
    referente: int
    first: int
    load: int
    answers: int


@dataclass(frozen=True, slots=True)
class Load:
    """How room and habits of answering are reckoned.  Days of the calendar; percents from 0 to 100."""

    fresh_days: int
    stale_days: int
    undeclared_percent: int
    undeclared_places: int
    answers_days: int


@dataclass(frozen=True, slots=True)
class Priority:
    """Whose offers are answered sooner, and the percent of an association's yearly places kept for them."""

    publics: frozenset[Public]
    situations: frozenset[Situation]
    overseas: bool
    reserved_percent: int


@dataclass(frozen=True, slots=True)
class Override:
    """What is otherwise for those who live there.  Associations by slug; ``weights`` replace those of the same name."""

    name: str
    departments: frozenset[str]
    regions: frozenset[str]
    weights: Mapping[str, int]
    first: frozenset[str]
    never: frozenset[str]
    answer_days: int | None

    def holds_at(self, place: Place) -> bool:
        return place.department in self.departments or place.region in self.regions


@dataclass(frozen=True, slots=True)
class Consortium:
    """Associations, by slug, that serve the same schools (UAI) or départements; the *référente* receives for all."""

    name: str
    schools: frozenset[str]
    departments: frozenset[str]
    members: frozenset[str]
    referente: str


@dataclass(frozen=True, slots=True)
class Delays:
    """Days to answer, to promise, to make contact and of the desk are working days; all others, of the calendar.

    The last ones have a value for a rule book that is older than they are: it stays readable.
    """

    answer_days: int
    priority_answer_days: int
    expires_after_days: int
    promise_days: int
    desk_days: int
    associations_before_desk: int
    waiting_days_before_desk: int
    mentor_turn_days: int
    contact_days: int
    ask_if_contacted_days: int
    try_again_days: int
    try_last_days: int
    unreachable_days: int
    unreachable_kept_days: int
    no_pair_days: int
    ask_if_together_days: int
    guardian_silence_days: int
    written_agreement_days: int
    confirmation_silence_days: int
    withdrawn_kept_days: int
    accepted_kept_days: int
    mentor_kept_days: int
    prescriber_kept_days: int
    company_call_days: int
    company_kept_days: int
    journal_kept_days: int
    guardian_reminder_days: int = 3
    guardian_last_reminder_days: int = 7
    on_it_days: int = 9
    no_solution_days: int = 30
    closing_days: int = 14
    how_it_was_days: int = 7
    forgotten_soon_days: int = 30
    forgotten_last_days: int = 7


@dataclass(frozen=True, slots=True)
class RuleBook:
    """``version`` is the first twelve hexadecimal digits of the SHA-256 of the text it was read from."""

    version: str
    sentences: Mapping[str, str]
    weights: Weights
    load: Load
    priority: Priority
    overrides: tuple[Override, ...]
    consortia: tuple[Consortium, ...]
    fallback: Mapping[AgeBand, frozenset[str]]
    delays: Delays
    card_k: int
    small_town_below: int
    webinars: WebinarPlan


def is_priority(need: Need | Engagement, rule_book: RuleBook) -> bool:
    """Young people may be; a mentor never is."""
    priority = rule_book.priority
    if isinstance(need, Engagement):
        return False
    return (
        not need.publics.isdisjoint(priority.publics)
        or need.situation in priority.situations
        or (priority.overseas and is_overseas(need.place))
    )


def overrides_at(place: Place, rule_book: RuleBook) -> tuple[Override, ...]:
    """Those that name this département or its region, in the order of the book.

    A later one has the last word on weights and days; lists of who is first and who is never asked are added up.
    """
    return tuple(override for override in rule_book.overrides if override.holds_at(place))


def consortia_of(need: Need, rule_book: RuleBook) -> tuple[Consortium, ...]:
    """Those of the school that registers the young person, or of the département where they live."""
    uai = need.prescriber.uai if need.prescriber else None
    return tuple(
        consortium
        for consortium in rule_book.consortia
        if uai in consortium.schools or need.place.department in consortium.departments
    )


def answer_days(need: Need | Engagement, rule_book: RuleBook) -> int:
    """In how many working days an association answers: sooner for a priority public, wherever they live."""
    delays = rule_book.delays
    if is_priority(need, rule_book):
        return delays.priority_answer_days
    said = [override.answer_days for override in overrides_at(need.place, rule_book) if override.answer_days]
    return said[-1] if said else delays.answer_days
