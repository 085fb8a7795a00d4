"""An association's own team: who answers for it, and what each may do."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from associations import people
from associations.guards import signed_in
from associations.people import Room
from hub.web import current_hub
from hub.work import Work

bp = Blueprint("team", __name__, url_prefix="/equipe", template_folder="templates")


@bp.get("/")
def shown() -> ResponseReturnValue:
    with current_hub.read() as work:
        return _room(work).shown(work)


@bp.post("/")
def invite() -> ResponseReturnValue:
    with current_hub.begin() as work:
        return _room(work).invite(work)


@bp.post("/<int:member_id>/role")
def change_role(member_id: int) -> ResponseReturnValue:
    people.change_role(member_id)
    return redirect(url_for("team.shown"), 303)


@bp.post("/<int:member_id>/retirer")
def remove(member_id: int) -> ResponseReturnValue:
    people.remove(member_id)
    return redirect(url_for("team.shown"), 303)


@bp.post("/<int:member_id>/second-facteur")
def let_in_again(member_id: int) -> ResponseReturnValue:
    people.let_in_again(member_id)
    return redirect(url_for("team.shown"), 303)


def _room(work: Work) -> Room:
    return Room(signed_in(work).association, "team", url_for("team.shown"))
