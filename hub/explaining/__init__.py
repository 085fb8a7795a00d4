"""A past decision in words that a social worker can read: who came first and for which points, and why not the others.

What a decision says depends on when it was sealed: what an older one did not keep is left out, never guessed.
"""

from hub.explaining.points import Part
from hub.explaining.reading import Decided, Ranked, Reason, WhyNot, decided
from hub.explaining.telling import OFFER_STATES, Story, context, lines

__all__ = [
    "OFFER_STATES",
    "Decided",
    "Part",
    "Ranked",
    "Reason",
    "Story",
    "WhyNot",
    "context",
    "decided",
    "lines",
]
