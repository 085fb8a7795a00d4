"""Who came in under one's name, or tried to: what the journal noted of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from hub import signin
from hub.journal import Act
from hub.models import Proof
from hub.queries import journal_entries
from hub.web import current_hub, row_number
from hub.wording import N_

SHOWN = 40

WHAT: Mapping[Act, str] = MappingProxyType(
    {
        Act.SIGNED_IN: N_("Connexion"),
        Act.SIGN_IN_FAILED: N_("Essai refusé"),
        Act.SECOND_FACTOR_CHANGED: N_("Second facteur changé"),
        Act.SESSION_ENDED: N_("Session fermée"),
    }
)
HOW: Mapping[str, str] = MappingProxyType(
    {
        signin.BY_LETTER: N_("code par e-mail"),
        Proof.PASSKEY: N_("clé d’accès"),
        Proof.TOTP: N_("application à codes"),
        Proof.RECOVERY_CODE: N_("code de secours"),
    }
)

bp = Blueprint("history", __name__, url_prefix="/compte/connexions", template_folder="../templates")


@bp.get("/")
def shown() -> ResponseReturnValue:
    before = request.args.get("avant", type=row_number)
    about = signin.number_of(g.signed_in.member)
    with current_hub.read() as work:
        rows = journal_entries.journal_about(work.session, about, WHAT, before=before, limit=SHOWN + 1)
    return render_template(
        "account/history.html",
        rows=rows[:SHOWN],
        earlier=rows[SHOWN - 1].number if len(rows) > SHOWN else None,
        what=WHAT,
        how=HOW,
    )
