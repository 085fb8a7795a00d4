"""What the desk has to do: everything that waits, the most urgent first, with who looks after it and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.desk.charging import ChargeForm, called, charge_form, charge_of
from associations.desk.lines import ROWS, lines
from associations.desk.matter_words import KINDS, READERS, WAYS, WHY
from associations.desk.room import bp
from associations.guards import signed_in
from hub import calendar, desk, disclosure, journal, queries, returns
from hub.alarms import WORDS
from hub.checkup import PATIENCE
from hub.journal import Act
from hub.models import Member, OutboxMessage, Subject
from hub.queries import NotFound, matters, timers
from hub.queries.matter_kinds import MatterKind
from hub.queries.matters import Desk, Matter, Tally, Wanted
from hub.web import current_hub
from hub.wording import N_
from hub.work import Work

A_PAGE = 40
MOST_DIGITS = 5
HAS_A_PAGE = frozenset({Subject.REFERRAL, Subject.ASSOCIATION, Subject.GLASS, Subject.BREACH})
TAKEN = {"prendre", "garder"}
"""The buttons by which somebody takes it for themselves, in the list and on its page."""
WHOSE = {"moi": N_("À moi"), "personne": N_("À personne")}
"""The words of the address, and what they are called."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for; a word that nobody knows asks for nothing."""

    kind: MatterKind | None
    whose: str
    late: bool
    page: int

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.kind, {"moi": True, "personne": False}.get(self.whose), self.late)

    def words(self, **other: str | int) -> dict[str, Any]:
        """The same choice as words of an address, some of them changed."""
        late = "retard" if self.late else ""
        said: dict[str, Any] = {"quoi": self.kind or "", "qui": self.whose, "date": late}
        return {name: word for name, word in {**said, **other}.items() if word}


@bp.get("/")
def waiting() -> ResponseReturnValue:
    chosen = _chosen()
    with current_hub.read() as work:
        me = signed_in(work)
        seen_from = here(work, me)
        first = (chosen.page - 1) * A_PAGE
        found = matters.listed(work.session, seen_from, chosen.wanted, most=A_PAGE + 1, after=first)
        tallies = matters.by_kind(work.session, seen_from)
        return render_template(
            "desk/waiting.html",
            lines=lines(work, found[:A_PAGE]),
            more=len(found) > A_PAGE,
            chosen=chosen,
            tallies=tallies,
            sums=Tally(*map(sum, zip(*tallies.values(), strict=True))) if tallies else Tally(0, 0, 0, 0),
            kinds=KINDS,
            whose=WHOSE,
            owners={each.id: called(each, me) for each in queries.desk_members(work.session)},
            queued=queries.how_many_wait(work.session),
            to_call=queries.how_many_to_call(work.session, calendar.civil(work.now)),
            me=me,
            now=work.now,
            late_since=timers.oldest_late(work.session, work.now - PATIENCE),
        )


