"""What a process that stays does once everything is loaded: settle down with as little memory as it needs."""

from __future__ import annotations

import ctypes
import gc


def settle() -> None:
    """Take what is loaded for permanent, and give memory back that only loading needed.

    The knowledge base stays: searching it for garbage again and again would only delay replies. And the C library
    keeps freed memory for itself; glibc gives it back when asked, elsewhere there is nothing to ask.
    """
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
