"""Prepares the answerer when a wheel is built, so that the first question after an installation is answered at once.

It is a convenience: where it cannot run, the wheel is built without it, and the first question takes a second.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedAnswererHook(BuildHookInterface):  # type: ignore[type-arg] -- hatchling's own class is generic without need
    """Writes knowledge/compiled.bin into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the shipped base and add the file to what is packed."""
        del version  # the same for every target
        root = Path(self.root)
        target = root / "knowledge" / "compiled.bin"
        sys.path.insert(0, str(root))
        try:
            from bot.answering.loading import compile_shipped

            compile_shipped(target)
        except Exception as error:  # noqa: BLE001 -- never let a convenience stop an installation
            self.app.display_warning(f"The answerer was not prepared ({error}); the first question will be slow.")
            return
        finally:
            sys.path.remove(str(root))
        build_data["artifacts"].append("knowledge/compiled.bin")
