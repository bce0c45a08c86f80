"""An explanation in words: for a curator, an auditor, a student; every line makes sense when it is read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.routing import needed_to_be_ours
from bot.answering.triage import DANGER_CHANCE, DANGER_POINTS, needed_by_both
from bot.dosing import describe
from bot.matching import CALM, DECLINE, TALK
from bot.surfaces.outline import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.decision import Step
    from bot.answering.explanation import Explanation, Leading, Mattering
    from bot.kb import Figure, KnowledgeBase

SCOPES_SHOWN = 3
LEAST_SCOPE = 0.01
SMALLEST = 0.0001
LEAST_SCORE = 0.001
"""Topics below are only named."""
SHORT_ENOUGH = 40
"""Words that are printed in full; of a longer message the first ones are."""


def explanation_sections(explained: Explanation, knowledge: KnowledgeBase) -> Iterator[Section]:
    """Tell everything, what matters most first."""
    yield Section("Why this reply", tuple(_verdict(explained, knowledge)))
    recognition = explained.account.recognition
    if recognition is not None and recognition.utterance.scan:  # with nothing said there is nothing to tell of it
        yield Section("How the words were read", tuple(_read(explained)))
        yield Section("Is somebody in danger?", tuple(_danger(explained)))
        yield Section("What kind of message is it?", tuple(_kind(explained)))
        yield Section("Topics that came to the front", tuple(_topics(explained)))
    yield Section("The dose", tuple(_dose(explained, knowledge)))
    yield Section("The rules, in the order in which they were asked", tuple(_steps(explained.account.steps)))
    yield Section("What the reply states", tuple(_facts(explained)))
    yield Section("Figures behind it", tuple(_figures(explained.figures)))


def _verdict(explained: Explanation, knowledge: KnowledgeBase) -> Iterator[str]:
    account, reply = explained.account, explained.account.reply
    yield f"Asked: {account.text.strip() or '(nothing)'}"
    yield f"Reply: {_reply_in_words(explained, knowledge)}"
    step = account.decided_by
    yield f"Decided by the rule “{step.rule}”: {outcome(step)}"
    yield f"Answer {reply.answer_id}, knowledge base {explained.base_version}"


def _reply_in_words(explained: Explanation, knowledge: KnowledgeBase) -> str:
    reply = explained.account.reply
    if reply.topic:
        return f"{reply.kind} on {reply.topic} ({knowledge.topics[reply.topic].title})"
    if reply.danger:
        return f"{reply.kind} of the kind {reply.danger} ({knowledge.emergencies.dangers[reply.danger].title})"
    if reply.dose is not None:
        return f"{reply.kind}, verdict {reply.dose.verdict}"
    offered = ", ".join(option.topic for option in reply.alternatives)
    return f"{reply.kind}{f'; topics offered: {offered}' if offered else ''}"


def outcome(step: Step) -> str:
    """Say whether a rule held, with both numbers where it compares two, and what it asks."""
    told = "yes" if step.held else "no"
    if step.value is not None and step.threshold is not None:
        told += f", {_number(step.value)} where {_number(step.threshold)} is needed"
    return f"{told}{f' ({step.note})' if step.note else ''}. {step.sentence}"


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        yield f"{number}. {step.rule}: {outcome(step)}"


def _read(explained: Explanation) -> Iterator[str]:
    recognition, found = explained.account.recognition, explained.found
    if recognition is None or found is None:
        return
    if explained.account.completed:
        yield f"Completed by the topic before: {explained.account.completed}"
    words = recognition.utterance.words
    more = f" … and {len(words) - SHORT_ENOUGH} more words" if len(words) > SHORT_ENOUGH else ""
    yield f"Compared as: {' '.join(words[:SHORT_ENOUGH])}{more}"
    if len(recognition.utterance.scan) > len(words):
        said = len(recognition.utterance.scan)
        yield f"So long a text is searched for topics only at its head and its tail: {len(words)} of {said} words"
    yield f"Mended: {_listed(f'“{typed}” to “{read}”' for typed, read in explained.repairs)}"
    yield f"Language: {recognition.language or 'en'}"
    yield f"This medicine named: {'yes' if found.drug_named else 'no'}"
    yield f"Other medicines: {_listed(found.medicines)}; classes: {_listed(found.classes)}"
    yield f"Concepts: {_listed(f'{concept} (“{said}”)' for concept, said in found.concepts)}"
    yield f"Numbers: {_listed(f'“{said}” as {name}' for name, said in found.quantities)}"
    yield f"Words not known: {_listed(f'“{word}”' for word in found.unknown)}"


def _danger(explained: Explanation) -> Iterator[str]:
    points = sum(cue.points for cue in explained.cues)
    yield f"Chance by the fitted reader: {_number(explained.danger_chance)}; it alarms from {_number(DANGER_CHANCE)}"
    yield from _mattering_lines(explained.danger_mattering, "")
    yield f"Points of the cues: {points:g}; they alarm from {DANGER_POINTS:g}"
    for cue in explained.cues:
        yield f"  {cue.cue}, {cue.points:g} points: {_listed(f'“{words}”' for words in cue.words)}"
    recognition = explained.account.recognition
    kinds = sorted(recognition.danger.items(), key=lambda pair: -pair[1]) if recognition else []
    if explained.danger_chance >= LEAST_SCOPE:
        yield f"Likeliest: {', '.join(f'{name} {_number(chance)}' for name, chance in kinds[:SCOPES_SHOWN])}"
    if recognition is not None and recognition.danger_by_both:
        chance, needed = 1 - recognition.danger_by_both[CALM], needed_by_both(recognition)
        yield f"Chance by both readers: {_number(chance)}; they alarm from {_number(needed)}"


def _kind(explained: Explanation) -> Iterator[str]:
    recognition = explained.account.recognition
    if recognition is None:
        return
    needed = _number(needed_to_be_ours(recognition))
    yield f"Chance of being a question for some topic: {_number(recognition.ours)}; needed {needed}"
    if recognition.first is not None:
        yield f"  by both readers; by the first alone {_number(recognition.first.ours)}"
    yield from _mattering_lines(explained.ours_mattering, "")
    kinds = sorted(recognition.scope.items(), key=lambda pair: -pair[1])[:SCOPES_SHOWN]
    told = (f"{_scope_name(label)} {_number(chance)}" for label, chance in kinds if chance >= LEAST_SCOPE)
    yield f"Likeliest by the reader of kinds: {_listed(told)}"


def _scope_name(label: str) -> str:
    if label.startswith(DECLINE):
        return f"“{label.removeprefix(DECLINE)}”"
    return f"small talk “{label.removeprefix(TALK)}”" if label.startswith(TALK) else "a question for a topic"


def _topics(explained: Explanation) -> Iterator[str]:
    shown = [leading for leading in explained.leading if leading.score >= LEAST_SCORE]
    for number, leading in enumerate(shown or explained.leading[:1], 1):
        yield from _topic(number, leading)
    others = len(explained.leading) - max(len(shown), 1)
    if others > 0:
        last = ", ".join(one.topic for one in explained.leading[-others:])
        yield f"Below {LEAST_SCORE}: {last}"


def _topic(number: int, leading: Leading) -> Iterator[str]:
    yield f"{number}. {_number(leading.score)} {leading.topic}: {leading.title}"
    yield f"   Nearest phrasing, {leading.likeness:.0%} alike: “{leading.phrasing}”"
    if number == 1 and not leading.mattering:
        yield "   No single word matters: without any one of them the score stays the same"
    yield from _mattering_lines(leading.mattering, "   ")


def _mattering_lines(mattering: Iterable[Mattering], lead: str) -> Iterator[str]:
    told = [
        f"without “{one.words}” " + ("not among the first" if one.without is None else _number(one.without))
        for one in mattering
    ]
    if told:
        line = "; ".join(told)
        yield f"{lead or '  '}{line[0].upper()}{line[1:]}"


def _dose(explained: Explanation, knowledge: KnowledgeBase) -> Iterator[str]:
    check = explained.account.check
    if check is None or explained.discreet:
        return
    yield f"Read as: {describe(check.parsed) if check.parsed is not None else 'no dose'}"
    yield f"Verdict {check.verdict}: the gravest of the rules that held; flags: {_listed(map(str, check.flags))}"
    texts = {fact.id.removeprefix("dose/"): fact.text for fact in explained.account.reply.facts}
    for rule in check.applied:
        aside = "" if rule.counts else "; sets its flags only, as something was taken"
        flags = f", flags {', '.join(rule.flags)}" if rule.flags else ""
        yield f"{rule.place} {rule.text}: {rule.verdict}{flags}{aside}"
        yield from (f"  {texts[rule.text]}" for _ in range(rule.text in texts))
        if rule.figures:
            yield f"  Compared with: {', '.join(_figure(knowledge.figures[name]) for name in rule.figures)}"
    yield from (f"Asked back: {ask.text}" for ask in check.asks)


def _facts(explained: Explanation) -> Iterator[str]:
    for fact in explained.account.reply.facts:
        yield f"{fact.id}: {fact.text}"
        yield from (f"  {citation.source}: {citation.locator}" for citation in fact.citations)
        if fact.figures:
            yield f"  figures: {', '.join(fact.figures)}"


def _figures(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        cited = "; ".join(f"{citation.source}, {citation.locator}" for citation in figure.citations)
        yield f"{_figure(figure)}: {cited or f'ours, no label gives it: {figure.policy}'}"


def _figure(figure: Figure) -> str:
    values = (
        " to ".join(f"{value:f}" for value in figure.values) if figure.is_range else _listed(map(str, figure.values))
    )
    return f"{figure.id} ({values} {figure.unit} per {figure.per})"


def _number(value: float) -> str:
    """Write a chance so that two that differ look different near 0 and 1 too; points as they are."""
    if value >= 1 or value == 0:
        return f"{value:g}"
    if LEAST_SCOPE <= value <= 1 - LEAST_SCOPE:
        return f"{value:.2f}"
    if 0 < value < SMALLEST:
        return f"under {SMALLEST}"
    return f"over {1 - SMALLEST}" if value > 1 - SMALLEST else f"{value:.4f}"


def _listed(things: Iterable[str]) -> str:
    return ", ".join(things) or "none"
