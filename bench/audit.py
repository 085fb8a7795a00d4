"""``make audit``: what Lighthouse says of each public page on a telephone, and its EcoIndex.

It needs Node.js and a Chromium, and takes about fifteen seconds a page.  Run it on a quiet machine: speed is simulated
from what the browser's main thread really did.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bench.ecoindex import ecoindex, grade
from hub.supervisor import free_port
from tests.parts.browser import FLAGS, find_browser

LIGHTHOUSE = "lighthouse@12.8.2"
TRIES = 3
"""On a busy machine the browser sometimes does not start in time."""

TOOLS = Path(sys.prefix) / "lighthouse"
DOORS = ("HUB_PUBLIC_PORT", "HUB_PARTNERS_PORT", "HUB_LETTERBOX_PORT")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AIMS = (99, 100, 100, 100)
MOST_KIB, MOST_REQUESTS, MOST_LCP_MS = 25.0, 4, 1000.0
IN_ENGLISH = re.compile(r"/en(/|$)")
ONE_OF_MANY = re.compile(r"/associations/(?!departements)")
HEADINGS = ("perf", "a11y", "best", "seo", "LCP ms", "CLS", "KiB", "requests", "nodes", "EcoIndex")


@dataclass(frozen=True, slots=True)
class Audit:
    scores: tuple[int, ...]
    lcp_ms: float
    cls: float
    kib: float
    requests: int
    nodes: int

    @property
    def eco(self) -> float:
        return ecoindex(elements=self.nodes, requests=self.requests, kilobytes=self.kib)

    @property
    def is_as_wanted(self) -> bool:
        light = self.kib <= MOST_KIB and self.requests <= MOST_REQUESTS and grade(self.eco) == "A"
        quick = self.lcp_ms <= MOST_LCP_MS and self.cls == 0
        return light and quick and all(score >= aim for score, aim in zip(self.scores, AIMS, strict=True))

    def row(self) -> str:
        scores = "".join(f"{score:>6}" for score in self.scores)
        weights = f"{self.lcp_ms:>8.0f}{self.cls:>6.3f}{self.kib:>7.1f}{self.requests:>10}{self.nodes:>7}"
        return f"{scores}{weights}{self.eco:>8.1f} {grade(self.eco)}"


@click.command(help=__doc__)
@click.argument("paths", nargs=-1)
def main(paths: tuple[str, ...]) -> None:
    lighthouse = _installed()
    short = 0
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder)) as door:
        pages = paths or _pages(door)
        width = max(map(len, pages))
        columns = "".join(f"{name:>6}" for name in HEADINGS[:4])
        click.echo(" " * width + columns + "  LCP ms   CLS    KiB  requests  nodes  EcoIndex")
        for page in pages:
            _wake(door + page)
            audit = _audited(lighthouse, door + page)
            short += not audit.is_as_wanted
            click.echo(f"{page:<{width}}{audit.row()}{'' if audit.is_as_wanted else '  ←'}")
    click.echo(f"{len(pages)} pages, {short} short of an aim.")
    sys.exit(bool(short))


def _installed() -> Path:
    """Lighthouse, installed once beside the virtual environment's own programs."""
    program = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        TOOLS.mkdir(exist_ok=True)
        command = ["npm", "install", "--silent", "--no-save", "--prefix", str(TOOLS), LIGHTHOUSE]
        subprocess.run(command, check=True, env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"})  # noqa: S603
    return program


@contextmanager
def _running(state: Path) -> Iterator[str]:
    """A whole hub of its own, and the address of its public door."""
    ports = {name: str(free_port()) for name in DOORS}
    place = {"DATABASE_URL": f"sqlite:///{state / 'hub.db'}", "HUB_KEYS_DIR": str(state / "keys")}
    door = f"http://127.0.0.1:{ports['HUB_PUBLIC_PORT']}"
    command = [sys.executable, "-m", "hub.cli", "run", "--state", str(state)]
    hub = subprocess.Popen(  # noqa: S603 (our own command)
        command, env=os.environ | ports | place, stdout=subprocess.PIPE, text=True
    )
    try:
        if not any("Ctrl-C" in line for line in hub.stdout or ()):
            sys.exit("The hub did not start.")
        yield door
    finally:
        hub.send_signal(signal.SIGINT)
        hub.wait()


def _pages(door: str) -> list[str]:
    """What the site map lists in French; of the associations' own pages, the first."""
    with urllib.request.urlopen(f"{door}/sitemap.xml") as answer:  # noqa: S310 (our own door)
        listed = re.findall(r"<loc>[^<]*?//[^/<]+([^<]*)</loc>", answer.read().decode())
    french = [path for path in listed if not IN_ENGLISH.match(path)]
    detailed = [path for path in french if ONE_OF_MANY.match(path)]
    return [path for path in french if path not in detailed[1:]]


def _wake(url: str) -> None:
    """A page is packed once somebody has asked for it: only the first visitor after a start gets it unpacked."""
    door = "/".join(url.split("/", 3)[:3])
    static = [door + path for path in re.findall(r'"(/static/[^"]+)"', _read_page(url))]
    for part in [url, *static, *static]:
        _read_page(part)


def _read_page(url: str) -> str:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 (our own door)
        return str(answer.read().decode())


def _audited(lighthouse: Path, url: str) -> Audit:
    command = [
        *(str(lighthouse), url, "--quiet", "--output=json"),
        *(f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(FLAGS)} --headless"),
    ]
    environ = os.environ | {"CHROME_PATH": find_browser()}
    for _ in range(TRIES):
        ran = subprocess.run(command, env=environ, capture_output=True, check=False)  # noqa: S603
        if ran.returncode == 0:
            return _read(json.loads(ran.stdout))
    sys.exit(f"Lighthouse gave up on {url}: {ran.stderr.decode()[-500:]}")


def _read(report: dict[str, Any]) -> Audit:
    audits = report["audits"]
    requests = [
        item
        for item in audits["network-requests"]["details"]["items"]
        if item.get("resourceType") and not item["url"].endswith("/robots.txt")
    ]
    dom = audits.get("dom-size-insight") or audits["dom-size"]
    return Audit(
        scores=tuple(round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES),
        lcp_ms=audits["largest-contentful-paint"]["numericValue"],
        cls=round(audits["cumulative-layout-shift"]["numericValue"], 3),
        kib=sum(item["transferSize"] for item in requests) / 1024,
        requests=len(requests),
        nodes=int(_elements(dom)),
    )


def _elements(dom: dict[str, Any]) -> float:
    if "numericValue" in dom:
        return float(dom["numericValue"])
    return float(dom["details"]["debugData"]["totalElements"])


if __name__ == "__main__":
    main()
