"""What somebody gets wrong in a rule book, and what is said of it."""

from __future__ import annotations

from typing import NamedTuple

from hub import rules

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
REUNION = 'overrides:\n  - name: La Réunion\n    departments: ["974"]\n    answer_days: 5\n'
LYCEE = (
    "consortia:\n  - name: Lycée X\n    schools: [0590122M]\n    members: [proxite, jobirl]\n"
    "    referente: proxite\n"
)


class Slip(NamedTuple):
    """``old`` becomes ``new``; what is said, and how many lines below ``old`` it is said."""

    old: str
    new: str
    said: str
    below: int = 0
