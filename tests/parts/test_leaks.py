"""The instrument of the leak tests finds a name whatever it is hidden in, and sees none where there is none."""

from __future__ import annotations

import base64
import gzip
import html
import json
import quopri
import unicodedata
import zlib
from collections.abc import Callable
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.parts.files import archive
from tests.parts.leaks import LARGE, Leak, find_leaks
from tests.parts.people import CANARIES

NAME = "Zéphyrine"
WORDS = [canary for canary in CANARIES if not canary.isdecimal()]

SPELT: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "latin-1": lambda text: text.encode("latin-1"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 big end first": lambda text: text.encode("utf-16-be"),
    "UTF-16 decomposed": lambda text: unicodedata.normalize("NFD", text).encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "capitals": lambda text: text.upper().encode(),
    "capitals in latin-1": lambda text: text.upper().encode("latin-1"),
    "small letters": lambda text: text.lower().encode(),
    "without accents": lambda text: unicodedata.normalize("NFD", text).encode("ascii", "ignore"),
    "JSON": lambda text: json.dumps(text).encode(),
    "Python": lambda text: ascii(text).encode(),
    "Python bytes": lambda text: repr(text.encode()).encode(),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()).encode(),
    "HTML by number": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "HTML letter by letter": lambda text: "".join(f"&#x{ord(letter):X};" for letter in text).encode(),
    "HTML by name": lambda text: html.escape(text).replace("é", "&eacute;").replace("è", "&egrave;").encode(),
    "mail header": lambda text: Header(text, "utf-8").encode().encode(),
    "mail header in latin-1": lambda text: Header(text, "latin-1").encode().encode(),
}

WRAPPED: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "base64 for addresses": base64.urlsafe_b64encode,
    "base64 without its end": lambda content: base64.b64encode(content).rstrip(b"="),
    "base64 in lines": base64.encodebytes,
    "base64 in a header": lambda content: base64.encodebytes(content).replace(b"\n", b"\r\n "),
    "quoted-printable": quopri.encodestring,
    "percent": lambda content: quote_from_bytes(content, safe="").encode(),
    "percent everywhere": lambda content: "".join(f"%{byte:02x}" for byte in content).encode(),
    "hexadecimal": lambda content: content.hex().encode(),
    "hexadecimal in capitals": lambda content: content.hex().upper().encode(),
    "zlib": zlib.compress,
    "zlib stored": lambda content: zlib.compress(content, 0),
    "gzip": gzip.compress,
    "workbook": lambda content: archive(content * 3),
}


def found(haystack: bytes, canary: str) -> list[str]:
    return [leak.coding for leak in find_leaks(haystack, [canary])]


@given(
    canary=st.sampled_from(WORDS),
    spelling=st.sampled_from(sorted(SPELT)),
    wrappings=st.lists(st.sampled_from(sorted(WRAPPED)), max_size=2),
    noise=st.lists(st.binary(max_size=12), min_size=6, max_size=6),
)
def test_a_name_is_found_whatever_it_is_hidden_in(
    canary: str, spelling: str, wrappings: list[str], noise: list[bytes]
) -> None:
    hidden = SPELT[spelling](canary)
    for wrapping, before, after in zip(["", *wrappings], noise, reversed(noise), strict=False):
        hidden = before + b"\n" + (WRAPPED[wrapping](hidden) if wrapping else hidden) + b"\n" + after
    assert found(hidden, canary), (spelling, wrappings)


@given(st.binary(max_size=2000))
def test_no_name_is_found_in_noise(noise: bytes) -> None:
    assert find_leaks(noise, CANARIES) == []


@pytest.mark.parametrize("wrapping", sorted(WRAPPED))
@pytest.mark.parametrize("spelling", sorted(SPELT))
def test_every_spelling_is_found_in_every_wrapping(spelling: str, wrapping: str) -> None:
    assert found(b"<" + WRAPPED[wrapping](b"..." + SPELT[spelling](NAME)) + b">", NAME)


@pytest.mark.parametrize("shift", range(3))
@pytest.mark.parametrize("glued", ["", "a", "ab", "abc"])
def test_base64_is_found_at_each_of_its_three_places_even_glued_to_other_letters(
    shift: int, glued: str
) -> None:
    assert found(glued.encode() + base64.b64encode(b"x" * shift + NAME.encode()), NAME) == ["base64"]


@pytest.mark.parametrize("place", range(1, 9))
def test_a_name_cut_in_two_by_the_end_of_a_line_is_found(place: int) -> None:
    letters = [quopri.encodestring(letter.encode()) for letter in NAME]
    assert found(b"".join(letters[:place]) + b"=\r\n" + b"".join(letters[place:]), NAME)


def test_a_name_cut_in_two_words_of_a_header_is_found() -> None:
    assert found(b"Subject: =?utf-8?q?Z=C3=A9phy?=\r\n =?utf-8?q?rine?= dit bonjour", NAME) == ["MIME words"]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_name_in_a_letter_is_found(encoding: str) -> None:
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = "Bonjour"
    letter.set_content(f"Une personne vous attend depuis longtemps, et c’est {NAME}.", cte=encoding)
    assert found(letter.as_bytes(), NAME)


@pytest.mark.parametrize(
    "written",
    [
        "+33639980123",
        "+33 6 39 98 01 23",
        "06.39.98.01.23",
        "06-39-98-01-23",
        "06\u00a039\u202f98\u00a001\u202f23",
        "06&nbsp;39&nbsp;98&nbsp;01&nbsp;23",
    ],
)
def test_a_number_is_found_however_it_is_spaced(written: str) -> None:
    assert found(written.encode(), "39980123")
    assert found(written.encode("utf-16"), "39980123")
    assert found(zlib.compress(written.encode()), "39980123") == ["deflate"]


def test_a_torn_stream_gives_what_stands_before_the_tear() -> None:
    whole = zlib.compress(NAME.encode() + bytes(range(256)) * 20, 1)
    assert found(whole[: len(whole) // 2], NAME) == ["deflate"]


def test_bytes_are_found_as_they_are() -> None:
    box = bytes(range(200, 232))
    assert find_leaks(b"..." + box, [box]) == [Leak("", box, "plain")]
    assert find_leaks(b"..." + base64.b64encode(box), [box]) == [Leak("", box, "base64")]


def test_a_leak_says_where_it_is_and_what_it_was_hidden_in(tmp_path: Path) -> None:
    (tmp_path / "dump.aof").write_bytes(b"$9" + base64.b64encode(zlib.compress(NAME.encode())))
    assert find_leaks(tmp_path, CANARIES) == [Leak("dump.aof", NAME, "base64 > deflate")]
    assert find_leaks({"/fiches/": f"<p>{NAME}</p>"}, [NAME]) == [Leak("/fiches/", NAME, "plain")]


def test_a_name_is_found_in_the_middle_of_much_else() -> None:
    assert found(bytes(LARGE) + gzip.compress(quopri.encodestring(NAME.encode())) + bytes(LARGE), NAME)


@pytest.mark.parametrize("other", ["Zéphirine", "Séraphine", "Quatre mères", "06 39 98 01 24", "Théodore"])
def test_another_name_is_no_leak(other: str) -> None:
    assert find_leaks(other, CANARIES) == []
