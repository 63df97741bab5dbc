#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""proof_bench.py BIN_DIR [PATTERN]: how fast the ledger takes plays in, how soon reports over a month of ten million plays are there, and
how long a bundle of them takes to be verified. One JSON object a line."""

import contextlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fleet.site import FleetSite  # noqa: E402
from player.report import missed_by, say  # noqa: E402
from proof.month import Month  # noqa: E402

INGEST_PLAYERS, INGEST_DAYS, INGEST_A_DAY, BATCH_ROWS = 8, 10, 6_250, 500
INGEST_TARGET, INGEST_RATIO = 60_000.0, 0.25
PLAYS, FEW_PLAYS = 10_000_000, 1_000_000
ROOM = 30 << 30  # that ten million plays with their bundle take, generously
GROUPINGS = ("screen", "campaign", "asset", "category", "unit", "tree", "daypart", "day", "screen,asset")
REPORT_TARGET, HOUR_TARGET, ROUNDS = 200.0, 500.0, 3
VERIFY_TARGET = 60.0
PYTHON_VERIFIER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "config", "verify", "tocsin_verify.py")


def load():
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def raw_inserts(programs, rows):
    """Rows a second that SQLite takes by itself."""
    folder = tempfile.mkdtemp(prefix="tocsin-bench-")
    try:
        done = subprocess.run([os.path.join(programs, "tocsin-ledger-maker"), "raw", os.path.join(folder, "raw.db"), str(rows), str(BATCH_ROWS)],
                              stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)["rows_a_second"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def ingest(programs):
    site = FleetSite(programs, INGEST_PLAYERS)
    try:
        # All batches are made and signed before the first player connects.
        site.start_swarm("http", "--plays", f"{INGEST_DAYS}:{INGEST_A_DAY}", "--batch-rows", str(BATCH_ROWS), "--ramp", "1000", "--status-every", "0")
        site.wait(lambda: (site.newest("counts") or {}).get("rows_unsent") == 0, "delivering the plays", 300)
        summary = site.end_swarm()
    finally:
        site.close()
    plays = summary["plays_made"]
    value = plays / summary["plays_ms"] * 1000
    peer = raw_inserts(programs, plays)
    whole = summary["refusals"] == 0 and summary["failures"] == 0 and plays == INGEST_PLAYERS * INGEST_DAYS * INGEST_A_DAY
    say("proof.ingest", value, f"plays/s through the protocol, verified and committed, {INGEST_PLAYERS} players", INGEST_TARGET,
        "SQLite, prepared inserts", peer, value / peer, whole and value >= INGEST_TARGET and value >= INGEST_RATIO * peer,
        f"{plays} plays in batches of {BATCH_ROWS}, synchronous FULL; the players run on the same machine"
        + ("" if value >= INGEST_TARGET else f"; missed by {INGEST_TARGET - value:.0f} plays/s")
        + ("" if value >= INGEST_RATIO * peer else f"; missed by {INGEST_RATIO * peer - value:.0f} plays/s of {INGEST_RATIO} × the peer")
        + ("" if whole else f"; not all went well: {summary}") + f"; {load()}", "./dev bench proof.ingest")


def from_raw_rows(month):
    """Milliseconds of the same figures by screen and asset from the rows themselves, in sqlite3, and how many plays are complete."""
    with contextlib.closing(sqlite3.connect(os.path.join(month.data, "tocsin.db"))) as db:
        begun = time.monotonic()
        rows = db.execute("SELECT screen, asset_name, sum(result = 0), sum(result = 1), sum(result = 2), sum(result = 3), sum(shown_ms), "
                          "min(start_ms), max(start_ms) FROM plays WHERE result <= 3 GROUP BY screen, asset_name").fetchall()
        return (time.monotonic() - begun) * 1000, sum(row[2] for row in rows)


def report(month):
    times, complete = {}, set()
    for by in (*GROUPINGS, "screen,asset,campaign,day", "hour"):
        rounds = [month.report(by) for _ in range(ROUNDS)]
        times[by] = statistics.median(took for took, _ in rounds)
        complete.add(rounds[0][1]["total"]["complete"])
    peer, counted = from_raw_rows(month)
    right = complete == {counted}
    scale = "" if month.plays >= PLAYS else f"; only {month.plays} plays, for want of room on the disk"
    worst = max(GROUPINGS, key=times.get)
    value = times[worst]
    wrong = "" if right else f"; the totals are {sorted(complete)}, the rows {counted}"
    note = "; ".join(f"{by}: {took:.0f} ms" for by, took in times.items())
    say("proof.report", value, f"ms, a month of {month.plays} plays planned against played, the slowest grouping ({worst})", REPORT_TARGET,
        "sqlite3 over the rows, by screen and asset", peer, times["screen,asset"] / peer, right and not scale and value <= REPORT_TARGET,
        note + missed_by(value, REPORT_TARGET, "ms") + wrong + scale + f"; the ratio is of the same grouping; {load()}", "./dev bench proof.report")
    hour = times["hour"]
    say("proof.report.hour", hour, f"ms, a month of {month.plays} plays by hour", HOUR_TARGET, holds=right and not scale and hour <= HOUR_TARGET,
        note=load() + missed_by(hour, HOUR_TARGET, "ms") + wrong + scale, command="./dev bench proof.report")


def python_seconds(path):
    begun = time.monotonic()
    done = subprocess.run(["/usr/bin/python3", "-B", PYTHON_VERIFIER, path], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the Python verifier: {done.returncode} {done.stdout[-500:]}")
    return time.monotonic() - begun


def verify(month):
    exported, path = month.export(month.first + "T00:00:00+08:00", month.end + "T00:00:00+08:00", "month.zip")
    took, verdict = month.tocsin("proof", "verify", path)
    if not verdict["holds"] or verdict["plays"] != month.plays:
        raise RuntimeError(f"the bundle of {month.plays} plays has {verdict['plays']}: {str(verdict)[:500]}")
    size = os.path.getsize(path)
    os.remove(path)
    value = took * PLAYS / month.plays
    scale = "" if month.plays >= PLAYS else f"; scaled up from {month.plays} plays, which took {took:.1f} s"
    _, small = month.export(month.first + "T00:00:00+08:00", month.first + "T06:00:00+08:00", "morning.zip")
    small_took, small_verdict = month.tocsin("proof", "verify", small)
    python = python_seconds(small)
    say("proof.verify", value, "s, tocsin proof verify of a bundle of 10 million plays", VERIFY_TARGET, holds=value <= VERIFY_TARGET,
        note=f"{size / 1e6:.0f} MB, exported in {exported:.0f} s{scale}; the ledger was made in {month.fill_seconds:.0f} s; {small_verdict['plays']} plays: "
        f"tocsin {small_took:.1f} s, tocsin_verify.py {python:.1f} s; {load()}" + missed_by(value, VERIFY_TARGET, "s"),
        command="./dev bench proof.verify")


def main():
    programs = os.path.abspath(sys.argv[1])
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    if pattern in "proof.ingest":
        ingest(programs)
    measures = [measure for name, measure in (("proof.report.hour", report), ("proof.verify", verify)) if pattern in name]
    if not measures:
        return
    month = Month(programs, PLAYS if shutil.disk_usage(tempfile.gettempdir()).free > ROOM else FEW_PLAYS)
    try:
        for measure in measures:
            measure(month)
    finally:
        month.close()


if __name__ == "__main__":
    main()
