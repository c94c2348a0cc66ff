"""The notebook that asks a quiz, the file that students get with it, and the key."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from softmark.messages import _
from softmark.quiz.answered import REFERENCE
from softmark.quiz.choosing import Place, number_for
from softmark.quiz.proving import key_answers
from softmark.quiz.question import Kind
from softmark.quiz.quizfile import Mode, Quiz
from softmark.quiz.reading import wanted
from softmark.quiz.rendering import points_told, question_markdown
from softmark.quiz.stored import VERSION, seen_as_json, variant_as_json
from softmark.quiz.variant import Variant

_PICTURE: Final = "picture.png"
_DELIMITER = re.compile(r"\W*(BEGIN|END) HIDDEN TESTS\W*$")  # a whole exam is hidden


@dataclass(frozen=True)
class Built:
    """A built quiz.

    Attributes:
        notebook: as nbformat 4 has it, with solutions and hidden tests.
        given: what students get in :data:`softmark.quiz.answered.GIVEN`. In an exam it holds no key.
        key: what the hidden tests read.
    """

    notebook: dict[str, Any]
    given: dict[str, Any]
    key: dict[str, Any]


def build(quiz: Quiz, places: Sequence[Place]) -> Built:
    """Build a quiz of places with their variants."""
    return Built(_notebook(quiz, places), _given(quiz, places), _key(quiz, places))


def is_personal(quiz: Quiz, place: Place) -> bool:
    """Whether students get different variants there."""
    return quiz.mode is Mode.EXAM and len(place.variants) > 1


def _given(quiz: Quiz, places: Sequence[Place]) -> dict[str, Any]:
    exam = quiz.mode is Mode.EXAM
    return {
        "version": VERSION,
        "quiz": quiz.name,
        "mode": quiz.mode.value,
        "questions": {
            place.name: {
                "points": place.points,
                "personal": is_personal(quiz, place),
                "topic": "" if exam else place.topic,
                "variants": [
                    seen_as_json(variant.seen) if exam else variant_as_json(variant) for variant in place.variants
                ],
            }
            for place in places
            if place.kind is not Kind.CODE
        },
    }


def _key(quiz: Quiz, places: Sequence[Place]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "quiz": quiz.name,
        "voided": sorted(quiz.voided),
        "questions": {
            place.name: {
                "points": place.points,
                "personal": is_personal(quiz, place),
                "variants": [variant_as_json(variant) for variant in place.variants],
            }
            for place in places
        },
    }


def _notebook(quiz: Quiz, places: Sequence[Place]) -> dict[str, Any]:
    personal = any(is_personal(quiz, place) for place in places)
    cells = [_text("about", _about(quiz, places, personal)), _code("setup", _setup(quiz, personal), locked=True)]
    if personal:
        cells.append(_text("who", _("## Who are you?\n\nYour questions belong to your id. Write it in quotes.")))
        cells.append(_answer("student-id", "student_id", _('your id, as in "20251234"'), repr(REFERENCE)))
    for number, place in enumerate(places, 1):
        cells += _asked(quiz, place, number)
    if quiz.mode is Mode.PRACTICE:
        cells.append(_text("progress-text", _("## How far are you?\n\nRun this cell whenever you like.")))
        cells.append(_code("progress", "progress()", locked=True))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _about(quiz: Quiz, places: Sequence[Place], personal: bool) -> str:
    total = points_told(sum(place.points for place in places))
    told = _("{n} questions, {points}.").format(n=len(places), points=total)
    how = _(
        "Write each answer into the cell below its question, in place of the three dots, and run it. The check below "
        "confirms how your answer was read. It does not say whether it is right."
    )
    if quiz.mode is Mode.PRACTICE:
        how = _(
            "Write each answer into the cell below its question, in place of the three dots, and run it. The check "
            'below says what is right. `again("q1")` asks the first question once more, with other numbers, or another '
            'one like it; answer that by `again("q1", "b")`.'
        )
    if personal:
        how += " " + _("The cells that say `ask` show the questions: run them first.")
    parts = [f"# {quiz.title}", quiz.text.strip(), f"{told} {how}"]
    return "\n\n".join(part for part in parts if part)


def _setup(quiz: Quiz, personal: bool) -> str:
    names = (
        ["again", "check", "progress"] if quiz.mode is Mode.PRACTICE else ["ask", "check"] if personal else ["check"]
    )
    return f"from softmark import {', '.join(names)}"


def _asked(quiz: Quiz, place: Place, number: int) -> list[dict[str, Any]]:
    name = place.name
    title = _("Question {n} ({points})").format(n=number, points=points_told(place.points))
    if is_personal(quiz, place):
        seen = place.variants[number_for(quiz.name, name, REFERENCE, len(place.variants))]
        shown = [
            _text(f"{name}-title", f"### {title}"),
            _code(f"{name}-text", f'ask("{name}", student_id)', locked=True),
        ]
        form = _("your answer to question {n}").format(n=number)
        return [
            *shown,
            _answer(f"{name}-answer", f"answer_{name}", form, _written(seen)),
            _test(quiz, place, number, True),
        ]
    variant = place.variants[0]
    seen_now = variant.seen
    text = _text(f"{name}-text", question_markdown(seen_now, title, f"attachment:{_PICTURE}"))
    if seen_now.picture:
        text["attachments"] = {_PICTURE: {"image/png": seen_as_json(seen_now)["picture"]}}
    if place.kind is Kind.CODE:
        return [text, _program(variant, name), _code_test(quiz, place, number)]
    answer = _answer(f"{name}-answer", f"answer_{name}", wanted(seen_now), _written(variant))
    return [text, answer, _test(quiz, place, number, False)]


def _written(variant: Variant) -> str:
    """The right answer as a student would write it."""
    return repr(key_answers(variant)[-1])


def _test(quiz: Quiz, place: Place, number: int, personal: bool) -> dict[str, Any]:
    name = place.name
    if _is_voided(quiz, place):
        return _code(name, f'check("{name}")\n{_voided(place, number)}', locked=True, points=place.points)
    given = f"hidden, answer_{name}" + (", student_id" if personal else "")
    passed = f'key_of(hidden), "{name}", answer_{name}' + (", student_id" if personal else "")
    title = _("Question {n}").format(n=number)
    source = (
        f'check("{name}")\n### BEGIN HIDDEN TESTS\nfrom softmark import earn, points\n'
        "from softmark.quiz.answered import answered, key_of\n\n\n"
        f"@points({place.points:g})\ndef test_{name}({given}):\n"
        f'    """{title}."""\n    earn(answered({passed}))\n\n\n### END HIDDEN TESTS'
    )
    return _code(name, source, locked=True, points=place.points)


def _program(variant: Variant, name: str) -> dict[str, Any]:
    start = variant.seen.start.strip() or _("# Write your program here.")
    source = f"### BEGIN SOLUTION\n{variant.key.right.strip()}\n### END SOLUTION"
    return _solution(f"{name}-answer", source, start)


def _is_voided(quiz: Quiz, place: Place) -> bool:
    """Whether no student is asked anything there that counts."""
    asked = place.variants if is_personal(quiz, place) else place.variants[:1]
    return all(variant.question in quiz.voided for variant in asked)


def _voided(place: Place, number: int) -> str:
    """Checks that need nothing of the student: not even a cell that runs."""
    told = _("Question {n} does not count: everybody gets its points.").format(n=number)
    return (
        f"### BEGIN HIDDEN TESTS\nfrom softmark import points\n\n\n@points({place.points:g})\n"
        f'def test_{place.name}():\n    """{told}"""\n\n\n### END HIDDEN TESTS'
    )


def _code_test(quiz: Quiz, place: Place, number: int) -> dict[str, Any]:
    if _is_voided(quiz, place):
        source = f"{_voided(place, number)}\n\n\ncheck()"
        return _code(place.name, source, locked=True, points=place.points)
    checks = place.variants[0].key.checks.strip()
    if quiz.mode is Mode.EXAM:
        checks = "\n".join(line for line in checks.splitlines() if not _DELIMITER.match(line))
        checks = f"### BEGIN HIDDEN TESTS\n{checks}\n\n\n### END HIDDEN TESTS"
    return _code(place.name, f"{checks}\n\n\ncheck()", locked=True, points=place.points)


def _answer(grade_id: str, name: str, form: str, right: str) -> dict[str, Any]:
    source = f"{name} = ...  # {form}\n### BEGIN SOLUTION\n{name} = {right}\n### END SOLUTION"
    return _solution(grade_id, source, "")


def _solution(grade_id: str, source: str, stub: str) -> dict[str, Any]:
    cell = _code(grade_id, source, solution=True)
    cell["metadata"]["softmark"] = {"stub": stub}
    return cell


def _text(grade_id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": grade_id, "metadata": _marks(grade_id, locked=True), "source": source}


def _code(
    grade_id: str, source: str, *, locked: bool = False, solution: bool = False, points: float = 0.0
) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": grade_id,
        "metadata": _marks(grade_id, locked=locked, solution=solution, points=points),
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def _marks(grade_id: str, *, locked: bool = False, solution: bool = False, points: float = 0.0) -> dict[str, Any]:
    marks: dict[str, Any] = {"grade": points > 0, "grade_id": grade_id, "locked": locked, "schema_version": 3}
    marks |= {"solution": solution, "task": False}
    return {"nbgrader": marks | ({"points": points} if points else {})}


def as_text(plain: dict[str, Any]) -> str:
    """JSON as it is written to files."""
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
