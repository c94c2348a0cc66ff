"""Truth values, matrices and texts as people write them; numbers are in :mod:`softmark.checks.answers`."""

import ast
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import numpy as np

from softmark.checks.answers import as_number
from softmark.quiz.question import Tolerance

_TRUE = frozenset({"true", "t", "yes", "y", "o", "1", "right", "correct", "○", "✓", "✔"})
_FALSE = frozenset({"false", "f", "no", "n", "x", "0", "wrong", "incorrect", "×", "✗", "✘"})
_NOTHING = re.compile(r"[\s.…?_\-–—'\"]*|none|todo|n/?a", re.IGNORECASE)
_JOINTS = re.compile(r"[\s_\-\u00ad\u2010-\u2015\u2212]+")
_AROUND = " \t\n.,;:!?'\"`*“”‘’()[]"
_LARGEST = 10_000  # numbers in a matrix


def is_blank(answer: Any, *, words: bool = False) -> bool:
    """Whether nothing was answered: ``...``, ``None``, an empty text or container, or one of nothing but these.

    Nor does a dictionary that says of each option that it is not chosen.

    Args:
        answer: the student's.
        words: whether a word that usually stands for nothing ("none", "n/a") may be an answer.
    """
    if answer is None or answer is ...:
        return True
    if isinstance(answer, str):
        return not answer.strip(" \t\n.…?_-–—'\"") if words else bool(_NOTHING.fullmatch(answer))
    if isinstance(answer, Mapping):
        return all(one is False or is_blank(one, words=words) for one in answer.values())
    if isinstance(answer, list | tuple | set | frozenset):
        return all(is_blank(one, words=words) for one in answer)
    return isinstance(answer, np.ndarray) and answer.size == 0


def as_truth(answer: Any) -> bool:
    """A truth value: ``True``, ``np.bool_``, 1, "true", "T", "yes", "O" (a circle), or their opposites ("X").

    Raises:
        ValueError: if it is none.
    """
    if isinstance(answer, list | tuple) and len(answer) == 1:
        answer = answer[0]
    if isinstance(answer, np.generic | np.ndarray) and answer.size == 1:
        answer = answer.item()
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, int | float) and answer in (0, 1):
        return bool(answer)
    word = unicodedata.normalize("NFKC", answer).casefold().strip(_AROUND) if isinstance(answer, str) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError(type(answer).__name__)


def as_matrix(answer: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A vector or matrix of finite numbers, from lists, tuples, arrays, tensors, or a text like ``"[[1, 2], [3, 4]]"``.

    Raises:
        ValueError: if it is none.
    """
    if isinstance(answer, str):
        try:
            answer = ast.literal_eval(answer.strip())
        except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
            raise ValueError(answer[:40]) from error
    try:
        array = np.asarray(answer)
    except Exception as error:  # rows of different lengths, or an object of the student's
        raise ValueError(type(answer).__name__) from error
    if array.dtype.kind == "U" and 0 < array.size <= _LARGEST:
        array = np.asarray([as_number(one) for one in array.ravel().tolist()]).reshape(array.shape)
    if array.dtype.kind not in "iuf" or not 0 < array.size <= _LARGEST or not np.isfinite(array).all():
        raise ValueError(type(answer).__name__)
    return array.astype(np.float64)


def same_matrix(answer: np.ndarray[Any, Any], right: np.ndarray[Any, Any], tolerance: Tolerance) -> bool:
    """Whether all numbers are near those of ``right``; dimensions of length 1 do not matter."""
    one, other = np.squeeze(answer), np.squeeze(right)
    if one.shape != other.shape:
        return False
    around = [tolerance.around(number) for number in other.ravel().tolist()]
    return bool((np.abs(one - other).ravel() <= around).all())


def plain_text(answer: str) -> str:
    """A text as it is compared: without case, width, blanks, hyphens, and what stands around it.

    >>> plain_text(" Over-Fitting. ") == plain_text("overfitting") == plain_text("\uff4fver fitting")
    True
    """
    folded = unicodedata.normalize("NFKC", answer).casefold().strip(_AROUND)
    return _JOINTS.sub("", re.sub(r"^(the|a|an)\s+", "", folded))


def is_whole(number: float) -> bool:
    """Whether a number has no fraction."""
    return math.isfinite(number) and float(number).is_integer()
