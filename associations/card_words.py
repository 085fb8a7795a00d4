"""What a card says, in French words: a young person's, or a mentor's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from hub import cards
from hub.calendar import in_words as day_in_words
from hub.vocabulary import Kind, MentorAge
from hub.wording import (
    AVAILABILITIES,
    LEVELS,
    MENTOR_AGES,
    MENTOR_AUDIENCES,
    MENTOR_STATUSES,
    MODES,
    N_,
    THEMES,
)

NO_BREAK = "\N{NO-BREAK SPACE}"
OF_AGE = N_("18 ans et plus")
Lines = list[tuple[str, str]]


def is_mentor(content: Mapping[str, Any] | None) -> bool:
    """Whether this is the card of somebody who wants to become a mentor."""
    return content is not None and content.get("kind") == Kind.MENTOR


def title(content: Mapping[str, Any]) -> str:
    card = cards.read_card(content)
    ages = _mentor_ages(card.ages) if isinstance(card, cards.MentorCard) else _ages(card)
    return f"{ages.replace(' ', NO_BREAK)}{NO_BREAK}· {_(cards.area_name(card.area))}"


def lines(content: Mapping[str, Any]) -> Lines:
    """What the card says below its title, as (label, value)."""
    card = cards.read_card(content)
    return _mentor_lines(card) if isinstance(card, cards.MentorCard) else _young_person_lines(card)


def wish(content: Mapping[str, Any]) -> str:
    """What is looked for, or offered, in one line."""
    return _themes(cards.read_card(content))


def _young_person_lines(card: cards.Card) -> Lines:
    level = [(_("Niveau"), _(LEVELS[card.level]))] if card.level else []
    return [*level, (_("Souhait"), _themes(card)), *_mode(card), _week(card)]


def _mentor_lines(card: cards.MentorCard) -> Lines:
    status = [(_("Situation"), _(MENTOR_STATUSES[card.status]))] if card.status else []
    rhythm = [(_("Disponibilité"), _(AVAILABILITIES[card.availability]))] if card.availability else []
    audiences = " · ".join(_(MENTOR_AUDIENCES[audience]) for audience in card.audiences)
    return [
        *status,
        *([(_("Aimerait accompagner"), audiences)] if audiences else []),
        (_("Propose"), _themes(card)),
        *_mode(card),
        *rhythm,
        _week(card),
    ]


def _ages(card: cards.Card) -> str:
    youngest, oldest = cards.years(card)
    return str(_("%(youngest)d à %(oldest)d ans", youngest=youngest, oldest=oldest))


def _mentor_ages(ages: tuple[MentorAge, ...]) -> str:
    """Either one age, or all of those who are of age."""
    return str(_(MENTOR_AGES[ages[0]] if len(ages) == 1 else OF_AGE))


def _themes(card: cards.Shape) -> str:
    families = [_(cards.THEME_FAMILIES[family]) for family in card.families]
    return " · ".join([_(THEMES[theme]) for theme in card.themes] or families)


def _mode(card: cards.Shape) -> Lines:
    return [(_("Rencontres"), _(MODES[card.mode]))] if card.mode else []


def _week(card: cards.Card | cards.MentorCard) -> tuple[str, str]:
    day = day_in_words(card.week).replace(" ", NO_BREAK)
    return (_("Inscription"), _("semaine du %(day)s", day=day))
