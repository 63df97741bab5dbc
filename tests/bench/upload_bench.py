#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""upload_bench.py BIN_DIR [PATTERN]: a resumable upload over loopback to the real controller, hashed and synced when its last answer
comes, beside what bare writing, hashing and syncing of the same bytes takes; and how long after the last byte of a film of 100 MB it is
said whether it plays. One JSON object a line."""

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
from player.people import People  # noqa: E402
from player.site import quiet_config  # noqa: E402

SIZE = 512 << 20
CHUNK = 64 << 20
BLOCK = 256 << 10
ROUNDS = 3
TARGET = 150.0
FILM_MB = 100
VERDICT_TARGET = 2.0


class Controller:
    def __init__(self, programs, folder):
        data = os.path.join(folder, "controller")
        self.log = open(os.path.join(folder, "log"), "ab")
        self.process = subprocess.Popen(
            [os.path.join(programs, "tocsin-controller"), "--data", data, "--listen", "127.0.0.1:0", "--config", quiet_config(folder)],
            stderr=self.log)
        address = os.path.join(data, "address")
        for _ in range(200):
            if os.path.exists(address) and os.path.getsize(address):
                break
            time.sleep(0.05)
        with open(address, encoding="ascii") as file:
            host, port = file.read().strip().rsplit(":", 1)
        self.connection = http.client.HTTPConnection(host, int(port), timeout=120)
        self.socket_address = (host, int(port))
        self.authorization = "Bearer " + People(self.socket_address, data).keeper

    def ask(self, method, path, **headers):
        self.connection.request(method, path, headers={"Tus-Resumable": "1.0.0", "Authorization": self.authorization, **headers})
        answer = self.connection.getresponse()
        return answer, answer.read()

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait(60)
        self.log.close()


def upload(controller, path):
    """Seconds from the first request to the last answer, and where the upload is to be looked at."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        began = time.monotonic()
        answer, _ = controller.ask("POST", "/api/v1/uploads", **{"Upload-Length": str(size)})
        location = answer.getheader("Location")
        with socket.create_connection(controller.socket_address, timeout=120) as connection:
            for offset in range(0, size, CHUNK):
                count = min(CHUNK, size - offset)
                connection.sendall((f"PATCH {location} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n"
                                    f"Authorization: {controller.authorization}\r\n"
                                    f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n"
                                    f"Content-Length: {count}\r\n\r\n").encode())
                connection.sendfile(file, offset, count)
                head = b""
                while b"\r\n\r\n" not in head:
                    head += connection.recv(4096)
                if not head.startswith(b"HTTP/1.1 204 "):
                    raise RuntimeError(head.decode())
        return time.monotonic() - began, location


def wait_until(controller, location, holds):
    while True:
        seen = json.loads(controller.ask("GET", location)[1])
        if holds(seen):
            return seen
        time.sleep(0.01)


def rate(controller, path):
    """Megabytes a second of a file that is no film."""
    seconds, location = upload(controller, path)
    wait_until(controller, location, lambda seen: seen["state"] != "checking")
    return SIZE / 1e6 / seconds


def verdict(controller, path):
    """Seconds from the last byte until it is said that the film plays, and until every frame has been checked."""
    _, location = upload(controller, path)
    began = time.monotonic()
    said = wait_until(controller, location, lambda seen: seen["verdict"])
    first = time.monotonic() - began
    ended = wait_until(controller, location, lambda seen: seen["state"] != "checking")
    if (said["verdict"], ended["state"]) != ("plays", "done"):
        raise RuntimeError(f"the film was not taken: {ended}")
    return first, time.monotonic() - began


def film(path, number):
    """A film of at least FILM_MB megabytes, each number another."""
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25:d=22,noise=alls=40:allf=t",
         "-c:v", "libx264", "-preset", "ultrafast", "-b:v", f"{FILM_MB * 8 // 20}M", "-g", "25", "-pix_fmt", "yuv420p",
         "-metadata", f"comment={number}", path], check=True)
    if os.path.getsize(path) < FILM_MB * 1_000_000:
        raise RuntimeError(f"the film has only {os.path.getsize(path)} bytes")


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


def measure_rate(controller, folder):
    source = os.path.join(folder, "source")
    with open(source, "wb") as file:
        for _ in range(SIZE >> 20):
            file.write(os.urandom(1 << 20))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(rate(controller, source))
        theirs.append(bare(source, os.path.join(folder, "bare")))
    value, peer = statistics.median(ours), statistics.median(theirs)
    say("library.upload", value, "MB/s over loopback, hashed and on disk", TARGET, "write, sha256, fdatasync", peer, value / peer,
        value >= TARGET, f"load {os.getloadavg()[0]:.1f}", "./dev bench library.upload")


def measure_verdict(controller, folder):
    path = os.path.join(folder, "film.mp4")
    firsts, wholes = [], []
    for number in range(ROUNDS):
        film(path, number)
        first, whole = verdict(controller, path)
        firsts.append(first)
        wholes.append(whole)
    value = statistics.median(firsts)
    say("library.verdict", value, f"s after the last byte of {FILM_MB} MB", VERDICT_TARGET, holds=value <= VERDICT_TARGET,
        note=f"every frame checked after {statistics.median(wholes):.1f} s; load {os.getloadavg()[0]:.1f}",
        command="./dev bench library.verdict")


def main():
    programs = sys.argv[1]
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    measured = [measure for name, measure in (("library.upload", measure_rate), ("library.verdict", measure_verdict)) if pattern in name]
    if not measured:
        return
    folder = tempfile.mkdtemp(prefix="tocsin-bench-")
    controller = Controller(programs, folder)
    try:
        for measure in measured:
            measure(controller, folder)
    finally:
        controller.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
