"""Whom the desk may still ask about a referral, what the rule book said of each beside its name."""

from __future__ import annotations

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from hub import queries
from hub.explaining import Decided
from hub.models import Association, Referral
from hub.offers import TAKES_A_PLACE
from hub.work import Work


def choices(work: Work, referral: Referral, decided: Decided | None) -> list[SelectChoice]:
    """The associations the desk may ask: they have somebody to answer, room, and were not asked before."""
    asked = {offer.association_id for offer in referral.offers}
    needs_room = referral.kind in TAKES_A_PLACE
    free = [
        row
        for row in queries.joined_associations(work.session)
        if row.id not in asked and (row.places_left or not needs_room)
    ]
    offered = [_choice(row, decided) for row in free]
    return sorted(offered, key=lambda choice: (choice.optgroup != _fitting(), choice.label))


def _choice(row: Association, decided: Decided | None) -> SelectChoice:
    if decided and decided.rank_of(row.slug):
        return SelectChoice(row.slug, row.name, optgroup=_fitting())
    reason = (decided and decided.why_not(row.slug)) or _("Non examinée.")
    return SelectChoice(row.slug, f"{row.name} – {reason}", optgroup=_("Écartées par le règlement"))


def _fitting() -> str:
    return str(_("Retenues par le règlement"))
