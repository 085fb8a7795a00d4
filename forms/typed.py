"""What somebody typed, read as text, a name, an address or a number.  No form, no page: files are read with it too."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

EMAIL_LENGTH = 254
NAME_LENGTH = 60
FRENCH_PHONES = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF")
"""Overseas numbers are invalid as metropolitan ones, although people dial them alike."""
UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""Control characters, and those that reorder or hide text; tab and line feed may stay."""
WITHOUT_WIDTH = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""What comes along with a text that is copied, unseen: it shows nothing, and moves nothing of ours."""
SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
IN_NAMES = " '’-·"
AS_IN_NAMES = str.maketrans(
    {**dict.fromkeys("‘´`′", "’"), **dict.fromkeys("\u2010\u2011\u2013", "-"), "\u200c": None, "\u200d": None}
)
"""The apostrophes and hyphens of other keyboards, and of pages that one copies from."""
BEFORE_AN_ADDRESS, AFTER_AN_ADDRESS = re.compile(r"(?:[^<>@]*<)?(?:mailto:)?", re.IGNORECASE), ">.,;:"
"""What comes along when an address is copied, or typed on a telephone that ends sentences by itself."""
INITIAL = re.compile(r"(?<=\b\w)\.(?=\w\b)|(?<=\w)\.(?=[ -]|$)")
"""The point of « J.-P. », « J.P. » or « C. », and none that would make an address."""


def tidy(text: str | None) -> str:
    """One kind of line end, one form of each accented letter, nothing without width, no space around."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", WITHOUT_WIDTH.sub("", lines)).strip()


def one_line(text: str | None) -> str:
    """However wide its spaces are, or unbreakable."""
    return SPACES.sub(" ", tidy(text))


def postal_code(text: str | None) -> str:
    return "".join(tidy(text).split())


def folded(text: str) -> str:
    """Without capitals, accents or typographic marks: what two ways of typing one word share."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def hides_something(text: str) -> bool:
    return UNWANTED.search(text) is not None


def name(text: str) -> str | None:
    """With one kind of hyphen; None when it holds more than letters of any alphabet, whole or initials.

    No digit, no address: a name is written at the top of letters.
    """
    written = text.translate(AS_IN_NAMES)
    letters = INITIAL.sub("", written)
    if all(letter in IN_NAMES or unicodedata.category(letter)[0] in "LM" for letter in letters):
        return written
    return None


def address(text: str) -> str | None:
    """As the post needs it; None when no letter reaches it."""
    bare = BEFORE_AN_ADDRESS.sub("", text, count=1).rstrip(AFTER_AN_ADDRESS)
    try:
        found = validate_email(bare, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    kept = f"{found.local_part}@{found.ascii_domain.lower()}"
    return kept if len(kept) <= EMAIL_LENGTH else None


def telephone_number(text: str) -> str | None:
    """A number of France, overseas included, or of anywhere with its + prefix, as +33…; None when it rings nowhere."""
    for region in FRENCH_PHONES:
        number = _number(text, region)
        if number and phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def spaced(number: str) -> str:
    """``+33 6 12 34 56 78``, as people read it."""
    return phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def _number(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
