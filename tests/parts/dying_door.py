"""``python -m tests.parts.dying_door INSTANT PORT``: a public door that is killed at its first commit.

``before_commit`` or ``after_commit``: the visitor sees the same, a page that never comes.
"""

from __future__ import annotations

import os
import signal
import sys

from werkzeug.serving import make_server

import wsgi
from hub.supervisor import LOOPBACK
from tests.parts.dying import at_each_commit


def main() -> None:
    instant, port = sys.argv[1:]
    at_each_commit(instant, _die)
    make_server(LOOPBACK, int(port), wsgi.public(), threaded=True).serve_forever()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
