"""Sync of a whole history, as a ratio to the plain loop that the provider's guide shows.

    .venv/bin/python -m tests.benchmarks.sync [--calls 20000] [--latency 20] [--rounds 5]

Both read the same sandbox in turn, A B A B, so that the ratio holds while the machine's speed drifts.
The loop only collects the calls in a list; the sync also signs in, decodes, normalises, encrypts, stores
and indexes them. Both times are taken inside their process: neither counts an interpreter's start, both
count the import of what speaks HTTP.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

from tests.support.sandbox import running_sandbox

# One page after the other, each parsed whole: what a reader of the guide would write.
LOOP = """
import sys, time
base, token = sys.argv[1:]
started, calls, page = time.perf_counter(), [], None
import requests
while True:
    asked = {"start_time": "2000-01-01T00:00:00Z", "limit": 1000}
    if page:
        asked["page"] = page
    answer = requests.get(base + "/calls", headers={"Authorization": "Bearer " + token}, params=asked).json()
    calls += answer["data"]
    if not answer["pagination"].get("has_more"):
        break
    page = answer["pagination"]["page"]
print(time.perf_counter() - started, len(calls))
"""


def plain_loop(sandbox: dict[str, str]) -> tuple[float, int]:
    """Run the guide's loop once: seconds and calls."""
    command = [sys.executable, "-c", LOOP, sandbox["base_url"], sandbox["access_token"]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, calls = done.stdout.split()
    return float(seconds), int(calls)


def first_sync(sandbox: dict[str, str]) -> tuple[float, int]:
    """Sync into a new profile with the shipped command: seconds and calls."""
    env = {**os.environ, "SIDETONE_PASSPHRASE": "a benchmark's passphrase"}
    with tempfile.TemporaryDirectory() as folder:

        def sidetone(*arguments: str, stdin: str = "") -> str:
            command = [sys.executable, "-m", "desktop", "--profile", folder, "--json", *arguments]
            return subprocess.run(
                command, env=env, input=stdin, capture_output=True, text=True, check=True
            ).stdout

        fields = [f"--field={key}={sandbox[key]}" for key in ("base_url", "token_url", "client_id")]
        secret = ["--secret", "client_secret"]
        sidetone(
            "account", "add", "sipsim", "--name", "bench", *fields, *secret, stdin=sandbox["client_secret"]
        )
        result = json.loads(sidetone("sync").splitlines()[0])
        return result["seconds"], result["new"]


def main() -> None:
    """Print the ratio of each pair, their median, and what both read."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=20_000)
    options.add_argument("--latency", type=int, default=20, help="milliseconds added to each answer")
    options.add_argument("--rounds", type=int, default=5)
    wanted = options.parse_args()
    ratios = []
    with running_sandbox("--calls", str(wanted.calls), "--latency", str(wanted.latency)) as hello:
        sandbox = hello["sipsim"]
        plain_loop(sandbox)  # the server writes each call's JSON once, for whoever asks first
        for _ in range(wanted.rounds):
            ours, synced = first_sync(sandbox)
            theirs, read = plain_loop(sandbox)
            ratios.append(ours / theirs)
            print(f"sync {ours:.2f} s ({synced} calls), loop {theirs:.2f} s ({read} calls): {ratios[-1]:.2f}")
    print(
        json.dumps({"benchmark": "sync", "ratio": round(statistics.median(ratios), 2), "of": wanted.rounds})
    )


if __name__ == "__main__":
    main()
