#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""flood_bench.py BIN_DIR [PATTERN]: a signed-in operator's page before and amid 1,000 wrong passwords a second from 50 loopback
addresses, which must open no account. One JSON object a line."""

import asyncio
import http.client
import json
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from player.report import say  # noqa: E402
from upload_bench import Controller  # noqa: E402

ADDRESSES = 50
A_SECOND = 1_000
SECONDS = 15
SCREENS = 20
TARGET = 3.0


async def attacker(number, target, until, counts):
    """Wrong passwords from one address, evenly, each on the connection that is open."""
    pause = ADDRESSES / A_SECOND
    reader = writer = None
    # The operator's own account among them, and many that are not there.
    due = time.monotonic() + pause * number / ADDRESSES
    tries = 0
    while time.monotonic() < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        due += pause
        tries += 1
        account = "keeper" if tries % 2 else f"guess{number}-{tries}"
        body = json.dumps({"account": account, "password": f"wrong horse {tries}", "client": True}).encode()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(*target, local_addr=(f"127.0.0.{number + 2}", 0))
            writer.write(b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            lines = head.decode().split("\r\n")
            length = next(int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length"))
            await reader.readexactly(length)
            status = int(lines[0].split()[1])
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            status, writer = 0, None
        counts[status] = counts.get(status, 0) + 1


def flood(target, results):
    async def run():
        counts = {}
        until = time.monotonic() + SECONDS
        await asyncio.gather(*(attacker(number, target, until, counts) for number in range(ADDRESSES)))
        results.put(counts)

    asyncio.run(run())


def page_times(controller, until):
    """Milliseconds of the operator's page, asked again and again on its one connection."""
    times = []
    while time.monotonic() < until:
        began = time.monotonic()
        answer, _ = controller.ask("GET", "/api/v1/status")
        if answer.status != 200:
            raise RuntimeError(f"the operator's page answered {answer.status}")
        times.append((time.monotonic() - began) * 1000)
        time.sleep(0.02)
    return times


def add_screens(controller):
    for number in range(SCREENS):
        connection = http.client.HTTPConnection(*controller.socket_address, timeout=60)
        connection.request("POST", "/api/v1/screens", body=json.dumps({"id": f"s{number}", "name": "x", "unit": "bureau", "width": 192, "height": 32}),
                           headers={"Authorization": controller.authorization, "Content-Type": "application/json"})
        if connection.getresponse().status != 201:
            raise RuntimeError("a screen was not added")
        connection.close()


def main():
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    if pattern not in "trust.flood":
        return
    folder = tempfile.mkdtemp(prefix="tocsin-bench-")
    controller = Controller(sys.argv[1], folder)
    try:
        add_screens(controller)
        page_times(controller, time.monotonic() + 2)
        calm = page_times(controller, time.monotonic() + 8)
        results = multiprocessing.Queue()
        attack = multiprocessing.Process(target=flood, args=(controller.socket_address, results))
        attack.start()
        time.sleep(1)
        amid = page_times(controller, time.monotonic() + SECONDS - 2)
        counts = results.get(timeout=60)
        attack.join()
    finally:
        controller.stop()
        shutil.rmtree(folder, ignore_errors=True)
    opened = counts.get(201, 0)
    value, before = statistics.median(amid), statistics.median(calm)
    answered = ", ".join(f"{status or 'broken'}: {count}" for status, count in sorted(counts.items()))
    say("trust.flood", value, "ms, median of a signed-in operator's page amid wrong passwords", TARGET, "the same page before", before,
        value / before, value / before <= TARGET and opened == 0,
        f"{sum(counts.values()) / SECONDS:.0f} passwords a second ({answered}); accounts opened: {opened}; "
        f"99th percentile {sorted(amid)[len(amid) * 99 // 100]:.1f} ms", "./dev bench trust.flood")


if __name__ == "__main__":
    main()
