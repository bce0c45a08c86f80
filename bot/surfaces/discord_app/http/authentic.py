"""Tells what Discord signed from everything else, before a byte of it is parsed.

Discord signs the time and the body with the application's Ed25519 key, and now and then sends wrong signatures on
purpose: whoever accepts one loses the endpoint.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
WINDOW_SECONDS = 300.0
"""A signature older than this, or from as far ahead, is refused: it may be a recording."""
_SIGNATURE = re.compile(r"[0-9a-f]{128}", re.ASCII)
"""As Discord writes it: 64 bytes, lower case."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)


class Authentication:
    """Checks signatures against one public key, given as 64 hexadecimal digits."""

    def __init__(self, public_key: str, clock: Callable[[], float] = time.time) -> None:
        try:
            from nacl.exceptions import BadSignatureError
            from nacl.signing import VerifyKey
        except ImportError:
            what = "Interactions over HTTP need the package PyNaCl, which is not installed."
            raise SettingsError(what, "Run: pip install 'baclobot[http]'.") from None
        self._key, self._refusal, self._clock = VerifyKey(bytes.fromhex(public_key)), BadSignatureError, clock

    def is_authentic(self, signatures: Sequence[str], timestamps: Sequence[str], body: bytes) -> bool:
        """Tell whether Discord signed this body just now; takes every value that the two headers came with."""
        if len(signatures) != 1 or len(timestamps) != 1:
            return False
        signature, timestamp = signatures[0], timestamps[0]
        if not (_SIGNATURE.fullmatch(signature) and _TIMESTAMP.fullmatch(timestamp)):
            return False
        if abs(self._clock() - int(timestamp)) > WINDOW_SECONDS:
            return False
        try:
            self._key.verify(timestamp.encode("ascii") + body, bytes.fromhex(signature))
        except self._refusal:
            return False
        return True
