"""Names held back though somebody said yes: why, since when, and which the desk lets go."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.guards import signed_in
from hub import releasing
from hub.models import HeldRelease, Hindrance
from hub.queries import held_releases
from hub.queries.referrals import found
from hub.web import current_hub
from hub.wording import N_

MOST = 100
BECAUSE: Mapping[Hindrance, str] = MappingProxyType(
    {
        Hindrance.TOO_MANY: N_("Trop de noms remis en peu de temps"),
        Hindrance.ANSWER: N_("Le oui ne porte pas le sceau du portail"),
        Hindrance.MEMBER: N_("Le membre qui a dit oui n’est pas, ou n’est plus, de l’association"),
        Hindrance.KEY: N_("La clé de l’association n’est pas celle que la plateforme a faite"),
        Hindrance.OFFER: N_("La fiche n’est plus celle qui a été proposée"),
        Hindrance.TIME: N_("Le oui a été donné hors délai"),
        Hindrance.REPLAYED: N_("Un oui d’autrefois, remis en place"),
        Hindrance.BOX: N_("Ce qui était scellé a été changé, ou vient d’un autre dossier"),
    }
)

bp = Blueprint("releases", __name__, url_prefix="/remises", template_folder="templates")


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        rows = held_releases.all_held(work.session, most=MOST)
        forged = any(row.because is not Hindrance.TOO_MANY for row in rows)
        return render_template(
            "desk/releases.html", rows=rows, because=BECAUSE, forged=forged, may_go=_may_go, most=MOST
        )


@bp.post("/<card_number>/laisser-partir")
def let_go(card_number: str) -> ResponseReturnValue:
    with current_hub.begin() as work:
        held = found(held_releases.held_one(work.session, card_number))
        releasing.let_go(work, held, signed_in(work))
    flash(_("Ce nom part dans un instant. Votre choix est écrit au journal."))
    return redirect(url_for("desk.releases.listed"), 303)


def _may_go(row: HeldRelease) -> bool:
    return row.because is Hindrance.TOO_MANY
