"""The morning's digest, stopped by its own link without signing in, and taken back; somebody always reads it.

Opening the page changes nothing.  A mail program that presses for its reader sends what RFC 8058 says.
"""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from hub import subscriptions
from hub.models import Member
from hub.mornings import LastReader
from hub.web import current_hub, is_its_own_token
from hub.work import Work

bp = Blueprint("subscription", __name__, template_folder="templates")


@bp.get("/courriels/<string(maxlength=48):token>")
def page(token: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _show(_reader(work, token))


@bp.post("/courriels/<string(maxlength=48):token>")
@is_its_own_token
def press(token: str) -> ResponseReturnValue:
    """Whatever is sent stops it, as mail programs expect, save the button that takes it back."""
    try:
        with current_hub.begin() as work:
            reader = _reader(work, token)
            deed = subscriptions.resume if "again" in request.form else subscriptions.stop
            deed(work, reader)
            return _show(reader, just_done=True)
    except LastReader:
        with current_hub.read() as work:
            return _show(_reader(work, token), last=True)


def _reader(work: Work, token: str) -> subscriptions.Reader:
    return subscriptions.reader_with(work, token, Member)


def _show(reader: subscriptions.Reader, *, just_done: bool = False, last: bool = False) -> str:
    return render_template(
        "associations/subscription.html", comes=subscriptions.comes(reader), just_done=just_done, last=last
    )
