"""The rule book at the desk: what is in use, what was, and what a new text would change before it is taken."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from associations.desk.changed_lines import changed_lines
from associations.desk.proposing import TakeForm, TextForm
from associations.guards import signed_in
from hub import comparing, queries, rule_books, simulation
from hub.models import Origin, RuleBookVersion
from hub.queries import NotFound
from hub.rule_books import SameRules, TakenMeanwhile
from hub.strict_yaml import BadFile, Problem
from hub.web import current_hub
from hub.work import Work

bp = Blueprint("rule_book", __name__, url_prefix="/reglement", template_folder="templates")


@bp.get("/")
def shown() -> ResponseReturnValue:
    with current_hub.read() as work:
        taken = queries.rule_books_taken(work.session)
        return render_template(
            "desk/rule_book.html",
            in_use=taken[0] if taken else None,
            former=taken[1:],
            proposals=queries.open_proposals(work.session),
            broken=queries.broken_rule_file(work.session),
        )


@bp.get("/versions/<version>")
def former(version: str) -> ResponseReturnValue:
    with current_hub.read() as work:
        row = queries.rule_book_called(work.session, version)
        if row is None or row.taken_at is None:
            raise NotFound("no such version was ever in use")
        in_use = _in_use(work)
        passages = changed_lines(row.text, in_use.text)
        return render_template("desk/rule_book_former.html", row=row, in_use=in_use, passages=passages)


@bp.route("/proposer", methods=["GET", "POST"])
def propose() -> ResponseReturnValue:
    """From the text in use, or from the one named, to come back to it."""
    with current_hub.read() as work:
        begun = queries.rule_book_called(work.session, request.args.get("version", "")) or _in_use(work)
        form = TextForm(data={"text": begun.text})
    if not form.is_submitted():
        return _page_to_write(form)
    if not form.validate():
        return _page_to_write(form), 422
    try:
        with current_hub.begin() as work:
            row = rule_books.propose(work, form.text.data, by=signed_in(work))
            comparing.ask(work, row)
    except BadFile as error:
        return _page_to_write(form, error.problems), 422
    except SameRules as error:
        form.text.errors = [_(str(error))]
        return _page_to_write(form), 422
    return redirect(url_for("desk.rule_book.proposal", row_id=row.id), 303)


@bp.get("/propositions/<int:row_id>")
def proposal(row_id: int) -> ResponseReturnValue:
    with current_hub.read() as work:
        return _page_to_decide(work, _proposed(work, row_id), TakeForm(formdata=None))


@bp.post("/propositions/<int:row_id>/comparer")
def compare(row_id: int) -> ResponseReturnValue:
    with current_hub.begin() as work:
        comparing.ask(work, _proposed(work, row_id))
    return redirect(url_for("desk.rule_book.proposal", row_id=row_id), 303)


@bp.post("/propositions/<int:row_id>/prendre")
def take(row_id: int) -> ResponseReturnValue:
    form = TakeForm()
    try:
        with current_hub.begin() as work:
            row = _proposed(work, row_id)
            if not form.validate():
                return _page_to_decide(work, row, form), 422
            rule_books.take(work, row, by=signed_in(work))
    except TakenMeanwhile as error:
        flash(_(str(error)))
        return redirect(url_for("desk.rule_book.shown"), 303)
    except BadFile as error:
        return _page_to_write(TextForm(formdata=None, data={"text": row.text}), error.problems), 422
    flash(_("Ce règlement est en vigueur. Les prochaines décisions le suivent."))
    return redirect(url_for("desk.rule_book.shown"), 303)


def _in_use(work: Work) -> RuleBookVersion:
    row = queries.rule_book_in_use(work.session)
    if row is None:
        raise NotFound("the worker has not read the file yet")
    return row


def _proposed(work: Work, row_id: int) -> RuleBookVersion:
    row = work.session.get(RuleBookVersion, row_id)
    if row is None or row.origin is not Origin.DESK:
        raise NotFound("nobody at the desk proposed this")
    return row


def _page_to_write(form: TextForm, problems: tuple[Problem, ...] = ()) -> str:
    lines = form.text.data.splitlines()
    said = [
        (each.line, lines[each.line - 1] if each.line <= len(lines) else "", each.expected)
        for each in problems
    ]
    return render_template("desk/rule_book_write.html", form=form, problems=said)


def _page_to_decide(work: Work, row: RuleBookVersion, form: TakeForm) -> str:
    in_use, progress = _in_use(work), comparing.progress(work, row)
    shown: dict[str, Any] = {
        "row": row,
        "in_use": in_use,
        "form": form,
        "passages": changed_lines(in_use.text, row.text),
        "progress": progress,
        "effects": _effects(progress.result) if progress.result else None,
        "is_overtaken": row.taken_at is None and queries.was_overtaken(work.session, row),
    }
    return render_template("desk/rule_book_proposal.html", **shown)


def _effects(result: dict[str, Any]) -> dict[str, Any]:
    summary = simulation.summary(result)
    return {
        "summary": summary,
        "changed": sum(in_use != proposed for _title, in_use, proposed, *_others in summary.rows),
        "pictures": simulation.drawn(result),
        "assumptions": simulation.assumptions(result),
    }
