"""What an association's criteria would have met in the past year, as far as the cards of that year can tell."""

from hub.retrospect.counting import (
    FEW,
    Count,
    Effect,
    Facet,
    Moved,
    Year,
    about,
    for_mentors,
    for_young_people,
    year_of,
)
from hub.retrospect.fits import Fit

__all__ = [
    "FEW",
    "Count",
    "Effect",
    "Facet",
    "Fit",
    "Moved",
    "Year",
    "about",
    "for_mentors",
    "for_young_people",
    "year_of",
]
