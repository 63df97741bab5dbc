# SPDX-License-Identifier: Apache-2.0
"""The most memory that a process and its children had while something was done."""

import os
import threading

from player.processes import family

EVERY = 0.005  # seconds; a child's own peak is asked for so often, as nobody can ask once it has ended


def status_mb(pid, field):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next((int(line.split()[1]) for line in file if line.startswith(field + ":")), 0) / 1024


class PeakMemory:
    """`mb` = `own_mb`, the process's peak above what it had before, + `children_mb`, the largest peak of a child."""

    def __init__(self, pid):
        self.pid = pid
        self.children_mb = 0.0

    def __enter__(self):
        with open(f"/proc/{self.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")  # its peak is what it has now
        self.before_mb = status_mb(self.pid, "VmRSS")
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._watch_children)
        self._watch.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._watch.join()
        self.own_mb = status_mb(self.pid, "VmHWM") - self.before_mb
        self.mb = self.own_mb + self.children_mb

    def _watch_children(self):
        while not self._over.wait(EVERY):
            for thread in os.listdir(f"/proc/{self.pid}/task"):
                for child in self._children_of(thread):
                    for one in family(child):
                        self._look_at(one)

    def _children_of(self, thread):
        """Each is a child of the thread that began it."""
        try:
            with open(f"/proc/{self.pid}/task/{thread}/children", encoding="ascii") as file:
                return [int(child) for child in file.read().split()]
        except OSError:
            return []

    def _look_at(self, child):
        """Until it is another program, it is shown the memory of who began it."""
        try:
            if os.readlink(f"/proc/{child}/exe") == os.readlink(f"/proc/{self.pid}/exe"):
                return
            self.children_mb = max(self.children_mb, status_mb(child, "VmHWM"))
        except OSError:
            pass
