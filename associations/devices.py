"""From what a browser says of itself, the two words that its owner recognises: which browser, on what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import request
from flask_babel import gettext as _

from hub.wording import N_

BROWSERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "edge": ("Edg", "Edge"),
        "opera": ("OPR/", "Opera"),
        "samsung": ("SamsungBrowser/", "Samsung Internet"),
        "firefox": ("Firefox/", "Firefox"),
        "firefox-ios": ("FxiOS/", "Firefox"),
        "chrome-ios": ("CriOS/", "Chrome"),
        "chrome": ("Chrome/", "Chrome"),
        "safari": ("Safari/", "Safari"),
    }
)
"""Code, what it says of itself, its name; the first that is found: most also say the name of those after it."""
SYSTEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "android": ("Android", "Android"),
        "iphone": ("iPhone", "iPhone"),
        "ipad": ("iPad", "iPad"),
        "windows": ("Windows", "Windows"),
        "mac": ("Macintosh", "Mac"),
        "chromeos": ("CrOS", "ChromeOS"),
        "linux": ("Linux", "Linux"),
    }
)
OTHER = "other"
UNKNOWN = N_("appareil inconnu")


def device() -> str:
    """The codes of whoever asks, as ``firefox.windows``: no version, nothing that tells one machine from another."""
    said = request.user_agent.string
    return f"{_code(said, BROWSERS)}.{_code(said, SYSTEMS)}"


def in_words(code: str) -> str:
    """``Firefox sur Windows``."""
    browser, _dot, system = code.partition(".")
    if browser not in BROWSERS:
        return SYSTEMS[system][1] if system in SYSTEMS else str(_(UNKNOWN))
    if system not in SYSTEMS:
        return BROWSERS[browser][1]
    return str(_("%(browser)s sur %(system)s", browser=BROWSERS[browser][1], system=SYSTEMS[system][1]))


def _code(said: str, known: Mapping[str, tuple[str, str]]) -> str:
    return next((code for code, (sign, _name) in known.items() if sign in said), OTHER)
