"""The plain form in Django: a form, CSRF, one insert, one redirect.

What ``startproject`` sets up but accounts, messages and sessions; connections stay open between requests.
"""

from __future__ import annotations

from typing import Any

import django
from django import forms
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from bench.questions import QUESTIONS, Question

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Trouver un mentor</title></head>
<body><h1>Trouver un mentor</h1><form method="post">{% csrf_token %}{{ form.as_p }}<button>Envoyer</button></form>
</body></html>"""
WIDGETS: dict[str, Any] = {
    "one": forms.RadioSelect,
    "many": forms.CheckboxSelectMultiple,
    "long": forms.Textarea,
}


def make_app(databases: dict[str, dict[str, Any]]) -> WSGIHandler:
    """One application: the first word of the address names the database."""
    settings.configure(
        ALLOWED_HOSTS=["localhost"],
        SECRET_KEY="bench" * 10,
        ROOT_URLCONF=__name__,
        DATABASES=databases,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", {"form.html": PAGE})],
                        )
                    ],
                },
            }
        ],
    )
    django.setup()
    app = get_wsgi_application()
    model = _model()
    urlpatterns[:] = [path("<str:database>/form", _view(model, _form(model)))]
    for name in databases:
        with connections[name].schema_editor() as editor:
            editor.create_model(model)
    return app


urlpatterns: list[Any] = []


def _model() -> type[Any]:
    columns: dict[str, Any] = {question.name: _column(question) for question in QUESTIONS}
    meta = type("Meta", (), {"app_label": "bench"})
    return type("Registration", (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def _column(question: Question) -> Any:
    if question.kind == "tick":
        return models.BooleanField(default=False)
    if question.kind == "many":
        return models.JSONField(default=list)
    return models.TextField(blank=not question.required)


def _form(model: type[Any]) -> type[Any]:
    fields: dict[str, Any] = {question.name: _field(question) for question in QUESTIONS}
    return type("RegistrationForm", (forms.Form,), fields)


def _field(question: Question) -> Any:
    told = {"label": question.label, "required": question.required}
    if question.kind == "tick":
        return forms.BooleanField(**told)
    if question.kind in ("one", "many"):
        kind = forms.ChoiceField if question.kind == "one" else forms.MultipleChoiceField
        return kind(choices=question.choices, widget=WIDGETS[question.kind], **told)
    if question.kind == "email":
        return forms.EmailField(**told)
    return forms.CharField(max_length=300, widget=WIDGETS.get(question.kind, forms.TextInput), **told)


def _view(model: type[Any], form_class: type[Any]) -> Any:
    def view(request: HttpRequest, database: str) -> HttpResponse:
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            model(**form.cleaned_data).save(using=database)
            return HttpResponseRedirect(f"/{database}/form")
        return render(request, "form.html", {"form": form})

    return view
