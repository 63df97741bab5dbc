# SPDX-License-Identifier: Apache-2.0
"""Growth over 2,000 mixed transitions in controlled time: the soak test's own figures."""

import json
import os
import subprocess
import tempfile

from .report import missed_by, say

TEST = "Endurance.TwoThousandMixedTransitionsShowEveryFrameAndGrowByLessThanTwoKilobytesEach"


def measure(programs):
    with tempfile.TemporaryDirectory() as folder:
        told = os.path.join(folder, "told.json")
        done = subprocess.run([os.path.join(programs, "endurance_test"), f"--gtest_filter={TEST}", f"--gtest_output=json:{told}"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if not os.path.exists(told):
            raise RuntimeError(f"the endurance test gave no figures: {done.stderr[-500:]}")
        with open(told, encoding="utf-8") as file:
            test = json.load(file)["testsuites"][0]["testsuite"][0]
    growth = float(test["growth_kb_a_transition"])
    say("player.memory", growth, "KB/transition", 2.0, holds=growth <= 2.0 and done.returncode == 0,
        note=f"anonymous memory over {test['transitions']} mixed transitions after the first hundred, {test['early_kb']} KB to "
             f"{test['late_kb']} KB, in controlled time{missed_by(growth, 2.0, 'KB')}")
