"""The register of breaches at the desk: what happened, the hours that are left, what remains to be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from hub.models import BreachKind, BreachRisk
from hub.queries import breaches
from hub.web import current_hub
from hub.wording import N_

AN_HOUR = timedelta(hours=1)
KINDS: Mapping[BreachKind, str] = MappingProxyType(
    {
        BreachKind.CONFIDENTIALITY: N_("Des données ont pu être lues"),
        BreachKind.AVAILABILITY: N_("Des données ont pu être perdues"),
        BreachKind.INTEGRITY: N_("Des données ont pu être changées"),
    }
)
RISKS: Mapping[BreachRisk, str] = MappingProxyType(
    {
        BreachRisk.UNKNOWN: N_("risque à peser"),
        BreachRisk.NONE: N_("sans risque pour les personnes"),
        BreachRisk.SOME: N_("un risque pour les personnes"),
        BreachRisk.HIGH: N_("un risque élevé pour les personnes"),
    }
)

bp = Blueprint("breaches", __name__, url_prefix="/violations", template_folder="templates")


@bp.get("/")
def listed() -> ResponseReturnValue:
    """Written by command, where the keys are; read here."""
    with current_hub.read() as work:
        found = breaches.listed(work.session)
        return render_template(
            "desk/breaches.html",
            found=[(each, breaches.told(work.session, each.id)) for each in found],
            hours={each.id: (each.notify_by - work.now) // AN_HOUR for each in found},
            kinds=KINDS,
            risks=RISKS,
        )
