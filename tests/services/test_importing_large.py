"""Files that are larger than anybody's phonebook: read with little memory, and refused row by row."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services.importing.values import MOST_ROWS

ROOT = Path(__file__).parents[2]
SIZE = 200 << 20


def planned(file: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.large_import", file],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.slow
def test_two_hundred_megabytes_are_read_with_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    note = "x" * 400
    with file.open("w") as out:
        out.write("name;phone;mobile;note\n")
        row = 0
        while out.tell() < SIZE:
            out.write(
                "".join(
                    f"Person {i};020 79{i % 100:02d} {i // 100 % 10_000:04d};07{i:09d};{note}\n"
                    for i in range(row, row + 10_000)
                )
            )
            row += 10_000
    found = planned(file)
    file.unlink()
    assert found["rows"] == row > MOST_ROWS
    assert found["counts"]["invalid"] == row - MOST_ROWS
    assert found["last"] == f"More than {MOST_ROWS:,} rows, split the file"
    assert found["told"][1] > 0.9 * SIZE
    assert found["mib"] < 300, found


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"x", b'"', b"\0"])
def test_two_hundred_megabytes_without_a_row_need_no_memory(data: bytes, tmp_path: Path) -> None:
    found = planned(of_chunks(tmp_path, b"name,phone\n", data, SIZE))
    assert found["rows"] <= 1
    assert found["mib"] < 100, found


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"a,b\n", b"BEGIN:VCARD\n", b'"\n'])
def test_half_a_million_rows_of_nothing_are_refused_one_by_one(data: bytes, tmp_path: Path) -> None:
    found = planned(of_chunks(tmp_path, b"" if data.startswith(b"B") else b"name,phone\n", data, 1 << 21))
    assert found["counts"]["invalid"] == found["rows"] > 10_000
    assert found["mib"] < 200, found


def of_chunks(folder: Path, begin: bytes, data: bytes, size: int) -> Path:
    file = folder / "large.csv"
    chunk = data * ((1 << 20) // len(data))
    with file.open("wb") as out:
        out.write(begin)
        for _ in range(size // len(chunk)):
            out.write(chunk)
    return file
