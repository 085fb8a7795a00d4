"""The lists of codes of what follows a yes: reaching the person, the pair, giving back, the end."""

from __future__ import annotations

from enum import StrEnum


class AttemptChannel(StrEnum):
    """By which way an association tried to reach the person."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    PRESCRIBER = "prescriber"
    MEETING = "meeting"


class AttemptOutcome(StrEnum):
    """``REACHED`` alone is a contact: the others call for another attempt."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_ADDRESS = "wrong_address"


class ReturnReason(StrEnum):
    """Why an association gives back what it had accepted."""

    NO_MENTOR = "no_mentor"
    NO_PLACE = "no_place"
    NOT_OUR_PUBLIC = "not_our_public"
    OUTSIDE_OUR_AREA = "outside_our_area"
    MISTAKE = "mistake"
    PERSON_ASKED = "person_asked"
    OTHER = "other"


class NotYetPaired(StrEnum):
    """What a pair still waits for."""

    NO_MENTOR_YET = "no_mentor_yet"
    MENTOR_IN_TRAINING = "mentor_in_training"
    AGREEMENT = "agreement"
    PERSON_HESITATES = "person_hesitates"
    MEETING_PLANNED = "meeting_planned"


class PairEnd(StrEnum):
    """Why the two no longer meet."""

    GOAL_REACHED = "goal_reached"
    TERM = "term"
    YOUNG_PERSON_STOPPED = "young_person_stopped"
    MENTOR_STOPPED = "mentor_stopped"
    NO_FIT = "no_fit"
    MOVED = "moved"
    SILENT = "silent"
    OTHER = "other"


class Outcome(StrEnum):
    """How it ended, after a yes.  The last three are for those who never were in a pair."""

    REACHED = "reached"
    PARTLY = "partly"
    STOPPED = "stopped"
    NOT_WANTED = "not_wanted"
    FOUND_ELSEWHERE = "found_elsewhere"
    UNREACHABLE = "unreachable"


class Satisfaction(StrEnum):
    """What the person said of it, when the association asked at the end."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    MIXED = "mixed"
    POOR = "poor"
    NOT_ASKED = "not_asked"


class Task(StrEnum):
    """What an association has to do next for somebody whom it accepted; nothing while a person cannot be reached."""

    CONTACT = "contact"
    TRY_AGAIN = "try_again"
    ANSWER = "answer"
    FIND_MENTOR = "find_mentor"
    CLOSE = "close"
    FOLLOW = "follow"
