"""Sets French as French is set: spaces that do not break, apostrophes, dots."""

from __future__ import annotations

import re

NARROW, FIXED = "\u202f", "\u00a0"
UNITS = (
    "ans|jours?|mois|semaines?|heures?|h|minutes?|secondes?|jeunes|associations?|établissements|départements|élèves"
    "|lignes?|caractères|€|px"
)
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
RULES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"[ \u00a0](?=[;:!?])"), NARROW),
    (re.compile(r"«[ \u202f]?(?=\S)"), f"«{FIXED}"),
    (re.compile(r"(?<=\S)[ \u202f]»"), f"{FIXED}»"),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})\b)"), FIXED),
    (re.compile(rf"(?<=\d) (?=(?:{MONTHS})\b)"), FIXED),
    (re.compile(rf"(?<=\d\u00a0)({MONTHS}) (?=\d{{4}}\b)"), rf"\1{FIXED}"),
    (re.compile(r"\b(n°|art\.|articles?|RGAA) (?=[A-Z]{0,4}\d)"), rf"\1{FIXED}"),
    (re.compile(r"(?<=\d) (?=sur \d)"), FIXED),
)
TABLE_RULE = re.compile(r"[|\s:-]+")
TARGET = re.compile(r"(\]\([^)]*\)|`[^`]*`|https?://\S+)")


def set_text(text: str) -> str:
    """The same text, well set.  What is set already stays; addresses and codes are left alone."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    if not line.strip() or TABLE_RULE.fullmatch(line):
        return line
    return "".join(part if TARGET.fullmatch(part) else _words(part) for part in TARGET.split(line))


def _words(text: str) -> str:
    for pattern, put in RULES:
        text = pattern.sub(put, text)
    return text
