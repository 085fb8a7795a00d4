"""The outlines of the mainland's départements, Corsica included, as SVG paths.  Reads one packaged file, once.

Drawn by Victor Cazanave, CC-BY-4.0: whoever shows them says so (:data:`AUTHOR`, :data:`ORIGIN`, :data:`LICENCE`).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

FOLDER = files(__name__)
AUTHOR = "Victor Cazanave"
ORIGIN = "https://github.com/VictorCazanave/svg-maps"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_drawn = dict(
    row.split("\t") for row in FOLDER.joinpath("outlines.tsv").read_text(encoding="utf-8").splitlines()
)
VIEW_BOX = _drawn.pop("viewBox")
OUTLINES: Mapping[str, str] = MappingProxyType(_drawn)
"""By the code of the département."""
