"""The words of a file in the language of its page: what a cell may say, and what was said, as the rules know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from flask_babel import get_locale
from flask_babel import gettext as _

from forms.batch.columns import COLUMNS, Column
from forms.prescriber.reading import Fault
from forms.typed import folded

APART, BETWEEN_CHOICES = " ; ", " · "
CUT, ANSWER = re.compile(r"[;|\n]"), re.compile(r"[^;\s][^;]*[^;\s]|[^;\s]")


def answers(column: Column) -> list[str]:
    return [_(answer) for answer in column.answers]


def example(column: Column) -> str:
    return ANSWER.sub(lambda found: _(found[0]), column.example)


def as_the_rules_say(name: str, text: str) -> str:
    """French, where the answer was written in the language of the page; what is no answer stays as it is."""
    if not (known := _known(name, str(get_locale()))):
        return text
    parts = CUT.split(text) if COLUMNS[name].more else [text]
    return APART.join(known.get(folded(part), part.strip()) for part in parts)


def as_the_page_says(faults: Iterable[Fault]) -> list[Fault]:
    """The choices that a refusal names are words of the vocabulary."""
    return [replace(fault, values=_told(fault.values)) for fault in faults]


def _told(values: Mapping[str, object]) -> dict[str, object]:
    choices = str(values.get("choices", "")).split(BETWEEN_CHOICES)
    told = {"choices": BETWEEN_CHOICES.join(_(choice) for choice in choices)} if any(choices) else {}
    return {**values, **told}


@cache
def _known(name: str, language: str) -> Mapping[str, str]:
    """``language`` is what gettext speaks during this request.  Empty in French, where nothing is said otherwise."""
    return {folded(_(answer)): answer for answer in COLUMNS[name].answers if _(answer) != answer}
