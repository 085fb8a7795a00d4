"""Whoever is erased is written down by what stays of them, so that no backup brings them back."""

from __future__ import annotations

from hashlib import sha256

from hub.models import Company, ErasedKind, Erasure, Prescriber, Referral
from hub.work import Work


def note(work: Work, whom: Referral | Company | Prescriber) -> None:
    """In the same transaction as the erasing itself."""
    kind, subject = named(whom)
    work.write(Erasure, kind=kind, subject=subject, erased_at=work.now)


def named(whom: Referral | Company | Prescriber) -> tuple[ErasedKind, str]:
    """A public reference; for a professional, who has none, the digest of the keyed digest of their address."""
    if isinstance(whom, Prescriber):
        return ErasedKind.PRESCRIBER, sha256(whom.address_digest).hexdigest()
    kind = ErasedKind.REFERRAL if isinstance(whom, Referral) else ErasedKind.COMPANY
    return kind, whom.reference
