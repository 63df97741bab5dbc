# SPDX-License-Identifier: Apache-2.0
"""A virtual X display whose pixels can be read from memory, and a watcher that notes which numbered
frame stands on it at which instant. What a player says of itself is no evidence; pixels are."""

import mmap
import os
import struct
import subprocess
import tempfile
import threading
import time

BITS = 16
CELL = 40  # pixels a bar is wide and high; the bars stand in the top left corner


class Display:
    """An Xvfb. Numbers below 10, because some players take higher ones for a remote display."""

    def __init__(self, width, height, cell=CELL):
        self.cell = cell  # width and height of a bar on the display
        self.folder = tempfile.TemporaryDirectory()
        self.width, self.height = width, height
        for number in range(2, 10):
            if os.path.exists(f"/tmp/.X11-unix/X{number}"):
                continue
            self.process = subprocess.Popen(
                ["Xvfb", f":{number}", "-ac", "-nolisten", "tcp", "-screen", "0", f"{width}x{height}x24",
                 "-fbdir", self.folder.name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.name = f":{number}"
            if self._attach():
                return
            self.process.kill()
            self.process.wait()
        raise RuntimeError("no X display between :2 and :9 is free")

    def _attach(self):
        path = os.path.join(self.folder.name, "Xvfb_screen0")
        for _ in range(100):
            if self.process.poll() is not None:
                return False
            if os.path.exists(path) and os.path.getsize(path) > self.width * self.height * 4:
                break
            time.sleep(0.05)
        else:
            return False
        with open(path, "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.memory[:100])  # X window dump
        self.offset = header[0] + header[19] * 12
        self.stride = header[12]
        return True

    def pixel(self, x, y):
        at = self.offset + y * self.stride + x * 4
        return self.memory[at:at + 3]

    def number(self):
        """The frame number that is on; None if the bars are not to be read."""
        value = 0
        for bit in range(BITS):
            level = self.pixel(bit * self.cell + self.cell // 2, self.cell // 2)[1]
            if 80 < level < 176:
                return None
            value |= (1 << bit) if level >= 176 else 0
        return value

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.memory.close()
        self.folder.cleanup()


class Watcher:
    """Looks about every millisecond; `seen` holds (seconds, number) whenever the number changes."""

    def __init__(self, display):
        self.display = display
        self.seen = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        last = None
        while not self._stop.is_set():
            number = self.display.number()
            if number is not None and number != last:
                self.seen.append((time.monotonic(), number))
                last = number
            time.sleep(0.001)

    def stop(self):
        self._stop.set()
        self._thread.join()
        return self.seen


def numbered_clip(path, width, height, rate, seconds, first, extra=()):
    """A busy picture with the frame's number as black and white bars in the top left corner."""
    if os.path.exists(path):
        return
    bars = f"255*mod(floor((N+{first})/pow(2,floor(X/{CELL}))),2)"
    part = f"{path}.part.mp4"
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y",
         "-f", "lavfi", "-i", f"testsrc2=s={width}x{height}:r={rate}:d={seconds},noise=alls=12:allf=t",
         "-f", "lavfi", "-i", f"color=black:s={BITS * CELL}x{CELL}:r={rate}:d={seconds},format=gray,geq=lum='{bars}'",
         "-filter_complex", "[0][1]overlay=0:0,format=yuv420p[v]", "-map", "[v]",
         "-c:v", "libx264", "-preset", "veryfast", "-b:v", f"{max(1, width * height // 340000)}M", "-g", str(rate),
         "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", *extra, part], check=True)
    os.rename(part, path)


def barred_clip(path, width, height, rate, first, options):
    """A second of a busy picture with its bars over the whole width, so that they scale with the picture."""
    if os.path.exists(path):
        return
    cell = width // BITS
    bars = f"255*mod(floor((N+{first})/pow(2,floor(X/{cell}))),2)"
    stem, suffix = os.path.splitext(path)
    part = f"{stem}.part{suffix}"
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s={width}x{height}:r={rate}:d=1",
         "-f", "lavfi", "-i", f"color=black:s={width}x{cell}:r={rate}:d=1,format=gray,geq=lum='{bars}'",
         "-filter_complex", "[0][1]overlay=0:0,format=yuv420p[v]", "-map", "[v]", *options, "-g", str(rate), part], check=True)
    os.rename(part, path)


def barred_picture(path, width, height, number):
    if os.path.exists(path):
        return
    cell = width // BITS
    bars = f"255*mod(floor({number}/pow(2,floor(X/{cell}))),2)"
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s={width}x{height}",
         "-f", "lavfi", "-i", f"color=black:s={width}x{cell},format=gray,geq=lum='{bars}'",
         "-filter_complex", "[0][1]overlay=0:0,format=rgb24[v]", "-map", "[v]", "-frames:v", "1", path], check=True)
