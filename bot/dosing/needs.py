"""What the dose check needs of a knowledge base, by id; a test holds the lists against the code."""

from __future__ import annotations

FIGURES = (
    "child-age-line", "child-band-age-line", "compare-tolerance-line", "it-bolus-line", "it-cerebral-caution-line",
    "it-cerebral-seen-day", "it-cerebral-step-line", "it-cerebral-usual-day", "it-child-caution-line",
    "it-child-seen-day", "it-highest-start-day", "it-lowest-start-day", "it-spinal-caution-line",
    "it-spinal-seen-day", "it-spinal-step-line", "it-spinal-usual-day", "it-test-dose-first", "it-test-dose-third",
    "kidney-mild-line", "kidney-moderate-line", "kidney-normal-line", "older-age-line",
    "oral-adult-largest-scheduled-dose", "oral-adult-maximum-day", "oral-adult-start-day", "oral-adult-start-dose",
    "oral-adult-step-day", "oral-adult-step-dose", "oral-adult-step-interval", "oral-adult-usual-day",
    "oral-child-8-to-17-maximum-day", "oral-child-start-kg-day", "oral-child-under-8-maximum-day",
    "oral-child-usual-kg-day", "oral-child-weight-line", "oral-dialysis-day", "oral-once-a-day-line",
    "oral-strongest-liquid-line", "oral-strongest-tablet-line", "oral-tablet-strength-other",
    "oral-tablet-strength-uk", "oral-tablet-strengths-us", "oral-taken-kidney-line", "oral-taken-line",
    "oral-taken-sedative-line", "oral-toxic-line", "oral-weakest-liquid-line", "oral-weakest-tablet-line",
    "stop-cut-line", "stop-days-line", "unit-oral-g-line", "unit-oral-mcg-line", "unit-pump-mg-line",
)  # fmt: skip
"""Figures of the posology."""

TEXTS = (
    "ask-frequency", "ask-number", "ask-rate", "ask-strength", "ask-unit", "ask-unit-form", "ask-unit-g-mouth",
    "ask-unit-international", "ask-unit-mcg-doses", "ask-unit-mcg-mouth", "ask-unit-mg-pump", "ask-weight",
    "below-oral", "below-pump", "below-test", "breastfeeding", "child", "danger-pump", "danger-self-harm",
    "danger-symptoms", "danger-withdrawal", "dialysis", "dialysis-over", "double", "fast-oral", "fast-pump-cerebral",
    "fast-pump-spinal", "high-pump-cerebral", "high-pump-child", "high-pump-spinal", "incomplete", "kidney",
    "kidney-severe", "kidney-severe-over", "older", "once-a-day", "over-day-adult", "over-day-any-reading",
    "over-day-child-8-to-17", "over-day-child-under-8", "over-day-pump-cerebral", "over-day-pump-child",
    "over-day-pump-spinal", "over-day-weight", "over-first-test", "over-single", "over-start-child",
    "over-start-oral", "over-start-pump", "over-test", "pregnancy", "rare", "single-bolus", "single-child-8-to-17",
    "single-child-under-8", "single-toxic", "stop-oral", "stop-pump", "taken-child", "taken-kidney", "taken-line",
    "taken-other", "taken-sedative", "unit-form", "unit-g-mouth", "unit-international", "unit-mcg-doses",
    "unit-mcg-mouth", "unit-mg-pump", "verdict-above-maximum", "verdict-below-range", "verdict-caution",
    "verdict-emergency", "verdict-incomplete", "verdict-not-a-dose", "verdict-unit-suspect", "verdict-within-range",
    "within-child", "within-pump-cerebral", "within-pump-child", "within-pump-spinal", "within-single", "within-test",
    "within-under-usual", "within-usual",
)  # fmt: skip
"""Sentences of the dose wording."""
