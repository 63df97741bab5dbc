#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""upload_bench.py BIN_DIR [PATTERN]: a resumable upload over loopback to the real controller, hashed and synced when its last answer
comes, beside what bare writing, hashing and syncing of the same bytes takes; one JSON object a line."""

import hashlib
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from player.report import say  # noqa: E402

SIZE = 512 << 20
CHUNK = 64 << 20
BLOCK = 256 << 10
ROUNDS = 3
TARGET = 150.0


class Controller:
    def __init__(self, programs, folder):
        data = os.path.join(folder, "controller")
        self.log = open(os.path.join(folder, "log"), "ab")
        self.process = subprocess.Popen(
            [os.path.join(programs, "tocsin-controller"), "--data", data, "--listen", "127.0.0.1:0"], stderr=self.log)
        address = os.path.join(data, "address")
        for _ in range(200):
            if os.path.exists(address) and os.path.getsize(address):
                break
            time.sleep(0.05)
        with open(address, encoding="ascii") as file:
            host, port = file.read().strip().rsplit(":", 1)
        self.connection = http.client.HTTPConnection(host, int(port), timeout=120)
        self.socket_address = (host, int(port))

    def ask(self, method, path, **headers):
        self.connection.request(method, path, headers={"Tus-Resumable": "1.0.0", **headers})
        answer = self.connection.getresponse()
        return answer, answer.read()

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait(60)
        self.log.close()


def upload(controller, path):
    """Megabytes a second from the first request to the last answer."""
    with open(path, "rb") as file:
        began = time.monotonic()
        answer, _ = controller.ask("POST", "/api/v1/uploads", **{"Upload-Length": str(SIZE)})
        location = answer.getheader("Location")
        with socket.create_connection(controller.socket_address, timeout=120) as connection:
            for offset in range(0, SIZE, CHUNK):
                connection.sendall((f"PATCH {location} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n"
                                    f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n"
                                    f"Content-Length: {CHUNK}\r\n\r\n").encode())
                connection.sendfile(file, offset, CHUNK)
                head = b""
                while b"\r\n\r\n" not in head:
                    head += connection.recv(4096)
                if not head.startswith(b"HTTP/1.1 204 "):
                    raise RuntimeError(head.decode())
        seconds = time.monotonic() - began
    while json.loads(controller.ask("GET", location)[1])["state"] == "checking":
        time.sleep(0.1)
    return SIZE / 1e6 / seconds


def bare(source, target):
    began = time.monotonic()
    hashed = hashlib.sha256()
    with open(source, "rb", buffering=0) as file, open(target, "wb", buffering=0) as out:
        while block := file.read(BLOCK):
            out.write(block)
            hashed.update(block)
        os.fdatasync(out.fileno())
    seconds = time.monotonic() - began
    os.unlink(target)
    return SIZE / 1e6 / seconds


def main():
    programs = sys.argv[1]
    if (sys.argv[2] if len(sys.argv) > 2 else "") not in "library.upload":
        return
    folder = tempfile.mkdtemp(prefix="tocsin-bench-")
    controller = Controller(programs, folder)
    try:
        source = os.path.join(folder, "source")
        with open(source, "wb") as file:
            for _ in range(SIZE >> 20):
                file.write(os.urandom(1 << 20))
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(upload(controller, source))
            theirs.append(bare(source, os.path.join(folder, "bare")))
        value, peer = statistics.median(ours), statistics.median(theirs)
        say("library.upload", value, "MB/s over loopback, hashed and on disk", TARGET, "write, sha256, fdatasync", peer, value / peer,
            value >= TARGET, f"load {os.getloadavg()[0]:.1f}", "./dev bench library.upload")
    finally:
        controller.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
