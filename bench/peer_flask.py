"""The plain form with Flask-WTF and Flask-SQLAlchemy: a form, CSRF, one insert by the ORM, one redirect."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from sqlalchemy import JSON, Boolean, Column, Integer, Text
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from bench.questions import QUESTIONS, Question
from hub.work import ENGINE_OPTIONS, prepare

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Trouver un mentor</title></head>
<body><h1>Trouver un mentor</h1><form method="post">{{ form.csrf_token }}
{% for field in form if field.name != "csrf_token" %}<p>{{ field.label }} {{ field }}</p>{% endfor %}
<button>Envoyer</button></form></body></html>"""
KINDS: dict[str, Any] = {
    "text": StringField,
    "email": EmailField,
    "long": TextAreaField,
    "tick": BooleanField,
    "one": RadioField,
    "many": SelectMultipleField,
}
COLUMNS: dict[str, Any] = {"tick": Boolean, "many": JSON}


def hello_app() -> Flask:
    app = Flask("hello")

    @app.get("/")
    def hello() -> Response:
        return Response("Hello, world!", mimetype="text/plain")

    return app


def make_app(database_url: str) -> Flask:
    app = Flask("peer")
    app.config.update(SECRET_KEY="bench" * 10, SQLALCHEMY_DATABASE_URI=database_url)
    database = SQLAlchemy(app, engine_options=ENGINE_OPTIONS)
    app.jinja_loader = DictLoader({"form.html": PAGE})
    form_class, model = _form(), _model(database)
    with app.app_context():
        prepare(database.engine)
        database.create_all()

    @app.route("/form", methods=["GET", "POST"])
    def form() -> ResponseReturnValue:
        form = form_class()
        if form.validate_on_submit():
            told = {question.name: form[question.name].data for question in QUESTIONS}
            database.session.add(model(**told))
            database.session.commit()
            return redirect("/form")
        return render_template("form.html", form=form)

    return app


def _model(database: SQLAlchemy) -> Any:
    columns: dict[str, Any] = {
        question.name: Column(COLUMNS.get(question.kind, Text)) for question in QUESTIONS
    }
    return type("Registration", (database.Model,), {"id": Column(Integer, primary_key=True), **columns})


def _form() -> Any:
    return type("RegistrationForm", (FlaskForm,), {question.name: _field(question) for question in QUESTIONS})


def _field(question: Question) -> Any:
    checks: list[Any] = [InputRequired() if question.required else Optional()]
    choices = [SelectChoice(code, words) for code, words in question.choices]
    if question.kind == "email":
        checks.append(Email())
    if question.kind in ("text", "long"):
        checks.append(Length(max=300))
    more: dict[str, Any] = {"choices": choices} if choices else {}
    if question.kind == "many":
        more |= {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return KINDS[question.kind](question.label, checks, **more)
