"""Sets the French of ``forms/content`` as French is set: spaces that do not break, apostrophes, dots.

``.venv/bin/python -m docs.texts.typeset`` (with no argument: every page; otherwise the files that are named)
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from hub.typesetting import set_text

CONTENT = Path(__file__).parents[2] / "forms" / "content"


def main(names: Sequence[str]) -> None:
    for path in [Path(name) for name in names] or sorted(CONTENT.glob("*.md")):
        written = path.read_text(encoding="utf-8")
        if (well_set := set_text(written)) != written:
            path.write_text(well_set, encoding="utf-8")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
