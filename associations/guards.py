"""Who is at the partners' door.  One guard stands before every page, and reads the access matrix."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from associations import who_may
from hub import codes, signin
from hub.models import Member, MemberSession, Role
from hub.queries import NotFound
from hub.web import current_hub
from hub.work import Work

THEN = "then"


def guard() -> ResponseReturnValue | None:
    """Let in whom the matrix lets in.  For others the page does not exist; a stranger may sign in first."""
    if request.endpoint is None or None in who_may.MAY[request.endpoint].who:
        return None
    at_the_door = _recognise()
    if at_the_door is None:
        return to_the_entrance()
    if not who_may.may(at_the_door.member.role, request.endpoint):
        raise NotFound("this page is not for this role")
    g.signed_in = at_the_door
    return second_factor_or_page() if who_may.asks_proof(request.endpoint, at_the_door) else None


def second_factor_or_page() -> ResponseReturnValue | None:
    """None where a second factor was shown in this session; else the way to the page that asks for it.

    The page that was wanted comes after it: that of the button, where a button was pressed.
    """
    if g.signed_in.proven_at:
        return None
    session[THEN] = request.path if request.method == "GET" else request.path.rpartition("/")[0]
    return redirect(url_for("proof.ask"), 303)


def shut(app: Flask) -> None:
    """To be called once every room is there.  Raises RouteWithoutRule if the matrix misses one."""
    who_may.check(rule.endpoint for rule in app.url_map.iter_rules())


def signed_in(work: Work) -> Member:
    """The member at the door, in this piece of work."""
    current: MemberSession = g.signed_in
    return work.session.get_one(Member, current.member_id)


def role_here() -> Role | None:
    """Of whoever is at the door; None for a stranger."""
    current: MemberSession | None = g.get("signed_in")
    return current.member.role if current else None


def may(endpoint: str) -> bool:
    """Whether whoever is at the door comes in there: a button or a link that they may not use is not shown."""
    return who_may.may(role_here(), endpoint)


def comes_later(endpoint: str) -> bool:
    """Whether a second factor is to be shown first."""
    return not g.signed_in.proven_at and who_may.asks_proof(endpoint, g.signed_in)


def cookie_name() -> str:
    return "__Host-hub_session" if current_app.config["SESSION_COOKIE_SECURE"] else "hub_session"


def give_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        token,
        max_age=codes.SIGNED_IN_FOR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def take_cookie_back(response: Response) -> None:
    response.delete_cookie(
        cookie_name(), secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )


def let_in(token: str) -> Response:
    """Nothing of what the browser held before the sign-in outlives it, but the page it wanted."""
    then = wanted_page()
    session.clear()
    response = Response(status=303, headers={"Location": then})
    give_cookie(response, token)
    return response


def turn_out(response: Response) -> Response:
    """The session is ended: nothing of it stays in the browser, but what it is told in parting."""
    said = session.get("_flashes")
    session.clear()
    if said:
        session["_flashes"] = said
    take_cookie_back(response)
    return response


def wanted_page() -> str:
    """Where somebody was going when they were asked who they are."""
    return str(session.pop(THEN, None) or url_for("account.home"))


def to_the_entrance() -> ResponseReturnValue:
    """Sign in first.  The page that was wanted is remembered on this side, so that no link can choose it."""
    if request.method == "GET":
        session[THEN] = request.path
    return redirect(url_for("entrance.ask"), 303)


def is_still_known() -> bool:
    """Whether the session at the door is still somebody's."""
    return _recognise() is not None


def token_here() -> str:
    """What the browser at the door brings: of a session, or of a calendar's address.  The database looks it up too."""
    if not has_request_context():
        return ""
    return request.cookies.get(cookie_name()) or str((request.view_args or {}).get("token", ""))


def _recognise() -> MemberSession | None:
    token = request.cookies.get(cookie_name())
    if token is None:
        return None
    with current_hub.read() as work:
        found = signin.recognised(work, token)
        fresh = found is not None and codes.was_seen(work, found)
    if found and not fresh:
        with current_hub.begin() as work:
            codes.see(work, MemberSession, found.id)
    return found
