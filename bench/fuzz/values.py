"""What is typed by somebody who means harm, or whose keyboard does: drawn by a seed, the same each time."""

from __future__ import annotations

from random import Random

MARK = "zq9"
"""Begins everything that must come back escaped or not at all; no page of ours holds it."""

MARKUP = (
    "<zqz>",
    '"><zqz>',
    '" zqz="',
    "' zqz='",
    "</title><zqz>",
    "</textarea><zqz>",
    "<!--zqz",
    "]]><zqz>",
    "[lien](javascript:zqz)",
    '[lien](" zqz="x)',
    "**<zqz>**",
)
NUMBERS = (
    "0",
    "-1",
    "9" * 400,
    "1e309",
    "NaN",
    "2147483648",
    "9223372036854775808",
    "٣",
    "0x10",
    "1_000",
    "",
)
WORDS = (
    *("null", "None", "undefined", "true", "[]", "{}", "../../etc/passwd", "..\\..\\", "%00", "%2e%2e%2f"),
    *(
        "\x00",
        "\x0b",
        "\x1c",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ud7ff",
        "\U0010ffff",
        "é" * 80,
        "e\u0301" * 40,
        "\u202eabc",
    ),
    *(
        "' OR 1=1 --",
        "1; DROP TABLE referrals",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "${jndi:ldap://x}",
        "%s%n%(x)s",
        "{0.__class__}",
    ),
    *(
        "a@x,evil@x",
        "Bcc: x@x\r\nX: y",
        "a@b.example\r\nTo: c@d.example",
        '"a b"@x.example',
        "@",
        "a@" + "b" * 300,
    ),
    *(
        "59100",
        "20000",
        "97400",
        "self",
        "guardian",
        "2009",
        "5",
        "13",
        "accept",
        "y",
        "on",
        "orientation",
        "lycee_gt",
    ),
    *(
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "2026-03-02T99:99",
        "06 12 34 56 78",
        "+33639980123",
        "0590122M",
    ),
    *(
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
    ),
)
FORMULAS = ("=", "+", "-", "@", "\t=", "\r=")
LONGEST = 70_000
"""More than a page takes."""
RARELY = 0.02


def drawn_from(seed: int, what: str, number: int) -> Random:
    """The chance that decides of one input: the same for the same seed, whatever came before it."""
    return Random(f"{seed}.{what}.{number}")  # noqa: S311 (to be found again, not to be secret)


def value(draw: Random) -> str:
    """One value: a sign that must not come back raw, a number, a word, a formula, noise, or far too much."""
    kind = draw.random()
    if kind < 0.4:  # noqa: PLR2004
        return marked(draw) + draw.choice(MARKUP)
    if kind < 0.5:  # noqa: PLR2004
        return draw.choice(FORMULAS) + marked(draw)
    if kind < 0.6:  # noqa: PLR2004
        return draw.choice(NUMBERS)
    if kind < 0.9:  # noqa: PLR2004
        return draw.choice(WORDS)
    if kind < 1 - RARELY:
        return noise(draw, draw.randrange(1, 60))
    return marked(draw) + noise(draw, 8) * draw.choice((100, 1_000, LONGEST // 8))


def marked(draw: Random) -> str:
    return f"{MARK}{draw.randrange(16**4):04x}"


def noise(draw: Random, length: int) -> str:
    """Any signs but those that no browser can send: halves of a pair."""
    drawn = (chr(draw.choice((draw.randrange(1, 0x300), draw.randrange(1, 0xD800)))) for _ in range(length))
    return "".join(drawn)


def raw(draw: Random, length: int) -> bytes:
    return draw.randbytes(length)
