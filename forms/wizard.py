"""Any form, a page at a time: each POST leads to the next page, so that going back is safe."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Generic

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from forms import drafts, effort
from forms.fields import PageForm
from forms.intake_form import AskAgain, IntakeForm, Sent
from forms.plain import A, Plain, told_by
from forms.questions.page import Page
from forms.skeletons import newcomers_page
from forms.slips import slips
from forms.walk import Walk, read, walk
from hub.calendar import civil
from hub.web import checks_its_own_token, current_hub

log = logging.getLogger(__name__)

SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
NOT_ANSWERS = frozenset({"csrf_token", "website", drafts.FIELD})
TROUBLES: Mapping[type[Exception], tuple[str, int]] = MappingProxyType({effort.TooMany: ("too_many", 429)})
"""What the page says when nothing was saved, and its status, unless the database was away."""

NOTHING: Mapping[str, Plain] = MappingProxyType({})


def remember_source() -> None:
    """A partner's tag in the link, kept silently for statistics."""
    source = request.args.get("source", "")
    if SOURCE.fullmatch(source):
        session["source"] = source


def blueprint(form: IntakeForm[Any]) -> Blueprint:
    """``<name>.page``, ``.answer``, ``.check``, ``.correct``, ``.send`` and ``.receipt``, at the form's address."""
    wizard, bp = _Wizard(form), Blueprint(form.name, __name__, url_prefix=form.url_prefix)
    others = ", ".join(repr(slug) for slug in form.pages if slug != form.first)
    for rule, defaults in (("", {"slug": form.first}), (f"/<any({others}):slug>", {})):
        bp.add_url_rule(rule, "page", wizard.page, methods=["GET"], defaults=defaults)
        bp.add_url_rule(rule, "answer", wizard.answer, methods=["POST"], defaults=defaults)
    bp.add_url_rule("/verifier", "check", wizard.check, methods=["GET"])
    bp.add_url_rule("/verifier", "send", wizard.send, methods=["POST"])
    bp.add_url_rule("/verifier/adresse", "correct", wizard.correct, methods=["POST"])
    bp.add_url_rule("/recu", "receipt", wizard.receipt, methods=["GET"])
    checks_its_own_token(wizard.answer)
    checks_its_own_token(wizard.send)
    return bp


