"""Whether this machine's clock is right: held against the time that somebody else tells."""

from __future__ import annotations

import time

from bot.surfaces.doctor.findings import Finding, ok, warning, wrong

CLOCK_WARNING, CLOCK_WRONG = 30.0, 300.0
"""Seconds; Discord's signatures are refused when they are five minutes old."""


def judge_clock(told: float | None) -> Finding:
    """Compare the system's clock with a Unix time that was told just now; None where none was."""
    if told is None:
        return warning("clock", "Discord did not tell the time.", "Look whether a proxy stands between.")
    off = time.time() - told
    if abs(off) < CLOCK_WARNING:
        return ok("clock", "It is right.")
    what = f"It is {abs(off):,.0f} s {'ahead' if off > 0 else 'behind'}."
    mend = "Set it, and keep it set (systemd-timesyncd, chrony)."
    return (wrong if abs(off) >= CLOCK_WRONG else warning)("clock", what, mend)
