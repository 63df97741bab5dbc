# SPDX-License-Identifier: Apache-2.0
"""The two people whom a controller under measurement needs: one who may do all but approve, and one who approves."""

import http.client
import json
import os

PASSWORD = "correct horse battery"
# For the configuration: releasing takes no second factor here.
CONFIG = '[access]\npassword_memory_mb = 19\nsecond_factor = "off"\n'


class People:
    def __init__(self, address, data):
        """`address` is host and port; `data` is the controller's directory."""
        self.address = address
        with open(os.path.join(data, "setup-token"), encoding="ascii") as file:
            token = file.read().strip()
        self._ask("/api/v1/setup", {"token": token, "account": "keeper", "name": "", "password": PASSWORD})
        session = self._sign_in("keeper")
        invited = self._ask("/api/v1/accounts", {"account": "reviewer", "grants": [{"role": "reviewer", "unit": ""}]}, session)
        self._ask("/api/v1/invitations/accept", {"invitation": invited["invitation"], "password": PASSWORD})
        self.keeper = self._ask("/api/v1/tokens", {"name": "bench", "days": 1}, session)["token"]

    def reviewer(self):
        """The token of a fresh session."""
        return self._sign_in("reviewer")

    def _sign_in(self, account):
        return self._ask("/api/v1/session", {"account": account, "password": PASSWORD, "client": True})["token"]

    def _ask(self, path, body, token=""):
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = "Bearer " + token
        connection.request("POST", path, body=json.dumps(body), headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status > 299:
            raise RuntimeError(f"{path}: {answer.status} {text.decode()}")
        return json.loads(text) if text else {}
