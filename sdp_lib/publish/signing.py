"""Ed25519 signatures of in-toto statements, in their standard envelope (DSSE).

The same key always signs the same bytes with the same signature, so a signed site is reproducible
too. The key is a file outside the project, and only its public half is published.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdp_lib.errors import InputError
from sdp_lib.problems.publishing import BAD_KEY

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PAYLOAD = "application/vnd.in-toto+json"
PUBLIC_KEY = "signing-key.pem"


@dataclass(frozen=True)
class SigningKey:
    """A private key, and its public half as text."""

    private: Ed25519PrivateKey
    public: str

    def envelope(self, statement: bytes) -> dict[str, Any]:
        """Return a statement with its signature."""
        signature = self.private.sign(_encoded(statement))
        return {
            "payloadType": PAYLOAD,
            "payload": base64.b64encode(statement).decode(),
            "signatures": [
                {"keyid": key_id(self.public), "sig": base64.b64encode(signature).decode()}
            ],
        }


def key_id(public: str) -> str:
    """Return the ID of a key: the SHA-256 of its public half as published."""
    return hashlib.sha256(public.encode()).hexdigest()


def read_key(path: Path) -> SigningKey:
    """Read a private Ed25519 key in PEM form; `InputError` for anything else."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError.of(BAD_KEY, path.as_posix(), "it holds no Ed25519 key without a password")
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return SigningKey(private, public.decode())


def opened(content: bytes) -> tuple[dict[str, Any], bool]:
    """Return the statement in a file, and whether it has an envelope; `ValueError` without one."""
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("it is not a statement")
    if "payload" not in found:
        return found, False
    statement = json.loads(base64.b64decode(str(found["payload"]), validate=True))
    if not isinstance(statement, dict):
        raise ValueError("it contains no statement")
    return statement, True


def is_signed_by(content: bytes, public: str) -> bool:
    """Return whether a file contains a statement with a valid signature by a public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        envelope: Mapping[str, Any] = json.loads(content)
        key = load_pem_public_key(public.encode())
        if not isinstance(key, Ed25519PublicKey):
            return False
        payload = base64.b64decode(envelope["payload"], validate=True)
        for signature in envelope["signatures"]:
            key.verify(base64.b64decode(signature["sig"], validate=True), _encoded(payload))
        return bool(envelope["signatures"])
    except (ValueError, LookupError, TypeError, RecursionError, InvalidSignature):
        return False


def _encoded(payload: bytes) -> bytes:
    """Return the bytes to sign: kind and content, each with its length (DSSE, "PAE")."""
    kind = PAYLOAD.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
