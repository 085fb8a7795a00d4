"""Which associations fit a need, or a mentor, best first, and why not the others.

Pure: the same arguments give the same decision, today and in an audit three years from now.
"""

from hub.routing.criteria import Criterion
from hub.routing.decision import Decision, RuledOut, Shortlisted
from hub.routing.points import Counts, Points
from hub.routing.profile import Candidate, MentorSide, Profile, Share, Standing, Way, years_of
from hub.routing.roster import Roster, decide
from hub.routing.rulebook import Delays, Priority, RuleBook, Weights, is_priority
from hub.routing.standing import Rooms
from hub.routing.territory import Nearness, Reach, Scope, Territory
from hub.routing.verdict import SeatsMoved, Verdict

__all__ = [
    "Candidate",
    "Counts",
    "Criterion",
    "Decision",
    "Delays",
    "MentorSide",
    "Nearness",
    "Points",
    "Priority",
    "Profile",
    "Reach",
    "Rooms",
    "Roster",
    "RuleBook",
    "RuledOut",
    "Scope",
    "SeatsMoved",
    "Share",
    "Shortlisted",
    "Standing",
    "Territory",
    "Verdict",
    "Way",
    "Weights",
    "decide",
    "is_priority",
    "years_of",
]
