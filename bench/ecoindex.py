"""EcoIndex: how heavy a page is for the planet, by its elements, its requests and its bytes; 100 is weightless.

The quantiles and the formula are those published by GreenIT.fr (Collectif Conception numérique responsable), drawn
from 500,000 pages of the HTTP Archive.
"""

from __future__ import annotations

from itertools import pairwise

ELEMENTS = (
    *(0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603),
    *(674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601),
)
REQUESTS = (
    *(0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78),
    *(86, 95, 105, 117, 130, 147, 170, 205, 281, 3920),
)
KILOBYTES = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32),
    *(1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)
GRADES = {80: "A", 70: "B", 55: "C", 40: "D", 25: "E", 10: "F", 0: "G"}


def ecoindex(*, elements: int, requests: int, kilobytes: float) -> float:
    worst = 3 * _rank(ELEMENTS, elements) + 2 * _rank(REQUESTS, requests) + _rank(KILOBYTES, kilobytes)
    return 100 - 5 * worst / 6


def grade(score: float) -> str:
    return next(letter for least, letter in GRADES.items() if score >= least)


def _rank(quantiles: tuple[float, ...], value: float) -> float:
    """Among how many twentieths of the web's pages this one stands."""
    for rank, (low, high) in enumerate(pairwise(quantiles)):
        if value < high:
            return rank + (value - low) / (high - low)
    return len(quantiles) - 1
