"""The pages of the young person's form, in order: what each asks, accepts, and adds to the answers."""

from collections.abc import Mapping
from types import MappingProxyType

from forms.answers import Answers
from forms.questions.for_whom import ForWhom
from forms.questions.more import More
from forms.questions.page import Page
from forms.questions.wanted import Wanted
from forms.questions.where import Where
from forms.questions.who import Who

__all__ = ["PAGES", "ForWhom", "More", "Page", "Wanted", "Where", "Who"]

PAGES: Mapping[str, type[Page[Answers]]] = MappingProxyType(
    {
        "pour-qui": ForWhom,
        "ou": Where,
        "besoin": Wanted,
        "en-plus": More,
        "contact": Who,
    }
)
"""By their place in the address.  The sixth page, which checks and sends, asks nothing more."""
