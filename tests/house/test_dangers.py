"""Bandit's eye sees what it should, and hears a reason that is given on the line for that very danger."""

from __future__ import annotations

from pathlib import Path

from tests.parts.bandited import found

DANGER = "import yaml\n\n\ndef read(text):\n    return yaml.load(text, yaml.Loader){mark}\n"
HEARD = {"ruff": "  # noqa: S506 (our own file)", "bandit": "  # nosec B506 (our own file)"}
UNHEARD = {
    "bare": "",
    "without_a_reason": "  # noqa: S506",
    "of_another": "  # noqa: S608 (our own words)",
    "of_everything": "  # nosec",
}


def test_a_danger_is_found_unless_its_line_says_why_it_is_none(tmp_path: Path) -> None:
    for name, mark in {**HEARD, **UNHEARD}.items():
        (tmp_path / f"{name}.py").write_text(DANGER.format(mark=mark))
    dangers = list(found([tmp_path]))
    assert all("B506" in danger for danger in dangers)
    assert sorted(Path(danger.split(":")[0]).stem for danger in dangers) == sorted(UNHEARD)
