"""Numbers as a reader sees them, and figures filled into a text.

The form follows the ISMP list of error-prone abbreviations: mcg and never the Greek letter, a space before the
unit, no trailing zero, a leading zero, thousands with a comma.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from bot.kb.model import Figure

PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)\}")
# A number with a unit of mass: what a text must name as a figure instead of writing it out.
WRITTEN_MASS = re.compile(
    r"\b\d[\d,.]*\s?(?:mg|mcg|ug|µg|μg|g|ng|milligrams?|micrograms?|grams?)\b(?!/mol)", re.IGNORECASE
)


def format_number(value: Decimal) -> str:
    """Write a number plainly: 5 and not 5.0, 0.5 and not .5, 1,000 and not 1000."""
    text = f"{value.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_figure(figure: Figure) -> str:
    """Write a figure with its unit: '80 mg', '40 to 80 mg', '5, 10 and 20 mg'."""
    numbers = [format_number(value) for value in figure.values]
    if figure.is_range:
        amount = f"{numbers[0]} to {numbers[1]}"
    elif len(numbers) == 1:
        amount = numbers[0]
    else:
        amount = f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"{amount}{figure.unit}" if figure.unit == "%" else f"{amount} {figure.unit}"


def figure_ids(text: str) -> tuple[str, ...]:
    """List the figures that a text names, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def fill_figures(text: str, figures: Mapping[str, Figure]) -> str:
    """Put each figure in its place; raises KeyError for one that does not exist."""
    return PLACEHOLDER.sub(lambda found: format_figure(figures[found[1]]), text)
