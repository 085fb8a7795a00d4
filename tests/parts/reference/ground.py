"""What the reference asks of a place and of a territory, whoever lives there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from hub.routing import Criterion, RuleBook, Scope, Territory, Weights, reasons
from hub.routing.rulebook import Override
from hub.routing.territory import MAINLAND
from hub.vocabulary import Engagement, Mode, Need, Place


def overrides_at(place: Place, book: RuleBook) -> list[Override]:
    return [
        one for one in book.overrides if place.department in one.departments or place.region in one.regions
    ]


def weights_at(place: Place, book: RuleBook) -> Weights:
    said = {field.name: getattr(book.weights, field.name) for field in fields(Weights)}
    for override in overrides_at(place, book):
        said.update(override.weights)
    return Weights(**said)


def is_first(slug: str, place: Place, book: RuleBook) -> bool:
    return any(slug in override.first for override in overrides_at(place, book))


def objections(
    asked: Need | Engagement,
    slug: str,
    in_person: Territory | None,
    remote: Territory | None,
    book: RuleBook,
) -> Iterator[tuple[Criterion, str]]:
    """Mode, territory and exceptions of territory."""
    words = book.sentences
    if in_person is None and remote is None:
        yield Criterion.MODE, words["mode_unsaid"]
    elif asked.mode is Mode.IN_PERSON and in_person is None:
        yield Criterion.MODE, words["only_remote"]
    elif asked.mode is Mode.REMOTE and remote is None:
        yield Criterion.MODE, words["only_in_person"]
    if not nearest(asked, in_person, remote, book.weights):
        yield Criterion.TERRITORY, _where(in_person, remote, book)
    for override in overrides_at(asked.place, book):
        if slug in override.never:
            yield Criterion.OVERRIDE, words["override"].format(name=override.name)


def nearest(
    asked: Need | Engagement, in_person: Territory | None, remote: Territory | None, weights: Weights
) -> tuple[str, int] | None:
    """The best of the modes that are wished, offered and cover the place; None when there is none."""
    comes = _word(in_person, asked.place) if in_person and asked.mode is not Mode.REMOTE else None
    calls = _word(remote, asked.place) if remote and asked.mode is not Mode.IN_PERSON else None
    if comes and (not calls or getattr(weights, comes) >= weights.remote):
        return comes, getattr(weights, comes)
    return ("remote", weights.remote) if calls else None


def _word(territory: Territory, place: Place) -> str | None:
    if place.department in territory.departments:
        return "department"
    if place.region in territory.regions:
        return "region"
    if territory.scope is Scope.FRANCE or (territory.scope is Scope.MAINLAND and place.region in MAINLAND):
        return "national"
    return None


def _where(in_person: Territory | None, remote: Territory | None, book: RuleBook) -> str:
    said = []
    for territory, sentence in ((in_person, "in_person_in"), (remote, "remote_in")):
        if territory and (territory.scope is not Scope.LISTED or territory.departments or territory.regions):
            said.append(book.sentences[sentence].format(places=reasons.places(territory)))
    return " ".join(said) or book.sentences["towns_unsaid"]
