"""The codes of what the hub does by itself when its time has come."""

from __future__ import annotations

from enum import StrEnum


class TimerKind(StrEnum):
    """One deed, done once if it still makes sense.  Delays: the rule book's."""

    REMIND_GUARDIAN = "remind_guardian"
    SAY_ON_IT = "say_on_it"
    SAY_NO_SOLUTION = "say_no_solution"
    ASK_IF_CONTACTED = "ask_if_contacted"
    SAY_UNREACHABLE = "say_unreachable"
    END_UNREACHABLE = "end_unreachable"
    ASK_IF_TOGETHER = "ask_if_together"
    HOW_IT_WAS = "how_it_was"
    WRITTEN_AGREEMENT = "written_agreement"
    FORGOTTEN_SOON = "forgotten_soon"
