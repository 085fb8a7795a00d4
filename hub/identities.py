"""Names in, names out.  The modules that may import this one are listed in ``setup.cfg``."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import Any

from hub import forecasts, needs
from hub.models import Offer, Referral, Release, SealedBoxes
from hub.vault import digest, open_in_browser, seal_for_browser
from hub.vocabulary import (
    ContactBy,
    ContactFirst,
    Engagement,
    Guardian,
    Identity,
    Need,
    Professional,
    Public,
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


CHANGEABLE = frozenset(
    {"first_name", "last_name", "email", "phone", "contact_by", "guardian", "employer", "message"}
)
"""What of an identity its owner may change; of a need, :data:`CORRECTABLE`."""
CORRECTABLE = frozenset({"place", "themes", "mode", "audiences", "availability"})


@dataclass(frozen=True, slots=True, repr=False)
class Changes:
    """What somebody changes of what they told, field by field, in JSON; the rest stays.

    ``token`` is the page's from which they do.
    """

    identity: dict[str, Any]
    need: dict[str, Any]
    token: str = ""

    def were_in(self, token_digest: bytes) -> bool:
        """Whether they were made in the browser of this token."""
        return hmac.compare_digest(digest(self.token), token_digest)

    def __repr__(self) -> str:
        return "Changes(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """Everything that somebody told, and that the hub still keeps."""

    identity: Identity
    need: Need | Engagement

    def __repr__(self) -> str:
        return "Told(…)"


def seal(work: Work, referral_id: int, reference: str, sealed: Sealed, need: Need | Engagement) -> None:
    identity, needed = work.vault.seal_together(
        {
            place("identity", reference): _packed(sealed),
            place("need", reference): _packed(needs.to_json(need)),
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


def seal_again(work: Work, referral: Referral, sealed: Sealed, need: Need | Engagement) -> None:
    """The same boxes with another content, for intake and for recovery."""
    boxes = _boxes(referral)
    identity, needed = work.vault.seal_together(
        {
            place("identity", referral.reference): _packed(sealed),
            place("need", referral.reference): _packed(needs.to_json(need)),
        }
    )
    boxes.identity, boxes.identity_for_recovery = identity.box, identity.for_recovery
    boxes.need, boxes.need_for_recovery = needed.box, needed.for_recovery


def changed(told: Told, changes: Changes) -> Told:
    """What was told, with these changes.  Raises KeyError for what nobody may change, BadNeed for no need."""
    for name in (changes.identity.keys() - CHANGEABLE) | (changes.need.keys() - CORRECTABLE):
        raise KeyError(name)
    identity = json.loads(_packed(told.identity)) | changes.identity
    need = needs.to_json(told.need) | changes.need
    if place := changes.need.get("place"):
        need |= {"postal_code": place["postal_code"], "commune": place["commune"]}
    if place and isinstance(told.need, Need):  # the new commune says whether it is rural
        publics = [public for public in need["publics"] if public != Public.RURAL]
        need |= {"publics": publics, "rural": None}
    return Told(_identity(identity), needs.from_json(need))


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """A code as it was typed; ``token``, which a browser keeps, says that it was typed there."""

    code: str
    token: str

    def was_in(self, token_digest: bytes) -> bool:
        """Whether this is the browser's token."""
        return hmac.compare_digest(digest(self.token), token_digest)


def seal_typed(work: Work, reference: str, typed: Typed) -> bytes:
    return work.vault.seal_at_intake(_packed(typed), place=place("typed", reference)).box


def open_typed(work: Work, reference: str, box: bytes) -> Typed:
    return Typed(**json.loads(work.vault.open_at_intake(box, place=place("typed", reference))))


def seal_changes(work: Work, reference: str, changes: Changes) -> bytes:
    return work.vault.seal_at_intake(_packed(changes), place=place("changes", reference)).box


def open_changes(work: Work, reference: str, box: bytes) -> Changes:
    return Changes(**json.loads(work.vault.open_at_intake(box, place=place("changes", reference))))


def seal_address(work: Work, reference: str, address: str) -> bytes:
    """An address that was left, until it has been told."""
    return work.vault.seal_at_intake(address.encode(), place=place("former", reference)).box


def open_address(work: Work, reference: str, box: bytes) -> str:
    return work.vault.open_at_intake(box, place=place("former", reference)).decode()


def copy_for_browser(told: Told, public_key: bytes, reference: str) -> bytes:
    content = {"identity": told.identity, "need": needs.to_json(told.need)}
    return seal_for_browser(_packed(content), public_key, place=place("copy", reference))


def open_copy(box: bytes, private_key: bytes, reference: str) -> Told:
    fields = json.loads(open_in_browser(box, private_key, place=place("copy", reference)))
    return Told(_identity(fields["identity"]), needs.from_json(fields["need"]))


def group_of(sealed: Sealed, need: Need | Engagement, reference: str) -> bytes:
    """The group of its forecast, for whoever holds the tracking link."""
    return forecasts.sealed_group(need, reference=reference, tracking_token=sealed.tracking_token)


def open_identity(work: Work, referral: Referral) -> Sealed:
    box = _boxes(referral).identity
    fields = json.loads(work.vault.open_at_intake(box, place=place("identity", referral.reference)))
    return Sealed(
        _identity(fields["identity"]),
        fields["tracking_token"],
        fields["agreement_token"],
        fields.get("letters_token"),
    )


def open_need(work: Work, referral: Referral) -> Need | Engagement:
    box = _boxes(referral).need
    return needs.from_json(
        json.loads(work.vault.open_at_intake(box, place=place("need", referral.reference)))
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
    return work.vault.seal_for_portal(identity, place=glass_place(referral.reference, request_id))


def open_for_desk(work: Work, box: bytes, referral: Referral, request_id: int) -> Identity:
    return _identity(
        json.loads(work.vault.open_for_portal(box, place=glass_place(referral.reference, request_id)))
    )


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


def place(what: str, reference: str) -> str:
    return f"intake:{what}:{reference}"


def _release_place(what: str, offer: Offer) -> str:
    return f"release:{what}:{offer.referral.reference}:{offer.card_number}"


def glass_place(reference: str, request_id: int) -> str:
    return f"glass:{request_id}:{reference}"


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
