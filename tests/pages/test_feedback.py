"""What the feedback page says."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from nbformat import v4

from softmark.model import Basis, CellResult, CheckResult, Event, EventKind, FitRecord, State
from softmark.pages import CellKind, FeedbackCell, FeedbackPage, panel_output, render_feedback

VOID = {"meta", "img", "br", "hr", "source", "col", "wbr", "link", "input"}


class Outline(HTMLParser):
    """Tags that are open, texts, headings, ids and the places that links go to."""

    def __init__(self, html):
        super().__init__()
        self.open, self.texts, self.headings, self.ids, self.targets, self.badly_nested = [], [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.targets += [found["href"][1:]] if found.get("href", "").startswith("#") else []
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.badly_nested.append(tag)

    def handle_data(self, data):
        if "style" not in self.open and data.strip():
            self.texts.append(" ".join(data.split()))
            if self.open and re.fullmatch("h[1-6]", self.open[-1]):
                self.headings[-1][1] += self.texts[-1]

    @property
    def text(self):
        return " ".join(self.texts)


def checked(state=State.FAILED, points=0.0, **more):
    check = CheckResult("test_net", "Your network learns.", state, points, 2, message="It stays at 0.69.", **more)
    return CellResult("t1", 2, (check,))


def page_of(*cells, score=1.0, maximum=4.0, **more):
    return render_feedback(FeedbackPage("05-binary", "a", "Zoë Kim", score, maximum, cells=cells, **more))


TASK = FeedbackCell(CellKind.TEXT, "# Part\n\n```\n# no heading\n```\n\n## Task 1: *the* net\n\nBuild it.")


def test_the_page_says_points_tasks_checks_and_comments():
    """Total and table on top; below, each check's line and message, and what the instructor wrote."""
    cells = (
        TASK,
        FeedbackCell(CellKind.CHECKS, result=checked(), score=0, maximum=2),
        FeedbackCell(CellKind.TEXT_ANSWER, "Because **so**.", score=1, maximum=2, comment="Why? See $n=4$."),
    )
    text = Outline(page_of(*cells)).text
    assert "1 of 4 points" in text
    assert "Task 1: the net ✗ not passed yet 0 / 2" in text
    assert "Task 1: the net (2) ✎ graded by hand 1 / 2" in text
    assert "Your network learns. not passed yet · 0 / 2 It stays at 0.69." in text
    assert "Comment from your instructor Why? See n = 4" in text


def test_the_late_penalty_is_told_apart_from_the_points_earned():
    """The total is after the penalty and never below 0; the sentence says both."""
    text = Outline(page_of(score=3.0, late_penalty=1.5)).text
    assert "1.5 of 4 points You earned 3 points; 1.5 were taken off for handing in late." in text
    assert "0 of 4 points" in Outline(page_of(score=1.0, late_penalty=2.0)).text


def test_what_is_not_graded_is_never_a_zero():
    """Without a score the page says so instead of 0 points."""
    cell = FeedbackCell(CellKind.CHECKS, result=checked(State.COULD_NOT_CHECK), score=None, maximum=2, title="Net")
    text = Outline(page_of(cell, score=None)).text
    assert "Not graded yet" in text
    assert "could not check – / 2" in text
    assert "0 of 4" not in text


def test_events_say_what_happened_and_where():
    """Each event has a word and its message, and links to its cell; its detail is the instructor's."""
    cell = FeedbackCell(CellKind.CODE_ANSWER, "while True: pass", grade_id="net", title="The net")
    event = Event(EventKind.TIMEOUT, "The cell ran longer than 120 s.", "net", detail="secret.py line 3")
    outline = Outline(page_of(cell, events=(event,)))
    assert "Time ran out. The cell ran longer than 120 s. The net" in outline.text
    assert "secret" not in outline.text
    assert "cell-1" in outline.targets


def test_nothing_of_a_graded_cells_outputs_is_shown():
    """They hold the instructor's panel, with pytest's detail in it."""
    result = checked(detail="assert hidden_rows == 17", basis=Basis.CLAIMED, hidden=True)
    output = panel_output(result)
    cells = (
        FeedbackCell(CellKind.CHECKS, outputs=(output,), result=result, score=0, maximum=2),
        FeedbackCell(CellKind.CHECKS, outputs=(output,), score=0, maximum=2),
        FeedbackCell(CellKind.CODE_ANSWER, outputs=(output,), result=result, score=0, maximum=2),
    )
    page = page_of(*cells)
    assert "Your network learns." in page
    assert "hidden_rows" not in page
    assert "claimed" not in page


def test_a_changed_mark_is_explained():
    """When the instructor overrides a check's points, the page says which points count."""
    cell = FeedbackCell(CellKind.CHECKS, result=checked(), score=1.5, maximum=2)
    assert "Your instructor set the points of this task to 1.5 / 2." in Outline(page_of(cell)).text
    assert "Your instructor set" not in page_of(FeedbackCell(CellKind.CHECKS, result=checked(), score=0, maximum=2))


