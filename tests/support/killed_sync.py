"""A process that syncs a profile until somebody kills it: `python -m tests.support.killed_sync FOLDER`.

Reads the sandbox's line from its standard input and writes one line for each commit, so that the test
can pull the trigger between two of them.
"""

import asyncio
import json
import sys
from pathlib import Path

from tests.support.engine import engine


async def main(folder: Path) -> None:
    """Add the account if it is not there, then sync."""
    hello = json.loads(sys.stdin.readline())
    async with engine(folder, vault=None) as ours:
        await ours.add(hello)

        def hear(_: object) -> None:
            for progress in ours.services.sync.status().running:
                sys.stdout.write(f"{progress.calls}\n")
                sys.stdout.flush()

        ours.services.changes.subscribe(hear)
        async for result in ours.services.sync.run():
            sys.stdout.write(f"done {result.new}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
