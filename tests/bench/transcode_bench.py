#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""transcode_bench.py BIN_DIR [PATTERN]: the house transcode against the ffmpeg program with the same settings, one
JSON object a line. Processor time of one thread each, the same clip in turn."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from player.report import say  # noqa: E402

NAME = "library.transcode"
ROUNDS = 3
TARGET = 1.1
FRAMES = 250


def make_clip(clip):
    """1080i like a broadcast: what is measured has to be decoded, deinterlaced, scaled and encoded."""
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=50", "-f", "lavfi", "-i",
                    "sine=f=440:r=48000", "-vf", "noise=alls=6:allf=t,interlace,format=yuv420p", "-frames:v", str(FRAMES), "-shortest",
                    "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-b:v", "20M", "-c:a", "mp2", clip], check=True)


def cpu_of(command, order=None):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=order, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def ours(worker, clip, out):
    order = json.dumps({"width": 1280, "height": 720, "rate": {"num": 25, "den": 1}, "level": 31})
    cpu, said = cpu_of([worker, "transcode", clip, out], order)
    done = json.loads(said.splitlines()[-1])
    if not done["done"] or done["frames"] != FRAMES:
        raise RuntimeError(f"the worker made something else: {done}")
    return cpu


def theirs(clip, out):
    filters = ("bwdif=mode=send_frame:deint=interlaced,zscale=w=1280:h=720:filter=lanczos:min=709:rin=limited:tin=709:"
               "pin=709:m=709:t=709:p=709:r=limited:dither=error_diffusion,format=yuv420p,setsar=1")
    return cpu_of(["ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1", "-filter_threads", "1", "-i", clip, "-vf", filters,
                   "-r", "25", "-c:v", "libx264", "-threads", "1", "-preset", "medium", "-profile:v", "high", "-level", "31",
                   "-crf", "20", "-maxrate", "17.5M", "-bufsize", "17.5M", "-g", "25", "-keyint_min", "25", "-bf", "2",
                   "-refs", "3", "-x264-params", "open-gop=0:scenecut=0:b-pyramid=none:rc-lookahead=25", "-c:a", "aac",
                   "-ar", "48000", "-ac", "2", "-b:a", "160k", "-movflags", "+faststart", out])[0]


def main():
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    if pattern not in NAME:
        return
    worker = os.path.join(sys.argv[1], "tocsin-media-worker")
    with tempfile.TemporaryDirectory() as folder:
        clip, out = os.path.join(folder, "clip.ts"), os.path.join(folder, "out.mp4")
        make_clip(clip)
        rounds = [(ours(worker, clip, out), theirs(clip, out)) for _ in range(ROUNDS)]
    ratio = statistics.median(a / b for a, b in rounds)
    say(NAME, statistics.median(a for a, _ in rounds), "s of processor time", f"<= {TARGET} x ffmpeg",
        "ffmpeg, same settings", statistics.median(b for _, b in rounds), ratio, ratio <= TARGET, command=f"./dev bench {NAME}")


main()
