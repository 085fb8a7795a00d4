"""What comes back to a letter: nobody is there, not now, a robot that answers, or a person.  Read, judged and dropped.

Whoever wrote it may be hostile: nothing here raises, and nothing is kept of what was said but a kind and a code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from itertools import islice
from typing import cast

MOST_BYTES = 256 * 1024
"""Enough for what a server says (RFC 3464 puts it before the letter itself); the rest is not read."""
MOST_PARTS = 20
MOST_TEXT = 20_000
WORD = re.compile(r"\+([a-z2-7]{26})@", re.IGNORECASE)
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
SAID_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
FULL = "5.2.2"
"""A mailbox that is full may be emptied, whatever its server says of it."""
ROBOTS = re.compile(
    r"\b(mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|do-?not-?reply)\b", re.IGNORECASE
)
BY_ROBOT = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "X-Loop", "Feedback-ID")
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})


class Back(StrEnum):
    """What it is."""

    NOBODY_THERE = "nobody there"
    NOT_NOW = "not now"
    STILL_TRYING = "still trying"
    ROBOT = "robot"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Returned:
    """``words``: what our return addresses in it carry; ``code``: what a server said (RFC 3463), empty if nothing."""

    back: Back
    words: tuple[str, ...]
    code: str = ""


def read(content: bytes, *, to: str = "") -> Returned:
    """``to``: where it was delivered, if whoever hands it over knows.  What cannot be read is a robot's."""
    words = tuple(dict.fromkeys(WORD.findall(to)))
    try:
        message = message_from_bytes(content[:MOST_BYTES])
        words = words or tuple(dict.fromkeys(_words(message)))
        back, code = _judged(message)
    except Exception:  # the parser's own faults included: there are such messages
        return Returned(Back.ROBOT, words)
    return Returned(back, words, code)


def _words(message: Message) -> Iterator[str]:
    for name in SAID_TO:
        for value in message.get_all(name, [])[:MOST_PARTS]:
            yield from WORD.findall(str(value)[:MOST_TEXT])


def _judged(message: Message) -> tuple[Back, str]:
    statuses = list(_statuses(message))
    if statuses:
        return _of_report(statuses)
    if _is_from_a_server(message):
        return _of_words(message)
    return (Back.ROBOT if _is_automatic(message) else Back.PERSON), ""


def _of_report(statuses: list[tuple[str, str]]) -> tuple[Back, str]:
    """The worst that is said of any recipient: our letters have only one."""
    failed = [code for action, code in statuses if action == "failed"]
    for_good = [code for code in failed if code.startswith("5") and code != FULL]
    if for_good:
        return Back.NOBODY_THERE, for_good[0]
    if failed:
        return Back.NOT_NOW, failed[0]
    late = [code for action, code in statuses if action == "delayed"]
    return (Back.STILL_TRYING, late[0]) if late else (Back.ROBOT, "")


def _statuses(message: Message) -> Iterator[tuple[str, str]]:
    """What is said of each recipient (RFC 3464 §2.3): the action, and the status code."""
    for part in islice(message.walk(), MOST_PARTS):
        if part.get_content_type() != "message/delivery-status":
            continue
        payload = part.get_payload()
        blocks = payload if isinstance(payload, list) else [message_from_bytes(str(payload).encode())]
        for block in cast("list[Message]", blocks)[:MOST_PARTS]:
            action, status = str(block.get("Action", "")), STATUS.search(str(block.get("Status", "")))
            if action and status:
                yield action.split("(", maxsplit=1)[0].strip().lower(), status[0]


def _of_words(message: Message) -> tuple[Back, str]:
    """A server that writes as it likes: the first code in its text, and without any we cannot tell."""
    text = next((part for part in islice(message.walk(), MOST_PARTS) if not part.is_multipart()), message)
    found = STATUS.search(str(text.get_payload())[:MOST_TEXT])
    if found is None:
        return Back.ROBOT, ""
    return (Back.NOBODY_THERE if found[1] == "5" and found[0] != FULL else Back.NOT_NOW), found[0]


def _is_from_a_server(message: Message) -> bool:
    sender = str(message.get("From", "")).lower()
    is_empty = str(message.get("Return-Path", "")).strip() == "<>"
    return "mailer-daemon" in sender or (is_empty and "postmaster" in sender)


def _is_automatic(message: Message) -> bool:
    """RFC 3834 §2, and what robots wrote before it."""
    said = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    return (
        said != "no"
        or str(message.get("Precedence", "")).strip().lower() in BULK
        or any(name in message for name in BY_ROBOT)
        or str(message.get("Return-Path", "")).strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or ROBOTS.search(str(message.get("From", ""))) is not None
    )
