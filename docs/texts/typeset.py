"""Sets French as French is set, on pages and in letters: spaces that do not break, apostrophes, dots.

``.venv/bin/python -m docs.texts.typeset`` (with no argument: every page and every letter; otherwise the files named)
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from hub.typesetting import set_text

ROOT = Path(__file__).parents[2]


def written_by_the_team() -> list[Path]:
    return sorted([*ROOT.glob("forms/content/*.md"), *ROOT.glob("emails/templates/*.txt")])


def main(names: Sequence[str]) -> None:
    for path in [Path(name) for name in names] or written_by_the_team():
        written = path.read_text(encoding="utf-8")
        if (well_set := set_text(written)) != written:
            path.write_text(well_set, encoding="utf-8")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
