# SPDX-License-Identifier: Apache-2.0
"""A player's ticket for content, as PROTOCOL.md says it is got: a screen, its token, challenge, hello, welcome."""

import base64
import http.client
import json
import os
import socket
import struct

import nacl.signing


def frame(text):
    """A masked text frame (RFC 6455, 5.2) of less than 64 KiB."""
    body, mask = text.encode(), os.urandom(4)
    return struct.pack(">BBH", 0x81, 0x80 | 126, len(body)) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(body))


def exactly(connection, count):
    out = b""
    while len(out) < count:
        got = connection.recv(count - len(out))
        if not got:
            raise RuntimeError("the controller ended the session")
        out += got
    return out


def message(connection):
    """The next text; pings and whatever else are passed over."""
    while True:
        first, length = exactly(connection, 2)
        if length == 126:
            (length,) = struct.unpack(">H", exactly(connection, 2))
        elif length == 127:
            (length,) = struct.unpack(">Q", exactly(connection, 8))
        body = exactly(connection, length)
        if first == 0x81:
            return json.loads(body)


def token(address, authorization):
    connection = http.client.HTTPConnection(*address, timeout=60)
    connection.request("POST", "/api/v1/screens", body=json.dumps({"id": "reader", "name": "x", "unit": "bureau", "width": 192, "height": 32}),
                       headers={"Authorization": authorization, "Content-Type": "application/json"})
    answer = connection.getresponse()
    if answer.status != 201:
        raise RuntimeError("the screen was not added")
    return json.loads(answer.read())["token"]


def ticket(address, authorization):
    once, key = token(address, authorization), nacl.signing.SigningKey.generate()
    with socket.create_connection(address, timeout=60) as connection:
        nonce, secret = base64.b64encode(os.urandom(32)).decode(), base64.b64encode(os.urandom(16)).decode()
        connection.sendall(f"GET /player HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           f"Sec-WebSocket-Key: {secret}\r\nTocsin-Nonce: {nonce}\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += exactly(connection, 1)
        if not head.startswith(b"HTTP/1.1 101 "):
            raise RuntimeError(head.decode())
        challenge = message(connection)
        said = b"tocsin-hello/1\0" + base64.b64decode(challenge["nonce"]) + base64.b64decode(challenge["controller"])
        hello = {"type": "hello", "id": 1, "protocol": 1, "software": "bench", "player": base64.b64encode(bytes(key.verify_key)).decode(),
                 "proof": base64.b64encode(key.sign(said).signature).decode(), "token": once, "width": 192, "height": 32, "fps_num": 25,
                 "fps_den": 1, "boot": "7d0f2a52-3c1e-4a35-9d0e-6c7d2f5d1b11"}
        connection.sendall(frame(json.dumps(hello)))
        welcome = message(connection)
        if welcome["type"] != "welcome":
            raise RuntimeError(str(welcome))
        return welcome["ticket"]
