"""Passwords and keys: made so that nobody guesses them, and kept so that nobody reads them back."""

from __future__ import annotations

import secrets
import threading
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from watchfloor.errors import UsageError

SHORTEST, LONGEST = 12, 200  # characters; the longest is for people's typing, argon2 takes any
_KEY = "wfk_"  # before a key, so that scanners of code find one that was put there
_hasher = PasswordHasher()  # the second choice of RFC 9106: 64 MiB, three passes
_some_at_once = threading.Semaphore(2)  # so that a storm of logins costs no more memory than this


def new_password() -> str:
    """Return a password that nobody guesses, in four groups that can be read out."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def new_key() -> str:
    """Return a key for a program."""
    return _KEY + secrets.token_urlsafe(32)


def digest_of_key(key: str) -> str:
    """Return what is kept of a key: it is long and random, so that a plain digest gives nothing away."""
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def kept_password(password: str) -> str:
    """Return what is kept of a password; raise UsageError for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"a password has {SHORTEST} to {LONGEST} characters, this one {len(password)}; choose another"
        )
    with _some_at_once:
        return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that was kept; where none was, that takes as long to tell."""
    with _some_at_once:
        try:
            return _hasher.verify(kept or _nobody(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
