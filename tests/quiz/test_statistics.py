"""Figures by hand, against other programs, and on classes that are drawn from a model of how students answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from softmark.quiz.flags import FlagKind, flags
from softmark.quiz.question import Kind
from softmark.quiz.sheets import OTHER, RIGHT, Answer, Asked, Given, QuizClass, Sheet
from softmark.quiz.statistics import MINIMUM, analyse, correlation, cronbach, holm, kruskal_wallis, tails

FOUR = {"key": True, "one": False, "two": False, "three": False}


def held(asked, sheets, points=None):
    places = dict.fromkeys(one.place for one in asked)
    return QuizClass("quiz", points or dict.fromkeys(places, 1.0), tuple(asked), {}, tuple(sheets), (), (), ())


def table(shares, points=None):
    """A quiz of single-choice questions q1, q2 ... with these shares, a row for each student."""
    asked = [Asked(f"id{at}", f"q{at}", Kind.SINGLE, FOUR) for at in range(1, len(shares[0]) + 1)]
    sheets = [
        Sheet(
            f"s{number}",
            {
                f"q{at}": Answer(f"id{at}", 0, share, Given.READ, ("key",) if share == 1 else ("one",))
                for at, share in enumerate(row, 1)
            },
        )
        for number, row in enumerate(shares)
    ]
    return held(asked, sheets, points)


def of(kinds):
    return {flag.kind for flag in kinds}


def test_by_hand():
    """Guttman's triangle: three questions, four students."""
    rows = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]
    found = analyse(table(rows), place_is_item=False)
    assert [one.figures.facility for one in found.questions] == [0.75, 0.5, 0.25]
    # Shares 1 1 1 0, rest 1 ½ 0 0: covariances sum to 3/8, squares to 3/4 and 11/16.
    assert found.questions[0].figures.discrimination == pytest.approx(0.375 / (0.75 * 0.6875) ** 0.5)
    assert found.scores == pytest.approx((0, 1 / 3, 2 / 3, 1))
    # Variances 1/4, 1/3, 1/4; of the sums 3 2 1 0 it is 5/3: 3/2 (1 - 1/2).
    assert cronbach(np.array(rows, float)) == pytest.approx(0.75)


def test_points_weigh_in_the_rest_score_and_not_in_the_share():
    """Half a question of 3 points: 0.5; as rest of the others 1.5 points."""
    found = analyse(table([[0.5, 1], [1, 0], [0, 0.5]], {"q1": 3.0, "q2": 1.0}), place_is_item=False)
    assert found.questions[0].figures.facility == 0.5
    assert found.scores == pytest.approx((0.5 / 4, 2.5 / 4, 3 / 4))


def test_against_pandas():
    """Facility, corrected correlation and alpha of partial credits, computed another way."""
    rng = np.random.default_rng(3)
    shares = np.clip(rng.normal(0.6, 0.2, (40, 1)) + rng.normal(0, 0.3, (40, 7)), 0, 1)
    worth = np.array([1, 2, 3, 1, 1, 4, 2.0])
    frame = pd.DataFrame(shares)
    points = frame * worth
    found = analyse(table(shares.tolist(), {f"q{at}": value for at, value in enumerate(worth, 1)}), place_is_item=False)
    for at, one in enumerate(found.questions):
        assert one.figures.facility == pytest.approx(frame[at].mean())
        rest = points.sum(axis=1) - points[at]
        assert one.figures.discrimination == pytest.approx(frame[at].corr(rest))
    covariance = points.cov().to_numpy()
    assert found.alpha.value == pytest.approx(7 / 6 * (1 - np.trace(covariance) / covariance.sum()))


