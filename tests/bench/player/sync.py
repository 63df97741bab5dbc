# SPDX-License-Identifier: Apache-2.0
"""Two players, one display each: when does the same frame stand on both? Also right after one joins late, after its engine
was killed, and after all of it was."""

import os
import signal
import statistics
import time

from . import framebuffer, processes
from .report import missed_by, say
from .site import Site

MOST_STEAL = 0.05
WINDOW = 20.0


def skews(one, other):
    """Milliseconds between the instants at which the same number came up on both, number by number."""
    out, at = [], 0
    for when, number in one:
        while at < len(other) and other[at][0] < when - 0.5:
            at += 1
        close = [abs(seen - when) for seen, same in other[at:at + 40] if same == number]
        if close:
            out.append(min(close) * 1000)
    return sorted(out)


def window(displays):
    """Skews of a window with little steal, the best of three otherwise."""
    best = None
    for _ in range(3):
        steal = processes.cpu_times()
        watchers = [framebuffer.Watcher(display) for display in displays]
        time.sleep(WINDOW)
        found = skews(*[watcher.stop() for watcher in watchers])
        stolen = processes.steal_share(steal, processes.cpu_times())
        if best is None or stolen < best[1]:
            best = (found, stolen)
        if stolen <= MOST_STEAL:
            break
    return best[0]


def seconds_until_together(displays, phase, limit=60.0):
    """Until both displays show the same number, that is until the right frame is back."""
    begun = time.monotonic()
    while time.monotonic() < begun + limit:
        left, right = displays[0].number(), displays[1].number()
        if left and left == right:
            return time.monotonic() - begun
        time.sleep(0.002)
    raise RuntimeError(f"{phase}: the players were not together after {limit} s")


def blank(display):
    """What the display showed last does not count: the window of a killed player goes, and the display is black."""
    until = time.monotonic() + 5.0
    while display.number() and time.monotonic() < until:
        time.sleep(0.002)


def measure(programs, clips):
    displays = [framebuffer.Display(640, 360) for _ in range(2)]
    site = Site(programs, clips, "640x360")
    running = []
    try:
        for name in ("left", "right"):
            site.add_screen(name)
        site.release()
        for name in ("left", "right"):
            site.fetch_all(name)
        running.append(site.start("left", displays[0].name))
        time.sleep(5)
        phases = {}

        def phase(name, begin):
            begin()
            took = seconds_until_together(displays, name)
            phases[name] = (window(displays), took)

        def start():
            running.append(site.start("right", displays[1].name))

        def kill_engine():
            for child in processes.family(running[-1].pid)[1:]:
                os.kill(child, signal.SIGKILL)
            blank(displays[1])

        def kill_all():
            family = processes.family(running[-1].pid)
            for one in family:
                os.kill(one, signal.SIGKILL)
            running.pop().wait()
            blank(displays[1])
            start()

        phase("late join", start)
        phase("engine killed", kill_engine)
        phase("all killed and started", kill_all)
        everything = sorted(skew for found, _ in phases.values() for skew in found)
        at99 = everything[int(len(everything) * 0.99)]
        each = "; ".join(f"{name}: together after {took:.2f} s, largest {found[-1]:.1f} ms" for name, (found, took) in phases.items())
        say("player.sync", at99, "ms", 2.0, holds=at99 <= 2.0 and everything[-1] <= 20,
            note=f"p99 over {len(everything)} frames, median {statistics.median(everything):.1f} ms, largest {everything[-1]:.1f} ms "
                 f"(target 20); {each}; the display is looked at every millisecond{missed_by(at99, 2.0, 'ms')}")
    finally:
        for process in running:
            process.terminate()
            process.wait(15)
        site.close()
        for display in displays:
            display.close()
