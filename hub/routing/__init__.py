"""Which associations fit a need, best first, and why not the others.

Pure: the same arguments give the same decision, today and in an audit three years from now.
"""

from hub.routing.criteria import Criterion
from hub.routing.decision import Decision, RuledOut, Shortlisted, decide
from hub.routing.profile import Candidate, Profile, Way
from hub.routing.rulebook import Delays, Priority, RuleBook, Weights, is_priority
from hub.routing.territory import Nearness, Scope, Territory

__all__ = [
    "Candidate",
    "Criterion",
    "Decision",
    "Delays",
    "Nearness",
    "Priority",
    "Profile",
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
