"""The desk's blueprint, to which each of its pages is attached."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/coordination", template_folder="templates")
