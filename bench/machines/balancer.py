"""``python -m bench.machines.balancer PORT ADDRESS…``: each line goes to the next machine that takes it.

What nginx would do before the doors, in forty lines: it knows no health but a refused or silent connection.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from itertools import cycle

from hub.supervisor import LOOPBACK

DOOR = 8000
SOON, SILENT = 1.0, 15.0
"""Seconds for a machine to take the line, and for an answer to come along it."""


class Balancer:
    def __init__(self, addresses: list[str]) -> None:
        self._many, self._turns = len(addresses), cycle(addresses)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, TimeoutError):
            there, back = await self._a_machine()
            await asyncio.gather(_pipe(reader, back, None), _pipe(there, writer, SILENT))
        writer.close()

    async def _a_machine(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in range(self._many):
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(SOON):
                    return await asyncio.open_connection(next(self._turns), DOOR)
        raise ConnectionRefusedError("no machine takes it")


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, silence: float | None) -> None:
    try:
        while part := await asyncio.wait_for(reader.read(65536), silence):
            writer.write(part)
            await writer.drain()
    finally:
        writer.close()


async def main() -> None:
    balancer = Balancer(sys.argv[2:])
    server = await asyncio.start_server(balancer.take, LOOPBACK, int(sys.argv[1]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
