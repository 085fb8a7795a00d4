"""What an association must do with what it noted of whoever used a right: a list, and one press once it is done."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.guards import signed_in
from hub import instructions
from hub.models import InstructionKind
from hub.queries import NotFound, rights
from hub.web import current_hub
from hub.wording import N_

LAST_DONE = 10
MOST_PAGES = 1000
TITLES: Mapping[InstructionKind, str] = MappingProxyType(
    {
        InstructionKind.ERASE: N_("Effacer chez vous"),
        InstructionKind.HOLD: N_("Ne plus y toucher"),
        InstructionKind.RESUME: N_("Vous pouvez reprendre"),
    }
)
WHAT: Mapping[InstructionKind, str] = MappingProxyType(
    {
        InstructionKind.ERASE: N_(
            "Carnets, tableurs, messageries, téléphones, papiers\u202f: effacez tout ce qui concerne cette personne, "
            "et ne la contactez plus."
        ),
        InstructionKind.HOLD: N_(
            "Gardez ce que vous avez noté, sans rien en faire\u202f: ni appel, ni message, ni rencontre organisée, "
            "jusqu’à une nouvelle consigne."
        ),
        InstructionKind.RESUME: N_(
            "La personne a levé la pause\u202f: l’accompagnement reprend comme avant."
        ),
    }
)
DONE: Mapping[InstructionKind, str] = MappingProxyType(
    {
        InstructionKind.ERASE: N_("C’est effacé chez nous"),
        InstructionKind.HOLD: N_("C’est noté, nous n’y touchons plus"),
        InstructionKind.RESUME: N_("C’est noté"),
    }
)

bp = Blueprint("instructions", __name__, url_prefix="/consignes", template_folder="templates")


@bp.get("/")
def listed() -> ResponseReturnValue:
    page = min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
    with current_hub.read() as work:
        mine = signed_in(work).association_id
        found = rights.instructions_of(work.session, mine, page=page)
        return render_template(
            "portal/instructions.html",
            found=found[: rights.A_PAGE],
            more=len(found) > rights.A_PAGE,
            page=page,
            carried_out=rights.carried_out(work.session, mine, most=LAST_DONE),
            late_since=work.now - instructions.DUE_AFTER,
            titles=TITLES,
            what=WHAT,
            done=DONE,
        )


@bp.post("/<int:number>")
def acknowledge(number: int) -> ResponseReturnValue:
    with current_hub.begin() as work:
        member = signed_in(work)
        found = rights.instruction_of(work.session, member.association_id, number)
        if found is None:
            raise NotFound("this instruction was given to nobody here")
        instructions.acknowledge(work, found, member)
    flash(_("Merci, c’est noté."))
    return redirect(url_for("instructions.listed"), 303)
