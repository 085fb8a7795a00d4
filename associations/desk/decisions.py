"""Whom the desk may still ask about a referral, what the rule book said of each beside its name."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from hub import queries
from hub.explaining import Decided
from hub.models import Association, Referral
from hub.offers import TAKES_A_PLACE
from hub.queries import asking
from hub.work import Work


def choices(work: Work, referral: Referral, decided: Decided | None) -> list[SelectChoice]:
    """The associations the desk may ask: they have somebody to answer, room, and were not asked before."""
    joined = queries.joined_associations(work.session)
    asked = asking.asked(work.session, referral)
    offered = [_choice(row, decided) for row in joined if _hindrance(row, referral, asked) is None]
    return sorted(offered, key=lambda choice: (choice.optgroup != _fitting(), choice.label))


def not_possible(work: Work, referral: Referral) -> list[tuple[str, str]]:
    """Those that nobody can ask today, each by its name, with why not."""
    asked = asking.asked(work.session, referral)
    found = ((row, _hindrance(row, referral, asked)) for row in queries.joined_associations(work.session))
    return [(row.name, why) for row, why in found if why]


def _hindrance(row: Association, referral: Referral, asked: Collection[str]) -> str | None:
    """What keeps the desk itself from asking it; the rule book's reasons do not."""
    if row.slug in asked:
        return str(_("déjà sollicitée"))
    if row.suspended_at:
        return str(_("suspendue par la coordination"))
    if referral.kind in TAKES_A_PLACE and not row.places_left:
        return str(_("plus de place"))
    return None


def _choice(row: Association, decided: Decided | None) -> SelectChoice:
    if decided and decided.rank_of(row.slug):
        return SelectChoice(row.slug, row.name, optgroup=_fitting())
    reason = (decided and decided.why_not(row.slug)) or _("Non examinée.")
    return SelectChoice(row.slug, f"{row.name} – {reason}", optgroup=_("Écartées par le règlement"))


def _fitting() -> str:
    return str(_("Retenues par le règlement"))