class _Wizard(Generic[A]):
    def __init__(self, form: IntakeForm[A]) -> None:
        self.form = form

    def page(self, slug: str) -> ResponseReturnValue:
        draft, walked = self._draft()
        before = walked.before(slug)
        if before is None:
            return _go_on(walked)
        if slug == self.form.first and not draft.sealed and not request.args:
            return newcomers_page(self.form.name, lambda: self._filled_in(slug, before, draft, walked))
        return self._filled_in(slug, before, draft, walked)

    def answer(self, slug: str) -> ResponseReturnValue:
        draft, walked = self._draft(self.form.pages_before(slug))
        before = walked.before(slug)
        if before is None:
            return _go_on(walked, gone=draft.gone)
        filled = self.form.pages[slug](before, today=_today(), formdata=request.form)
        then = request.form.get("then")
        if then in (*self.form.pages_before(slug), slug) and not _is_forged_or_old():
            draft.typed[slug] = typed_on(filled)
            return self._keep(draft, self._read_from(slug, draft, walked), self._again(then))
        if not filled.validate():
            return self._show(slug, filled, draft, walked), 422
        if elsewhere := filled.elsewhere():
            return redirect(url_for(elsewhere), 303)
        draft.typed[slug] = typed_on(filled)
        told = {slug: told_by(before, filled.answers())}
        walked = self._read_from(slug, draft, walked, told=told)
        return self._keep(draft, walked, _address(_next(walked, after=slug)))

    def check(self) -> ResponseReturnValue:
        draft, walked = self._draft()
        return _go_on(walked) if walked.next_page else self._show_check(draft, walked, _send_form(walked))

    def send(self) -> ResponseReturnValue:
        """Register once, however often this is sent: the form's token says that it is the same."""
        draft, walked = self._draft()
        sent = request.form.get("form_token", "")
        try:
            if (walked.next_page or sent != draft.form_token) and self._registered_before(sent):
                return redirect(url_for(".receipt"), 303)
            if walked.next_page:
                return _go_on(walked, gone=draft.gone)
            if held_back := self._held_back(draft, walked, sent):
                return held_back
            self._register(draft, walked)
        except AskAgain as refused:
            response = redirect(url_for(".page", slug=refused.page), 303)
            drafts.keep(self.form.name, draft, response)
            return response
        except (effort.TooMany, SQLAlchemyError) as error:
            log.error("a registration was not saved: %s", type(error).__name__)
            if isinstance(error, effort.TooMany):
                effort.tell_of_a_flood()
            trouble, status = TROUBLES.get(type(error), ("not_saved", 503))
            return self._show_check(draft, walked, _send_form(walked), trouble=trouble), status
        response = redirect(url_for(".receipt"), 303)
        drafts.begin_again(self.form.name, draft, self.form.kept, response)
        return response

    def correct(self) -> ResponseReturnValue:
        """Take the suggestion for a mistyped address."""
        draft, walked = self._draft()
        if walked.next_page:
            return _go_on(walked)
        for slip in [*slips(self.form.pages, draft.typed)]:
            if slip.name == request.form.get("correct"):
                draft.typed[slip.page][slip.field] = [slip.meant]
                walked = self._read_from(slip.page, draft, walked)
        return self._keep(draft, walked, _address(walked.next_page))

    def receipt(self) -> ResponseReturnValue:
        form_token, formal = session.get(self._sent, ("", False))
        with current_hub.read() as work:
            found = self.form.receipt_of(work, form_token)
        if found is None:
            return redirect(url_for(".page"), 303)
        shown = self.form.receipt_shows(found, formal)
        return render_template(self.form.receipt_template, formal=formal, steps=self.form.steps, **shown)

    def _again(self, slug: str) -> str:
        """Where a page is opened from within the form: the address of the first, which is its entry too, says so."""
        return url_for(".page", slug=slug, retour=1 if slug == self.form.first else None)

    @property
    def _sent(self) -> str:
        """Where the visitor's own browser keeps what it sent."""
        return f"sent-{self.form.name}"

    def _draft(self, pages: Iterable[str] | None = None) -> tuple[drafts.Draft, Walk[A]]:
        """As the pages before the one being sent tell it: all of them, when it is the last."""
        draft = drafts.load(self.form.name, self.form.pages if pages is None else pages)
        return draft, walk(self.form, draft, today=_today())

    def _read_from(
        self, slug: str, draft: drafts.Draft, walked: Walk[A], *, told: Mapping[str, Plain] = NOTHING
    ) -> Walk[A]:
        """The pages before as they were, then those in ``told``, then the others read in this new light."""
        earlier = {page: walked.told[page] for page in self.form.pages_before(slug)}
        return read(self.form, draft.typed, {**earlier, **told}, today=_today())

    def _keep(self, draft: drafts.Draft, walked: Walk[A], address: str) -> BaseResponse:
        """Keep the answers as they were read, and go to this page."""
        draft.tell(walked.told, on=_today())
        response = redirect(address, 303)
        drafts.keep(self.form.name, draft, response)
        return response

    def _registered_before(self, form_token: str) -> bool:
        with current_hub.read() as work:
            known = self.form.receipt_of(work, form_token) is not None
        if known:
            _token, formal = session.get(self._sent, ("", False))
            session[self._sent] = (form_token, formal)
        return known

    def _held_back(self, draft: drafts.Draft, walked: Walk[A], sent: str) -> ResponseReturnValue | None:
        """The summary again, unless its owner sends it and it shows what would be registered."""
        if draft.is_sent_by_its_owner(sent):
            return None
        form = _send_form(walked)
        if _is_forged_or_old():
            form.validate()
            return self._show_check(draft, walked, form), 422
        changed = sent != draft.form_token
        return (self._show_check(draft, walked, form, trouble="changed"), 422) if changed else None

    def _register(self, draft: drafts.Draft, walked: Walk[A]) -> None:
        made = effort.is_made(draft.form_token)
        with current_hub.begin() as work:
            proven = effort.is_within_budget(work) and made
            sent = Sent(draft.form_token, session.get("source"), proven=proven, language=str(get_locale()))
            self.form.register(work, walked.answers, sent)
        session[self._sent] = (draft.form_token, walked.answers.formal)

    def _filled_in(self, slug: str, before: A, draft: drafts.Draft, walked: Walk[A]) -> str:
        typed = draft.typed.get(slug)
        formdata: MultiDict[str, str] | None = None if typed is None else MultiDict(typed)
        page = self.form.pages[slug](before, today=_today(), formdata=formdata)
        return self._show(slug, page, draft, walked)

    def _show(self, slug: str, page: Page[A], draft: drafts.Draft, walked: Walk[A]) -> str:
        return render_template(
            page.template,
            form=page,
            title=page.say(page.title),
            this_page=slug,
            step=[*self.form.pages].index(slug) + 1,
            steps=self.form.steps,
            page_before=self.form.page_before(slug),
            sealed_draft=draft.sealed,
            resumed=draft.resumed,
            found=draft.sealed and slug == self.form.first and _enters(),
            erased=not draft.sealed and "efface" in request.args,
            go_on=_address(walked.next_page) if walked.next_page != slug else None,
        )

    def _show_check(self, draft: drafts.Draft, walked: Walk[A], form: PageForm, *, trouble: str = "") -> str:
        return render_template(
            self.form.check_template,
            form=form,
            title=_("Vérifiez, puis envoyez") if form.formal else _("Vérifie, puis envoie"),
            sections=self.form.sections(walked.answers),
            slips=[*slips(self.form.pages, draft.typed)],
            answers=walked.answers,
            form_token=draft.form_token,
            trouble=trouble,
            forecast=self.form.forecast(walked.answers) if self.form.forecast and not trouble else None,
            effort=effort.question(draft.form_token),
            step=self.form.steps,
            steps=self.form.steps,
            back=url_for(".page", slug=[*self.form.pages][-1]),
            again=self._again,
            sealed_draft=draft.sealed,
            resumed=draft.resumed,
        )


def _enters() -> bool:
    """From outside of the form: another person than the one who began it, perhaps."""
    return request.method == "GET" and "retour" not in request.args


def _next(walked: Walk[Any], *, after: str) -> str | None:
    """The page after the one just filled in, or the first unfinished one, whichever comes first."""
    slugs = [*walked.form.pages, None]
    return min(slugs[slugs.index(after) + 1], walked.next_page, key=slugs.index)


def _address(slug: str | None) -> str:
    """Of the page, or of the check after the last one."""
    return url_for(".page", slug=slug) if slug else url_for(".check")


def _go_on(walked: Walk[Any], *, gone: bool = False) -> BaseResponse:
    """To the first unfinished page, whose address says so when the answers are gone."""
    return redirect(url_for(".page", efface=1) if gone else _address(walked.next_page), 303)


def typed_on(page: Page[Any]) -> drafts.Typed:
    typed = request.form
    return {name: typed.getlist(name) for name in page.data if name in typed and name not in NOT_ANSWERS}


def _is_forged_or_old() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return True
    return False


def _send_form(walked: Walk[Any]) -> PageForm:
    return PageForm(formal=walked.answers.formal, formdata=request.form)


def _today() -> date:
    return civil(current_hub.clock())
