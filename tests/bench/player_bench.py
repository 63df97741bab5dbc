#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""player_bench.py BIN_DIR [PATTERN]: the player's budgets against mpv, VLC and ffplay, one JSON object a line.

The same clip, in turn, into one virtual display; frames are counted by the numbers in their pixels; windows in which
another machine took more than 5 % of the processor are measured again."""

import os
import pwd
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from player import framebuffer, growth, processes, punctuality, sync, transitions  # noqa: E402
from player.report import say  # noqa: E402
from player.site import Site  # noqa: E402

RATE = 25
# Clips last 20 s: a window is a round of it, with one change of items and one preload, as the peers have one loop.
WINDOW = 20.0
ROUNDS = 3
MOST_STEAL = 0.05


def peers(clip):
    """Name, command. VLC refuses to run as root."""
    vlc = ["cvlc", "-q", "--no-audio", "--vout", "xcb_x11", "--no-video-title-show", "--loop", "--no-osd",
           "--fullscreen", clip]
    if os.getuid() == 0:
        vlc = ["setpriv", "--reuid", str(pwd.getpwnam("nobody").pw_uid), "--clear-groups", *vlc]
    mpv = ["mpv", "--no-config", "--no-audio", "--really-quiet", "--loop-file=inf", "--no-border", "--geometry=100%x100%+0+0",
           "--no-osc", "--no-input-default-bindings"]
    return {
        "mpv --vo=x11": [*mpv, "--vo=x11", clip],
        "mpv fast software": [*mpv, "--vo=x11", "--profile=sw-fast", "--sws-allow-zimg=no", "--vd-lavc-threads=1", clip],
        "mpv one thread": [*mpv, "--vo=x11", "--vd-lavc-threads=1", clip],
        "vlc": vlc,
        "ffplay": ["ffplay", "-v", "quiet", "-an", "-loop", "0", "-noborder", "-left", "0", "-top", "0", clip],
    }


class Measured:
    def __init__(self, cpu, shown, due, peak):
        self.cpu, self.shown, self.due, self.peak = cpu, shown, due, peak


def stop(process):
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def first_number(display, limit=20.0):
    """The display is black, which reads as 0, before a player shows anything: clips count from 1 on."""
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if display.number():
            return True
        time.sleep(0.001)
    return False


def window(display, process):
    """One steal-free window of a player that shows frames already."""
    for _ in range(6):
        watcher = framebuffer.Watcher(display)
        steal, cpu, begun = processes.cpu_times(), processes.cpu_seconds(process.pid), time.monotonic()
        time.sleep(WINDOW)
        cpu, took = processes.cpu_seconds(process.pid) - cpu, time.monotonic() - begun
        seen = watcher.stop()
        if processes.steal_share(steal, processes.cpu_times()) <= MOST_STEAL:
            break
    return Measured(cpu / took, len(seen), round(took * RATE), processes.memory_mb(process.pid, "VmHWM"))


def run_peer(display, command):
    home = tempfile.mkdtemp()
    os.chmod(home, 0o777)
    environment = {**os.environ, "DISPLAY": display.name, "HOME": home, "XDG_RUNTIME_DIR": home,
                   "SDL_RENDER_DRIVER": "software", "SDL_VIDEODRIVER": "x11"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not first_number(display):
            return None
        time.sleep(2)
        return window(display, process)
    finally:
        stop(process)
        shutil.rmtree(home, ignore_errors=True)


def run_ours(site, display):
    process = site.start("screen", display.name)
    try:
        if not first_number(display, 60.0):
            raise RuntimeError("the player showed nothing in a minute")
        time.sleep(2)
        return window(display, process)
    finally:
        stop(process)


def against(ours, theirs, of):
    """Medians of both, and the median of the ratios round by round."""
    pairs = [(of(a), of(b)) for a, b in zip(ours, theirs) if a and b]
    if not pairs:
        return None
    return (statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs),
            statistics.median(a / b for a, b in pairs))


def cpu_and_memory(programs, clips, wanted, width, height, label, targets):
    display = framebuffer.Display(width, height)
    site = Site(programs, clips, f"{width}x{height}")
    try:
        site.add_screen("screen")
        site.release()
        rounds = {name: [] for name in targets["cpu"]}
        ours = []
        for _ in range(ROUNDS):
            ours.append(run_ours(site, display))
            for name in rounds:
                rounds[name].append(run_peer(display, peers(clips[0])[name]))
        shown = min(one.shown / one.due for one in ours)
        for name, target in targets["cpu"].items():
            found = against(ours, rounds[name], lambda one: one.cpu)
            if found is None:
                say(f"player.{label}", statistics.median(one.cpu for one in ours), "CPU-s/s", target, name, None, None,
                    False, "the peer showed nothing")
                continue
            theirs = min(one.shown / one.due for one in rounds[name] if one)
            say(f"player.{label}", found[0], "CPU-s/s", target, name, found[1], found[2],
                found[2] <= target and shown >= 0.99,
                f"frames shown: ours {shown:.1%}, theirs {theirs:.1%}")
        for name, target in targets["memory"].items():
            found = against(ours, rounds[name], lambda one: one.peak)
            if found:
                say("player.memory", found[0], "MB peak", target, name, found[1], found[2], found[2] <= target,
                    "with the next item preloaded")
    finally:
        site.close()
        display.close()


def start_time(programs, clips):
    """From starting the process to the first pixel of a film."""
    display = framebuffer.Display(1920, 1080)
    site = Site(programs, clips, "1920x1080")

    def seconds(launch):
        begun = time.monotonic()
        process = launch()
        shown = first_number(display)
        took = time.monotonic() - begun
        stop(process)
        return took if shown else None

    def launch_mpv():
        return subprocess.Popen(peers(clips[0])["mpv one thread"], env={**os.environ, "DISPLAY": display.name},
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    try:
        site.add_screen("screen")
        site.release()
        run_ours(site, display)  # the content is here from now on
        ours, theirs = [], []
        for _ in range(5):
            ours.append(seconds(lambda: site.start("screen", display.name)))
            theirs.append(seconds(launch_mpv))
        found = against(ours, theirs, lambda one: one)
        say("player.start", found[0], "s", 0.8, "mpv one thread", found[1], found[2], found[2] <= 0.8)
    finally:
        site.close()
        display.close()


def main():
    programs = os.path.abspath(sys.argv[1])
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    # One clip for all budgets of a size, made once.
    media = os.path.join(os.path.dirname(programs), "..", "bench", "media")
    os.makedirs(media, exist_ok=True)

    def clip(name, width, height, seconds, first):
        path = os.path.abspath(os.path.join(media, name + ".mp4"))
        framebuffer.numbered_clip(path, width, height, RATE, seconds, first)
        return path

    def wanted(*names):
        return any(pattern in name for name in names)

    if wanted("player.cpu_1080p25", "player.memory"):
        cpu_and_memory(programs, [clip("hd-a", 1920, 1080, 20, 1), clip("hd-b", 1920, 1080, 20, 2000)], wanted, 1920, 1080,
                       "cpu_1080p25", {"cpu": {"mpv --vo=x11": 0.62, "vlc": 1.05, "ffplay": 0.38},
                                       "memory": {"mpv --vo=x11": 0.95}})
    if wanted("player.cpu_4k25"):
        cpu_and_memory(programs, [clip("uhd-a", 3840, 2160, 15, 1)], wanted, 3840, 2160, "cpu_4k25",
                       {"cpu": {"mpv fast software": 0.95}, "memory": {}})
    if wanted("player.start"):
        start_time(programs, [clip("hd-a", 1920, 1080, 20, 1)])
    if wanted("player.memory"):
        growth.measure(programs)
    if wanted("player.transition"):
        transitions.measure(programs, os.path.abspath(media))
    if wanted("player.sync"):
        sync.measure(programs, [clip("small-a", 640, 360, 20, 1), clip("small-b", 640, 360, 20, 2000)])
    if wanted("player.tick"):
        punctuality.measure(programs, [clip("small-a", 640, 360, 20, 1), clip("small-b", 640, 360, 20, 2000)])


if __name__ == "__main__":
    main()
