"""What a text names: the medicine however it is spelled, other medicines, quantities, concepts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering import Answerer  # noqa: TC001 -- a fixture's type
from bot.matching.quantities import find_quantity
from bot.text import utter


def reading(answerer: Answerer, text: str):  # type: ignore[no-untyped-def]
    return answerer.recognizer.reader.read(utter(text).words)


@pytest.mark.parametrize(
    "name",
    ["baclofen", "Baclofen", "BACLOFEN", "baclofin", "baclophen", "backlofen", "balcofen", "back lo fen", "bac lo fen",
     "Lioresal", "gablofen", "ozobax", "baclofen's", "baclofène"],
)  # fmt: skip
def test_the_medicine_is_known_however_it_is_spelled(shipped: Answerer, name: str) -> None:
    assert reading(shipped, f"is {name} strong").drug_named


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(
    "name",
    [
        "beclomethasone",
        "bacitracin",
        "Bactrim",
        "buclizine",
        "Balcoltra",
        "diclofenac",
        "ibuprofen",
        "dantrolene",
        "bupropion",
    ],
)
def test_look_alikes_are_never_taken_for_it(shipped: Answerer, name: str) -> None:
    found = reading(shipped, f"is {name} strong")
    assert not found.drug_named
    assert found.medicines


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(
    "word", ["back", "bacon", "balcony", "balloon", "lovely", "block", "backpack", "beloved", "background"]
)
def test_ordinary_words_are_not_the_medicine(shipped: Answerer, word: str) -> None:
    found = reading(shipped, f"my {word} is here")
    assert not found.drug_named
    assert not found.medicines


@pytest.mark.hazard("H15")
@pytest.mark.parametrize(
    ("text", "drug_class"),
    [
        ("with a glass of wine", "alcohol"),
        ("oxycodone on top", "opioids"),
        ("gabapentan as well", "gabapentinoids"),
        ("my sertraline", "ssris"),
        ("xanax at night", "benzodiazepines"),
        ("some ibuprofin", "nsaids"),
    ],
)
def test_other_medicines_have_their_class(shipped: Answerer, text: str, drug_class: str) -> None:
    assert drug_class in reading(shipped, text).classes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("talbets", "tablets"),
        ("witdrawal", "withdrawal"),
        ("diziness", "dizziness"),
        ("pregnnat", "pregnant"),
        ("kidnys", "kidneys"),
    ],
)
def test_slips_are_mended(shipped: Answerer, typed: str, meant: str) -> None:
    assert shipped.recognizer.reader.speller.repair(typed) == (meant,)


@pytest.mark.parametrize("word", ["bowl", "write", "friday", "goodbye", "fridge", "weird", "lover", "night"])
def test_ordinary_words_are_left_alone(shipped: Answerer, word: str) -> None:
    assert shipped.recognizer.reader.speller.repair(word) == (word,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("78 years old", "older-age"),
        ("5 year old", "child-age"),
        ("6 months old", "child-age"),
        ("44 years old", "adult-age"),
        ("20 mg", "mass"),
        ("80 kg", "weight"),
        ("95/60", "pressure"),
        ("39.4", "fever"),
        ("14 of", "count-many"),
        ("2 pills", "count-few"),
        ("hello", ""),
    ],
)
def test_numbers_are_told_apart(text: str, kind: str) -> None:
    name, _ = find_quantity(utter(text).words, 0)
    assert name.removeprefix("n:") == kind


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_read(shipped: Answerer, text: str) -> None:
    found = shipped.recognizer.recognize(text)
    assert 0 <= found.ours <= 1
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.hazard("H29")
@pytest.mark.parametrize(
    "text",
    ["x" * 6000, "baclofen " * 700, "a b c " * 1000, "0" * 6000, "🙂" * 6000, "?!" * 3000, "swallowed pills " * 375],
)
def test_work_is_bounded(shipped: Answerer, text: str) -> None:
    shipped.recognizer.recognize("warm up")
    start = time.perf_counter()
    shipped.recognizer.recognize(text)
    assert time.perf_counter() - start < 0.25  # 0.1 s on an idle machine
