"""``python -m emails.letterbox --smtp-port 1025 --http-port 8002 --folder var/letters``"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click
from aiosmtpd.controller import Controller
from werkzeug.serving import WSGIRequestHandler, make_server

from emails.letterbox.pages import make_pages
from emails.letterbox.shelf import Shelf

LOOPBACK = "127.0.0.1"


class Discreet(WSGIRequestHandler):
    """Says nothing of who reads what."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave no line."""


@click.command()
@click.option("--smtp-port", type=int, default=1025, show_default=True)
@click.option("--http-port", type=int, default=8002, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/letters"), show_default=True)
def main(smtp_port: int, http_port: int, folder: Path) -> None:
    """Recevoir les lettres de cette machine, et les montrer."""
    shelf = Shelf(folder.absolute())
    post = Controller(shelf, hostname=LOOPBACK, port=smtp_port)
    pages = make_server(LOOPBACK, http_port, make_pages(shelf), threaded=True, request_handler=Discreet)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    post.start()
    try:
        pages.serve_forever()
    finally:
        post.stop()


if __name__ == "__main__":
    main()