@pytest.mark.parametrize(("as_handed_in", "label"), [(True, "as you handed it in"), (False, "when it was graded")])
def test_outputs_say_where_they_come_from(as_handed_in, label):
    """A student sees whether an output is their own or the grading run's."""
    output = v4.new_output("stream", text="loss 0.3")
    cell = FeedbackCell(CellKind.CODE_ANSWER, "fit()", [output], as_handed_in=as_handed_in)
    assert f"{label} loss 0.3" in Outline(page_of(cell)).text


def test_learning_curves_stand_with_the_cell_that_trained():
    """A run is drawn below its cell, with words for who can't see it; runs of no cell have their own section."""
    history = {"loss": (0.7, 0.2), "val_loss": (0.7, 0.4)}
    cell = FeedbackCell(CellKind.CODE_ANSWER, "model.fit(X, y)", grade_id="net")
    page = page_of(cell, fits=(FitRecord("net", "mine", history), FitRecord("", "other", history)))
    answer = page[page.index('id="cell-1"') :]
    assert answer.count("<picture>") == 1
    assert 'alt="loss over the epochs. On the training data it falls from 0.7 to 0.2.' in answer
    assert "Learning curves: mine · 2 epochs" in Outline(answer).text
    assert "Your training runs Learning curves: other · 2 epochs" in Outline(page).text


def test_many_training_runs_are_drawn_in_part():
    """A loop of a hundred fits doesn't make a page of a hundred pictures, and the page says so."""
    page = page_of(fits=tuple(FitRecord("", f"m{i}", {"loss": (0.7, 0.2)}) for i in range(20)))
    assert page.count("<picture>") == 8
    assert "12 more training runs are not drawn." in page


def test_markdown_that_code_shows_is_typeset():
    """So an exam's question, which `ask` shows, is read as it was when it was answered; markup in it is none."""
    shown = "Which **loss** fits?\n\n- (a) $x^2$\n- (b) none <script>alert(1)</script>"
    output = v4.new_output("display_data", data={"text/markdown": shown, "text/plain": "<Markdown object>"})
    page = page_of(FeedbackCell(CellKind.GIVEN_CODE, "ask('q1', student_id)", [output]))
    assert "<strong>loss</strong>" in page
    assert "<li>(a) <math" in page
    assert "Markdown object" not in page
    assert "<script>" not in page


def test_the_page_is_well_formed_and_can_be_walked():
    """Tags nest, ids are unique, links within the page arrive, headings start at one h1 and skip no level."""
    cells = (
        TASK,
        FeedbackCell(CellKind.GIVEN_CODE, "import keras"),
        FeedbackCell(CellKind.CODE_ANSWER, "x = 1", [v4.new_output("display_data", data={"text/html": "</div><p>x"})]),
        FeedbackCell(CellKind.CHECKS, "def test_x(): ...", result=checked(), score=0, maximum=2),
        FeedbackCell(CellKind.TEXT_ANSWER, "$$x$$ <div><b>", score=0, maximum=2),
    )
    fits = (FitRecord("", "m", {"loss": (0.7, 0.2)}),)
    outline = Outline(page_of(*cells, events=(Event(EventKind.LATE, "Late."),), fits=fits))
    assert outline.badly_nested == []
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.targets) <= set(outline.ids)
    levels = [level for level, _text in outline.headings]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_the_page_loads_nothing_and_runs_nothing():
    """No script, no address to fetch from; the policy forbids both."""
    page = page_of(TASK, fits=(FitRecord("", "m", {"loss": (0.7, 0.2)}),))
    assert "<script" not in page
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page
    assert not re.search(r"(?:src|srcset|href)=\"(?!data:image/png;base64,|#)", page)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, False),
        ({"outputs": [v4.new_output("stream", text="0.93")]}, True),
        ({"fits": (FitRecord("", "net", {"loss": (2.0, 1.0)}),)}, True),
        ({"fits": (FitRecord("a", "net", {"loss": (2.0, 1.0)}),)}, True),
    ],
    ids=["nothing ran", "output", "training", "training in a cell"],
)
def test_the_page_says_why_numbers_differ(more, told):
    """Whoever sees results of a run learns that grading fixes the seeds; a page without any says nothing of it."""
    cell = FeedbackCell(CellKind.CODE_ANSWER, "net.fit(x, y)", more.get("outputs", ()), "a")
    assert ("fixed seed of your own" in page_of(TASK, cell, fits=more.get("fits", ()))) is told


def test_a_notebook_named_as_its_assignment_is_named_once():
    """As in a quiz."""
    html = render_feedback(FeedbackPage("exam", "exam", "Zoë Kim", 1.0, 2.0))
    assert "<title>exam · Feedback</title>" in html
    assert "<h1>exam</h1>" in html
    assert "<title>05 · a · Feedback</title>" in render_feedback(FeedbackPage("05", "a", "Zoë Kim", 1.0, 2.0))