def test_tails():
    """27 %; ties with the last one come along; where the groups would meet, there are none."""
    top, bottom = tails(np.arange(11.0))
    assert top.nonzero()[0].tolist() == [8, 9, 10]
    assert bottom.nonzero()[0].tolist() == [0, 1, 2]
    top, bottom = tails(np.array([0.3, 0.1 + 0.2, 0.3, 0.3, 1, 2, 3, 4, 5, 6, 7]))
    assert (top.sum(), bottom.sum()) == (3, 4)
    for scores in ([], [1.0], [1.0] * 20, [0.0] * 15 + [1.0]):
        assert not any(group.any() for group in tails(np.array(scores)) if len(set(scores)) < 2)
    assert not tails(np.array([0.0] * 15 + [1.0]))[0].any()


def test_tests_for_equal_difficulty():
    """Kruskal and Wallis on right and wrong is chi-square times (n - 1) / n; Holm by hand."""
    counts = np.array([[12, 8], [5, 15], [9, 21]])
    groups = [[1.0] * right + [0.0] * wrong for right, wrong in counts]
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    statistic = ((counts - expected) ** 2 / expected).sum() * 69 / 70
    assert kruskal_wallis(groups) == pytest.approx(chi2.sf(statistic, 2))
    assert kruskal_wallis([[1.0] * 9, [1.0] * 9]) == 1
    assert kruskal_wallis([[1.0] * 9, [0.0] * 4]) is None
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_why_thirty():
    """What the docstring of MINIMUM says: a true discrimination of 0.3 is measured below 0 in 5 % of such classes."""
    rng = np.random.default_rng(0)
    below = 0
    for _class in range(4000):
        one = rng.normal(size=MINIMUM)
        other = 0.3 * one + (1 - 0.3**2) ** 0.5 * rng.normal(size=MINIMUM)
        below += correlation(one, other) < 0
    assert 0.04 < below / 4000 < 0.065


class Drawn:
    """A class that answers by an item-response model: who is able knows more often."""

    def __init__(self, seed, students):
        self.rng = np.random.default_rng(seed)
        self.ability = self.rng.normal(size=students)
        self.asked, self.answers = [], [{} for _student in range(students)]

    def add(self, name, difficulty, known="key", wrong=(0.45, 0.3, 0.25), slope=1.4, options=FOUR, kind=Kind.SINGLE):
        """A question: who knows chooses ``known``, others one of the remaining options, with these chances."""
        place = f"q{len(self.asked) + 1}"
        difficulty = np.broadcast_to(difficulty, self.ability.shape)
        knows = self.rng.random(len(self.ability)) < 1 / (1 + np.exp(-slope * (self.ability - difficulty)))
        others = [one for one in options if one != known]
        other = self.rng.choice(others, p=wrong, size=len(knows))
        variants = np.unique(difficulty, return_inverse=True)[1]
        self.asked.append(Asked(name, place, kind, options))
        for sheet, right, instead, variant in zip(self.answers, knows, other, variants, strict=True):
            chosen = known if right else str(instead)
            share = float(options.get(chosen, False))
            sheet[place] = Answer(name, int(variant), share, Given.READ, (chosen,))

    def flagged(self):
        sheets = [Sheet(str(at), answers) for at, answers in enumerate(self.answers)]
        found = analyse(held(self.asked, sheets), place_is_item=False)
        return {one.asked.question: flags(one) for one in found.questions}


