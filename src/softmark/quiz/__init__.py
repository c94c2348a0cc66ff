"""Questions: a bank of files, variants drawn from them, answers judged.

Reading a bank needs PyYAML, pictures need matplotlib; drawing and judging need no more than a student's notebook has.
"""

from softmark.quiz.bank import read_bank
from softmark.quiz.block import Reject
from softmark.quiz.drawing import draw
from softmark.quiz.judging import State, Verdict, judge
from softmark.quiz.parse import parse_question, read_question
from softmark.quiz.question import Kind, Problem, Question, QuestionError
from softmark.quiz.reading import Reading, read, wanted
from softmark.quiz.variant import Choice, Key, Mistake, Seen, Variant

__all__ = [
    "Choice",
    "Key",
    "Kind",
    "Mistake",
    "Problem",
    "Question",
    "QuestionError",
    "Reading",
    "Reject",
    "Seen",
    "State",
    "Variant",
    "Verdict",
    "draw",
    "judge",
    "parse_question",
    "read",
    "read_bank",
    "read_question",
    "wanted",
]
