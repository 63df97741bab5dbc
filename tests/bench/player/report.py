# SPDX-License-Identifier: Apache-2.0
"""One result a line, as `./dev bench` collects them."""

import json


def say(name, value, unit, target, peer=None, peer_value=None, ratio=None, holds=None, note=None, command="./dev bench player"):
    out = {"name": name, "value": value, "unit": unit, "target": target, "holds": bool(holds), "command": command}
    if peer:
        out.update({"peer": peer, "peer_value": peer_value, "ratio": ratio})
    if note:
        out["note"] = note
    print(json.dumps({key: round(item, 4) if isinstance(item, float) else item for key, item in out.items()}),
          flush=True)


def missed_by(value, target, unit):
    """For the note of a budget that does not hold; empty otherwise."""
    return f"; missed by {value - target:.3g} {unit}" if value > target else ""
