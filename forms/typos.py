"""Mistyped mail domains: what was probably meant is suggested, and nothing is ever refused."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

CLOSE = 0.87
SHORT = 4
"""Many a real company is one letter away from ``free.fr`` or ``live.fr``: only the ending of these is looked at."""
COMMON = (
    *("gmail.com", "googlemail.com", "hotmail.fr", "hotmail.com", "outlook.fr", "outlook.com", "live.fr"),
    *("live.com", "msn.com", "yahoo.fr", "yahoo.com", "ymail.com", "icloud.com", "me.com", "mac.com"),
    *("orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "neuf.fr", "laposte.net", "bbox.fr", "aol.com"),
    *("aol.fr", "numericable.fr", "club-internet.fr", "noos.fr", "aliceadsl.fr", "cegetel.net"),
    *("gmx.fr", "gmx.com", "protonmail.com", "proton.me", "pm.me", "tutanota.com", "mailo.com"),
)
REAL = frozenset(
    {
        *COMMON,
        *("mail.com", "email.com", "gmx.net", "gmx.de", "orange.com", "laposte.fr", "free.org", "sfr.com"),
        *(
            "hotmail.be",
            "hotmail.de",
            "hotmail.es",
            "hotmail.it",
            "hotmail.ca",
            "hotmail.ch",
            "hotmail.co.uk",
        ),
        *(
            "outlook.be",
            "outlook.de",
            "outlook.es",
            "outlook.it",
            "outlook.pt",
            "live.be",
            "live.ca",
            "live.nl",
        ),
        *(
            "yahoo.be",
            "yahoo.de",
            "yahoo.es",
            "yahoo.it",
            "yahoo.ca",
            "yahoo.co.uk",
            "aol.de",
            "rocketmail.com",
        ),
        *("bouyguestelecom.fr", "mailoo.org", "proton.ch", "protonmail.ch", "yandex.com", "zoho.com"),
    }
)
MEANT: Mapping[str, str] = MappingProxyType(
    {
        "gmail.fr": "gmail.com",
        "icloud.fr": "icloud.com",
        "laposte.com": "laposte.net",
        "wanadoo.com": "wanadoo.fr",
    }
)
"""Nobody has an address there, and they are too far from what was meant to be found by likeness."""


def probably_meant(address: str) -> str | None:
    """The address with the domain that was probably meant, or None when this one looks right."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if not local or not domain or domain in REAL:
        return None
    meant = MEANT.get(domain) or next(iter(_alike(domain)), None)
    return f"{address.strip().rpartition('@')[0]}@{meant}" if meant else None


def _alike(domain: str) -> list[str]:
    name, _dot, _ending = domain.partition(".")
    candidates = [
        common
        for common in COMMON
        if common[0] == domain[0]
        and (len(common.partition(".")[0]) > SHORT or common.partition(".")[0] == name)
    ]
    return get_close_matches(domain, candidates, n=1, cutoff=CLOSE)
