"""Whom to call: the lines of an emergency reply, for one country or for a reader whose country is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.kb import Country, Danger, Emergencies, KnowledgeBase

AMBULANCE, CRISIS, VET = "ambulance", "crisis", "vet"
EVERYWHERE = (AMBULANCE, "poison", CRISIS)
"""What a reader whose country is unknown is told."""
ANY_AMBULANCE = "112 / 911"
"""What to call where no country is known."""
COUNTRIES_SHOWN = 8
"""With no country known, so many are listed: enough for most readers, short enough to be read at a glance."""


def contact_lines(
    danger: Danger, emergencies: Emergencies, texts: Mapping[str, str], country: str | None
) -> tuple[str, ...]:
    """Return the numbers to call, the most fitting first; the ambulance is always among them."""
    known = emergencies.countries.get(country or "")
    contacts = tuple(dict.fromkeys((danger.contact, AMBULANCE)))
    lines = _of_country(known, contacts, texts) if known else _of_all(emergencies, contacts, texts)
    if danger.contact == CRISIS:
        lines.append(texts["emergency-crisis-anywhere"])
    return tuple(lines)


def poison_lines(knowledge: KnowledgeBase, country: str | None) -> tuple[str, ...]:
    """Return the numbers to call where too much was taken."""
    emergencies = knowledge.emergencies
    danger = emergencies.dangers.get("overdose") or next(iter(emergencies.dangers.values()))
    return contact_lines(danger, emergencies, knowledge.wording.texts, country)


def ambulance_number(emergencies: Emergencies, country: str | None) -> str:
    """Return the number of the ambulance in a country, or the ones that work in most."""
    known = emergencies.countries.get(country or "")
    return known.numbers[AMBULANCE].number if known else ANY_AMBULANCE


def every_contact(emergencies: Emergencies, texts: Mapping[str, str], country: str | None) -> tuple[str, ...]:
    """Return all numbers of a country; where it is unknown, the chief lines of several."""
    known = emergencies.countries.get(country or "")
    if known is None:
        lines = _of_all(emergencies, EVERYWHERE, texts)[:-1]  # the reply's first line says what is right anywhere
    else:
        named = sorted(known.numbers, key=lambda contact: contact != AMBULANCE)
        lines = _of_country(known, tuple(named), texts)
    return (*lines, texts["emergency-crisis-anywhere"])


def _of_country(country: Country, contacts: tuple[str, ...], texts: Mapping[str, str]) -> list[str]:
    lines = []
    for contact in contacts:
        number = country.numbers.get(contact)
        if number is None:
            lines.append(texts[f"emergency-no-{contact}-line"])
        else:
            lines.append(_call(texts, f"{number.label} ({country.name})", number.number))
    lines.append(texts["emergency-elsewhere"])
    return lines


def _of_all(emergencies: Emergencies, contacts: tuple[str, ...], texts: Mapping[str, str]) -> list[str]:
    lines = [texts["emergency-country-unknown"]]
    for contact in contacts:
        numbers: dict[str, list[str]] = {}
        for country in emergencies.countries.values():
            number = country.numbers.get(contact)
            if number is not None and sum(map(len, numbers.values())) < COUNTRIES_SHOWN:
                numbers.setdefault(number.number, []).append(country.name)
        listed = "; ".join(f"{', '.join(names)} {number}" for number, names in numbers.items())
        if listed:
            lines.append(_call(texts, texts[f"contact-{contact}"], listed))
    lines.append(emergencies.fallback)
    return lines


def _call(texts: Mapping[str, str], label: str, number: str) -> str:
    return texts["emergency-call"].replace("{label}", label).replace("{number}", number)
