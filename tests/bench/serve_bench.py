#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""serve_bench.py BIN_DIR [PATTERN]: a film of 100 MB over loopback from the real controller and from nginx with sendfile, in turn: how
many bytes a second four readers get, and the processor time that serving them takes. One JSON object a line."""

import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from player.report import say  # noqa: E402
from player.ticket import ticket  # noqa: E402
from upload_bench import Controller, film  # noqa: E402

READERS = 4
FILMS_EACH = 10
ROUNDS = 5
RATE_TARGET, CPU_TARGET = 0.9, 1.5
NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
    scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


class Nginx:
    def __init__(self, folder, source):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        os.makedirs(os.path.join(folder, "www"))
        os.link(source, os.path.join(folder, "www", "film.mp4"))
        config = os.path.join(folder, "nginx.conf")
        with open(config, "w", encoding="ascii") as file:
            file.write("user root;" if os.geteuid() == 0 else "")
            file.write(NGINX.format(folder=folder, port=port))
        self.process = subprocess.Popen([shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"), "-c", config])
        self.socket_address = ("127.0.0.1", port)
        for _ in range(200):
            try:
                socket.create_connection(self.socket_address, timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def processor_seconds(pid):
    """Of a process and of its children that live."""
    total = 0
    for one in [pid] + [int(p) for p in open(f"/proc/{pid}/task/{pid}/children", encoding="ascii").read().split()]:
        with open(f"/proc/{one}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def read_films(address, path, size, headers=""):
    """Takes the bytes without copying them, so that serving is what is measured."""
    room = bytearray(1 << 20)
    with socket.create_connection(address, timeout=120) as connection:
        for _ in range(FILMS_EACH):
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(1)
            if not head.startswith(b"HTTP/1.1 200 ") or f"content-length: {size}\r\n".encode() not in head.lower():
                raise RuntimeError(head.decode())
            left = size
            while left:
                got = connection.recv_into(room, min(left, len(room)), socket.MSG_TRUNC)
                if not got:
                    raise RuntimeError("the connection ended in a film")
                left -= got


def measure(server, path, size, headers=""):
    """Megabytes a second, and seconds of processor time for a gigabyte."""
    failed = []

    def reader():
        try:
            read_films(server.socket_address, path, size, headers)
        except (OSError, RuntimeError) as error:
            failed.append(error)

    threads = [threading.Thread(target=reader) for _ in range(READERS)]
    before, began = processor_seconds(server.process.pid), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, cpu = time.monotonic() - began, processor_seconds(server.process.pid) - before
    if failed:
        raise failed[0]
    total = size * READERS * FILMS_EACH
    return total / 1e6 / seconds, cpu / (total / 1e9)


def add(controller, path):
    connection = http.client.HTTPConnection(*controller.socket_address, timeout=600)
    with open(path, "rb") as file:
        connection.request("POST", "/api/v1/media?name=film.mp4", body=file, headers={"Authorization": controller.authorization})
        answer = connection.getresponse()
        asset = json.loads(answer.read())
    if answer.status != 201 or not asset["ready"]:
        raise RuntimeError(f"the film was not taken: {asset}")
    return "/content/" + asset["rendition"]


def main():
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    if pattern not in "media.serve":
        return
    folder = tempfile.mkdtemp(prefix="tocsin-bench-")
    servers = []
    try:
        source = os.path.join(folder, "film.mp4")
        film(source, 0)
        size = os.path.getsize(source)
        controller = Controller(sys.argv[1], folder)
        servers.append(controller)
        path = add(controller, source)
        nginx = Nginx(folder, source)
        servers.append(nginx)
        shown = f"Tocsin-Ticket: {ticket(controller.socket_address, controller.authorization)}\r\n"
        rounds = [measure(controller, path, size, shown) + measure(nginx, "/film.mp4", size) for _ in range(ROUNDS)]
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    ours, our_cpu, theirs, their_cpu = (statistics.median(column) for column in zip(*rounds))
    rate, cpu = statistics.median(r[0] / r[2] for r in rounds), statistics.median(r[1] / r[3] for r in rounds)
    note = f"load {os.getloadavg()[0]:.1f}"
    command = "./dev bench media.serve"
    say("media.serve", ours, "MB/s to four readers", f">= {RATE_TARGET} x nginx", "nginx, sendfile, one worker", theirs, rate,
        rate >= RATE_TARGET, note, command)
    say("media.serve.cpu", our_cpu, "s of processor time a GB", f"<= {CPU_TARGET} x nginx", "nginx, sendfile, one worker", their_cpu, cpu,
        cpu <= CPU_TARGET, note, command)


if __name__ == "__main__":
    main()
