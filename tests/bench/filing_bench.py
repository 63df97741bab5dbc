#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""filing_bench.py BIN_DIR [PATTERN]: how soon a weekly report and a final report are frozen with all their files, and what memory the final
takes. One JSON object a line."""

import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from filing.memory import PeakMemory  # noqa: E402
from player.report import missed_by, say  # noqa: E402
from proof.month import Month, today  # noqa: E402

ACTIVITY = "safety-month"
CAMPAIGNS = ("campaign-0", "campaign-1", "campaign-2")
PICTURES, PICTURE_BYTES = 30, (60_000, 100_000)
WEEK_SCREENS, WEEK_DAYS, PLAYS_A_DAY, WEEK_TARGET = 37, 7, 3_333, 10.0
MONTH_SCREENS, MONTH_DAYS, MONTH_TARGET, MEMORY_TARGET = 500, 30, 60.0, 512.0
PLAYS, FEW_PLAYS = 10_000_000, 1_000_000
ROOM = 30 << 30  # that ten million plays take, generously
FORMATS = ("docx", "pdf", "xlsx", "html", "json", "zip")


def load():
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def make_pictures(folder):
    """As large as pictures of real screens are."""
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=960x540:r=1,noise=alls=8:allf=t", "-frames:v", str(PICTURES),
                    "-pix_fmt", "yuvj420p", "-q:v", "4", os.path.join(folder, "%02d.jpg")], check=True)
    sizes = [os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)]
    if not all(PICTURE_BYTES[0] <= size <= PICTURE_BYTES[1] for size in sizes):
        raise RuntimeError(f"the pictures have {min(sizes)} to {max(sizes)} bytes")


class Office:
    """A controller with plays, pictures, and the activity that they belong to."""

    def __init__(self, programs, plays, screens, days, end):
        with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as pictures:
            make_pictures(pictures)
            self.month = Month(programs, plays, screens, days, end, pictures)
        try:
            self.month.tocsin("activity", "add", ACTIVITY, "--title", "安全生产月", "--theme", "人人讲安全、个个会应急", "--from", self.month.first,
                              "--to", self.month.last, "--responsible", "张主任", "--receiver", "应急安全科")
            self.month.tocsin("activity", "campaign", ACTIVITY, *CAMPAIGNS)
        except Exception:
            self.close()
            raise

    def freeze(self, **what):
        """Seconds that it takes, and the filing's head."""
        took, text = self.month.ask("POST", "/api/v1/filings", {"activity": ACTIVITY, **what})
        return took / 1000, json.loads(text)

    def content(self, head):
        return json.loads(self.month.ask("GET", f"/api/v1/filings/{head['number']}")[1])["content"]

    def keep(self, head, form):
        """The file in a folder of its own."""
        path = os.path.join(tempfile.mkdtemp(dir=self.month.folder), "filing." + form)
        with open(path, "wb") as file:
            file.write(self.month.ask("GET", f"/api/v1/filings/{head['number']}/form?format={form}")[1])
        return path

    def close(self):
        self.month.close()


def office_seconds(docx):
    """What LibreOffice takes for the PDF alone, once its profile is there."""
    folder = os.path.dirname(docx)
    for _ in range(2):
        begun = time.monotonic()
        subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + os.path.join(folder, "profile"), "--convert-to", "pdf",
                        "--outdir", folder, docx], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        took = time.monotonic() - begun
    if not os.path.getsize(docx[:-len("docx")] + "pdf"):
        raise RuntimeError("LibreOffice made no PDF")
    return took


def made(head):
    sizes = {form["format"]: form["bytes"] for form in head["forms"]}
    return ", ".join(f"{form} {size / 1000:.0f} kB" for form, size in sizes.items()), set(sizes) == set(FORMATS)


def is_whole(content, screens, days, plays):
    """Nothing was left out to be quick."""
    counts = len(content["screens"]), len(content["days"]), len(content["pictures"]), content["figures"]["planned"]
    return counts == (screens, days, PICTURES, plays) and "seconds_missing" not in content


def week(programs):
    monday = today() - datetime.timedelta(days=today().weekday())
    office = Office(programs, WEEK_SCREENS * WEEK_DAYS * PLAYS_A_DAY, WEEK_SCREENS, WEEK_DAYS, monday)
    try:
        value, head = office.freeze(kind="week", issue=1)
        sizes, all_forms = made(head)
        whole = all_forms and is_whole(office.content(head), WEEK_SCREENS, WEEK_DAYS, office.month.plays)
        peer = office_seconds(office.keep(head, "docx"))
        say("report.week", value, f"s, a weekly report of {WEEK_SCREENS} screens with {PICTURES} pictures frozen in all forms", WEEK_TARGET,
            "LibreOffice, its DOCX to PDF alone", peer, value / peer, whole and value <= WEEK_TARGET,
            f"{office.month.plays} plays; {sizes}" + ("" if whole else "; not all is in it") + missed_by(value, WEEK_TARGET, "s") + f"; {load()}",
            "./dev bench report.week")
    finally:
        office.close()


def month(programs):
    plays = PLAYS if shutil.disk_usage(tempfile.gettempdir()).free > ROOM else FEW_PLAYS
    office = Office(programs, plays, MONTH_SCREENS, MONTH_DAYS, None)
    try:
        with PeakMemory(office.month.process.pid) as memory:
            value, head = office.freeze(kind="final")
        sizes, all_forms = made(head)
        whole = all_forms and plays == PLAYS and is_whole(office.content(head), MONTH_SCREENS, MONTH_DAYS, office.month.plays)
        say("report.month", value, f"s, the final report of {MONTH_SCREENS} screens over {MONTH_DAYS} days frozen in all forms", MONTH_TARGET,
            holds=whole and value <= MONTH_TARGET and memory.mb <= MEMORY_TARGET,
            note=f"{office.month.plays} plays; {memory.mb:.0f} MB at most ({memory.own_mb:.0f} MB of the controller above the "
            f"{memory.before_mb:.0f} MB that it had, and {memory.children_mb:.0f} MB of the worker); {sizes}" + ("" if whole else "; not all is in it")
            + missed_by(value, MONTH_TARGET, "s") + missed_by(memory.mb, MEMORY_TARGET, "MB") + f"; {load()}", command="./dev bench report.month")
    finally:
        office.close()


def main():
    programs = os.path.abspath(sys.argv[1])
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    for name, measure in (("report.week", week), ("report.month", month)):
        if pattern in name:
            measure(programs)


if __name__ == "__main__":
    main()
