"""The lists of codes of what people say once it is over."""

from __future__ import annotations

from enum import StrEnum


class Ending(StrEnum):
    """How it ended for whoever is asked: with a pair, after a yes but without one, or without any yes."""

    PAIRED = "paired"
    NOT_PAIRED = "not_paired"
    NO_YES = "no_yes"


class Topic(StrEnum):
    """The two questions: whether it helped, and whether they knew at each step what came next."""

    HELPED = "helped"
    INFORMED = "informed"


class Grade(StrEnum):
    YES = "yes"
    RATHER = "rather"
    HARDLY = "hardly"
    NO = "no"
