"""Who comes in at the partners' door: the desk's own team, and the desk's hand in an association's."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from associations import people
from associations.people import Room
from hub import queries
from hub.queries import NotFound
from hub.web import current_hub
from hub.work import Work

bp = Blueprint("members", __name__, url_prefix="/membres", template_folder="templates")


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        return _room(work, None).shown(work)


@bp.get("/de/<slug>")
def of(slug: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _room(work, slug).shown(work)


@bp.post("/")
def invite() -> ResponseReturnValue:
    with current_hub.begin() as work:
        return _room(work, _slug()).invite(work)


@bp.post("/<int:member_id>/role")
def change_role(member_id: int) -> ResponseReturnValue:
    people.change_role(member_id)
    return _back()


@bp.post("/<int:member_id>/retirer")
def remove(member_id: int) -> ResponseReturnValue:
    people.remove(member_id)
    return _back()


@bp.post("/<int:member_id>/second-facteur")
def let_in_again(member_id: int) -> ResponseReturnValue:
    people.let_in_again(member_id)
    return _back()


def _back() -> ResponseReturnValue:
    slug = _slug()
    return redirect(url_for("desk.members.of", slug=slug) if slug else url_for("desk.members.listed"), 303)


def _slug() -> str | None:
    """Whose page the button stands on; none for the desk's own."""
    return request.form.get("association") or None


def _room(work: Work, slug: str | None) -> Room:
    if slug is None:
        return Room(None, "desk.members", url_for("desk.members.listed"))
    association = queries.association_called(work.session, slug)
    if association is None:
        raise NotFound("there is no such association")
    return Room(association, "desk.members", url_for("desk.members.of", slug=slug))
