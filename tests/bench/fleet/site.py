# SPDX-License-Identifier: Apache-2.0
"""A real controller with thousands of screens, and tocsin-swarm for their players."""

import http.client
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from player.people import PASSWORD, People
from player.site import quiet_config

# As behind a proxy that ends TLS, which has one address for all players.
MANY = "[connections]\nmost = 100000\n"
ROWS_AT_ONCE = 2_000


def allow_descriptors():
    """For programs that are started from here on."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Officer(People):
    """And a duty officer, whose session raises warnings."""

    def __init__(self, address, data):
        super().__init__(address, data)
        keeper = self._sign_in("keeper")
        invited = self._ask("/api/v1/accounts", {"account": "officer", "grants": [{"role": "duty", "unit": ""}]}, keeper)
        self._ask("/api/v1/invitations/accept", {"invitation": invited["invitation"], "password": PASSWORD})
        self.officer = self._sign_in("officer")


class FleetSite:
    def __init__(self, programs, screens, size="192x32"):
        allow_descriptors()
        self.programs, self.size = programs, size
        self.folder = tempfile.mkdtemp(prefix="tocsin-bench-")
        self.data = os.path.join(self.folder, "controller")
        self.report = os.path.join(self.folder, "report.jsonl")
        self.log = open(os.path.join(self.folder, "log"), "ab")
        self.config = quiet_config(self.folder, 'when = "unplayable"\n' + MANY)
        self.listen = "127.0.0.1:0"
        self.connection = self.swarm = None
        self.start_controller()
        try:
            self.people = Officer(self.address, self.data)
            self.tokens = self._import(screens)
        except Exception:
            self.close()
            raise

    def start_controller(self):
        address = os.path.join(self.data, "address")
        if os.path.exists(address):
            os.remove(address)
        self.controller = subprocess.Popen(
            [os.path.join(self.programs, "tocsin-controller"), "--data", self.data, "--listen", self.listen, "--config", self.config],
            stderr=self.log)
        for _ in range(1200):
            if os.path.exists(address) and os.path.getsize(address):
                break
            time.sleep(0.05)
        with open(address, encoding="ascii") as file:
            self.listen = file.read().strip()
        host, port = self.listen.rsplit(":", 1)
        self.address = (host, int(port))

    def restart_controller(self):
        self.controller.terminate()
        self.controller.wait(60)
        self.connection, self.asked = None, 0
        self.start_controller()

    def ask(self, method, path, body=None, token=None):
        """Status and document. One connection for all, unless the controller may have ended it for its idleness."""
        if self.connection is None or time.monotonic() - self.asked > 30:
            self.connection = http.client.HTTPConnection(*self.address, timeout=600)
        self.asked = time.monotonic()
        self.connection.request(method, path, body=None if body is None else json.dumps(body),
                                headers={"Content-Type": "application/json", "Authorization": "Bearer " + (token or self.people.officer)})
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else {}

    def must(self, method, path, body=None, token=None):
        status, document = self.ask(method, path, body, token)
        if status > 299:
            raise RuntimeError(f"{method} {path}: {status} {str(document)[:500]}")
        return document

    def _import(self, screens):
        """As tocsin screen import does, which takes no more rows at once."""
        self.must("PUT", "/api/v1/units/bureau", {"name": "bureau"}, self.people.keeper)
        path = os.path.join(self.folder, "tokens.csv")
        width, height = (int(part) for part in self.size.split("x"))
        with open(path, "w", encoding="ascii") as file:
            file.write("screen,size,token\r\n")
            for begin in range(0, screens, ROWS_AT_ONCE):
                rows = [{"id": f"led-{number:05}", "name": f"LED {number}", "unit": "bureau", "width": width, "height": height}
                        for number in range(begin, min(begin + ROWS_AT_ONCE, screens))]
                for item in self.must("POST", "/api/v1/screens/import", {"screens": rows}, self.people.keeper)["items"]:
                    file.write(f"{item['id']},{self.size},{item['token']}\r\n")
        return path

    def start_swarm(self, scheme="http", *options):
        self.swarm = subprocess.Popen(
            [os.path.join(self.programs, "tocsin-swarm"), "--controller", f"{scheme}://{self.listen}", "--enrol", self.tokens, "--data",
             os.path.join(self.folder, "swarm"), "--report", self.report, *options], stderr=self.log)

    def lines(self):
        try:
            with open(self.report, encoding="utf-8") as file:
                text = file.read()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in text[:text.rfind("\n") + 1].splitlines()]

    def newest(self, event):
        return next((line for line in reversed(self.lines()) if line["event"] == event), None)

    def wait(self, holds, what, limit=300.0):
        until = time.monotonic() + limit
        while not holds():
            if self.swarm is not None and self.swarm.poll() is not None:
                raise RuntimeError("tocsin-swarm ended: " + self.log_end())
            if time.monotonic() > until:
                raise RuntimeError(f"{what} took more than {limit:.0f} s: {self.newest('counts')}")
            time.sleep(0.1)

    def wait_connected(self, players, limit=300.0):
        self.wait(lambda: (self.newest("counts") or {}).get("connected") == players, f"connecting {players} players", limit)

    def storm(self, players, limit=300.0):
        self.swarm.send_signal(signal.SIGUSR1)
        self.wait(lambda: (self.newest("counts") or {}).get("back") == players, "coming back", limit)

    def end_swarm(self):
        """Its summary."""
        self.swarm.terminate()
        self.swarm.wait(120)
        self.swarm = None
        return self.newest("summary")

    def log_end(self):
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            return file.read()[-1000:]

    def close(self):
        for process in (self.swarm, self.controller):
            if process is not None:
                process.terminate()
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
