"""YAML that people edit, read against a shape: everything wrong is said at once, with its file and line."""

from hub.strict_yaml.reading import MOST_BYTES, BadFile, Check, Path, Problem, read
from hub.strict_yaml.shapes import (
    Choice,
    Code,
    Flag,
    Many,
    Maybe,
    Problems,
    Section,
    Shape,
    Span,
    Text,
    Whole,
    meant,
    text_of,
    wrong,
)

__all__ = [
    "MOST_BYTES",
    "BadFile",
    "Check",
    "Choice",
    "Code",
    "Flag",
    "Many",
    "Maybe",
    "Path",
    "Problem",
    "Problems",
    "Section",
    "Shape",
    "Span",
    "Text",
    "Whole",
    "meant",
    "read",
    "text_of",
    "wrong",
]
