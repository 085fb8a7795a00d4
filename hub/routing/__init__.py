"""Which associations fit a need, or a mentor, best first, and why not the others.

Pure: the same arguments give the same decision, today and in an audit three years from now.
"""

from hub.routing.criteria import Criterion
from hub.routing.decision import Decision, RuledOut, Shortlisted, decide
from hub.routing.profile import Candidate, MentorSide, Profile, Way
from hub.routing.rulebook import Delays, Priority, RuleBook, Weights, is_priority
from hub.routing.territory import Nearness, Reach, Scope, Territory

__all__ = [
    "Candidate",
    "Criterion",
    "Decision",
    "Delays",
    "MentorSide",
    "Nearness",
    "Priority",
    "Profile",
    "Reach",
    "RuleBook",
    "RuledOut",
    "Scope",
    "Shortlisted",
    "Territory",
    "Way",
    "Weights",
    "decide",
    "is_priority",
]
