"""The pages of an association's places: what stands, what it declares, its ceilings, its absences."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from associations.guards import signed_in
from associations.portal.criteria.fields import regions
from associations.portal.places.forms import CeilingForm, ClosingForm, NewYearForm, PauseForm, YearForm
from associations.portal.places.words import line_of, stands
from hub import calendar, places, queries
from hub.models import Association, Ceiling, Member
from hub.places import NotThatDay, TooMany
from hub.queries import NotFound
from hub.web import current_hub
from hub.work import Work

Deed = Callable[[Work, Association, Member], object]

bp = Blueprint("places", __name__, url_prefix="/places", template_folder="../templates")


@bp.get("/")
def shown() -> ResponseReturnValue:
    return _page()


@bp.post("/annee")
def declare() -> ResponseReturnValue:
    form = YearForm()
    return _done(
        form,
        lambda work, ours, by: places.declare(work, ours, form.a_year.data, by=by),
        _("C’est noté\u202f: %(count)s places par an.", count=form.a_year.data),
    )


@bp.post("/nouvelle-annee")
def renew() -> ResponseReturnValue:
    form = NewYearForm()
    return _done(
        form,
        lambda work, ours, by: places.renew(work, ours, form.next_year.data, by=by),
        _("Une nouvelle année commence\u202f: %(count)s places.", count=form.next_year.data),
    )


@bp.route("/toujours-exact", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """Where the digest leads: one button, since a link changes nothing."""
    form = FlaskForm()
    if form.validate_on_submit():
        with current_hub.begin() as work:
            places.still_right(work, _ours(work), by=signed_in(work))
        flash(_("Merci\u202f: vos places sont confirmées pour un mois."))
        return redirect(url_for("places.shown"), 303)
    with current_hub.read() as work:
        return render_template("portal/places_confirm.html", **_told(work))


@bp.post("/pause")
def pause() -> ResponseReturnValue:
    form = PauseForm()
    return _done(
        form,
        lambda work, ours, by: places.pause(work, ours, form.until.data, by=by),
        _("Pause notée. Les fiches déjà ouvertes attendent toujours votre réponse."),
    )


@bp.post("/reprendre")
def resume() -> ResponseReturnValue:
    return _done(
        FlaskForm(),
        lambda work, ours, by: places.resume(work, ours, by=by),
        _("De nouvelles fiches peuvent vous être proposées."),
    )


@bp.post("/fermetures")
def close() -> ResponseReturnValue:
    form = ClosingForm()
    return _done(
        form,
        lambda work, ours, by: places.close_between(
            work, ours, form.first_day.data, form.last_day.data, by=by
        ),
        _("Fermeture notée."),
    )


@bp.post("/fermetures/<int:closing_id>/retirer")
def open_again(closing_id: int) -> ResponseReturnValue:
    return _done(
        FlaskForm(),
        lambda work, ours, by: places.open_again(work, ours, closing_id, by=by),
        _("Fermeture retirée."),
    )


@bp.route("/plafonds/nouveau", methods=["GET", "POST"])
def new_ceiling() -> ResponseReturnValue:
    return _ceiling(None)


@bp.route("/plafonds/<int:ceiling_id>", methods=["GET", "POST"])
def ceiling(ceiling_id: int) -> ResponseReturnValue:
    return _ceiling(ceiling_id)


@bp.post("/plafonds/<int:ceiling_id>/retirer")
def lift(ceiling_id: int) -> ResponseReturnValue:
    return _done(
        FlaskForm(),
        lambda work, ours, by: places.lift_ceiling(work, ours, ceiling_id, by=by),
        _("Plafond retiré."),
    )


def _ceiling(ceiling_id: int | None) -> ResponseReturnValue:
    with current_hub.read() as work:
        standing = _standing(work, ceiling_id)
        form = CeilingForm.open(standing)
        if not form.validate_on_submit():
            page = render_template(
                "portal/places_ceiling.html", form=form, ceiling=standing, regions=regions()
            )
            return page, 422 if form.errors else 200
    try:
        with current_hub.begin() as work:
            ours, by = _ours(work), signed_in(work)
            places.set_ceiling(work, ours, form.limits(), by=by, ceiling=_standing(work, ceiling_id))
    except TooMany:
        flash(_("Vingt plafonds suffisent\u202f: modifiez ou retirez l’un d’eux."))
    else:
        flash(_("Plafond noté."))
    return redirect(url_for("places.shown"), 303)


def _standing(work: Work, ceiling_id: int | None) -> Ceiling | None:
    return None if ceiling_id is None else places.ceiling_called(work, _ours(work), ceiling_id)


def _done(form: FlaskForm, deed: Deed, said: str) -> ResponseReturnValue:
    """Do it and say so, or show the page again with what is wrong."""
    if not form.validate():
        return _page(form), 422
    try:
        with current_hub.begin() as work:
            deed(work, _ours(work), signed_in(work))
    except NotThatDay as error:
        field = next(field for field in reversed(list(form)) if field.type == "DayField")
        field.errors = [_(str(error))]
        return _page(form), 422
    except TooMany:
        flash(_("Vingt fermetures suffisent\u202f: retirez l’une d’elles."))
    else:
        flash(said)
    return redirect(url_for("places.shown"), 303)


def _page(wrong: FlaskForm | None = None) -> str:
    with current_hub.read() as work:
        told = _told(work)
        forms = {
            "year": YearForm(formdata=None, a_year=told["a_year"]),
            "new_year": NewYearForm(formdata=None, next_year=told["a_year"]),
            "pause": PauseForm(formdata=None),
            "closing": ClosingForm(formdata=None),
        }
        forms |= {name: wrong for name, form in forms.items() if isinstance(wrong, type(form))}
        return render_template("portal/places.html", forms=forms, wrong=wrong, **told)


def _told(work: Work) -> dict[str, object]:
    ours = _ours(work)
    yearly = places.yearly(work, ours)
    asked = queries.places.places_asked(work.session, ours.id)
    return {
        "association": ours,
        "a_year": yearly,
        "is_assumed": ours.profile["places_a_year"] is None,
        "left": ours.places_left,
        "asked": asked,
        "accepted": max(0, yearly - ours.places_left - asked),
        "stands": stands(work, ours),
        "lines": [line_of(each) for each in queries.places.ceilings(work.session, [ours.id])],
        "closings": queries.places.closings(work.session, ours.id, calendar.civil(work.now)),
        "today": calendar.civil(work.now),
    }


def _ours(work: Work) -> Association:
    association = signed_in(work).association
    if association is None:
        raise NotFound("only an association has places")
    return association
