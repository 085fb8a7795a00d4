"""The effort that a browser makes before it sends a form, made in Python."""

from __future__ import annotations

from hashlib import sha256
from itertools import count


def answered(question: str) -> str:
    limit = 1 << (256 - int(question.split(".", maxsplit=1)[0]))
    found = (
        str(answer)
        for answer in count()
        if int.from_bytes(sha256(f"{question}.{answer}".encode()).digest(), "big") < limit
    )
    return next(found)
