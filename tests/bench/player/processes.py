# SPDX-License-Identifier: Apache-2.0
"""What a process and its children cost, from /proc."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid):
    out, todo = [], [pid]
    while todo:
        one = todo.pop()
        out.append(one)
        try:
            with open(f"/proc/{one}/task/{one}/children", encoding="ascii") as file:
                todo += [int(child) for child in file.read().split()]
        except OSError:
            pass
    return out


def cpu_seconds(pid):
    total = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / TICKS


def memory_mb(pid, field):
    """VmHWM, RssAnon … of the largest of the family."""
    most = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/status", encoding="utf-8") as file:
                for line in file:
                    if line.startswith(field + ":"):
                        most = max(most, int(line.split()[1]))
        except OSError:
            pass
    return most / 1024


def steal_share(before, after):
    """Part of the time that another machine took from this one."""
    total = sum(after) - sum(before)
    return (after[7] - before[7]) / total if total else 0.0


def cpu_times():
    with open("/proc/stat", encoding="ascii") as file:
        return [int(field) for field in file.readline().split()[1:]]
