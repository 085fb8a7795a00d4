"""What must not fail, and the tests that would notice: the first that fails ends the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Target(NamedTuple):
    modules: tuple[str, ...]
    tests: tuple[str, ...]


DRAWN = (
    "test_the_moves_of_a_referral_are_drawn_as_they_are",
    "test_the_answers_to_an_offer_are_drawn_as_they_are",
)
TARGETS: Mapping[str, Target] = {
    "vault": Target(
        ("hub.vault", "hub.vault.boxes", "hub.vault.drafts", "hub.vault.one_time", "hub.vault.signing"),
        (
            "tests/hub/test_vault.py",
            "tests/hub/test_one_time.py",
            "tests/hub/test_likeness.py",
            "tests/hub/test_journal.py",
            "tests/hub/test_disclosure.py",
        ),
    ),
    "lifecycle": Target(
        ("hub.lifecycle",),
        ("tests/hub/test_lifecycle.py", *(f"tests/house/test_documents.py::{drawn}" for drawn in DRAWN)),
    ),
    "offers": Target(
        ("hub.offers",),
        (
            "tests/hub/test_places.py",
            "tests/hub/test_seeking.py",
            "tests/associations/test_pass_on.py",
            "tests/associations/test_portal.py",
            "tests/hub/test_desk.py",
        ),
    ),
    "outbox": Target(
        ("hub.journey", "emails.postman", "emails.writing"),
        (
            "tests/emails/test_postman.py",
            "tests/emails/test_recipients.py",
            "tests/hub/test_digests.py",
            "tests/emails/test_faults_of_a_server.py",
            "tests/emails/test_letters.py",
        ),
    ),
    "access": Target(
        ("associations.who_may", "associations.guards"),
        (
            "tests/associations/test_who_may.py",
            "tests/associations/test_access.py",
        ),
    ),
}
