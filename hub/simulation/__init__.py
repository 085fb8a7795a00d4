"""A year of registrations played against a policy: what a rule book would do before anybody lives under it.

Pure: no database, no file, no clock.  The same seed, members and rule books give the same figures.
"""

from hub.simulation.network import Declared
from hub.simulation.pictures import Picture, drawn
from hub.simulation.playing import Progress, compared_year, played
from hub.simulation.report import compare, compared
from hub.simulation.tables import Table, assumptions, by_age, by_department, by_public, summary
from hub.simulation.world import World

__all__ = [
    "Declared",
    "Picture",
    "Progress",
    "Table",
    "World",
    "assumptions",
    "by_age",
    "by_department",
    "by_public",
    "compare",
    "compared",
    "compared_year",
    "drawn",
    "played",
    "summary",
]
