"""What a professional reads of one young person's registration, once it is sent."""

from __future__ import annotations

from flask import Flask

from hub.lifecycle import ReferralState
from tests.forms.conftest import Visitor, registered
from tests.forms.prescriber.professional import FORM, PUPIL, fill


def test_what_waits_for_the_professional_s_own_address_is_said_to_be_erased_without_it(
    door: Flask, visitor: Visitor
) -> None:
    fill(visitor, PUPIL)
    visitor.send(FORM + "/verifier", {"effort_answer": ""})
    (referral,) = registered(door)
    assert referral.state is ReferralState.AWAITING_CONFIRMATION
    assert "Sans ce geste sous 7 jours, nous effaçons tout." in visitor.open(FORM + "/recu").text
