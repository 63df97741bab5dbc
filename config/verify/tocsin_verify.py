#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a bundle of proof (tocsin-bundle/1) offline, independently of Tocsin's own programs.

    tocsin_verify.py BUNDLE.zip [--root FINGERPRINT] [--cosigner KEY]...

Needs the standard library and one Ed25519 library: python3-cryptography or python3-nacl. Exit status 0
only if everything holds, else 6 with a line for each fault; 1 if the file cannot be read, 2 for wrong
arguments. The format, and what each check proves and does not prove, is described in
controller/PROOF.md.
"""
import argparse
import base64
import binascii
import datetime
import hashlib
import json
import re
import struct
import sys
import zlib

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def signed(key, message, signature):
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False
except ImportError:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    def signed(key, message, signature):
        try:
            VerifyKey(key).verify(message, signature)
            return True
        except (BadSignatureError, ValueError):
            return False

HEAD = ["bundle.json", "keys.jsonl", "checkpoints.txt", "enrolment.json"]
TAIL = ["index.json", "tree.txt", "names.json", "report.json", "report.csv", "sha256sums.txt", "seal.txt"]
DASH = "\u2014 ".encode()
MOST_JSON, MOST_LINE, MOST_LISTED = 64 << 20, 8192, 1000
MOST_ROW, MOST_NUMBER, MOST_INDEX = 4096, (1 << 53) - 1, 1_000_000
CLOCKS = ("synced", "holdover", "unset")
RESULTS = ("complete", "partial", "failed", "preempted", "gap")
TIERS = ("scheduled", "composed", "delivered", "answered", "photographed")
INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z\Z", re.ASCII)
NUMBER = re.compile(rb"(0|-?[1-9][0-9]{0,15})\Z")
HEX = re.compile(rb"[0-9a-f]{64}\Z")
CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f]")

# The members of each JSON file in their order: nothing else may stand there, and nothing in another form.
FACTS = {"format": str, "origin": str, "from": str, "to": str, "made": str, "programme": str, "by": str, "all": bool, "rules": str}
ENVELOPE = {"kind": str, "payload": str, "key": str, "signature": str}
BINDING = {"screen": str, "from": str, "to": (str, type(None))}
ENROLMENT = {"format": str, "players": [{"player": str, "bindings": [BINDING], "revoked": (str, type(None))}],
             "screens": [{"screen": str, "name": str, "unit": str}]}
INDEX = {"format": str, "streams": [{"player": str, "epoch": int, "first": int, "last": int, "batches": int, "rows": int}],
         "left_out": [{"player": str, "epoch": int, "batch": int}]}
NAMES = {"format": str, "assets": [{"asset": str, "names": [str]}], "campaigns": [{"campaign": str, "titles": [str]}]}
REPORT = {"format": str, "from": str, "to": str, "plays": int, "rows": [
    {"screen": str, "asset": str, "campaign": str, "result": str, "tier": str, "plays": int, "shown_ms": int}]}


class Damaged(Exception):
    """What makes the rest of a file unreadable."""


class Lost(Exception):
    """What makes the rest of the bundle unreadable."""


def sha(data):
    return hashlib.sha256(data).digest()


def unbase64(text, length, what):
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Damaged(f"{what}: expected base64")
    if len(raw) != length or base64.b64encode(raw) != (text if isinstance(text, bytes) else text.encode()):
        raise Damaged(f"{what}: expected {length} bytes in base64")
    return raw


def instant(text, what):
    """Milliseconds since 1970."""
    match = INSTANT.match(text.decode(errors="replace") if isinstance(text, bytes) else text)
    if not match:
        raise Damaged(f"{what}: expected an instant like 2026-06-01T00:00:00.000Z")
    year, month, day, hour, minute, second, milli = map(int, match.groups())
    try:
        # Python knows no year 0; it is as the year 400, of 146,097 days later.
        days = datetime.date(year or 400, month, day).toordinal() - 719163 - (0 if year else 146097)
    except ValueError:
        raise Damaged(f"{what}: no such day")
    if hour > 23 or minute > 59 or second > 59:
        raise Damaged(f"{what}: no such time")
    return ((days * 24 + hour) * 60 + minute) * 60000 + second * 1000 + milli


def number(text, what, least=0, most=MOST_NUMBER):
    if not NUMBER.match(text) or not least <= int(text) <= most:
        raise Damaged(f"{what}: expected a whole number from {least} to {most}")
    return int(text)


def hexadecimal(text, what):
    if not HEX.match(text):
        raise Damaged(f"{what}: expected 64 lower-case hexadecimal digits")
    return text.decode()


def line_text(text, what, most):
    """One line of UTF-8 without control characters."""
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError:
        raise Damaged(f"{what}: expected UTF-8")
    if len(text) > most or CONTROL.search(text):
        raise Damaged(f"{what}: expected one line of at most {most} bytes")
    return decoded


def word(text, what, words):
    if text.decode(errors="replace") not in words:
        raise Damaged(f"{what}: expected one of {', '.join(words)}")
    return text.decode()


def instant_text(milliseconds):
    year_0 = milliseconds < -62135596800000
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(days=146097 if year_0 else 0, milliseconds=milliseconds)
    text = moment.isoformat(timespec="milliseconds") + "Z"
    return "0000" + text[4:] if year_0 else text


def require_shape(value, shape, where="top level"):
    """Exactly these members in this order, of exactly these types: True is no 1 here, and 1.0 neither."""
    if isinstance(shape, dict):
        if type(value) is not dict or list(value) != list(shape):
            raise Damaged(f"{where}: expected the members {', '.join(shape)} in this order, and no others")
        for name, inner in shape.items():
            require_shape(value[name], inner, f"{where}, {name}")
    elif isinstance(shape, list):
        if type(value) is not list:
            raise Damaged(f"{where}: expected an array")
        for i, one in enumerate(value):
            require_shape(one, shape[0], f"{where}[{i}]")
    elif type(value) not in (shape if isinstance(shape, tuple) else (shape,)):
        raise Damaged(f"{where}: it is of another type than it should be")


def read_json(text, shape):
    """One JSON document, which has one form only: no white space, no escapes that need not be, no member twice."""
    value = json.loads(text.decode("utf-8"))
    require_shape(value, shape)
    if json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") != text:
        raise Damaged("it is not in the form in which controllers write it")
    return value


def require_text(value, most, what):
    if len(value.encode("utf-8")) > most:
        raise Damaged(f"{what}: expected at most {most} bytes")


def require_ascending(keys, what):
    keys = [one.encode("utf-8") for one in keys]
    if any(a >= b for a, b in zip(keys, keys[1:])):
        raise Damaged(f"{what}: one is there twice, or they do not ascend")


def fingerprint(key):
    return hashlib.sha256(key).hexdigest()[:16]


# --- the ZIP file, in the one form that bundles have -------------------------------------------------


class Entry:
    def __init__(self, archive, name, method, crc, packed, size):
        self.archive, self.name, self.method = archive, name, method
        self.crc, self.left, self.size, self.digest = crc, packed, size, None

    def chunks(self):
        inflate = zlib.decompressobj(-15) if self.method == 8 else None
        content, crc, total = hashlib.sha256(), 0, 0
        while self.left or inflate:
            data = self.archive.take(min(self.left, 1 << 17)) if self.left else b""
            self.left -= len(data)
            pieces = [data]
            if inflate:
                pieces = []
                while True:  # at most one byte more than the header says comes out
                    try:
                        out = inflate.decompress(data, min(1 << 17, self.size - total + 1))
                    except zlib.error:
                        raise Damaged("its compressed bytes are damaged")
                    pieces.append(out)
                    total += len(out)
                    data = inflate.unconsumed_tail
                    if total > self.size or inflate.eof or (not data and not out):
                        break
            else:
                total += len(data)
            for piece in pieces:
                content.update(piece)
                crc = zlib.crc32(piece, crc)
                if piece:
                    yield piece
            if total > self.size:
                raise Damaged("it is not as long as its header says")
            if inflate and inflate.eof:
                if self.left or inflate.unused_data:
                    raise Damaged("it is not as long as its header says")
                break
            if inflate and not self.left and not inflate.eof:
                raise Damaged("its compressed bytes end too early")
        if total != self.size:
            raise Damaged("it is not as long as its header says")
        if crc != self.crc:
            raise Damaged("its checksum (CRC-32) does not fit its bytes")
        self.digest = content.digest()

    def lines(self, most=MOST_LINE):
        rest = b""
        for chunk in self.chunks():
            parts = (rest + chunk).split(b"\n")
            rest = parts.pop()
            for part in parts:
                if len(part) > most:
                    raise Damaged("the line is too long")
                yield part
            if len(rest) > most:
                raise Damaged("the line is too long")
        if rest:
            raise Damaged("the last line is cut off")

    def whole(self, most=MOST_JSON):
        out = bytearray()
        for chunk in self.chunks():
            out += chunk
            if len(out) > most:
                raise Damaged("it is too large")
        return bytes(out)


class Archive:
    def __init__(self, path):
        self.file = open(path, "rb")
        self.hash, self.position, self.names, self.central = hashlib.sha256(), 0, set(), b""
        self.before = (0, b"")

    def take(self, count):
        data = self.file.read(count)
        self.position += len(data)
        if len(data) != count:
            raise Lost(f"byte {self.position}: the file is cut off")
        self.hash.update(data)
        return data

    def entries(self):
        while True:
            offset, before = self.position, self.hash.copy()
            mark = self.take(4)
            if mark == b"PK\x01\x02" and self.names:
                return self.directory(offset, mark)
            if mark != b"PK\x03\x04":
                raise Lost(f"byte {offset}: here should be an entry, or the directory of the file")
            facts = self.take(26)
            need, flags, method, time, date, crc, packed, size, name_size, extra = struct.unpack("<5H3I2H", facts)
            if (need, flags, time, date, extra) != (20, 0x800, 0, 0x21, 0) or method not in (0, 8) \
                    or not 0 < name_size <= 100 or max(packed, size) >= 1 << 31 or (method == 0 and packed != size):
                raise Lost(f"byte {offset}: this entry's header is not in the form of a bundle")
            name = self.take(name_size)
            if not re.fullmatch(rb"[a-z0-9-][a-z0-9.-]*(/[a-z0-9.-]+)?", name) or b".." in name:
                raise Lost(f"byte {self.position}: an entry has a name that no file of a bundle has")
            if name in self.names or len(self.names) >= 60000:
                raise Lost(f"byte {self.position}: a second entry has this name, or there are too many")
            self.names.add(name)
            self.central += b"PK\x01\x02" + struct.pack("<H", 20) + facts + bytes(10) + struct.pack("<I", offset) + name
            self.before = (offset, before.digest())
            entry = Entry(self, name.decode(), method, crc, packed, size)
            yield entry
            while entry.left:
                entry.left -= len(self.take(min(entry.left, 1 << 17)))

    def directory(self, offset, mark):
        count = len(self.names)
        expected = self.central + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(self.central), offset, 0)
        if mark + self.file.read(len(expected) + 1) != expected:
            raise Lost(f"byte {offset}: the directory of the file is not that of its entries, or something follows it")


# --- signed texts, keys, the tree --------------------------------------------------------------------


def signed_texts(lines):
    """(line number, text, key's fingerprint, signature) of each text of lines with a signature line."""
    text, began, at = b"", 1, 0
    for at, line in enumerate(lines, 1):
        if line.startswith(DASH):
            words = line[len(DASH):].split(b" ")
            if len(words) != 2:
                raise Damaged("expected a signature line")
            yield began, text, words[0].decode(errors="replace"), unbase64(words[1], 64, "signature")
            text, began = b"", at + 1
        else:
            text += line + b"\n"
            if len(text) > 4096:
                raise Damaged("the signature line is missing")
    if text:
        raise Damaged("the signature line is missing")


def fields(text, names):
    """The values of lines "<name> <value>" in this order, after the line with the format."""
    lines = text.split(b"\n")
    if len(lines) != len(names) + 1 or lines[-1] or lines[0] != names[0].encode():
        raise Damaged(f"expected the lines {', '.join(names)}")
    out = []
    for name, line in zip(names[1:], lines[1:]):
        if not line.startswith(name.encode() + b" "):
            raise Damaged(f"expected a line \"{name} \u2026\"")
        out.append(line[len(name) + 1:])
    return out


class Tree:
    """A Merkle tree of RFC 6962 of which only the complete subtrees on its right edge are kept."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, level, digest):
        if self.size % (1 << level):
            raise Damaged(f"no subtree of level {level} can stand behind leaf {self.size}")
        number_ = self.size >> level
        while number_ & 1:
            digest = sha(b"\x01" + self.peaks.pop() + digest)
            number_ >>= 1
        self.peaks.append(digest)
        self.size += 1 << level

    def root(self):
        digest = self.peaks[-1] if self.peaks else sha(b"")
        for peak in reversed(self.peaks[:-1]):
            digest = sha(b"\x01" + peak + digest)
        return digest


def tree_hash(leaves):
    tree = Tree()
    for leaf in leaves:
        tree.append(0, sha(b"\x00" + leaf))
    return tree.root()


def cell(text):
    if text and text[0] in "=+-@\t\r":
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if re.search('[,"\r\n]', text) else text


# --- the bundle --------------------------------------------------------------------------------------


class Check:
    def __init__(self, root, cosigners):
        self.trusted, self.cosigners = root, cosigners
        self.faults, self.gaps, self.unproven = [], [], []
        self.root, self.keys, self.revoked, self.generation = "", {}, set(), 0
        self.facts, self.checkpoints, self.players, self.screens = None, [], {}, {}
        self.files, self.place, self.open, self.streams = [], 0, None, []
        self.leaves, self.sums, self.names, self.rows = {}, {}, {"asset": {}, "campaign": {}}, []
        self.hulls, self.counts = {}, {"plays": 0, "unset": 0, "composed": 0}
        self.outside, self.sums_digest = {}, b""

    def fault(self, file, place, what):
        self.faults.append(f"{file or 'the ZIP file'}{', ' + place if place else ''}: {what}")

    def run(self, path):
        archive = Archive(path)
        try:
            for entry in archive.entries():
                self.entry(entry, archive)
        except Lost as lost:
            self.fault("", "", str(lost))
            return
        self.missing(len(HEAD) + len(TAIL))
        self.finish()

    def entry(self, entry, archive):
        self.line = 0
        try:
            if entry.name.startswith(("receipts/", "batches/")):
                self.stream(entry)
            elif self.is_next(entry.name):
                method = entry.name.replace(".", "_")
                if entry.name == "seal.txt":
                    self.seal(entry, archive)
                else:
                    getattr(self, method)(entry)
        except Damaged as damage:
            self.fault(entry.name, f"line {self.line}" if self.line else "", str(damage))
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as wrong:
            self.fault(entry.name, "", f"it is not what it should be ({type(wrong).__name__}: {wrong})")
        self.files.append((entry.digest or b"", entry.name))

    def is_next(self, name):
        order = HEAD + TAIL
        if name not in order:
            self.fault(name, "", "no file of a bundle has this name")
            return False
        place = order.index(name)
        if place != self.place:
            self.fault(name, "", "it does not stand at its place")
        if place < self.place:
            return False
        self.missing(place)
        self.place = place + 1
        return True

    def missing(self, place):
        while self.place < place:
            self.fault((HEAD + TAIL)[self.place], "", "the file is missing")
            self.place += 1

    def document(self, entry, form, shape):
        text = entry.whole()
        if text[-1:] != b"\n":
            raise Damaged("it does not end with a line feed")
        document = read_json(text[:-1], shape)
        if document["format"] != form:
            raise Damaged(f"format: expected \"{form}\"")
        return document

    def bundle_json(self, entry):
        facts = self.document(entry, "tocsin-bundle/1", FACTS)
        for member, most in (("origin", 16), ("programme", 200), ("by", 200), ("rules", 4000)):
            require_text(facts[member], most, member)
        instant(facts["made"], "made")
        self.start, self.end = instant(facts["from"], "from"), instant(facts["to"], "to")
        self.facts = facts

    def keys_jsonl(self, entry):
        for self.line, line in enumerate(entry.lines(1 << 18), 1):
            envelope = read_json(line, ENVELOPE)
            payload, key = base64.b64decode(envelope["payload"], validate=True), unbase64(envelope["key"], 32, "key")
            if base64.b64encode(payload).decode() != envelope["payload"]:
                raise Damaged("payload: expected base64")
            message = b"tocsin-keys/1\0" + payload
            if envelope["kind"] != "tocsin-keys/1" or not signed(key, message, unbase64(envelope["signature"], 64, "signature")):
                raise Damaged("the signature of the key set does not hold")
            keys = json.loads(payload.decode("utf-8"))
            if unbase64(keys["root"], 32, "root") != key or (self.root and fingerprint(key) != self.root):
                raise Damaged("the key set is of another root")
            if keys["generation"] <= self.generation:
                raise Damaged("the key set is not newer than the one before it")
            self.root, self.generation = fingerprint(key), keys["generation"]
            if "ledger" in keys["keys"]:
                ledger = unbase64(keys["keys"]["ledger"], 32, "ledger")
                self.keys[fingerprint(ledger)] = ledger
            self.revoked = {fingerprint(unbase64(one, 32, "revoked")) for one in keys.get("revoked", [])}
        self.line = 0
        if not self.root:
            raise Damaged("there is no key set in it")
        if self.trusted and self.root != self.trusted:
            self.fault(entry.name, "", f"the root of its key sets is {self.root}, not {self.trusted}")
        if not self.trusted:
            self.unproven.append(f"whose root {self.root} is: compare it, or name it with --root")
        if not self.facts or self.facts["origin"] != self.root:
            self.fault("bundle.json", "origin", f"it does not name root {self.root}")

    def judge(self, kind, text, signer, signature):
        """Whether the key counts; Damaged if it did not sign this."""
        if signer not in self.keys:
            raise Damaged(f"it is signed by key {signer}, which no key set names for the ledger")
        if not signed(self.keys[signer], kind.encode() + b"\0" + text, signature):
            raise Damaged(f"the signature by key {signer} does not fit its text")
        return signer not in self.revoked

    def checkpoints_txt(self, entry):
        text = b""
        lines = list(entry.whole().split(b"\n"))
        if lines.pop():
            raise Damaged("the last line is cut off")
        for self.line, line in enumerate(lines, 1):
            if not line.startswith(DASH):
                if self.checkpoints and text is None:
                    text = b""
                text += line + b"\n"
            elif text is not None and text:
                self.checkpoint(text, line)
                text = None
            else:
                self.cosignature(line)
        if text:
            raise Damaged("the signature line is missing")

    def checkpoint(self, text, line):
        signer, signature = line[len(DASH):].decode(errors="replace").split(" ")
        counts = self.judge("tocsin-checkpoint/1", text, signer, unbase64(signature, 64, "signature"))
        origin, size, root, at = fields(text, ["tocsin-checkpoint/1", "origin", "size", "root", "at"])
        one = {"size": number(size, "size", 1), "root": unbase64(root, 32, "root"), "at": instant(at, "at"),
               "counts": counts, "text": text, "cosigners": []}
        if origin.decode() != self.root:
            raise Damaged("the checkpoint is of another root")
        if self.checkpoints and (one["size"] <= self.checkpoints[-1]["size"] or one["at"] < self.checkpoints[-1]["at"]):
            raise Damaged("the checkpoint is not later and larger than the one before it")
        if not counts:
            self.unproven.append(f"checkpoint {one['size']} is signed by a key that was revoked, and does not count")
        self.checkpoints.append(one)

    def cosignature(self, line):
        words = line[len(DASH):].split(b" ", 3)
        if len(words) != 4 or not self.checkpoints:
            raise Damaged("expected a cosignature")
        key, signature = unbase64(words[0], 32, "cosigner's key"), unbase64(words[2], 64, "cosignature")
        instant(words[1], "cosigned at")
        if not line_text(words[3], "cosigner's name", 200):
            raise Damaged("cosigner's name: expected one line of at most 200 bytes")
        message = b"tocsin-cosignature/1\0name " + words[3] + b"\nat " + words[1] + b"\n" + self.checkpoints[-1]["text"]
        if not signed(key, message, signature):
            raise Damaged(f"the cosignature of {words[3].decode(errors='replace')} does not fit the checkpoint above it")
        self.checkpoints[-1]["cosigners"].append((key, words[3].decode("utf-8"), words[1].decode()))

    def enrolment_json(self, entry):
        document = self.document(entry, "tocsin-bundle-enrolment/1", ENROLMENT)
        if len({one["screen"] for one in document["screens"]}) != len(document["screens"]):
            raise Damaged("screens: one is there twice")
        for one in document["players"]:
            key = unbase64(one["player"], 32, "player")
            bindings = [(instant(b["from"], "from"), instant(b["to"], "to") if b["to"] is not None else None, b["screen"])
                        for b in one["bindings"]]
            if not bindings or [b[0] for b in bindings] != sorted(b[0] for b in bindings) or fingerprint(key) in self.players:
                raise Damaged(f"player {fingerprint(key)}: bindings are missing or not in order, or it is there twice")
            self.players[fingerprint(key)] = {
                "key": key, "bindings": bindings, "revoked": instant(one["revoked"], "revoked") if one["revoked"] is not None else None}
        self.screens = {one["screen"]: one["name"] for one in document["screens"]}
        self.check_bindings()

    def check_bindings(self):
        """No screen had two players at a time, as far as the bundle knows."""
        times = {}
        for player in self.players.values():
            for began, ended, screen in player["bindings"]:
                times.setdefault(screen, []).append((began, ended))
        for screen, spans in sorted(times.items()):
            spans.sort(key=lambda span: (span[0], span[1] is not None, span[1] or 0))
            for (_, ended), (began, _) in zip(spans, spans[1:]):
                if ended is None or ended > began:
                    self.unproven.append(f"whose the plays on screen {screen} were from {instant_text(began)} on: "
                                         "two players are said to have driven it at a time")

    # --- streams

    def stream(self, entry):
        folder, file = entry.name.split("/")
        if self.place != len(HEAD) or not self.facts:
            raise Damaged("it does not stand at its place")
        if folder == "receipts":
            self.close()
            match = re.fullmatch(r"([0-9a-f]{16})-([1-9][0-9]{0,15})\.txt", file)
            if not match or match[1] not in self.players:
                raise Damaged("it is of no player that was enrolled")
            self.open = {"file": file, "player": self.players[match[1]], "name": match[1], "epoch": int(match[2]),
                         "receipts": {}, "seen": {}, "next": 0, "batches": 0, "rows": 0, "read": False, "last": {}}
            self.receipts(entry)
        elif not self.open or self.open["file"] != file or self.open["read"]:
            raise Damaged("its receipts do not stand before it")
        else:
            self.open["read"] = True
            self.batches(entry)

    def close(self):
        if self.open:
            if not self.open["read"]:
                self.fault("batches/" + self.open["file"], "", "the file is missing")
            self.streams.append(self.open)
            self.open = None

    def receipts(self, entry):
        now = self.open
        for line, text, signer, signature in signed_texts(entry.lines()):
            try:
                if not self.judge("tocsin-receipt/1", text, signer, signature):
                    self.counts["revoked"] = self.counts.get("revoked", 0) + 1
                device, epoch, batch, header, leaf, received = fields(
                    text, ["tocsin-receipt/1", "device", "epoch", "batch", "header", "leaf", "received"])
                if unbase64(device, 32, "device") != now["player"]["key"] or number(epoch, "epoch") != now["epoch"]:
                    raise Damaged("the receipt is of another player or epoch")
                batch, leaf, header = number(batch, "batch", 1), number(leaf, "leaf"), unbase64(header, 32, "header")
                received, revoked = instant(received, "received"), now["player"]["revoked"]
                if revoked is not None and received > revoked:
                    raise Damaged("the batch came in after its key was revoked")
                if now["receipts"] and batch <= max(now["receipts"]):
                    raise Damaged("the receipts are not in the order of the batches")
                if leaf in self.leaves:
                    raise Damaged(f"two receipts name leaf {leaf}")
                self.leaves[leaf], now["receipts"][batch] = header, header
            except Damaged as damage:
                self.fault(entry.name, f"line {line}", str(damage))

    def batches(self, entry):
        now, lines = self.open, enumerate(entry.lines(), 1)
        for self.line, line in lines:
            began, header = self.line, b""
            while not line.startswith(DASH):
                header += line + b"\n"
                if len(header) > 2048:
                    raise Damaged("the signature line is missing")
                self.line, line = next(lines, (self.line, None))
                if line is None:
                    raise Damaged("the file ends within a header")
            values = fields(header, ["tocsin-proof/1", "device", "epoch", "batch", "first", "count", "root", "prev", "wall",
                                     "mono", "boot", "clock", "manifest"])
            count, rows = number(values[4], "count", 1), []
            if count > 500:
                raise Damaged("count: more rows than a batch has")
            signature = line[len(DASH):].split(b" ")
            for _ in range(count):
                self.line, row = next(lines, (self.line, None))
                if row is None:
                    raise Damaged("the file ends within a batch")
                rows.append(row)
            try:
                self.batch(entry.name, began, header, values, signature, rows, self.line - count + 1)
            except Damaged as damage:
                self.fault(entry.name, f"line {began}", str(damage))
        self.line = 0
        for batch in now["receipts"]:
            if batch not in now["seen"]:
                self.fault(entry.name, "", f"batch {batch} is missing: there is a receipt for it")

    def batch(self, file, began, header, values, signature, rows, first_line):
        now, digest, place = self.open, sha(header), f"line {began}"
        device, epoch, number_, first = values[0], number(values[1], "epoch", 1), number(values[2], "batch", 1), number(values[3], "first", 1)
        self.header_form(values)
        if unbase64(device, 32, "device") != now["player"]["key"] or len(signature) != 2 or signature[0].decode() != now["name"]:
            raise Damaged("the batch is from another device")
        if not signed(now["player"]["key"], b"tocsin-proof/1 batch\0" + header, unbase64(signature[1], 64, "signature")):
            raise Damaged("the batch's signature does not fit its header")
        if tree_hash(rows) != unbase64(values[5], 32, "root"):
            raise Damaged("the batch's rows are not the ones its header was signed for")
        if epoch != now["epoch"]:
            raise Damaged(f"the batch is of epoch {epoch}")
        if number_ == 1 and (first != 1 or unbase64(values[6], 32, "prev") != bytes(32)):
            raise Damaged("batch 1 does not begin its epoch")
        if now["receipts"].get(number_) != digest:
            self.fault(file, place, f"there is no receipt for batch {number_}, or it is of another batch")
        if number_ in now["seen"]:
            raise Damaged(f"batch {number_} stands there twice" if now["seen"][number_] == digest else
                          f"batch {number_} is there in two versions, both signed: two histories under one key")
        if now["seen"]:
            last = max(now["seen"])
            if number_ < last:
                self.fault(file, place, f"batch {number_} stands behind batch {last}")
            elif number_ > last + 1:
                self.gaps.append(f"{file}, {place}: batches {last + 1} to {number_ - 1} are not there")
                if first < now["next"]:
                    self.fault(file, place, "its rows begin before those of the batches before it end")
            elif unbase64(values[6], 32, "prev") != now["seen"][last] or first != now["next"]:
                self.fault(file, place, f"batch {number_} does not continue batch {last}")
        now["seen"][number_], now["next"] = digest, first + len(rows)
        now["batches"] += 1
        now["rows"] += len(rows)
        for i, row in enumerate(rows):
            try:
                self.row(file, f"line {first_line + i}", row, first + i)
            except Damaged as damage:
                self.fault(file, f"line {first_line + i}", str(damage))

    def header_form(self, values):
        """The fields of a header on which nothing here rests, so that no byte is free."""
        instant(values[7], "wall")
        number(values[8], "mono")
        line_text(values[9], "boot", 64)
        clock = values[10].split(b" ")
        if len(clock) != 3:
            raise Damaged("clock: expected its state, offset and uncertainty")
        word(clock[0], "clock", CLOCKS)
        number(clock[1], "clock offset", -MOST_NUMBER)
        number(clock[2], "clock uncertainty")
        unbase64(values[11], 32, "manifest")

    def row_form(self, cells):
        """The cells of a row on which nothing here rests, so that no byte is free."""
        for i, what in ((1, "play id"), (2, "asset"), (3, "master"), (4, "rendition"), (6, "timeline")):
            hexadecimal(cells[i], what)
        line_text(cells[5], "campaign", 64)
        number(cells[7], "index", -1, MOST_INDEX)
        number(cells[11], "monotonic end", number(cells[10], "monotonic start"))
        line_text(cells[12], "boot", 64)
        for i, what in ((17, "frames shown"), (18, "frames repeated"), (19, "frames late")):
            number(cells[i], what)
        line_text(cells[21], "reason", 200)

    def row(self, file, place, row, sequence):
        cells = row.split(b"\t")
        if len(row) > MOST_ROW or len(cells) != 23 or number(cells[0], "sequence", 1) != sequence:
            raise Damaged("the row has not the right fields, or not the right sequence")
        self.row_form(cells)
        start, end = instant(cells[8], "start"), instant(cells[9], "end")
        uncertainty, planned, shown = (number(cells[i], "number") for i in (14, 15, 16))
        clock, result, tier = word(cells[13], "clock", CLOCKS), word(cells[20], "result", RESULTS), word(cells[22], "tier", TIERS)
        player = self.open["player"]
        if result == "gap":
            self.gaps.append(f"{file}, {place}: the player {self.open['name']} says that it has no rows from "
                             f"{cells[8].decode()} to {cells[9].decode()} ({cells[21].decode(errors='replace')})")
            return
        if end < start:
            raise Damaged("the play ends before it begins")
        binding = max((i for i, one in enumerate(player["bindings"]) if one[0] <= start), default=0)
        began, ended, screen = player["bindings"][binding]
        if self.start <= start < self.end:
            key = (screen, cells[2].decode(), cells[5].decode("utf-8"), result, tier)
            plays, milliseconds = self.sums.get(key, (0, 0))
            self.sums[key] = (plays + 1, milliseconds + shown)
            self.counts["plays"] += 1
            self.counts["unset"] += clock == "unset"
            self.counts["composed"] += tier in ("scheduled", "composed")
            if start < began or (ended is not None and start >= ended):
                self.outside[screen] = self.outside.get(screen, 0) + 1
        if result != "complete":
            return
        if shown < planned - planned // 50:
            self.fault(file, place, f"the play is called complete and was shown for {shown} of {planned} ms")
        if clock == "unset":
            return
        last = self.open["last"].get(screen)
        if last and start + last[1] + uncertainty < last[0]:
            self.fault(file, place, f"the play overlaps the complete play before it ({last[2]}) on screen {screen}")
        if not last or end >= last[0]:
            self.open["last"][screen] = (end, uncertainty, place)
        hull = self.hulls.setdefault((screen, self.open["file"][:-4], binding), [start, end, 0])
        hull[:] = min(hull[0], start), max(hull[1], end), max(hull[2], uncertainty)

    # --- what follows the streams

    def index_json(self, entry):
        self.close()
        document = self.document(entry, "tocsin-bundle-index/1", INDEX)
        found = [{"player": base64.b64encode(one["player"]["key"]).decode(), "epoch": one["epoch"],
                  "first": min(one["seen"], default=0), "last": max(one["seen"], default=0),
                  "batches": one["batches"], "rows": one["rows"]} for one in self.streams]
        if document["streams"] != found:
            wrong = next((i for i, (a, b) in enumerate(zip(document["streams"], found)) if a != b),
                         min(len(found), len(document["streams"])))
            self.fault(entry.name, f"streams[{wrong}]", "it is not what stands in the files of the streams")
        for one in self.streams:
            if not one["seen"]:
                self.fault("batches/" + one["file"], "", "there is no batch in it")
        for one in document["left_out"]:
            if not 1 <= min(one["epoch"], one["batch"]) <= max(one["epoch"], one["batch"]) <= MOST_NUMBER:
                raise Damaged("left_out: there is no such epoch or batch")
            self.gaps.append(f"batch {one['batch']} of {fingerprint(unbase64(one['player'], 32, 'player'))}-{one['epoch']} was left "
                             "out: it also holds plays of screens that whoever made the bundle may not see")
        for screen in sorted({key[0] for key in self.hulls}):
            self.check_hulls(screen, sorted((start, end, key[1], uncertainty) for key, (start, end, uncertainty)
                                            in self.hulls.items() if key[0] == screen))

    def check_hulls(self, screen, hulls):
        """All of another stream (a player's epoch) are compared: the one that surely reaches furthest, and the one that
        does of other streams than that."""
        furthest = other = None  # until when surely, and the stream
        for start, end, stream, uncertainty in hulls:
            before = other if furthest and furthest[1] == stream else furthest
            if before and start + uncertainty < before[0]:
                self.fault("batches", f"screen {screen}", f"complete plays of the players {before[1]} and {stream} overlap "
                                                          f"at {instant_text(start)}")
            now = (end - uncertainty, stream)
            if not furthest or now[0] > furthest[0]:
                other = furthest if furthest and furthest[1] != stream else other
                furthest = now
            elif stream != furthest[1] and (not other or now[0] > other[0]):
                other = now

    def tree_txt(self, entry):
        tree, waiting, leaves = Tree(), list(self.checkpoints), dict(self.leaves)
        for self.line, line in enumerate(entry.lines(), 1):
            level, digest = line.split(b" ")
            level, digest = number(level, "level"), unbase64(digest, 32, "hash")
            if level > 61:
                raise Damaged("there is no such level")
            leaf = tree.size
            header = leaves.pop(leaf, None) if level == 0 else None
            if header is not None and sha(b"\x00" + header) != digest:
                self.fault(entry.name, f"line {self.line}", f"leaf {leaf} is not the batch of its receipt")
            tree.append(level, digest)
            while waiting and waiting[0]["size"] <= tree.size:
                one = waiting.pop(0)
                if one["size"] != tree.size or one["root"] != tree.root():
                    self.fault(entry.name, f"line {self.line}",
                               f"the root of these leaves is not that of the checkpoint of {one['size']}")
        self.line = 0
        for leaf in sorted(leaves):
            self.fault(entry.name, "", f"leaf {leaf} of a receipt does not stand in it by itself")
        if waiting or not self.checkpoints or self.checkpoints[-1]["size"] != tree.size or not self.checkpoints[-1]["counts"]:
            self.fault(entry.name, "", f"no checkpoint that counts is of the whole tree of {tree.size} leaves")

    def names_json(self, entry):
        document = self.document(entry, "tocsin-bundle-names/1", NAMES)
        require_ascending([one["asset"] for one in document["assets"]], "assets")
        require_ascending([one["campaign"] for one in document["campaigns"]], "campaigns")
        self.names = {"asset": {one["asset"]: one["names"] for one in document["assets"]},
                      "campaign": {one["campaign"]: one["titles"] for one in document["campaigns"]}}

    def report_json(self, entry):
        document = self.document(entry, "tocsin-bundle-report/1", REPORT)
        words = ("screen", "asset", "campaign", "result", "tier")
        order = sorted(self.sums, key=lambda key: tuple(part.encode() for part in key))
        self.rows = [dict(zip(words, key), plays=self.sums[key][0], shown_ms=self.sums[key][1]) for key in order]
        for i, (said, counted) in enumerate(zip(document["rows"], self.rows)):
            if said != counted:
                self.fault(entry.name, f"rows[{i}]", f"it says {said}; the signed plays give {counted}")
        if len(document["rows"]) != len(self.rows) or document["plays"] != self.counts["plays"]:
            self.fault(entry.name, "plays", f"the signed plays give {self.counts['plays']} in {len(self.rows)} rows")
        if (document["from"], document["to"]) != (self.facts["from"], self.facts["to"]):
            self.fault(entry.name, "from, to", "it is of another period than the bundle")

    def report_csv(self, entry):
        text = entry.whole()
        expected = "\ufeffscreen,screen_name,asset,asset_name,campaign,campaign_title,result,tier,plays,shown_ms\r\n"
        for row in self.rows:
            cells = (row["screen"], self.screens.get(row["screen"], ""), row["asset"],
                     (self.names["asset"].get(row["asset"]) or [""])[-1], row["campaign"],
                     (self.names["campaign"].get(row["campaign"]) or [""])[-1], row["result"], row["tier"],
                     str(row["plays"]), str(row["shown_ms"]))
            expected += ",".join(map(cell, cells)) + "\r\n"
        if text != expected.encode():
            self.fault(entry.name, "", "it is not what the signed plays give")

    def sha256sums_txt(self, entry):
        text = entry.whole()
        self.sums_digest = sha(text)
        said = text.decode(errors="replace").split("\n")
        found = [f"{digest.hex()}  {name}" for digest, name in self.files] + [""]
        for i in range(max(len(said), len(found))):
            a, b = said[i:i + 1], found[i:i + 1]
            if a != b:
                self.fault(entry.name, f"line {i + 1}", f"it says {a}, the file is {b}")

    def seal(self, entry, archive):
        texts = list(signed_texts(entry.lines()))
        if len(texts) != 1 or entry.method != 0:
            raise Damaged("expected one sealed text, not compressed")
        _, text, signer, signature = texts[0]
        if not self.judge("tocsin-bundle/1", text, signer, signature):
            raise Damaged("the key that signed it was revoked")
        origin, start, end, made, files, size, before = fields(
            text, ["tocsin-bundle/1", "origin", "from", "to", "made", "files", "bytes", "before"])
        facts = self.facts or {}
        if origin.decode() != self.root or [one.decode() for one in (start, end, made)] != [facts.get(k) for k in ("from", "to", "made")]:
            raise Damaged("it is for another bundle")
        if unbase64(files, 32, "files") != self.sums_digest:
            raise Damaged("the list of files is not the one that was sealed")
        if (number(size, "bytes"), unbase64(before, 32, "before")) != archive.before:
            raise Damaged("the bytes of the file before it are not those that were sealed")

    def finish(self):
        cosigned = {}
        for one in self.checkpoints:
            for key, _, _ in one["cosigners"]:
                cosigned[key] = one["size"]
        for key in self.cosigners:
            if key not in cosigned:
                self.fault("checkpoints.txt", "", f"key {fingerprint(key)} has cosigned no checkpoint of it")
            elif cosigned[key] < self.checkpoints[-1]["size"]:
                self.unproven.append(f"to key {fingerprint(key)}: what came in after leaf {cosigned[key] - 1}")
        if not cosigned:
            self.unproven.append("that the controller has not made all of it anew: nobody outside has cosigned a checkpoint")
        elif not self.cosigners:
            self.unproven.append("whose the cosigners' keys are: compare them, or name them with --cosigner")
        for screen, count in sorted(self.outside.items()):
            self.unproven.append(f"{count} plays are counted for screen {screen} although its player did not drive it then")
        if self.counts["unset"]:
            self.unproven.append(f"the time of {self.counts['unset']} plays: the player's clock was not set")
        if self.counts["composed"]:
            self.unproven.append(f"that light came out, of {self.counts['composed']} plays whose evidence ends at the composed picture")
        if self.counts.get("revoked"):
            self.unproven.append(f"{self.counts['revoked']} receipts are signed by a key that was revoked")


def cosigner(text):
    try:
        return unbase64(text, 32, "key")
    except Damaged:
        raise argparse.ArgumentTypeError("expected an Ed25519 public key in base64")


def main():
    parser = argparse.ArgumentParser(description="Checks a bundle of proof offline.")
    parser.add_argument("bundle")
    parser.add_argument("--root", default="", help="fingerprint of the root key, 16 hexadecimal digits")
    parser.add_argument("--cosigner", action="append", default=[], type=cosigner, help="an outside party's public key, base64")
    arguments = parser.parse_args()
    check = Check(arguments.root.lower(), arguments.cosigner)
    try:
        check.run(arguments.bundle)
    except OSError as wrong:
        print(f"{arguments.bundle} cannot be read: {wrong}", file=sys.stderr)
        return 1
    for heading, lines in (("FAULT", check.faults), ("gap", check.gaps), ("not proved", check.unproven)):
        for line in lines[:MOST_LISTED]:
            print(f"{heading}: {UNSEEN.sub('?', line)}")
        if len(lines) > MOST_LISTED:
            print(f"{heading}: and {len(lines) - MOST_LISTED} more")
    print(f"{'FAIL' if check.faults else 'PASS'}: {check.counts['plays']} plays, {sum(one['batches'] for one in check.streams)} batches, "
          f"{len(check.checkpoints)} checkpoints, root {check.root or 'unknown'}")
    return 6 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main())
