"""``make sound``: what bandit finds dangerous, but for the lines that say why it is not.

Ruff knows the same rules under the same numbers (S608 is bandit's B608): one mark and one reason serve both.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

CODE = ("wsgi.py", "worker.py", "hub", "forms", "associations", "emails", "migrations", "bench")
ONLY_WORTH_A_LOOK = "--severity-level=medium"
"""What is less is ruff's alone, line by line."""
REASON = r"(?:noqa: (?:\w+, )*S|nosec B){number}\b(?:, \w+)* *\((.+)\)"


def found(places: Sequence[str | Path]) -> Iterator[str]:
    """Each finding that no line of its own gives a reason for, as a sentence."""
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "bandit",
            "-q",
            "-f",
            "json",
            ONLY_WORTH_A_LOOK,
            "--ignore-nosec",
            "-r",
            *places,
        ],
        capture_output=True,
        check=False,
    )
    for result in json.loads(said.stdout)["results"]:
        lines = Path(result["filename"]).read_text(encoding="utf-8").splitlines()
        about = "\n".join(lines[result["line_range"][0] - 1 : result["line_range"][-1]])
        if not re.search(REASON.format(number=result["test_id"].removeprefix("B")), about):
            yield f"{result['filename']}:{result['line_number']}: {result['test_id']} {result['issue_text']}"


def main() -> None:
    """A finding is printed, and ends with 1."""
    dangers = list(found(CODE))
    for danger in dangers:
        sys.stdout.write(f"✗ {danger}\n")
    raise SystemExit(bool(dangers))


if __name__ == "__main__":
    main()
