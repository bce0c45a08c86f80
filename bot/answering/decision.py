"""How a reply was decided: every rule has a name and a sentence, and each comparison is noted where it is made.

The rules themselves stand in ``triage``, ``routing`` and ``answerer``. They compare through a Trail, so that what is
told of a decision is the decision.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bot.answering.reply import Reply
    from bot.dosing import DoseCheck
    from bot.matching import Recognition


class Rule(StrEnum):
    """The questions that a message is put to, in the order in which they are asked."""

    NOTHING_SAID = "nothing-said"
    DANGER_CHANCE = "danger-chance"
    DANGER_POINTS = "danger-points"
    WISH_TO_DIE = "wish-to-die"
    SELF_HARM_SHARE = "self-harm-share"
    DANGER_KIND = "danger-kind"
    SECOND_READER = "second-reader"
    DANGER_BY_BOTH = "danger-by-both"
    NUMBER_TOLD = "number-told"
    DOSE_TOLD = "dose-told"
    DOSE_TAKEN = "dose-taken"
    DOSE_ASKED = "dose-asked"
    WHAT_KILLS = "what-kills"
    ASKS_FOR_MORE = "asks-for-more"
    FOLLOW_UP = "follow-up"
    TOO_VAGUE = "too-vague"
    NAME_ONLY = "name-only"
    SMALL_TALK = "small-talk"
    OTHER_MEDICINE = "other-medicine"
    OURS = "ours"
    FITS = "fits"
    SURE = "sure"
    CLEAR_LEAD = "clear-lead"
    UNLISTED_MEDICINE = "unlisted-medicine"
    SECOND_QUESTION = "second-question"
    FACT_NAMED = "fact-named"
    DOSE_COMMAND = "dose-command"
    DOSE_DANGER = "dose-danger"


SENTENCES = {
    Rule.NOTHING_SAID: "Does the text hold no word at all? Then it is only asked for one.",
    Rule.DANGER_CHANCE: "Is a danger to somebody likely enough, by the reader that was fitted on such messages? "
    "The bar is low: a missed emergency costs a life, a false alarm a reader's patience. "
    "A bare number or day tells of none.",
    Rule.DANGER_POINTS: "Do the curated danger cues add up to enough points? They alarm whatever the reader thinks.",
    Rule.WISH_TO_DIE: "Do the words hold a wish to die? Then the reply is the one on self-harm, whatever else is told.",
    Rule.SELF_HARM_SHARE: "Does enough of the danger point to self-harm for its reply to come first?",
    Rule.DANGER_KIND: "Which danger is it? The likeliest by the reader; by the cues where only they raised the alarm.",
    Rule.SECOND_READER: "Is the first reader unsure enough for the second one, which reads for meaning, to be asked?",
    Rule.DANGER_BY_BOTH: "Is a danger likely enough by both readers together? The second can raise an alarm that the "
    "first left out; it takes none back.",
    Rule.NUMBER_TOLD: "Is there a digit or a number word? Without one there is no dose to look for.",
    Rule.DOSE_TOLD: "Could the words be read as a dose of this medicine?",
    Rule.DOSE_TAKEN: "Was something taken that is an emergency by the rules of the dose check?",
    Rule.DOSE_ASKED: "Is it the dose that the message asks about? A number in passing makes no dose check.",
    Rule.WHAT_KILLS: "Is it asked which dose would kill? Then the reply is somebody to talk to, and no amount.",
    Rule.ASKS_FOR_MORE: "Does the remark only ask for more on the topic before?",
    Rule.FOLLOW_UP: "Does the remark make sense only after the topic before? Then it is completed by its title.",
    Rule.TOO_VAGUE: "Are the words on the curated list of those too vague for one topic? Then topics are offered.",
    Rule.NAME_ONLY: "Does the message name the medicine and say nothing else? Then topics are offered.",
    Rule.SMALL_TALK: "Is it likely enough to be small talk, with no other medicine named?",
    Rule.OTHER_MEDICINE: "Is another medicine likely enough to be the subject? This one's name, or a likely question "
    "on taking both, speaks against it.",
    Rule.OURS: "Is it likely enough a question that some topic answers? Else it is declined: a refusal annoys, a wrong "
    "answer misleads.",
    Rule.FITS: "Is the best topic likely enough to be offered at all?",
    Rule.SURE: "Is the best topic likely enough to answer with, however near the second is?",
    Rule.CLEAR_LEAD: "Does the best topic lead the second by enough? Else it is asked which was meant.",
    Rule.UNLISTED_MEDICINE: "Does a question on taking both name a medicine that no class of the base covers? "
    "Then the answer is the general one, and says so.",
    Rule.SECOND_QUESTION: "Does another question in the same message ask for another topic? Then that is offered too.",
    Rule.FACT_NAMED: "Does the question name one fact of the topic by a telling word? Then that fact comes first.",
    Rule.DOSE_COMMAND: "The dose check was asked for: whatever the words, they are read as a dose.",
    Rule.DOSE_DANGER: "Does the dose tell of a danger in words, or of something taken that is an emergency?",
}
"""What each rule asks, for a reader of the explanation."""


class Step(NamedTuple):
    """One rule that a message was put to, and what came of it."""

    rule: Rule
    held: bool
    value: float | None = None
    """What was compared; None where the rule is no matter of size."""
    threshold: float | None = None
    """The least value for which the rule holds."""
    note: str = ""
    """What else mattered, such as the exception that applied."""

    @property
    def sentence(self) -> str:
        """What the rule asks."""
        return SENTENCES[self.rule]


@dataclass(frozen=True, slots=True)
class Account:
    """A reply together with how it came about."""

    text: str
    """What was asked."""
    reply: Reply
    recognition: Recognition | None
    """What was read, and decided on; None where only a dose was to be judged."""
    steps: tuple[Step, ...]
    """The rules that were asked, in order; each told whether it held."""
    check: DoseCheck | None
    """The dose that was read, whether or not it was asked about."""
    completed: str
    """A remark completed by the topic before; empty where the text was taken by itself."""

    @property
    def decided_by(self) -> Step:
        """The rule after which no other was asked: the reply follows from its outcome."""
        last = next(step for step in reversed(self.steps) if step.rule not in ASIDES or (step.rule, step.held) in TURNS)
        before = next((step for step in self.steps if step.rule is DECIDES_WITH.get(last.rule) and not last.held), None)
        return before or last


ASIDES = frozenset(
    (
        Rule.WISH_TO_DIE,
        Rule.SELF_HARM_SHARE,
        Rule.DANGER_KIND,
        Rule.UNLISTED_MEDICINE,
        Rule.SECOND_QUESTION,
        Rule.FACT_NAMED,
        Rule.WHAT_KILLS,
    )
)
"""Rules that say more of a reply that is decided already."""
TURNS = frozenset(((Rule.UNLISTED_MEDICINE, True), (Rule.WHAT_KILLS, True)))
"""Outcomes of them that change it all the same."""
DECIDES_WITH = {Rule.DANGER_POINTS: Rule.DANGER_CHANCE, Rule.DOSE_DANGER: Rule.DOSE_COMMAND}
"""Rules that are asked together with the one before, which decided where they do not hold."""


@dataclass(slots=True)
class Trail:
    """Notes every comparison as it is made, and what it was made with."""

    recognition: Recognition | None = None
    """What the reply was decided on: of the text, or of the remark completed by the topic before."""
    completed: str = ""
    """A remark completed by the topic before; empty where the text was taken by itself."""
    check: DoseCheck | None = None
    """The dose that was read, whether or not it was asked about."""
    steps: list[Step] = field(default_factory=list)

    def holds(self, rule: Rule, held: bool, note: str = "") -> bool:
        """Note whether a rule holds, and return it."""
        self.steps.append(Step(rule, held, note=note))
        return held

    def reaches(self, rule: Rule, value: float, threshold: float, *, unless: str = "", anyway: str = "") -> bool:
        """Return whether a value is at least the threshold, and note it.

        ``unless`` is a reason for which the rule does not hold all the same, ``anyway`` one for which it does.
        """
        enough = value >= threshold
        held = (enough or bool(anyway)) and not unless
        self.steps.append(Step(rule, held, value, threshold, (unless if enough else anyway) if enough != held else ""))
        return held

    def account(self, text: str, reply: Reply) -> Account:
        """Return the reply to a text with everything that was noted on the way to it."""
        return Account(text, reply, self.recognition, tuple(self.steps), self.check, self.completed)
