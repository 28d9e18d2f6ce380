"""Bytes of a real file, bent as damage, bad luck and malice bend them."""

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable

#: What parsers stumble over.
TOKENS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b]52;c;aGk=\x07", b"\x1b[2J", b"\x9b31m", b"\r", b"\r\n",
    b"\x85", "\u202e".encode(), "\u2028".encode(), b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf",
    "🚢".encode(), b"e\xcc\x81" * 50, b"<" * 300, b"<div>" * 400, b"</div>" * 50, b"<![CDATA[", b"]]>", b"<!--",
    b"-->", b"<script>", b"&#0;", b"&#x110000;", b"&amp;" * 100, b'<!DOCTYPE a [<!ENTITY b "bbbb">]>', b"&b;",
    b"<?xml", b'xmlns="', b"<p", b"=\"'", b"<table><tr><td>" * 60, b"{" * 200, b"}" * 40, b"[" * 2000, b"]",
    b'"', b"\\", b"\\u0000", b"\\ud800", b"NaN", b"Infinity", b"1e999", b"-1", b"9" * 5000, b"null", b"true",
    b"[]", b"{}", b'""', b"0", b"2147483648", b"1.5", b"-0", b"../../../../etc/passwd", b"/etc/passwd", b"..",
    b"CON", b"a" * 5000, b" " * 20000, b"\n" * 5000, b"\t" * 300, b"=?utf-8?b?/////w==?=",
    b"Content-Transfer-Encoding: base64\r\n", b"boundary=", b"--",
    b"Content-Type: text/html; charset=utf-7\r\n", b"\\'ff" * 50, b"\\u-99999 ", b"\\bin99999999 ", b"{\\*\\",
    b"\\par" * 200, b"> " * 300, b"    ", b"```", b"![](" * 50, b"[a]: " * 40, b"<<<<<<< HEAD\n", b"=======\n",
    b">>>>>>> b\n", b'"_trash": {', b'"annotations": {\n', b'"schema": 99', b"# ", b"[[labels]]\n", b"'''",
]  # fmt: skip


def mutated(data: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """The bytes with one to six changes."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        dice.choice(_CHANGES)(out, dice, others)
    return bytes(out[: 1 << 21])


def mutated_inside(data: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """As ``mutated``, but of a packed file half of the times what is packed in it, packed again."""
    if dice.random() < 0.6:
        try:
            if data[:2] == b"\x1f\x8b":
                return gzip.compress(mutated(gzip.decompress(data), dice, others), 1)
            if data[:2] == b"PK":
                return _with_other_member(data, dice, others)
        except (OSError, ValueError, zlib.error, zipfile.BadZipFile, EOFError):
            pass
    return mutated(data, dice, others)


def _with_other_member(data: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    chosen = dice.choice(list(members))
    members[chosen] = mutated(members[chosen], dice, others)
    if dice.random() < 0.1:
        members[dice.choice(["../../x", "/etc/x", "a\x1b[31m", "x" * 900, chosen.upper()])] = members.pop(chosen)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _place(out: bytearray, dice: random.Random) -> int:
    return dice.randrange(len(out) + 1)


def _stretch(out: bytearray, dice: random.Random) -> slice:
    start = _place(out, dice)
    return slice(start, start + int(dice.paretovariate(0.6)) % (len(out) + 1))


def _flip(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    if out:
        for _ in range(dice.choice((1, 1, 4, 30))):
            out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)


def _set(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    if out:
        out[dice.randrange(len(out))] = dice.choice(b"\x00\xff\"'<>{}[]()\\/&;:,.=- \n\r\t019aAzZ")


def _delete(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    del out[_stretch(out, dice)]


def _double(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    piece = bytes(out[_stretch(out, dice)])[:2000]
    start = _place(out, dice)
    out[start:start] = piece * dice.choice((1, 2, 50, 400))


def _insert(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    start = _place(out, dice)
    out[start:start] = dice.choice(TOKENS) * dice.choice((1, 1, 1, 20))


def _noise(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    start = _place(out, dice)
    out[start:start] = dice.randbytes(dice.choice((1, 3, 20, 400)))


def _cut(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    del out[_place(out, dice) :]


def _zero(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    where = _stretch(out, dice)
    out[where] = bytes(len(out[where]))


def _splice(out: bytearray, dice: random.Random, others: list[bytes]) -> None:
    other = dice.choice(others)
    start = dice.randrange(len(other) + 1)
    out[_stretch(out, dice)] = other[start : start + dice.choice((5, 100, 3000))]


def _swap_lines(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    lines = bytes(out).split(b"\n")
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    if dice.random() < 0.3:
        lines.insert(one, lines[two])
    out[:] = b"\n".join(lines)


def _endings(out: bytearray, dice: random.Random, _: list[bytes]) -> None:
    old, new = dice.choice(((b"\n", b"\r\n"), (b"\n", b"\r"), (b"\n", b""), (b" ", b"\xa0"), (b'"', b"'"), (b",", b"")))
    out[:] = bytes(out).replace(old, new, dice.choice((1, 5, -1)))


_CHANGES: list[Callable[[bytearray, random.Random, list[bytes]], None]] = [
    _flip, _set, _set, _delete, _delete, _double, _insert, _insert, _noise, _cut, _zero, _splice, _swap_lines, _endings,
]  # fmt: skip
