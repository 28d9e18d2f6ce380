"""Signs a manifest with the user's ssh key, and checks that: by ``ssh-keygen -Y``, which keeps the key to itself.

A key with a passphrase is asked for by ssh-keygen, on the terminal; one that an agent holds is not.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.exchange.packets.packet_layout import NAMESPACE
from reader.system.safe_text import short_text

#: The user's keys, those that are better first.
_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")
#: Seconds that a call may take: somebody types a passphrase.
_PATIENCE_S = 120
#: Code points of what ssh-keygen says that are passed on.
_SAID = 200


class SignatureError(Exception):
    """Something cannot be signed, or a signature not be checked; one line."""


class SignatureRefused(SignatureError):  # noqa: N818 - named for what is the case
    """The signature is not one of these bytes, or not by whom it should be."""


def users_key() -> Path | None:
    """The user's own ssh key; None where there is none."""
    folder = Path.home() / ".ssh"
    return next((folder / name for name in _KEYS if (folder / name).is_file()), None)


def signature_of(data: bytes, key: Path) -> bytes:
    """The signature of some bytes by a key; raises ``SignatureError``."""
    return _run(["-Y", "sign", "-q", "-f", os.fspath(key), "-n", NAMESPACE], data, SignatureError)


def signer_of(data: bytes, signature: bytes, signers: Path | None = None) -> str:
    """Who signed some bytes: the key's fingerprint, and with a list of signers their name.

    Args:
        data: what was signed.
        signature: as it was kept.
        signers: a file of allowed signers, as ssh-keygen reads it; None for no list.

    Raises:
        SignatureRefused: the signature is of something else, or of nobody in the list.
        SignatureError: it cannot be checked here.
    """
    with TemporaryDirectory(prefix="nrc-reader-") as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        kept = ["-n", NAMESPACE, "-s", os.fspath(file)]
        if signers is None:
            return _line(_run(["-Y", "check-novalidate", *kept], data, SignatureRefused))
        named = ["-f", os.fspath(signers)]
        who = _line(_run(["-Y", "find-principals", "-s", os.fspath(file), *named], b"", SignatureRefused))
        return _line(_run(["-Y", "verify", "-I", who, *named, *kept], data, SignatureRefused))


def _run(words: Sequence[str], data: bytes, fault: type[SignatureError]) -> bytes:
    """What ssh-keygen writes; raises ``fault`` for what it refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed options, and no shell
            ["ssh-keygen", *words],  # noqa: S607 - the one that the user has
            input=data,
            capture_output=True,
            check=False,
            timeout=_PATIENCE_S,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise SignatureError("ssh-keygen is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise SignatureError(f"ssh-keygen took longer than {_PATIENCE_S} s") from error
    except OSError as error:
        raise SignatureError(f"ssh-keygen cannot be started: {error}") from error
    if done.returncode:
        raise fault(_line(done.stderr) or _line(done.stdout) or f"ssh-keygen ended with {done.returncode}")
    return done.stdout


def _line(said: bytes) -> str:
    return short_text(said.decode(errors="replace").strip(), _SAID)
