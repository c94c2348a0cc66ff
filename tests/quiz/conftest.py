"""Questions for the tests: the course's own examples, and small ones made in a line."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from softmark.quiz import Question, parse_question, read_bank
from softmark.quiz.bank import Bank

QUESTIONS = Path(__file__).parents[2] / "questions"


@pytest.fixture(scope="session")
def bank() -> Bank:
    return read_bank(QUESTIONS)


@pytest.fixture(scope="session")
def examples(bank: Bank) -> dict[str, Question]:
    return {question.id: question for question in bank.questions}


@pytest.fixture(scope="session")
def ask() -> Callable[..., Question]:
    """Makes a question of a type and the lines below its front matter."""

    def asked(kind: str, body: str, front: str = "") -> Question:
        head = f"---\nid: q\ntopic: t\ntype: {kind}\n{front}---\n"
        return parse_question(head + textwrap.dedent(body), "t/q.md")

    return asked