@pytest.mark.parametrize("seed", range(6))
def test_planted_faults_are_flagged_and_nothing_else(seed):
    """500 students, 20 good questions, and one with each fault."""
    drawn = Drawn(seed, 500)
    for at, difficulty in enumerate(np.linspace(-1.3, 0.8, 20)):
        drawn.add(f"good{at}", difficulty)
    number = {RIGHT: True, "no-biases": False, OTHER: False}
    drawn.add("good-number", 0.3, known=RIGHT, options=number, wrong=(0.4, 0.6), kind=Kind.NUMBER)
    drawn.add("equal-variants", np.where(drawn.rng.random(500) < 0.5, 0.1, 0.1 + 1e-9))
    drawn.add("miskeyed", -0.5, known="two", wrong=(0.3, 0.4, 0.3))
    drawn.add("miskeyed-number", -0.5, known="no-biases", options=number, wrong=(0.1, 0.9), kind=Kind.NUMBER)
    drawn.add("easy", -4.5)
    drawn.add("unused", 0.0, wrong=(0.6, 0.4, 0.0))
    drawn.add("guessed", 1.1, slope=0.0, wrong=(1 / 3,) * 3)  # half know, whoever they are
    drawn.add("blind", 40, options=FOUR, wrong=(0.4, 0.4, 0.2))
    drawn.add("unequal-variants", np.where(drawn.rng.random(500) < 0.5, -1.0, 1.0))
    found = drawn.flagged()
    assert {name: of(those) for name, those in found.items() if "good" in name and those} == {}
    assert found["equal-variants"] == ()
    assert of(found["miskeyed"]) >= {FlagKind.NEGATIVE, FlagKind.AGAINST_KEY}
    assert [flag.option for flag in found["miskeyed"] if flag.kind is FlagKind.AGAINST_KEY] == ["two"]
    assert [flag.option for flag in found["miskeyed-number"] if flag.kind is FlagKind.AGAINST_KEY] == ["no-biases"]
    assert FlagKind.TOO_EASY in of(found["easy"])
    assert [(flag.kind, flag.option) for flag in found["unused"]] == [(FlagKind.UNUSED, "three")]
    assert of(found["guessed"]) & {FlagKind.LOW, FlagKind.NEGATIVE}
    assert FlagKind.TOO_HARD in of(found["blind"])
    assert of(found["unequal-variants"]) == {FlagKind.UNEQUAL}


def test_false_alarms_are_rare():
    """40 small classes without any fault: of their 600 questions one in fifty is flagged, at most."""
    alarms = 0
    for seed in range(40):
        drawn = Drawn(seed, 60)
        for at, difficulty in enumerate(np.linspace(-1, 0.5, 15)):
            drawn.add(f"good{at}", difficulty)
        alarms += sum(bool(those) for those in drawn.flagged().values())
    assert alarms / 600 < 0.02


def test_random_guessing_is_flagged():
    """Nobody knows anything of one question with four options, whose key is right."""
    for seed in range(6):
        drawn = Drawn(seed, 500)
        for at, difficulty in enumerate(np.linspace(-1.3, 0.8, 20)):
            drawn.add(f"good{at}", difficulty)
        drawn.add("random", np.inf, wrong=(1 / 3,) * 3)
        for sheet in drawn.answers:
            chosen = str(drawn.rng.choice(list(FOUR)))
            sheet["q21"] = Answer("random", 0, float(chosen == "key"), Given.READ, (chosen,))
        assert of(drawn.flagged()["random"]) & {FlagKind.LOW, FlagKind.NEGATIVE, FlagKind.TOO_HARD}, seed


def test_multiple_is_flagged_option_by_option():
    """Of those who are best elsewhere, most tick a wrong option, and do not tick a right one."""
    options = {"right": True, "also": True, "wrong": False, "idle": False}
    asked = [Asked("m", "q1", Kind.MULTIPLE, options), Asked("other", "q2", Kind.SINGLE, FOUR)]
    sheets = [
        Sheet(
            str(at),
            {
                "q1": Answer("m", 0, 0.25, Given.READ, ("right", "wrong") if at < 30 else ("right", "also")),
                "q2": Answer("other", 0, float(at < 15), Given.READ, ("key",)),
            },
        )
        for at in range(40)
    ]
    sheets += [Sheet("last", {**sheets[0].answers, "q2": Answer("other", 0, 0.5, Given.READ, ())})]
    found = analyse(held(asked, sheets), place_is_item=False).questions[0]
    against = [(flag.option, flag.kind) for flag in flags(found) if flag.option]
    assert against == [("also", FlagKind.AGAINST_KEY), ("wrong", FlagKind.AGAINST_KEY), ("idle", FlagKind.UNUSED)]


