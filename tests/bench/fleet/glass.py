# SPDX-License-Identifier: Apache-2.0
"""warn.pixel: from a raise that is accepted to the first frame with the level's colour, by one real player at 25 frames a second."""

import datetime
import os
import subprocess
import time

from fleet.site import FleetSite
from player.report import missed_by, say

WIDTH, HEIGHT, RAISES, TARGET = 192, 32, 40, 200.0
FRAME = WIDTH * HEIGHT * 4
RED = (0, 0, 200)  # as BGRA has it


def milliseconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


def is_red(frame):
    """Letters aside, the colour covers the screen."""
    sampled = range(0, FRAME, 4 * 17)
    red = sum(1 for at in sampled if all(abs(frame[at + channel] - RED[channel]) < 12 for channel in range(3)))
    return red > 0.3 * len(sampled)


class Recording:
    """Frames as the raw sink writes them, from where it was looked at last."""

    def __init__(self, path):
        self.path, self.seen = path, 0

    def rows(self):
        with open(self.path + ".tsv", encoding="ascii") as file:
            text = file.read()
        return [int(line.split("\t")[1]) for line in text[:text.rfind("\n") + 1].splitlines()]

    def frame(self, number):
        with open(self.path, "rb") as file:
            file.seek(number * FRAME)
            return file.read(FRAME)

    def first(self, holds, limit=10.0):
        """Fleet milliseconds of the first frame from here on for which it holds."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            rows = self.rows()
            while self.seen < len(rows):
                frame = self.frame(self.seen)
                if len(frame) < FRAME:
                    break
                self.seen += 1
                if holds(frame):
                    return rows[self.seen - 1]
            time.sleep(0.02)
        raise RuntimeError("no frame was as expected")


def start_player(site, path):
    with open(site.tokens, encoding="ascii") as file:
        token = file.read().splitlines()[1].split(",")[2]
    return subprocess.Popen(
        [os.path.join(site.programs, "tocsin-player"), "--controller", f"http://{site.listen}", "--token", token, "--data",
         os.path.join(site.folder, "player"), "--size", f"{WIDTH}x{HEIGHT}", "--sink", f"raw:{path}"], stderr=site.log)


def measure(programs):
    site = FleetSite(programs, 1)
    path = os.path.join(site.folder, "player.bgra")
    player = start_player(site, path)
    try:
        site.wait(lambda: os.path.exists(path + ".tsv") and "session-began" in site.log_end(), "starting the player", 60)
        time.sleep(3)
        recording = Recording(path)
        times, asked = [], []
        for number in range(RAISES):
            recording.seen = max(0, len(recording.rows()) - 1)
            begun = time.time() * 1000
            raised = site.must("POST", "/api/v1/warnings", {"template": "rainstorm", "level": "red", "minutes": 10, "where": {"all": True},
                                                            "fields": {"issuer": "市气象台", "area": f"第{number}区"}})
            shown = recording.first(is_red)
            times.append(shown - milliseconds(raised["issued"]))
            asked.append(shown - begun)
            site.must("POST", f"/api/v1/warnings/{raised['id']}/clear", {})
            recording.first(lambda frame: not is_red(frame))
            time.sleep(0.1 + number * 7 % 40 / 1000)  # not always at the same point of a frame
        value = sorted(times)[len(times) * 99 // 100]
        say("warn.pixel", value, "ms from accepted to the first frame, 99th percentile at 25 fps", TARGET, holds=value <= TARGET,
            note=f"{RAISES} raises; median {sorted(times)[len(times) // 2]:.0f} ms; from the request on: median {sorted(asked)[len(asked) // 2]:.0f} ms, "
            f"most {max(asked):.0f} ms" + missed_by(value, TARGET, "ms"), command="./dev bench warn.pixel")
    finally:
        player.terminate()
        player.wait(30)
        site.close()
