"""What people ask who choose, and where the report answers it."""

import re

import pytest
from pydantic import ValidationError

from report.chapters.verdict.asked import Asked, asked, asked_table, words
from report.data.folders import Evidence

from .made import Made, a_case, results_of

FAMILIES = ("backfills", "rerun", "idle", "ergonomics")


def told(question: str, *parts: str) -> list[str]:
    """Where a question is answered, with what, and what is not measured of it, in a report on these parts."""
    (row,) = [row for row in table_of(*parts) if question in row[0]]
    return row[1:4]


def table_of(*parts: str) -> list[list[str]]:
    """The rows of all questions."""
    results = results_of(Made("backfill", a_case(), "bare", [9.0]))
    return asked_table(Evidence(dict.fromkeys(parts, results))).rows


def test_a_question_is_answered_where_its_evidence_is_there() -> None:
    """By the chapter on it, whichever the reference; of several the first is named."""
    where, answer, missing = told("How few services", "idle")
    assert where == "Idle"
    assert answer.startswith("CPU time, memory, processes")
    assert missing == "–"
    assert told("thousands of partitions", "backfills-warm")[0] == "Backfill: warm workers"
    assert told("thousands of partitions", "backfills", "backfills-warm", "idle")[0] == "Backfill and others"


def test_without_its_evidence_a_question_has_the_reason() -> None:
    """Why it cannot be measured, or that it was not measured here."""
    assert told("thousands of partitions", "idle") == [
        "–",
        "–",
        "Not measured here. Thousands of partitions would take longer than a benchmark can.",
    ]
    assert told("How few services", "backfills") == ["–", "–", "Not measured here."]
    assert told("Who may log in", *FAMILIES)[:2] == ["–", "–"]


@pytest.mark.parametrize("parts", [("idle",), FAMILIES], ids=["idle", "all"])
def test_every_question_has_an_answer_or_a_reason(parts: tuple[str, ...]) -> None:
    """All fifteen, each with the public threads that ask it."""
    found = table_of(*parts)
    assert len(found) == len(asked()) == 15
    for _, where, answer, missing, threads in found:
        assert (where == "–") == (answer == "–")
        assert where != "–" or missing != "–"
        assert all(re.fullmatch(r"[\w-]+/[\w.-]+#\d+", thread) for thread in threads.split(", "))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({}, "neither an answer nor why there is none"),
        ({"answer": "This."}, "evidence and an answer go together"),
        ({"about": ["idle"], "missing": "That."}, "evidence and an answer go together"),
        ({"missing": "That.", "threads": []}, "at least 1 item"),
    ],
    ids=["nothing", "no evidence", "no answer", "no thread"],
)
def test_a_question_that_says_nothing_is_refused(more: dict[str, object], problem: str) -> None:
    """When the file is read, and not by a reader."""
    with pytest.raises(ValidationError, match=problem):
        Asked.model_validate({"asks": "Why?", "threads": ["a/b#1"]} | more)


def test_at_most_eight_words_have_to_be_learnt() -> None:
    """Each is explained once."""
    found = words().rows
    assert 0 < len(found) <= 8
    assert len({word for word, _ in found}) == len(found)
    assert all(meaning.endswith(".") for _, meaning in found)
