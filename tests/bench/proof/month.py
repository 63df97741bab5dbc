# SPDX-License-Identifier: Apache-2.0
"""A real controller whose ledger holds days of plays of many screens."""

import datetime
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import time

from player.people import People
from player.site import quiet_config

SCREENS, DAYS = 100, 30
DATE = "%Y-%m-%d"


def today():
    """In Shanghai, as the screens are."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()


class Month:
    def __init__(self, programs, plays, screens=SCREENS, days=DAYS, end=None, pictures=None):
        """`end` is the day after the last; without it they end with yesterday, so that no play is to come. `pictures` is a folder of JPEG files,
        each of which becomes evidence."""
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="tocsin-bench-")
        self.data = os.path.join(self.folder, "controller")
        self.config = quiet_config(self.folder)
        self.log = open(os.path.join(self.folder, "log"), "ab")
        self.connection = self.process = None
        end = end or today()
        first = (end - datetime.timedelta(days=days)).strftime(DATE)
        self.first, self.last, self.end = first, (end - datetime.timedelta(days=1)).strftime(DATE), end.strftime(DATE)
        try:
            self._start()
            self.token = People(self.address, self.data).keeper
            self._stop()
            begun = time.monotonic()
            made = subprocess.run([os.path.join(programs, "tocsin-ledger-maker"), "fill", self.data, str(plays), self.first, str(screens), str(days),
                                   *([pictures] if pictures else [])], stdout=subprocess.PIPE, check=True)
            self.plays = json.loads(made.stdout)["plays"]
            self.fill_seconds = time.monotonic() - begun
            self._start()
            # What a start has to do, comparing the log with its checkpoint among it, is none of what is measured.
            self.tocsin("proof", "checkpoint", "--new")
            time.sleep(5)
        except Exception:
            self.close()
            raise

    def _start(self):
        address = os.path.join(self.data, "address")
        if os.path.exists(address):
            os.remove(address)
        self.process = subprocess.Popen(
            [os.path.join(self.programs, "tocsin-controller"), "--data", self.data, "--listen", "127.0.0.1:0", "--config", self.config],
            stderr=self.log)
        for _ in range(1200):
            if os.path.exists(address) and os.path.getsize(address):
                break
            time.sleep(0.05)
        with open(address, encoding="ascii") as file:
            host, port = file.read().strip().rsplit(":", 1)
        self.address = (host, int(port))
        self.connection = None

    def _stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(120)
            self.process = None

    def ask(self, method, path, body=None):
        """Milliseconds until the answer is here, and its bytes."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(*self.address, timeout=600)
        headers = {"Authorization": "Bearer " + self.token}
        if body is not None:
            headers["Content-Type"] = "application/json"
        begun = time.monotonic()
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        took = (time.monotonic() - begun) * 1000
        if answer.status > 299:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return took, text

    def report(self, by):
        """Milliseconds that a play report of the whole month takes, and its document."""
        took, text = self.ask("GET", f"/api/v1/reports/plays?from={self.first}&to={self.last}&by={by}")
        return took, json.loads(text)

    def tocsin(self, *words):
        """Seconds, and what the client says as JSON."""
        address = "http://{}:{}".format(*self.address)
        begun = time.monotonic()
        done = subprocess.run([os.path.join(self.programs, "tocsin"), *words, "--controller", address, "--json"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False, env={**os.environ, "TOCSIN_TOKEN": self.token})
        took = time.monotonic() - begun
        if done.returncode != 0:
            raise RuntimeError(f"tocsin {' '.join(words)}: {done.returncode} {done.stderr.strip()} {done.stdout[:500]}")
        return took, json.loads(done.stdout) if done.stdout.strip() else None

    def export(self, begin, end, name):
        """Seconds that it took, and the file."""
        path = os.path.join(self.folder, name)
        took, _ = self.tocsin("proof", "export", "--from", begin, "--to", end, "--out", path)
        return took, path

    def close(self):
        self._stop()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
