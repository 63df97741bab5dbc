# SPDX-License-Identifier: Apache-2.0
"""A real controller with one campaign, and players that show it: what is measured is the product."""

import json
import os
import shutil
import subprocess
import tempfile
import time

from player.people import CONFIG, People


def quiet_config(folder, more=""):
    """A configuration by which films are neither converted nor looked at for the next hours: that work would be measured too, and renditions
    would be compared with the files that the peers are given."""
    noon = time.gmtime(time.time() + 12 * 3600)
    path = os.path.join(folder, "controller.toml")
    with open(path, "w", encoding="ascii") as file:
        file.write(f'[conversion]\nzone = "Etc/UTC"\nfrom = "{noon.tm_hour:02}:00"\nto = "{noon.tm_hour:02}:01"\n{more}{CONFIG}')
    return path


class Site:
    """`clips` are files, or pairs of a handle and a file; `sequence` is the order of items, `slogans` goes into the campaign."""

    def __init__(self, programs, clips, size, sequence=None, slogans=""):
        self.programs = programs
        self.size = size
        self.folder = tempfile.mkdtemp(prefix="tocsin-bench-")
        self.log = open(os.path.join(self.folder, "log"), "ab")
        data = os.path.join(self.folder, "controller")
        config = quiet_config(self.folder, 'when = "unplayable"\n')
        self.controller = subprocess.Popen(
            [self._program("tocsin-controller"), "--data", data, "--listen", "127.0.0.1:0", "--config", config], stderr=self.log)
        address = os.path.join(data, "address")
        for _ in range(200):
            if os.path.exists(address) and os.path.getsize(address):
                break
            time.sleep(0.05)
        with open(address, encoding="ascii") as file:
            where = file.read().strip()
        self.address = "http://" + where
        host, port = where.rsplit(":", 1)
        self.people = People((host, int(port)), data)
        handles = []
        for clip in clips:
            handle, clip = clip if isinstance(clip, tuple) else (os.path.splitext(os.path.basename(clip))[0].lower(), clip)
            self.tocsin("media", "add", clip, "--handle", handle, "--seconds", "1")
            handles.append(handle)
        campaign = os.path.join(self.folder, "films.toml")
        with open(campaign, "w", encoding="utf-8") as file:
            file.write('format = "tocsin-campaign/1"\nid = "films"\ntitle = "films"\nclass = "filler"\n'
                       "from = 2020-01-01\nto = 2036-12-31\nitems = "
                       f"{json.dumps(sequence or handles)}\n[targets]\nall = true\n{slogans}")
        self.campaign = campaign
        self.tokens = {}

    def _program(self, name):
        return os.path.join(self.programs, name)

    def tocsin(self, *words):
        token = self.people.reviewer() if words[:2] == ("campaign", "approve") else self.people.keeper
        done = subprocess.run([self._program("tocsin"), *words, "--controller", self.address, "--json"],
                              capture_output=True, text=True, check=False, env={**os.environ, "TOCSIN_TOKEN": token})
        if done.returncode not in (0, 6):
            raise RuntimeError(f"tocsin {' '.join(words)}: {done.stderr.strip()}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def add_screen(self, name):
        self.tokens[name] = self.tocsin("screen", "add", name, "--size", self.size)["token"]

    def release(self):
        for words in (("apply", self.campaign), ("submit", "films"), ("approve", "films")):
            self.tocsin("campaign", *words)

    def start(self, name, display, *more, sinks=("window:+0+0",)):
        options = [word for sink in sinks for word in ("--sink", sink)]
        return subprocess.Popen(
            [self._program("tocsin-player"), "--controller", self.address, "--token", self.tokens[name], "--data",
             os.path.join(self.folder, name), "--size", self.size, *options, *more],
            env={**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}, stderr=self.log)

    def fetch_all(self, name, limit=60.0):
        """Runs the screen's player without a display until it has shown a frame that was planned."""
        lines = os.path.join(self.folder, name + ".bgra.tsv")
        player = self.start(name, "", sinks=(f"raw:{lines[:-4]}",))
        until = time.monotonic() + limit
        try:
            while time.monotonic() < until:
                if os.path.exists(lines):
                    with open(lines, encoding="ascii") as file:
                        if any(not line.rstrip().endswith("-") for line in file):
                            return
                time.sleep(0.2)
            raise RuntimeError(f"the player of {name} had nothing to show after {limit} s")
        finally:
            player.terminate()
            player.wait(15)
            os.remove(lines[:-4])
            os.remove(lines)

    def wait_fetched(self, names, limit=120.0):
        """Until a player has logged that it has the content of these items."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            said = self.log_since(0)
            if all(f'event=fetched name="{name}"' in said for name in names):
                return
            time.sleep(0.5)
        raise RuntimeError(f"not all of {', '.join(names)} was fetched in {limit} s")

    def log_size(self):
        return os.path.getsize(self.log.name)

    def log_since(self, offset):
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            file.seek(offset)
            return file.read()

    def close(self):
        self.controller.terminate()
        self.controller.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
