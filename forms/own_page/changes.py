"""What somebody changed of what they had told: field by field, so that nothing else is touched."""

from __future__ import annotations

from typing import Any

from forms.answers import Answers
from forms.mentor.answers import MentorAnswers
from forms.plain import told_by
from hub.own_page import CHANGEABLE, CORRECTABLE, Changes

Said = Answers | MentorAnswers


def changes(before: Said, after: Said) -> Changes:
    changed: dict[str, Any] = told_by(before, after)
    return Changes(
        {name: value for name, value in changed.items() if name in CHANGEABLE},
        {name: value for name, value in changed.items() if name in CORRECTABLE},
    )
