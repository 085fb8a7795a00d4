"""Names in, names out.  The modules that may import this one are listed in ``setup.cfg``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hub import needs
from hub.models import Offer, Referral, Release, SealedBoxes
from hub.vocabulary import (
    ContactBy,
    ContactFirst,
    Engagement,
    Guardian,
    Identity,
    Need,
    Professional,
    ReferredBy,
    WrittenAgreement,
)
from hub.work import Work


class Forgotten(Exception):
    """What was sealed here has been erased for good."""


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """What the identity's box holds: who it is, and the links that only their letters may carry.

    ``letters_token`` stands on no page, so that whoever brings it back reads the letters; None in older boxes.
    """

    identity: Identity
    tracking_token: str
    agreement_token: str | None
    letters_token: str | None


def seal(work: Work, referral_id: int, reference: str, sealed: Sealed, need: Need | Engagement) -> None:
    identity, needed = work.vault.seal_together(
        {
            _place("identity", reference): _packed(sealed),
            _place("need", reference): _packed(needs.to_json(need)),
        }
    )
    work.write(
        SealedBoxes,
        referral_id=referral_id,
        identity=identity.box,
        need=needed.box,
        identity_for_recovery=identity.for_recovery,
        need_for_recovery=needed.for_recovery,
    )


def open_identity(work: Work, referral: Referral) -> Sealed:
    box = _boxes(referral).identity
    fields = json.loads(work.vault.open_at_intake(box, place=_place("identity", referral.reference)))
    return Sealed(
        _identity(fields["identity"]),
        fields["tracking_token"],
        fields["agreement_token"],
        fields.get("letters_token"),
    )


def open_need(work: Work, referral: Referral) -> Need | Engagement:
    box = _boxes(referral).need
    return needs.from_json(
        json.loads(work.vault.open_at_intake(box, place=_place("need", referral.reference)))
    )


def release(work: Work, offer: Offer) -> Release:
    """Both boxes, opened and sealed again to the key of the association that accepted."""
    identity = _packed(open_identity(work, offer.referral).identity)
    need = _packed(needs.to_json(open_need(work, offer.referral)))
    public_key = offer.association.public_key
    return Release(
        identity=work.vault.seal_for_association(
            identity, public_key, place=_release_place("identity", offer)
        ),
        need=work.vault.seal_for_association(need, public_key, place=_release_place("need", offer)),
        released_at=work.now,
    )


def release_to_desk(work: Work, referral: Referral, request_id: int) -> bytes:
    """Who it is and nothing of the need, sealed again for the portal alone, at this request's place."""
    identity = _packed(open_identity(work, referral).identity)
    return work.vault.seal_for_portal(identity, place=_glass_place(referral, request_id))


def open_for_desk(work: Work, box: bytes, referral: Referral, request_id: int) -> Identity:
    return _identity(json.loads(work.vault.open_for_portal(box, place=_glass_place(referral, request_id))))


def open_released(work: Work, offer: Offer) -> tuple[Identity, Need | Engagement]:
    if offer.release is None:
        raise Forgotten("nothing was released for this offer, or it was erased")
    association = offer.association
    identity, need = (
        json.loads(
            work.vault.open_for_association(
                box, association.wrapped_key, slug=association.slug, place=_release_place(what, offer)
            )
        )
        for what, box in (("identity", offer.release.identity), ("need", offer.release.need))
    )
    return _identity(identity), needs.from_json(need)


def _boxes(referral: Referral) -> SealedBoxes:
    if referral.boxes is None:
        raise Forgotten(f"what {referral.reference} held was erased")
    return referral.boxes


def _place(what: str, reference: str) -> str:
    return f"intake:{what}:{reference}"


def _release_place(what: str, offer: Offer) -> str:
    return f"release:{what}:{offer.referral.reference}:{offer.card_number}"


def _glass_place(referral: Referral, request_id: int) -> str:
    return f"glass:{request_id}:{referral.reference}"


def _packed(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, default=needs.by_name).encode()


def _identity(fields: dict[str, Any]) -> Identity:
    guardian = fields.pop("guardian")
    contact_by = ContactBy(fields.pop("contact_by"))
    referred_by = fields.pop("referred_by", None)
    return Identity(
        **fields,
        contact_by=contact_by,
        guardian=Guardian(**guardian) if guardian else None,
        referred_by=_referred_by(referred_by) if referred_by else None,
    )


def _referred_by(fields: dict[str, Any]) -> ReferredBy:
    written = fields["written"]
    return ReferredBy(
        **fields
        | {
            "professional": Professional(**fields["professional"]),
            "contact_first": ContactFirst(fields["contact_first"]),
            "written": WrittenAgreement(written) if written else None,
        }
    )