@bp.get("/en-attente")
def queue() -> ResponseReturnValue:
    """Those for whom associations exist, none of which has room: the hub tries again by itself."""
    page = page_asked()
    with current_hub.read() as work:
        count = queries.how_many_wait(work.session)
        found = disclosure.queue(work, most=A_PAGE, after=(page - 1) * A_PAGE)
        return render_template(
            "desk/queue.html",
            queue=found,
            count=count,
            in_order=count <= disclosure.PUT_IN_ORDER,
            page=page,
            last=-(-count // A_PAGE),
        )


@bp.get("/a-faire/<subject>/<int:row_id>")
def matter(subject: str, row_id: int) -> ResponseReturnValue:
    """What has no page of its own: a letter that did not leave, a prescriber to check, a broken rule book."""
    with current_hub.read() as work:
        found = matters.of(work.session, here(work, signed_in(work)), _subject(subject), row_id)
        if found is None:
            raise NotFound("nothing about it waits")
        if found.subject in HAS_A_PAGE:
            return redirect(_page_of(found.subject, work.session.get_one(ROWS[found.subject], row_id)), 303)
        return _matter_page(work, found, charge_form(work, found.subject, row_id, me=signed_in(work)))


@bp.post("/a-faire/<subject>/<int:row_id>")
def look_after(subject: str, row_id: int) -> ResponseReturnValue:
    """Taken by whoever asks, given to a colleague, or left to nobody; with a date to come back to it, or none."""
    about = _subject(subject)
    with current_hub.begin() as work:
        me = signed_in(work)
        row = work.session.get(ROWS[about], row_id)
        if row is None:
            raise NotFound("there is no such row")
        if TAKEN & set(request.form):
            known = charge_of(work, about, row_id)
            desk.look_after(work, about, row_id, owner=me, next_at=known.next_at if known else None)
        else:
            form = ChargeForm().among(
                queries.desk_members(work.session), me=me, today=calendar.civil(work.now)
            )
            if not form.validate():
                flash("; ".join(error for field in form for error in field.errors))
                return redirect(_page_of(about, row), 303)
            desk.look_after(work, about, row_id, owner=form.chosen(work), next_at=form.back_at())
        journal.note(work, Act.DESK_MOVED, _number(about, row), by=me, move="look_after")
    flash(_("C’est noté."))
    return redirect(_back(about, row), 303)


@bp.post("/courriels/<int:row_id>/renvoyer")
def resend(row_id: int) -> ResponseReturnValue:
    with current_hub.begin() as work:
        desk.resend(work, _letter(work, row_id))
        journal.note(work, Act.DESK_MOVED, f"letter:{row_id}", by=signed_in(work), move="resend")
    flash(_("Le courriel part à nouveau."))
    return redirect(url_for("desk.waiting"), 303)


@bp.post("/courriels/<int:row_id>/parent")
def tell_guardian(row_id: int) -> ResponseReturnValue:
    """The matter is set aside: what is left to do is theirs."""
    with current_hub.begin() as work:
        try:
            is_new = returns.tell_guardian(work, _letter(work, row_id))
        except returns.NoGuardian:
            raise NotFound("no guardian is known here") from None
        desk.set_aside(work, Subject.LETTER, row_id)
        journal.note(work, Act.DESK_MOVED, f"letter:{row_id}", by=signed_in(work), move="tell_guardian")
    flash(_("Un courriel part au parent.") if is_new else _("Le parent a déjà été prévenu."))
    return redirect(url_for("desk.waiting"), 303)


@bp.post("/a-faire/<subject>/<int:row_id>/laisser")
def set_aside(subject: str, row_id: int) -> ResponseReturnValue:
    """Looked at, and nothing more is to be done."""
    about = _subject(subject)
    if about not in (Subject.LETTER, Subject.ASSOCIATION, Subject.ALARM):
        raise NotFound("what else waits is set aside by what is done about it")
    with current_hub.begin() as work:
        row = work.session.get(ROWS[about], row_id)
        if row is None:
            raise NotFound("there is no such row")
        desk.set_aside(work, about, row_id)
        journal.note(work, Act.DESK_MOVED, _number(about, row), by=signed_in(work), move="set_aside")
    flash(_("C’est mis de côté."))
    return redirect(url_for("desk.waiting"), 303)


def _matter_page(work: Work, found: Matter, form: ChargeForm) -> str:
    (line,) = lines(work, [found])
    row = work.session.get_one(ROWS[found.subject], found.row_id)
    waiting = found.subject is Subject.PRESCRIBER
    return render_template(
        "desk/matter.html",
        line=line,
        row=row,
        form=form,
        charge=charge_of(work, found.subject, found.row_id),
        why=WHY[found.kind],
        readers=READERS,
        ways=WAYS,
        alarms=WORDS,
        references=queries.references_to_check(work.session, row.id) if waiting else [],
        now=work.now,
    )


def here(work: Work, me: Member) -> Desk:
    """From where this member reads the list, now."""
    return Desk(work.now, me.id, work.rule_book.delays.associations_before_desk)


def _chosen() -> Chosen:
    asked = request.args
    kinds = {kind.value: kind for kind in MatterKind}
    whose = asked.get("qui", "")
    return Chosen(
        kind=kinds.get(asked.get("quoi", "")),
        whose=whose if whose in WHOSE else "",
        late=asked.get("date") == "retard",
        page=page_asked(),
    )


def page_asked() -> int:
    """The first unless the address says otherwise."""
    asked = request.args.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS else 1


def _subject(word: str) -> Subject:
    if word not in ROWS:
        raise NotFound("nothing of this kind waits")
    return Subject(word)


def _letter(work: Work, row_id: int) -> OutboxMessage:
    row = work.session.get(OutboxMessage, row_id, with_for_update=True)
    if row is None or row.given_up_at is None:
        raise NotFound("this letter was not given up")
    return row


def _number(about: Subject, row: Any) -> str:
    """The public number of this row, as the journal keeps it."""
    named = {Subject.REFERRAL: "reference", Subject.ASSOCIATION: "slug", Subject.BREACH: "number"}
    return str(getattr(row, named[about])) if about in named else f"{about}:{row.id}"


def _page_of(about: Subject, row: Any) -> str:
    if about is Subject.REFERRAL:
        return url_for("desk.referral", reference=row.reference)
    if about is Subject.ASSOCIATION:
        return url_for("desk.associations.one", slug=row.slug)
    if about is Subject.BREACH:
        return url_for("desk.breaches.listed")
    if about is Subject.GLASS:
        return url_for("desk.glass.one", request_id=row.id)
    return url_for("desk.matter", subject=about, row_id=row.id)


def _back(about: Subject, row: Any) -> str:
    """To the list, as it was chosen, from one of its buttons; else to the page of the matter."""
    if "prendre" in request.form:
        return url_for("desk.waiting", **_chosen().words(page=_chosen().page))
    return _page_of(about, row)
