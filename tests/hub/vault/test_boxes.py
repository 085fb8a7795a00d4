"""A box opens with its key, at its place, whole; and in no other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.vault import CannotOpen, boxes

PRIVATE, PUBLIC = boxes.new_pair()
OTHER_PRIVATE, OTHER_PUBLIC = boxes.new_pair()


@given(st.binary(max_size=3000))
def test_what_was_sealed_opens(content: bytes) -> None:
    box = boxes.seal(content, PUBLIC, place="here")
    assert boxes.open_(box, boxes.ring_of(OTHER_PRIVATE, PRIVATE), place="here") == content


@pytest.mark.parametrize("length", [1019, 1020, 1021])
def test_what_fills_a_box_to_the_brim_opens(length: int) -> None:
    """Four bytes of 1,024 say how long it is."""
    box = boxes.seal(bytes(length), PUBLIC, place="here")
    assert boxes.open_(box, boxes.ring_of(PRIVATE), place="here") == bytes(length)


@pytest.mark.parametrize("said", [1021, 1024, 2**32 - 1])
def test_a_box_that_says_it_holds_more_than_it_does_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, said: int
) -> None:
    monkeypatch.setattr(boxes, "_padded", lambda content: said.to_bytes(4, "big") + bytes(1020))
    with pytest.raises(CannotOpen):
        boxes.open_(boxes.seal(b"", PUBLIC, place="here"), boxes.ring_of(PRIVATE), place="here")


def test_a_box_moved_elsewhere_does_not_open() -> None:
    box = boxes.seal(b"Lila", PUBLIC, place="intake:identity:AAAA")
    with pytest.raises(CannotOpen):
        boxes.open_(box, boxes.ring_of(PRIVATE), place="intake:identity:BBBB")


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        boxes.open_(boxes.seal(b"Lila", PUBLIC, place="p"), boxes.ring_of(OTHER_PRIVATE), place="p")


@given(st.data())
def test_a_damaged_box_says_nothing_but_no(data: st.DataObject) -> None:
    box = bytearray(boxes.seal(b"Lila", PUBLIC, place="p"))
    place = data.draw(st.integers(0, len(box) - 1))
    box[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen) as refusal:
        boxes.open_(bytes(box), boxes.ring_of(PRIVATE), place="p")
    assert "Lila" not in str(refusal.value)


@pytest.mark.parametrize("box", [b"", b"short", bytes(8), bytes(60)])
def test_what_is_no_box_does_not_open(box: bytes) -> None:
    with pytest.raises(CannotOpen):
        boxes.open_(box, boxes.ring_of(PRIVATE), place="p")


def test_the_size_of_a_box_tells_nothing_of_a_name() -> None:
    short, long = (boxes.seal(name, PUBLIC, place="p") for name in (b"Li", b"Maximilienne-Alexandrine"))
    assert len(short) == len(long)


@given(st.data())
def test_a_damaged_box_under_a_lid_says_nothing_but_no(data: st.DataObject) -> None:
    key = boxes.new_secret()
    box = bytearray(boxes.shut(b"Lila", key, lid=boxes.lid(key, PUBLIC), place="p"))
    where = data.draw(st.integers(0, len(box) - 1))
    box[where] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen) as refusal:
        boxes.open_(bytes(box), boxes.ring_of(PRIVATE), place="p")
    assert "Lila" not in str(refusal.value)


def test_an_older_box_opens_even_if_its_fingerprint_begins_like_a_lid() -> None:
    private, public = boxes.new_pair()
    while boxes.key_id(public)[:1] != boxes.LIDDED:
        private, public = boxes.new_pair()
    box = boxes.seal(b"Lila", public, place="p")
    assert boxes.open_(box, boxes.ring_of(private), place="p") == b"Lila"
