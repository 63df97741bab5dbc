#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""fleet_bench.py BIN_DIR [PATTERN]: what thousands of players cost the controller, and how soon a warning is with the last of them.
One JSON object a line."""

import os
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fleet import glass  # noqa: E402
from fleet.broker import Broker  # noqa: E402
from fleet.site import FleetSite  # noqa: E402
from player.report import missed_by, say  # noqa: E402

FLEET = 10_000
STORM, STORM_TLS = 18_000, 2_000
ROUNDS = 5
DELIVERY_TARGET, RECEIPTS_TARGET, PEER_TARGET = 500.0, 3_000.0, 0.8
MEMORY_TARGET = 10.0
STORM_TARGET = 20.0
# Real players report every second; here each does every ten, because one machine is the whole fleet as well.
STATUS = ("--status-every", "10")


def resident_kb(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def load():
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def raise_once(site, number):
    """Milliseconds: from accepted to the last delivery, from accepted until all receipts are stored, from the request to the last delivery,
    from the first delivery to the last."""
    begun, begun_wall = time.monotonic(), time.time()
    raised = site.must("POST", "/api/v1/warnings", {"template": "rainstorm", "level": "red", "minutes": 60, "where": {"all": True},
                                                    "fields": {"issuer": "市气象台", "area": f"第{number}区"}})
    accepted = begun + (glass.milliseconds(raised["issued"]) / 1000 - begun_wall)
    stored = None
    while stored is None:
        counts = counts_of(site, raised["id"])
        if counts["verified"] == FLEET and counts["on_glass"] == FLEET:
            stored = (time.monotonic() - accepted) * 1000
        elif time.monotonic() - begun > 60:
            raise RuntimeError(f"receipts are missing: {counts}")
        else:
            time.sleep(0.05)
    site.wait(lambda: delivery(site, raised["id"])["delivered"] == FLEET, "the report", 30)
    told = delivery(site, raised["id"])
    last = told["first_at"] * 1000 + told["last_ms"]
    site.must("POST", f"/api/v1/warnings/{raised['id']}/clear", {})
    site.wait(lambda: counts_of(site, raised["id"])["ended_screens"] == FLEET, "clearing", 60)
    return last - accepted * 1000, stored, last - begun * 1000, told["last_ms"]


def counts_of(site, warning):
    """How many screens have said what of it."""
    return next(item for item in site.must("GET", "/api/v1/warnings?state=all")["items"] if item["id"] == warning)


def delivery(site, warning):
    return next((line for line in reversed(site.lines()) if line["event"] == "warning" and line["warning"] == warning and line["revision"] == 1),
                {"delivered": 0})


def warn_fleet(programs):
    site, broker = FleetSite(programs, FLEET), None
    try:
        site.start_swarm("http", "--ramp", "1000", *STATUS)
        site.wait_connected(FLEET, 600)
        broker = Broker(programs, FLEET)
        payload = "x" * 4_000  # about what a delivery is: envelope, own row, its proof
        time.sleep(5)
        ours, theirs = [], []
        for number in range(ROUNDS):
            ours.append(raise_once(site, number))
            time.sleep(1)
            theirs.append(broker.publish(payload))
            time.sleep(1)
        value, stored = statistics.median(one[0] for one in ours), statistics.median(one[1] for one in ours)
        peer = statistics.median(theirs)
        say("warn.fleet", value, f"ms from accepted to the last delivery, {FLEET} players", DELIVERY_TARGET, "mosquitto, QoS 1", peer, value / peer,
            value <= DELIVERY_TARGET and value / peer <= PEER_TARGET and stored <= RECEIPTS_TARGET,
            f"all receipts stored after {stored:.0f} ms; from the request to the last delivery {statistics.median(one[2] for one in ours):.0f} ms, from the "
            f"first to the last {statistics.median(one[3] for one in ours):.0f} ms; {load()}" + missed_by(value, DELIVERY_TARGET, "ms")
            + missed_by(value, PEER_TARGET * peer, "ms of 0.8 × the peer") + missed_by(stored, RECEIPTS_TARGET, "ms of the receipts"),
            "./dev bench warn.fleet")
    finally:
        if broker is not None:
            broker.close()
        site.close()


def memory(programs):
    site = FleetSite(programs, FLEET)
    try:
        # Enrolment is behind them, and what it took is given back.
        site.start_swarm("http", "--ramp", "1000", "--status-every", "0")
        site.wait_connected(FLEET, 600)
        site.end_swarm()
        site.restart_controller()
        time.sleep(20)
        empty = resident_kb(site.controller.pid)
        site.start_swarm("http", "--ramp", "500", "--status-every", "0")
        site.wait_connected(FLEET, 600)
        time.sleep(40)
        value = (resident_kb(site.controller.pid) - empty) / FLEET
        summary = site.end_swarm()
        say("fleet.memory", value, f"KB a connected idle player, {FLEET} on plain sockets", MEMORY_TARGET, holds=value <= MEMORY_TARGET,
            note=f"without players {empty / 1024:.0f} MB; tocsin-swarm itself: {summary['bytes_per_player'] / 1024:.1f} KB a player"
            + missed_by(value, MEMORY_TARGET, "KB"), command="./dev bench fleet.memory")
    finally:
        site.close()


def storm(programs, players, scheme):
    site = FleetSite(programs, players)
    try:
        site.start_swarm(scheme, "--ramp", "1000" if scheme == "http" else "200", *STATUS)
        site.wait_connected(players, 900)
        time.sleep(31)  # after a stable session the back-off begins anew
        site.storm(players, 300)
        summary = site.end_swarm()
        figures = summary["storm_figures"][0]
        value = figures["after_backoff_last_ms"] / 1000
        say("fleet.storm", value, f"s after its own back-off until the last of {players} is back, {scheme}", STORM_TARGET,
            holds=value <= STORM_TARGET and summary["manifests_again"] == 0 and figures["back"] == players,
            note=f"median {figures['after_backoff_p50_ms'] / 1000:.2f} s; the last {figures['after_storm_last_ms'] / 1000:.1f} s after the storm; "
            f"manifests sent twice: {summary['manifests_again']}; connections that failed: {summary['failures']}; {load()}"
            + missed_by(value, STORM_TARGET, "s"), command="./dev bench fleet.storm")
    finally:
        site.close()


def main():
    programs = os.path.abspath(sys.argv[1])
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    if pattern in "warn.fleet":
        warn_fleet(programs)
    if pattern in "warn.pixel":
        glass.measure(programs)
    if pattern in "fleet.memory":
        memory(programs)
    if pattern in "fleet.storm":
        storm(programs, STORM, "http")
        storm(programs, STORM_TLS, "https")


if __name__ == "__main__":
    main()
