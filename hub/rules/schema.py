"""The shape of a rule book's text: which lines there must be, and what each may say."""

from __future__ import annotations

import string
import unicodedata
from dataclasses import MISSING, dataclass, fields
from functools import cache

import yaml

from hub import schools
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing.rulebook import PLACEHOLDERS, SAID_SINCE, Delays, Load, Weights
from hub.strict_yaml import (
    Choice,
    Code,
    Flag,
    Many,
    Problems,
    Section,
    Shape,
    Text,
    Whole,
    meant,
    text_of,
    wrong,
)
from hub.vocabulary import AgeBand, Public, Situation

MOST_LETTERS = 300
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of signs that nobody sees, some of which turn round the text beside them."""
MOST_NAME_LETTERS = 80
ONE_LINE = "attendu une phrase entre guillemets, sur une ligne, de {most} signes au plus"
HIDDEN = "un signe invisible (U+{code:04X}) s’est glissé dans ce texte\u202f: retapez-le au clavier"
BRACES = "accolade seule\u202f: attendu {mot} avec ses deux accolades, ou aucune"
PLAIN_WORD = "entre accolades, attendu un mot seul, sans point, sans crochet ni deux-points"
NO_WORD = "cette phrase n’a aucun mot à remplacer\u202f: enlevez {{{word}}}"
OTHER_WORD = "«\u00a0{{{word}}}\u00a0» est inconnu ici\u202f; cette phrase peut dire {known}{meant}"
UAI = "attendu un UAI\u202f: sept chiffres et une lettre, entre guillemets"
WRONG_LETTER = "la lettre ne va pas avec les chiffres\u202f; vouliez-vous dire «\u00a0{right}\u00a0»\u202f?"

DAYS = Whole(1, 3660)
POINTS = Whole(0, 1000)
PERCENT = Whole(0, 100)
DEPARTMENT = Choice(
    {code: department.name for code, department in DEPARTMENTS.items()},
    "attendu le code d’un département, entre guillemets",
)
REGION = Choice(dict(REGIONS), "attendu le code d’une région, entre guillemets")
ANY_SLUG = Text(r"[a-z0-9]+(-[a-z0-9]+)*", "attendu des minuscules, des chiffres et des tirets")


@dataclass(frozen=True, slots=True)
class Line:
    """A name or a sentence, on one line, without a sign that nobody sees."""

    most: int = MOST_LETTERS

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        text = text_of(node)
        hidden = next((sign for sign in text if unicodedata.category(sign) in INVISIBLE), None)
        if not text.strip() or len(text) > self.most or "\n" in text:
            wrong(node, problems, ONE_LINE.format(most=self.most))
        elif hidden:
            wrong(node, problems, HIDDEN.format(code=ord(hidden)))
        else:
            return text
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence whose words between braces are plain, and among those that it may use: nothing is ever executed."""

    words: frozenset[str]

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        text = Line().read(node, problems)
        objection = self._objection(text) if text else None
        if objection:
            wrong(node, problems, objection)
            return None
        return text

    def _objection(self, text: str) -> str | None:
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError:
            return BRACES
        for _, word, spec, conversion in parts:
            if word is None or (word in self.words and not spec and not conversion):
                continue
            if not word.isidentifier() or spec or conversion:
                return PLAIN_WORD
            return self._unknown(word)
        return None

    def _unknown(self, word: str) -> str:
        if not self.words:
            return NO_WORD.format(word=word)
        known = ", ".join(f"{{{one}}}" for one in sorted(self.words))
        return OTHER_WORD.format(word=word, known=known, meant=meant(word, self.words))


@dataclass(frozen=True, slots=True)
class School:
    """A school's UAI: a collège's is in no list, but its letter says whether it was typed rightly."""

    def read(self, node: yaml.Node, problems: Problems) -> str | None:
        uai = node.value if isinstance(node, yaml.ScalarNode) else ""
        if not schools.UAI.fullmatch(uai.upper()):
            wrong(node, problems, UAI)
        elif not schools.is_uai(uai):
            right = schools.with_right_letter(uai)
            wrong(node, problems, WRONG_LETTER.format(right=right))
        else:
            return str(uai)
        return None


@cache
def schema(slugs: tuple[str, ...] | None = None) -> Section:
    """``slugs``: the associations that may be named; without them, anything formed as one."""
    slug: Shape = ANY_SLUG
    if slugs is not None:
        slug = Choice({one: one for one in slugs}, "aucune association de l’annuaire ne s’appelle ainsi")
    return Section(
        {
            "sentences": SENTENCES,
            "small_town_below": Whole(1, 1_000_000),
            "weights": Section({field.name: POINTS for field in fields(Weights)}),
            "load": LOAD,
            "priority": PRIORITY,
            "overrides": Many(_override(slug)),
            "consortia": Many(_consortium(slug)),
            "fallback": Section({band.value: Many(slug) for band in AgeBand}),
            "delays": DELAYS,
            "card_k": Whole(2, 1000),
            "webinars": WEBINARS,
        }
    )


def _override(slug: Shape) -> Section:
    return Section(
        {"name": Line(MOST_NAME_LETTERS)},
        optional={
            "departments": Many(DEPARTMENT),
            "regions": Many(REGION),
            "weights": Section({}, optional={field.name: POINTS for field in fields(Weights)}),
            "first": Many(slug),
            "never": Many(slug),
            "answer_days": DAYS,
        },
    )


def _consortium(slug: Shape) -> Section:
    return Section(
        {"name": Line(MOST_NAME_LETTERS), "members": Many(slug), "referente": slug},
        optional={"schools": Many(School()), "departments": Many(DEPARTMENT)},
    )


SENTENCES = Section(
    {name: Sentence(words) for name, words in PLACEHOLDERS.items() if name not in SAID_SINCE},
    optional={name: Sentence(PLACEHOLDERS[name]) for name in SAID_SINCE},
)
DELAYS = Section(
    {field.name: DAYS for field in fields(Delays) if field.default is MISSING},
    optional={field.name: DAYS for field in fields(Delays) if field.default is not MISSING},
)
LOAD = Section(
    {field.name: DAYS for field in fields(Load)}
    | {"undeclared_percent": PERCENT, "undeclared_places": Whole(0, 10_000)}
)
PRIORITY = Section(
    {
        "publics": Many(Code(Public)),
        "situations": Many(Code(Situation)),
        "overseas": Flag(),
        "reserved_percent": Whole(0, 90),
    }
)
WEBINARS = Section(
    {
        "weekday": Whole(1, 5),
        "at": Text(r"([01]\d|2[0-3]):[0-5]\d", 'attendu une heure entre guillemets, comme "12:30"'),
        "minutes": Whole(5, 600),
        "seats": Whole(1, 10_000),
        "link": Text(r"https://\S{1,290}", "attendu une adresse qui commence par https://"),
    }
)
