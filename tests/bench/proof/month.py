# SPDX-License-Identifier: Apache-2.0
"""A real controller whose ledger holds a month of plays of a hundred screens."""

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

DAYS = 30
DATE = "%Y-%m-%d"


def first_day():
    """The month ends with yesterday in Shanghai, so that no play is to come."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    return today - datetime.timedelta(days=DAYS)


class Month:
    def __init__(self, programs, plays):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="tocsin-bench-")
        self.data = os.path.join(self.folder, "controller")
        self.config = quiet_config(self.folder)
        self.log = open(os.path.join(self.folder, "log"), "ab")
        self.connection = self.process = None
        first = first_day()
        self.first, self.last = first.strftime(DATE), (first + datetime.timedelta(days=DAYS - 1)).strftime(DATE)
        self.end = (first + datetime.timedelta(days=DAYS)).strftime(DATE)
        try:
            self._start()
            self.token = People(self.address, self.data).keeper
            self._stop()
            begun = time.monotonic()
            made = subprocess.run([os.path.join(programs, "tocsin-ledger-maker"), "fill", self.data, str(plays), self.first],
                                  stdout=subprocess.PIPE, check=True)
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

    def report(self, by):
        """Milliseconds that a play report of the whole month takes, and its document."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(*self.address, timeout=600)
        begun = time.monotonic()
        self.connection.request("GET", f"/api/v1/reports/plays?from={self.first}&to={self.last}&by={by}",
                                headers={"Authorization": "Bearer " + self.token})
        answer = self.connection.getresponse()
        text = answer.read()
        took = (time.monotonic() - begun) * 1000
        if answer.status != 200:
            raise RuntimeError(f"the report by {by}: {answer.status} {text[:300]}")
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
