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
DOORS = (
    "test_every_route_has_its_line_and_every_line_its_route",
    "test_a_door_with_a_route_that_the_matrix_does_not_know_stays_shut",
    "test_an_auditor_changes_nothing_and_opens_no_name_but_their_own_account",
    "test_what_is_not_for_a_role_does_not_exist",
    "test_who_may_read_a_page_reads_it",
)
TORN = (
    "test_a_file_that_was_changed_anywhere_does_not_open",
    "test_a_file_that_was_cut_anywhere_does_not_open",
    "test_pieces_in_another_order_left_out_or_added_do_not_open",
    "test_a_backup_of_nothing_ends_at_once",
    "test_a_piece_of_more_than_sixteen_mebibytes_is_none_of_ours",
)
CHANGES = (
    "test_a_change_that_is_on_its_way_follows_a_change_of_keys",
    "test_a_change_whose_key_was_lost_is_let_go_and_may_be_asked_again",
    "test_the_address_that_was_left_is_told_although_the_keys_changed_meanwhile",
    "test_a_change_of_keys_makes_no_forged_change_the_doors",
)
VAULT = "tests/hub/vault"
KEYS = "tests/hub/keys"
SEALED = "tests/hub/test_sealed_before.py"
BACKUPS = "tests/hub/test_backups.py"
TARGETS: Mapping[str, tuple[Target, ...]] = {
    "vault": (
        Target(("hub.vault.boxes", "hub.vault.signing", "hub.vault"), (SEALED, VAULT, KEYS)),
        Target(("hub.vault.drafts",), (SEALED, f"{VAULT}/test_drafts.py", f"{VAULT}/test_vault.py")),
        Target(("hub.vault.one_time",), ("tests/hub/test_one_time.py",)),
        Target(("hub.vault.returns",), (SEALED, "tests/hub/test_returns.py")),
        Target(("hub.vault.backups",), (SEALED, *(f"{BACKUPS}::{name}" for name in TORN))),
        Target(
            (
                *("hub.vault.keys", "hub.vault.key_files", "hub.vault.rotation", "hub.vault.recovering"),
                *("hub.vault.distrust", "hub.vault.watching", "hub.vault.prints", "hub.vault.proving"),
            ),
            (VAULT, KEYS),
        ),
        Target(
            ("hub.keyring", "hub.key_changes", "hub.resealing"),
            (KEYS, *(f"tests/hub/test_own_page.py::{name}" for name in CHANGES)),
        ),
    ),
    "lifecycle": (
        Target(
            ("hub.lifecycle",),
            ("tests/hub/test_lifecycle.py", *(f"tests/house/test_documents.py::{drawn}" for drawn in DRAWN)),
        ),
    ),
    "offers": (
        Target(
            ("hub.offers",),
            (
                *(
                    "tests/hub/test_offers.py",
                    "tests/hub/test_seeking.py",
                    "tests/hub/test_seeking_for_mentors.py",
                ),
                *("tests/hub/places", "tests/associations/test_pass_on.py"),
            ),
        ),
    ),
    "outbox": (
        Target(
            ("hub.journey", "emails.postman", "emails.writing"),
            (
                "tests/emails/test_letters.py::test_the_table_and_the_folder_are_equal",
                *(
                    "tests/hub/test_journey.py",
                    "tests/emails/test_postman.py",
                    "tests/emails/test_recipients.py",
                ),
                *("tests/hub/test_digests.py", "tests/emails/test_faults_of_a_server.py"),
                *("tests/hub/test_desk.py", "tests/hub/test_returns.py", "tests/hub/test_glass.py"),
                *("tests/hub/test_signin.py", "tests/hub/test_alarms.py"),
                *(
                    "tests/hub/test_own_page.py",
                    "tests/hub/test_own_page_erased.py",
                    "tests/hub/test_instructions.py",
                ),
                *("tests/hub/test_prescriber_letters.py", "tests/hub/test_prescribing.py"),
                *("tests/emails/test_returning.py", "tests/associations/test_post.py"),
            ),
        ),
    ),
    "access": (
        Target(
            ("associations.who_may", "associations.guards"),
            (
                *("tests/associations/test_guards.py", "tests/associations/test_access.py"),
                "tests/associations/account/test_second_factor.py",
                *(f"tests/associations/test_who_may.py::{name}" for name in DOORS),
            ),
        ),
    ),
}
