"""What it costs to check a file of a million numbers, beside a plain csv.reader over the same file.

    .venv/bin/python -m tests.benchmarks.uploading [--rows 1000000]

A table as a spreadsheet writes it, with national and international numbers, some wrong and some there twice:
read, judged row by row, written into the real, encrypted file of uploads, and held against itself, the mirror
and the do-not-call list. Each side runs in a process of its own, whose peak is what the system says.
Rates are by the clock and by processor seconds, since others may use the machine.
"""

import argparse
import asyncio
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from desktop.domain.uploads import RowVerdict, Upload
from desktop.services.campaigns.values import suggested
from desktop.store.upload_rows import StoredUploadRows
from tests.support.paper_campaigns import PaperCampaigns, paper_campaigns

_STEP = 73_856_093  # prime to all numbers of eight digits: they come in no order, and none twice


def write(file: Path, rows: int) -> None:
    """Write a table with so many rows: one in fifty is wrong, one in a hundred has an earlier number."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(["phone", "name", "contract"])
        for at in range(rows):
            place = at - at % 100 if at % 100 == 99 else at
            national = f"{place * _STEP % 100_000_000:08}"
            shapes = (
                f"+336{national}",
                f"06{national}",
                f"06 {national[:2]} {national[2:4]} {national[4:6]} {national[6:]}",
                f"+336{national}",
                f"336{national}",
            )
            number = f"06{national[:5]}" if at % 50 == 7 else shapes[at % 5]
            writer.writerow([number, f"Name {at}", f"R-{at}"])


def plain(file: Path) -> dict[str, Any]:
    """Read a file with csv.reader alone."""
    began, cpu = time.perf_counter(), time.process_time()
    with file.open(encoding="utf-8", newline="") as lines:
        rows = sum(1 for _ in csv.reader(lines, delimiter=";")) - 1
    return {"rows": rows, "seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}


async def checked(file: Path, folder: Path) -> dict[str, Any]:
    """Check a file as the wizard does."""
    async with paper_campaigns(folder) as ours:
        ours.dialler.put("c1", "Spring")
        campaign = await ours.one("c1")
        uploads = ours.engine.services.uploads
        listed = f"+336{123 * _STEP % 100_000_000:08}"
        await ours.engine.services.do_not_call.add(listed, "asked for it", "benchmark")
        idle = peak_kib()
        began, cpu = time.perf_counter(), time.process_time()
        facts = await uploads.look(file)
        choice = suggested(facts)
        assert choice is not None
        upload = await uploads.check_file(
            campaign.id, facts, type(choice)(choice.number, choice.variables, "FR")
        )
        seconds, processor = time.perf_counter() - began, time.process_time() - cpu
        return {
            "rows": upload.rows,
            "seconds": seconds,
            "cpu": processor,
            "idle_kib": idle,
            "pages_ms": pages_ms(ours, upload),
            "verdicts": {verdict.value: count for verdict, count in upload.verdicts.items()},
        }
    raise AssertionError  # the block above returns or raises


def pages_ms(ours: PaperCampaigns, upload: Upload) -> list[float]:
    """Return what pages of rows take: the last of all, the last of a verdict, and that once more."""
    source = StoredUploadRows(ours.engine.uploads)
    took = []
    last = upload.verdicts[RowVerdict.REPAIRED] - 50
    for which, first in ((None, upload.rows - 50), (RowVerdict.REPAIRED, last), (RowVerdict.REPAIRED, last)):
        began = time.perf_counter()
        assert len(source.rows(upload.id, which, first, 50)) == 50
        took.append(round((time.perf_counter() - began) * 1000, 1))
    source.close()
    return took


def peak_kib() -> int:
    """Return the most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def apart(*argv: str) -> dict[str, Any]:
    """Run one side in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.uploading", *argv]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def main() -> None:
    """Print rates, peaks and ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--side", choices=("plain", "checked"), help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.side == "plain":
        print(json.dumps({**plain(given.file), "peak_kib": peak_kib()}))
        return
    if given.side == "checked":
        print(json.dumps({**asyncio.run(checked(given.file, given.folder)), "peak_kib": peak_kib()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        write(file, given.rows)
        size = file.stat().st_size
        floor = apart("--side", "plain", "--file", str(file))
        ours = apart("--side", "checked", "--file", str(file), "--folder", f"{folder}/profile")
    assert floor["rows"] == ours["rows"] == given.rows
    for name, side in (("csv.reader", floor), ("checked", ours)):
        rate, by_cpu = side["rows"] / side["seconds"], side["rows"] / side["cpu"]
        print(
            f"{name:12} {side['seconds']:7.2f} s {rate:12,.0f} rows/s, processor {side['cpu']:7.2f} s "
            f"{by_cpu:12,.0f} rows/s, peak {side['peak_kib'] >> 10:5} MiB"
        )
    grown = ours["peak_kib"] - ours["idle_kib"]
    figures = {
        "benchmark": "uploading",
        "rows": given.rows,
        "bytes": size,
        "rows_a_second": round(ours["rows"] / ours["seconds"]),
        "rows_a_cpu_second": round(ours["rows"] / ours["cpu"]),
        "seconds_ratio": round(ours["seconds"] / floor["seconds"], 1),
        "cpu_ratio": round(ours["cpu"] / floor["cpu"], 1),
        "peak_mib": ours["peak_kib"] >> 10,
        "peak_ratio": round(ours["peak_kib"] / floor["peak_kib"], 1),
        "grown_mib": grown >> 10,
        "pages_ms": ours["pages_ms"],
        "verdicts": ours["verdicts"],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
