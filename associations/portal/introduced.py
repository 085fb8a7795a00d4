"""The companies that the desk introduced to an association, and whom to call there."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from associations.guards import signed_in
from hub import companies, queries
from hub.models import Introduction
from hub.partnership import CompanyContact
from hub.queries import NotFound
from hub.web import current_hub
from hub.work import Work

bp = Blueprint("introduced", __name__, url_prefix="/entreprises", template_folder="templates")


@bp.get("/")
def listed() -> ResponseReturnValue:
    with current_hub.read() as work:
        introductions = queries.introductions_to(work.session, signed_in(work))
        return render_template("portal/introduced.html", introductions=introductions)


@bp.get("/<reference>")
def company(reference: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page(work, queries.introduction_of(work.session, signed_in(work), reference))


@bp.post("/<reference>/contact")
def contact(reference: str) -> ResponseReturnValue:
    """Whom to call: shown on this page only, with its trace."""
    with current_hub.begin() as work:
        member = signed_in(work)
        introduction = queries.introduction_of(work.session, member, reference)
        return _page(work, introduction, _read(work, introduction))


def _read(work: Work, introduction: Introduction) -> CompanyContact:
    try:
        return companies.read_contact(work, introduction.company, signed_in(work))
    except companies.Forgotten:
        raise NotFound("nobody is to be called there any more") from None


def _page(work: Work, introduction: Introduction, contact: CompanyContact | None = None) -> str:
    return render_template(
        "portal/introduced_company.html",
        introduction=introduction,
        contact_by=companies.contact_by(work, introduction.introduced_at),
        contact=contact,
    )
