"""``python -m bench.crash.sink PORT FILE [HOST]``: a mail server that notes whom each letter was for.

On the loopback unless told otherwise.  A line of the file is a letter: its own number, its recipient, the second at
which it came.  It is never killed.
"""

from __future__ import annotations

import sys
import time
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from hub.supervisor import LOOPBACK


class Sink:
    def __init__(self, kept: Path) -> None:
        self._kept = kept.open("a", buffering=1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(envelope.content or b"")  # type: ignore[arg-type]
        self._kept.write(f"{letter['Message-ID']}\t{envelope.rcpt_tos[0]}\t{time.time():.3f}\n")
        return "250 OK"


def main() -> None:
    port, kept = int(sys.argv[1]), Path(sys.argv[2])
    host = next(iter(sys.argv[3:]), LOOPBACK)
    Controller(Sink(kept), hostname=host, port=port).start()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
