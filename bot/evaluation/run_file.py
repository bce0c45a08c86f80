"""A run on disk, to be compared with a later one."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.errors import InputError
from bot.evaluation.run import Result, Run

FORMAT = 1


def save_run(run: Run, path: Path) -> None:
    """Write a run, whole or not at all; raises OSError where that cannot be done."""
    rows = [asdict(result) for result in run.results]
    kept = {
        "format": FORMAT,
        "set": run.set_name,
        "set_digest": run.set_digest,
        "base_version": run.base_version,
        "program_version": run.program_version,
        "rows": rows,
    }
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as draft:
        json.dump(kept, draft, indent=0)
        draft.write("\n")
    Path(draft.name).chmod(0o666 & ~_mask())
    Path(draft.name).replace(path)


def load_run(path: Path) -> Run:
    """Read a run; raises InputError where the file is none."""
    try:
        kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if kept["format"] != FORMAT:
            what = f"'{path}' is a run of another format."
            raise InputError(what, "Make it again with 'baclobot eval SET.jsonl --save RUN.json'.")
        results = tuple(_result(row) for row in kept["rows"])
        return Run(kept["set"], kept["set_digest"], kept["base_version"], kept["program_version"], results)
    except OSError as error:
        what = f"'{path}' cannot be read: {error.strerror or error}."
        raise InputError(what, "Name a file that 'baclobot eval SET.jsonl --save RUN.json' wrote.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"'{path}' is no saved run ({type(error).__name__}: {error})."
        raise InputError(what, "Name a file that 'baclobot eval SET.jsonl --save RUN.json' wrote.") from None


def _result(row: dict[str, Any]) -> Result:
    facts = tuple((str(name), str(digest)) for name, digest in row["facts"])
    return Result(**{**row, "facts": facts, "flags": tuple(row["flags"])})


def _mask() -> int:
    """Return what this process takes away from the rights of a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
