"""Short texts to telephones: what an adapter is handed, and what it may answer.  By default nothing leaves.

An adapter is any callable that takes a :class:`Text` (docs/text-messages.md).  It raises what carriers of letters
raise: :class:`emails.carrier.Refused`, :class:`emails.carrier.NotNow` or :class:`emails.carrier.CarrierAway`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 160
"""Characters of one text in the alphabet of telephones (3GPP TS 23.038 §6.2.1), 140 bytes."""
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("\f^{}\\[~]|€")
"""Those that take the room of two."""


class NotAShortText(Exception):
    """It would not leave as one text.  Shows the character that is no telephone's, or the length; never the text."""


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """``phone`` as in ``+33639980123``; ``words``, 160 characters at most, name nobody.

    ``number`` is the same each time this text is carried, and another for every text: an adapter that is handed it
    twice, after an accident, may carry it once.
    """

    phone: str
    words: str
    number: str

    def __repr__(self) -> str:
        return "Text(…)"


Texter = Callable[[Text], None]


def fitting(words: str) -> str:
    """The words, which leave as one text.  Raises NotAShortText."""
    for character in words:
        if character not in ALPHABET | TWICE:
            raise NotAShortText(f"{character!r} is in no telephone's alphabet")
    length = len(words) + sum(character in TWICE for character in words)
    if length > LONGEST:
        raise NotAShortText(f"{length} characters: {LONGEST} are one text")
    return words