def test_voided_question_is_no_part_of_any_score():
    """Its own figures are told; the others' rest scores and alpha are without it."""
    rows = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]
    asked = list(table(rows).asked)
    asked[2] = Asked("id3", "q3", Kind.SINGLE, FOUR, voided=True)
    found = analyse(held(asked, table(rows).sheets), place_is_item=False)
    assert found.scores == (0, 0.5, 1, 1)
    assert found.questions[2].figures.facility == 0.25
    assert FlagKind.VOIDED in of(flags(found.questions[2]))
    assert found.questions[0].figures.discrimination == pytest.approx(1 / 3**0.5)


def test_questions_that_share_a_place():
    """Each student gets one of two, one of which is hard: the place is unequal, and each has its own figures."""
    asked = [Asked("easy", "q1", Kind.SINGLE, FOUR), Asked("hard", "q1", Kind.SINGLE, FOUR)]
    sheets = [
        Sheet(str(at), {"q1": Answer(name, at % 2, float(right), Given.READ, ("key",) if right else ("one",))})
        for at in range(80)
        for name, right in [("easy", at % 10 != 0) if at % 2 else ("hard", at % 10 == 0)]
    ]
    found = analyse(held(asked, sheets), place_is_item=False)
    assert [one.figures.n for one in found.questions] == [40, 40]
    assert [one.figures.facility for one in found.questions] == [1, 0.2]
    assert all(FlagKind.UNEQUAL_PLACE in of(flags(one)) for one in found.questions)
    assert found.questions[0].figures.discrimination is None, "There is no other place."


def test_alpha_says_why_there_is_none():
    """Different variants, too few, all the same."""
    rows = np.random.default_rng(1).integers(0, 2, (40, 6)).tolist()
    assert analyse(table(rows), place_is_item=False).alpha.value is not None
    assert "6 items and 8 students" in analyse(table(rows[:8]), place_is_item=False).alpha.why_not
    assert "same score" in analyse(table([[1] * 6] * 40), place_is_item=False).alpha.why_not
    quiz = table(rows)
    first = quiz.sheets[0]
    other = Answer("id1", 7, 1.0, Given.READ, ("key",))
    mixed = held(quiz.asked, [Sheet("x", {**first.answers, "q1": other}), *quiz.sheets[1:]])
    assert "different variants in 1 places" in analyse(mixed, place_is_item=False).alpha.why_not
    assert analyse(mixed, place_is_item=True).alpha.value is not None


@pytest.mark.parametrize(
    "quiz",
    [
        held([Asked("a", "q1", Kind.SINGLE, FOUR), Asked("c", "q2", Kind.CODE, {})], []),
        table([[1.0]]),
        table([[1.0, 0.0]]),
        table([[0.0, 0.0]] * 50),
        table([[1.0] * 6] * 50),
    ],
)
def test_nothing_to_compute(quiz):
    """Nobody, one student, one question, all scores equal: no number where there is none."""
    found = analyse(quiz, place_is_item=False)
    assert all(one.figures.discrimination is None for one in found.questions)
    assert found.alpha.value is None
    assert found.alpha.why_not
    told = [str(found), *(flag.told for one in found.questions for flag in flags(one))]
    assert "nan" not in " ".join(told).lower()


def test_too_few_answers_say_nothing_else():
    """29 students who all chose against the key."""
    quiz = table([[0.0, float(at % 2)] for at in range(MINIMUM - 1)])
    found = analyse(quiz, place_is_item=False)
    assert of(flags(found.questions[0])) == {FlagKind.TOO_FEW}
    found = analyse(table([[0.0, float(at % 3 == 0)] for at in range(MINIMUM)]), place_is_item=False)
    assert of(flags(found.questions[0])) >= {FlagKind.TOO_HARD, FlagKind.AGAINST_KEY}
