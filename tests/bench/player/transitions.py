# SPDX-License-Identifier: Apache-2.0
"""A thousand transitions between films of other codecs, sizes and rates, pictures and slogans, judged by the pixels of a
display: how long does each frame stand, compared with how long it ought to?"""

import os
import time

from . import framebuffer, processes
from .report import missed_by, say
from .site import Site

RATE = 25
WIDTH, HEIGHT = 1280, 720
MOST_STEAL = 0.05
WANTED = 1000
WINDOW = 50.0  # seconds; one in which another machine took too much counts for nothing
MOST_WINDOWS = 30
SLOGAN = 65535  # white all over reads as a number of which every bit is set
# Handle, codec options, size, frames a second. A film's numbers begin at 1000 times its place in this list plus 1.
FILMS = (
    ("plain", "-c:v libx264 -preset veryfast -b:v 2M", (1280, 720), 25, "mp4"),
    ("large", "-c:v libx264 -preset veryfast -b:v 5M", (1920, 1080), 50, "mkv"),
    ("web", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M", (640, 360), 30, "webm"),
    ("modern", "-c:v libx265 -preset ultrafast -b:v 3M -x265-params log-level=none", (960, 540), 25, "mp4"),
    ("old", "-c:v mpeg4 -b:v 6M", (640, 360), 60, "avi"),
)
PICTURES = (("notice", (1280, 720), 60001), ("map", (1920, 1080), 60002))
SEQUENCE = ("plain", "notice", "large", "still", "web", "map", "modern", "moving", "old", "plain", "web")
SLOGANS = """[[slogan]]
name = "still"
text = "人人讲安全"
colour = "#d00000"
background = "#ffffff"
size_percent = 30
seconds = 1
[[slogan]]
name = "moving"
text = "个个会应急"
motion = "scroll-left"
colour = "#d00000"
background = "#ffffff"
size_percent = 30
seconds = 1
"""


def media(folder):
    """The items' files, made once."""
    out = []
    for place, (handle, codec, (width, height), rate, suffix) in enumerate(FILMS):
        path = os.path.join(folder, f"mixed-{handle}.{suffix}")
        framebuffer.barred_clip(path, width, height, rate, 1000 * place + 1, codec.split())
        out.append((handle, path))
    for handle, (width, height), number in PICTURES:
        path = os.path.join(folder, f"mixed-{handle}.png")
        framebuffer.barred_picture(path, width, height, number)
        out.append((handle, path))
    return out


def item_of(number):
    """What a number on the display belongs to; None for black and for what is no number of ours."""
    if number == SLOGAN or number in (picture[2] for picture in PICTURES):
        return number
    place = (number - 1) // 1000
    return place if number and place < len(FILMS) else None


def ticks_due(number):
    """A film's frame stands for one tick at these rates, everything else for its second."""
    return 1 if number < 60000 else RATE


class Tally:
    """Of all windows that count."""

    def __init__(self):
        self.transitions = self.frames = self.lost = self.strange = 0
        self.longest = 0.0  # ticks: 1 is ideal, for what stands longer the excess counts
        self.windows = self.discarded = 0

    def add(self, seen):
        changes = list(zip(seen, seen[1:]))
        for (since, number), (until, following) in changes[1:]:
            due = ticks_due(number)
            if item_of(number) is None:
                self.strange += 1
                continue
            took = (until - since) * RATE - (due - 1)
            self.longest = max(self.longest, took)
            self.lost += max(0, round(took) - 1)
            self.frames += 1
            self.transitions += 1 if item_of(following) != item_of(number) else 0


def settle(display, limit=60.0):
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if display.number():
            return
        time.sleep(0.01)
    raise RuntimeError("the player showed nothing in a minute")


def measure(programs, folder):
    display = framebuffer.Display(WIDTH, HEIGHT, cell=WIDTH // framebuffer.BITS)
    site = Site(programs, media(folder), f"{WIDTH}x{HEIGHT}", SEQUENCE, SLOGANS)
    tally = Tally()
    try:
        site.add_screen("screen")
        site.release()
        process = site.start("screen", display.name)
        try:
            settle(display)
            site.wait_fetched(set(SEQUENCE))
            time.sleep(20)  # every item once, so that all of it is in the page cache
            while tally.transitions < WANTED and tally.windows + tally.discarded < MOST_WINDOWS:
                steal = processes.cpu_times()
                watcher = framebuffer.Watcher(display)
                time.sleep(WINDOW)
                seen = watcher.stop()
                if processes.steal_share(steal, processes.cpu_times()) > MOST_STEAL:
                    tally.discarded += 1
                    continue
                tally.windows += 1
                tally.add(seen)
        finally:
            process.terminate()
            process.wait(15)
        say("player.transition", tally.longest, "ticks", 1.25,
            holds=tally.longest <= 1.25 and tally.lost == 0 and tally.strange == 0 and tally.transitions >= WANTED,
            note=f"longest of {tally.frames} intervals over {tally.transitions} mixed transitions in {tally.windows} windows "
                 f"({tally.discarded} discarded for steal); {tally.lost} ticks without their frame, {tally.strange} black or "
                 f"unreadable{missed_by(tally.longest, 1.25, 'ticks')}")
    finally:
        site.close()
        display.close()
