# SPDX-License-Identifier: Apache-2.0
"""The peer of warn.fleet: mosquitto, with as many subscribers as there are players."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Broker:
    def __init__(self, programs, subscribers):
        self.folder = tempfile.mkdtemp(prefix="tocsin-bench-")
        os.chmod(self.folder, 0o755)
        port = free_port()
        config = os.path.join(self.folder, "mosquitto.conf")
        with open(config, "w", encoding="ascii") as file:
            file.write(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_connections -1\nset_tcp_nodelay true\n"
                       "log_dest none\n")
        self.broker = subprocess.Popen([shutil.which("mosquitto") or "/usr/sbin/mosquitto", "-c", config],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        self.fleet = subprocess.Popen([os.path.join(programs, "tocsin-mqtt-fleet"), str(port), str(subscribers)], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, text=True)
        if self.fleet.stdout.readline().strip() != "ready":
            raise RuntimeError("the MQTT subscribers did not connect")

    def publish(self, payload):
        """Milliseconds until the last subscriber had it."""
        path = os.path.join(self.folder, "payload")
        with open(path, "w", encoding="utf-8") as file:
            file.write(payload)
        self.fleet.stdin.write(path + "\n")
        self.fleet.stdin.flush()
        return json.loads(self.fleet.stdout.readline())["last_ms"]

    def close(self):
        self.fleet.stdin.close()
        for process in (self.fleet, self.broker):
            process.terminate()
            process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)
