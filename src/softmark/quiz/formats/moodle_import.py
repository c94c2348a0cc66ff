"""Import of Moodle XML, as Moodle 2 to 5 write it (https://docs.moodle.org/en/Moodle_XML_format)."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from softmark.messages import _
from softmark.quiz.formats.carried import penalty
from softmark.quiz.formats.collected import Collected, Lost
from softmark.quiz.formats.texts import Unreadable, html_of_foreign, markdown_of, markdown_of_text
from softmark.quiz.formats.tolerances import common, exact
from softmark.quiz.formats.writing import named
from softmark.quiz.formats.xmltree import Element, read_xml
from softmark.quiz.question import Item, Kind, Question
from softmark.quiz.sections import shown

_FULL = 100.0
_NEAR = 0.01  # Moodle rounds a third of 100 to 33.33333
_SHARED = {
    "correctfeedback": _("your answer is correct."),
    "partiallycorrectfeedback": _("your answer is partially correct."),
    "incorrectfeedback": _("your answer is incorrect."),
}
_UNIT_IS_GRADED = ("1", "2")


def collect(data: bytes, collected: Collected) -> None:
    """Read a file.

    Raises:
        QuestionError: if it is not as Moodle writes it.
    """
    root = read_xml(data, collected.path)
    if root.tag != "quiz":
        found = _("The file holds <{tag}>.").format(tag=root.tag)
        raise collected.error(root.line, found, _("Expected <quiz>, with a <question> for each question."))
    for element in root.children:
        if element.tag != "question":
            found = _("Here is <{tag}>.").format(tag=element.tag)
            raise collected.error(element.line, found, _("Expected <question>."))
        if element.attributes.get("type") != "category":
            _Reader(element, collected).read()


@dataclass(frozen=True)
class _Answer:
    """One ``<answer>``: its share of the points in percent, its text as it stands, its feedback in Markdown."""

    element: Element
    share: float
    text: str
    feedback: str


@dataclass
class _Reader:
    element: Element
    collected: Collected
    losses: list[str] = field(default_factory=list)

    def read(self) -> None:
        kind = self.element.attributes.get("type", "")
        if not kind:
            raise self._error(self.element, _("The question has no type."), '<question type="...">')
        title = self._needed(self._needed(self.element, "name"), "text").text
        number = self.element.child("idnumber")
        name = number.text if number is not None and number.text else title
        if not name:
            raise self._error(self.element, _("The question has no name."), _("a text in <name>"))
        try:
            if kind not in _READERS:
                raise Lost(_("softmark has no questions of Moodle's type {type}").format(type=shown(kind)))
            question = _READERS[kind](self, self._common())
        except (Lost, Unreadable) as lost:
            self.collected.lose_whole(name, self.element.line, str(lost))
            return
        self.collected.add(name, question, self.element.line, self.losses)

    def _common(self) -> Question:
        if self._entry("hidden") == "1":
            raise Lost(_("it is hidden in Moodle"))
        text = self._markdown(self._needed(self.element, "questiontext"))
        explanation = self._markdown(self.element.child("generalfeedback"))
        points = self._number(self.element, self._entry("defaultgrade") or "1")
        if points <= 0:
            raise Lost(_("it is worth {n:g} points").format(n=points))
        for tag, usual in _SHARED.items():
            shared = self._markdown(self.element.child(tag))
            if shared and shared.casefold() != usual:
                self.losses.append(_("the text of <{tag}>").format(tag=tag))
        for hint in self.element.all("hint"):
            if self._markdown(hint) or hint.children[1:]:
                self.losses.append(_("its hints"))
        goals, difficulty = [], 2
        for tagged in (one for tags in self.element.all("tags") for one in tags.all("tag")):
            told = self._needed(tagged, "text").text
            form, _colon, value = told.partition(":")
            if form == "goal" and value:
                goals.append(value)
            elif form == "difficulty" and value in ("1", "2", "3"):
                difficulty = int(value)
            else:
                self.losses.append(_("the tag {tag}").format(tag=shown(told)))
        return Question(
            "", "", "", Kind.SINGLE, text, tuple(goals), points, difficulty,
            shuffled=self._entry("shuffleanswers") not in ("false", "0"), explanation=explanation,
        )  # fmt: skip

    def choice(self, common: Question) -> Question:
        answers = self._answers()
        single = self._entry("single") not in ("false", "0")
        items = [Item("", self._text_of(one), one.feedback, one.share > 0) for one in answers]
        right = [one.share for one in answers if one.share > 0]
        wrong = [one.share for one in answers if one.share <= 0]
        if single and max(one.share for one in answers) == _FULL:
            items = [replace(item, right=one.share == _FULL) for item, one in zip(items, answers, strict=True)]
            ours = all(one.share in (0, _FULL) for one in answers)
        elif not right or not wrong:
            raise Lost(_("all options are right, or none is"))
        else:
            each, off = _FULL / len(right), -_FULL * penalty(len(right), len(wrong))
            ours = all(abs(share - each) < _NEAR for share in right) and all(
                abs(share - off) < _NEAR for share in wrong
            )
        if not ours:
            self.losses.append(_("its rule of points: softmark's own holds (docs/questions.md)"))
        kind = Kind.SINGLE if single else Kind.MULTIPLE
        explained = common.explanation or "\n\n".join(dict.fromkeys(item.feedback for item in items if item.right))
        return replace(common, kind=kind, items=named(items, "option"), explanation=explained.strip())

    def truth(self, common: Question) -> Question:
        answers = self._answers()
        told = {one.text: one for one in answers}
        if set(told) != {"true", "false"}:
            found = _("The answers are {answers}.").format(answers=", ".join(map(shown, told)))
            raise self._error(self.element, found, _("true and false"))
        value = "true" if told["true"].share > 0 else "false"
        feedback = [one.feedback for one in answers if one.feedback and one.feedback != common.explanation]
        if not common.explanation and len(set(feedback)) == 1:
            common = replace(common, explanation=feedback[0])
        elif feedback:
            self.losses.append(_("the feedback of true and false: here the explanation is said to all"))
        return replace(common, kind=Kind.TRUE_FALSE, answers=(value,), shuffled=True)

    def number(self, common_part: Question) -> Question:
        answers = [one for one in self._answers() if not self._is_any(one)]
        values = [
            (self._number(one.element, one.text), self._number(one.element, self._entry("tolerance", one) or "0"))
            for one in answers
        ]
        right = [at for at, one in enumerate(answers) if one.share == _FULL]
        if len(right) != 1:
            raise Lost(_("{n} numbers are right").format(n=len(right)))
        self._look_at_shares(answers)
        order = [right[0], *(at for at in range(len(answers)) if at != right[0])]
        tolerance = common([values[at] for at in order])
        if tolerance is None:
            self.losses.append(_("the tolerances of its wrong numbers: here one holds for all"))
            tolerance = common([values[right[0]]])
        mistakes = [Item("", exact(values[at][0]), answers[at].feedback) for at in order[1:]]
        units = self._units()
        if self._entry("unitgradingtype") in _UNIT_IS_GRADED:
            self.losses.append(_("points for the unit"))
        return replace(
            common_part,
            kind=Kind.NUMBER,
            tolerance=tolerance,
            units=units,
            answers=(exact(values[right[0]][0]),),
            mistakes=named(mistakes, "value"),
            explanation=common_part.explanation or answers[right[0]].feedback,
            shuffled=True,
        )

    def short(self, common_part: Question) -> Question:
        answers = [one for one in self._answers() if not self._is_any(one)]
        if self._entry("usecase") == "1":
            self.losses.append(_("that capital letters matter"))
        if any("*" in one.text.replace(r"\*", "") for one in answers):
            raise Lost(_("an answer with the wildcard *"))
        self._look_at_shares(answers)
        texts = {one.text.replace(r"\*", "*"): one for one in answers}
        right = [text for text, one in texts.items() if one.share == _FULL]
        mistakes = [Item("", text, one.feedback) for text, one in texts.items() if one.share != _FULL]
        said = dict.fromkeys(one.feedback for one in texts.values() if one.share == _FULL)
        return replace(
            common_part,
            kind=Kind.TEXT,
            answers=tuple(right),
            mistakes=named(mistakes, "text"),
            explanation=common_part.explanation or "\n\n".join(said).strip(),
            shuffled=True,
        )

    def matching(self, common: Question) -> Question:
        pairs = [
            Item(
                "",
                self._markdown(one),
                partner=markdown_of_text(self._needed(self._needed(one, "answer"), "text").text),
            )
            for one in self.element.all("subquestion")
        ]
        if not pairs:
            raise self._error(self.element, _("The question has no <subquestion>."), _("one for each pair"))
        self.losses.append(_("its rule of points: softmark's own holds (docs/questions.md)"))
        return replace(common, kind=Kind.MATCHING, items=named(pairs, "pair"), shuffled=True)

    def ordering(self, common: Question) -> Question:
        answers = sorted(self._answers(), key=lambda one: one.share)
        self.losses.append(_("its rule of points: softmark's own holds (docs/questions.md)"))
        steps = [Item("", self._text_of(one), one.feedback) for one in answers]
        return replace(common, kind=Kind.ORDERING, items=named(steps, "step"), shuffled=True)

    def _answers(self) -> list[_Answer]:
        answers = [
            _Answer(
                one,
                self._number(one, one.attributes.get("fraction", "")),
                self._needed(one, "text").text,
                self._markdown(one.child("feedback")),
            )
            for one in self.element.all("answer")
        ]
        if not answers:
            raise self._error(self.element, _("The question has no <answer>."), _("at least one"))
        return answers

    def _units(self) -> tuple[str, ...]:
        units = [unit for all_units in self.element.all("units") for unit in all_units.all("unit")]
        names = [self._needed(unit, "unit_name").text for unit in units]
        for name, unit in zip(names, units, strict=True):
            if self._number(unit, self._needed(unit, "multiplier").text) != 1:
                self.losses.append(_("the unit {unit}, which is converted").format(unit=name))
                names = [other for other in names if other != name]
        return tuple(names)

    def _is_any(self, answer: _Answer) -> bool:
        """Whether it is for whatever else is answered, which has no place here."""
        if answer.text == "*" and (answer.feedback or answer.share):
            self.losses.append(_("the feedback for any other answer (*)"))
        return answer.text == "*"

    def _look_at_shares(self, answers: list[_Answer]) -> None:
        for one in answers:
            if one.share not in (0, _FULL):
                told = _("the {n:g} % of the points for {answer}: here it earns nothing")
                self.losses.append(told.format(n=one.share, answer=shown(one.text)))

    def _entry(self, tag: str, within: _Answer | None = None) -> str:
        found = (within.element if within else self.element).child(tag)
        return found.text if found is not None else ""

    def _needed(self, element: Element, tag: str) -> Element:
        if (found := element.child(tag)) is None:
            raise self._error(
                element, _("<{element}> has no <{tag}>.").format(element=element.tag, tag=tag), f"<{tag}>"
            )
        return found

    def _number(self, element: Element, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self._error(
                element, _("<{tag}> has {found}.").format(tag=element.tag, found=shown(text)), _("a number")
            )
        return number

    def _text_of(self, answer: _Answer) -> str:
        return self._markdown(answer.element)

    def _markdown(self, element: Element | None) -> str:
        """The text of an element that holds formatted text."""
        if element is None:
            return ""
        if (file := element.child("file")) is not None:
            name = shown(file.attributes.get("name", ""))
            raise Lost(_("the file {name}: a question's file holds text, and draws its pictures").format(name=name))
        text = self._needed(element, "text").text
        form = element.attributes.get("format", "html")
        if form == "plain_text":
            return markdown_of_text(text)
        if form == "markdown":
            text = html_of_foreign(text)
        if form == "moodle_auto_format" and "<" not in text:
            text = text.replace("\n", "<br>\n")
        markdown, dropped = markdown_of(text)
        self.losses += [_("the HTML element <{name}>").format(name=name) for name in dropped]
        return markdown

    def _error(self, element: Element, found: str, expected: str) -> Exception:
        return self.collected.error(element.line, found, _("Expected {form}.").format(form=expected))


_READERS: Final[dict[str, Callable[[_Reader, Question], Question]]] = {
    "multichoice": _Reader.choice,
    "truefalse": _Reader.truth,
    "numerical": _Reader.number,
    "shortanswer": _Reader.short,
    "matching": _Reader.matching,
    "match": _Reader.matching,
    "ordering": _Reader.ordering,
}
