"""The page a student gets back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from softmark.messages import _, ngettext
from softmark.model import CellResult, Event, EventKind, FitRecord, State
from softmark.pages.curves import draw_curves
from softmark.pages.markdown import instructor_markdown, student_answer
from softmark.pages.outputs import clean_outputs
from softmark.pages.panel import render_cell_panel
from softmark.pages.text import clean_text, show_invisible
from softmark.pages.wording import points, points_of, saying

_HEADING = re.compile(r"^ {0,3}#{1,4}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_LEVEL = re.compile(r"(</?h)([1-6])")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
#: Training runs that are drawn; the others are counted.
_MAX_RUNS = 8
_MAX_EVENTS = 50
_NOTHING = Markup()


class CellKind(StrEnum):
    """Who wrote a cell, and what it is for."""

    TEXT = "text"
    GIVEN_CODE = "given code"
    CODE_ANSWER = "code answer"
    TEXT_ANSWER = "text answer"
    CHECKS = "checks"


@dataclass(frozen=True)
class FeedbackCell:
    """One cell of the page.

    Attributes:
        kind: see :class:`CellKind`. Text of kind ``TEXT`` and comments are the instructor's, all else isn't.
        source: Markdown or code as the student had it in the release or wrote it; never a hidden part. An already
            cleaned Markdown cell will do.
        outputs: nbformat outputs; cleaned again here, and never shown for a cell with ``result`` or of kind ``CHECKS``.
        grade_id: nbgrader's name of the cell, ``""`` if it has none.
        title: what the task is called; default: the heading above it.
        result: what the checks found, for a cell that was graded automatically.
        score: points in the gradebook, ``None`` for not graded.
        maximum: points it is worth; 0 for a cell without points.
        comment: the instructor's comment, in Markdown.
        as_handed_in: the outputs are those that came with the submission, not those of the grading run.
    """

    kind: CellKind
    source: str = ""
    outputs: Sequence[Mapping[str, Any]] = ()
    grade_id: str = ""
    title: str = ""
    result: CellResult | None = None
    score: float | None = None
    maximum: float = 0.0
    comment: str = ""
    as_handed_in: bool = False


@dataclass(frozen=True)
class FeedbackPage:
    """All that a feedback page says; nothing hidden may be in it.

    Attributes:
        assignment: the assignment's name.
        notebook: the notebook's name.
        student: how the student is called.
        score: points of this notebook before the late penalty, ``None`` while something isn't graded.
        maximum: points that the notebook is worth.
        late_penalty: points taken off for handing in late.
        cells: in the notebook's order.
        events: what happened; their ``detail`` is not shown.
        fits: training runs; each is shown below the cell with its ``grade_id``, others in a section of their own.
        language: of the page, as HTML's ``lang`` has it.
    """

    assignment: str
    notebook: str
    student: str
    score: float | None
    maximum: float
    late_penalty: float = 0.0
    cells: tuple[FeedbackCell, ...] = ()
    events: tuple[Event, ...] = ()
    fits: tuple[FitRecord, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class _Block:
    """A cell as the template shows it."""

    anchor: str
    grade_id: str
    kind: CellKind
    title: str
    html: Markup = _NOTHING
    panel: Markup = _NOTHING
    outputs: tuple[Markup, ...] = ()
    as_handed_in: bool = False
    comment: Markup = _NOTHING
    runs: tuple["_Run", ...] = ()
    task: "_Task | None" = None
    changed: bool = False


@dataclass(frozen=True)
class _Task:
    """A row of the table of points."""

    title: str
    points: str
    word: str
    sign: str
    tone: str


@dataclass(frozen=True)
class _Run:
    """One training run: its model's name and curves."""

    model: str
    epochs: str
    curves: tuple[Any, ...] = field(default=())


def render_feedback(page: FeedbackPage) -> str:
    """The whole page as HTML: no scripts, no requests, everything that it needs inside."""
    runs, unplaced, more_runs = _runs(page)
    blocks = tuple(_blocks(page, runs))
    total = None if page.score is None else max(page.score - page.late_penalty, 0.0)
    html: str = _template().render(
        page=page,
        student=clean_text(page.student, 120),
        assignment=clean_text(page.assignment, 120),
        notebook=clean_text(page.notebook, 120) if page.notebook != page.assignment else "",
        blocks=blocks,
        total=None if total is None else points(total),
        maximum=points(page.maximum),
        share=0 if not total or page.maximum <= 0 else round(100 * min(total / page.maximum, 1)),
        penalty=points(page.late_penalty) if page.late_penalty > 0 else "",
        before=None if page.score is None else points(page.score),
        events=[_event(event, blocks) for event in page.events[:_MAX_EVENTS]],
        unplaced=unplaced,
        more_runs=more_runs,
        CellKind=CellKind,
    )
    return html


def _blocks(page: FeedbackPage, runs: Mapping[str, tuple[_Run, ...]]) -> Iterable[_Block]:
    heading = ""
    titles: dict[str, int] = {}
    for number, cell in enumerate(page.cells, start=1):
        if cell.kind is CellKind.TEXT:
            found = _HEADING.findall(_FENCE.sub("", cell.source))
            heading = clean_text(re.sub(r"[*_`]", "", found[-1]), 120) if found else heading
        title = clean_text(cell.title, 120) or heading or cell.grade_id
        task = None
        if cell.maximum > 0:
            titles[title] = titles.get(title, 0) + 1
            if titles[title] > 1:
                title = f"{title} ({titles[title]})"
            task = _task(cell, title)
        yield _Block(
            anchor=f"cell-{number}",
            grade_id=cell.grade_id,
            kind=cell.kind,
            title=title,
            html=_shown_source(cell),
            panel=Markup(render_cell_panel(cell.result, "student") if cell.result else ""),
            outputs=() if cell.result or cell.kind is CellKind.CHECKS else _outputs(cell.outputs),
            as_handed_in=cell.as_handed_in,
            comment=Markup(_lower(instructor_markdown(cell.comment))) if cell.comment.strip() else Markup(),
            runs=runs.get(cell.grade_id, ()) if cell.grade_id else (),
            task=task,
            changed=cell.result is not None and cell.score not in (None, cell.result.points),
        )


def _task(cell: FeedbackCell, title: str) -> _Task:
    if cell.result is not None:
        state = cell.result.state
        partly = state is State.FAILED and bool(cell.result.points)
        shown = saying(state, partly=partly)
        tone = "partly" if partly else state.name.lower()
        return _Task(title, points_of(cell.score, cell.maximum), shown.word, shown.sign, tone)
    if cell.score is None:
        shown = saying(State.COULD_NOT_CHECK)
        return _Task(title, points_of(None, cell.maximum), _("not graded yet"), shown.sign, "could_not_check")
    tone = "passed" if cell.score >= cell.maximum else "partly" if cell.score > 0 else "failed"
    return _Task(title, points_of(cell.score, cell.maximum), _("graded by hand"), "✎", tone)


def _shown_source(cell: FeedbackCell) -> Markup:
    match cell.kind:
        case CellKind.TEXT:
            return Markup(_lower(instructor_markdown(cell.source)))
        case CellKind.TEXT_ANSWER:
            return Markup(_lower(student_answer(cell.source)))
    return Markup(_highlighted(cell.source)) if cell.source.strip() else Markup()


def _lower(html: str) -> str:
    """Headings below the page's own two levels."""
    return _LEVEL.sub(lambda match: match[1] + str(min(int(match[2]) + 2, 6)), html)


def _highlighted(source: str) -> str:
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    code = highlight(show_invisible(source), PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="code" tabindex="0"><code>{code}</code></pre>'


def _outputs(outputs: Sequence[Mapping[str, Any]]) -> tuple[Markup, ...]:
    shown = []
    for output in clean_outputs(outputs):
        match output.output_type:
            case "stream":
                tone = " stderr" if output.name == "stderr" else ""
                shown.append(Markup('<pre class="text{}" tabindex="0">{}</pre>').format(tone, output.text))
            case "error":
                text = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
                shown.append(Markup('<pre class="text error" tabindex="0">{}</pre>').format(text))
            case _:
                shown.append(_data(output.data))
    return tuple(shown)


def _data(data: Mapping[str, str]) -> Markup:
    if "text/html" in data:
        return Markup('<div class="html">{}</div>').format(Markup(data["text/html"]))
    if "text/markdown" in data:
        return Markup('<div class="prose">{}</div>').format(Markup(_lower(student_answer(data["text/markdown"]))))
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            uri = f"data:{mime};base64,{data[mime]}"
            return Markup('<img class="plot" src="{}" alt="{}">').format(uri, _("A picture that your code drew"))
    return Markup('<pre class="text" tabindex="0">{}</pre>').format(data.get("text/plain", ""))


def _runs(page: FeedbackPage) -> tuple[dict[str, tuple[_Run, ...]], tuple[_Run, ...], int]:
    """The drawn runs by grade_id, those that belong to no cell of the page, and how many are left out."""
    placed: dict[str, tuple[_Run, ...]] = {}
    unplaced: tuple[_Run, ...] = ()
    known = {cell.grade_id for cell in page.cells if cell.grade_id}
    drawn = 0
    for record in page.fits:
        if drawn == _MAX_RUNS:
            return placed, unplaced, len(page.fits) - _MAX_RUNS
        drawn += 1
        curves = draw_curves(record)
        if not curves:
            continue
        epochs = max(len(values) for values in record.history.values())
        run = _Run(
            clean_text(record.model, 60),
            ngettext("{number} epoch", "{number} epochs", epochs).format(number=epochs),
            curves,
        )
        if record.cell in known:
            placed[record.cell] = (*placed.get(record.cell, ()), run)
        else:
            unplaced += (run,)
    return placed, unplaced, 0


@dataclass(frozen=True)
class _ShownEvent:
    """An event in words, and where it happened."""

    label: str
    message: str
    anchor: str
    title: str


def _event(event: Event, blocks: Sequence[_Block]) -> _ShownEvent:
    labels = {
        EventKind.TIMEOUT: _("Time ran out"),
        EventKind.KERNEL_DIED: _("Python stopped"),
        EventKind.KILLED: _("Python was killed"),
        EventKind.MEMORY: _("Too much memory"),
        EventKind.DISK: _("Too much on the disk"),
        EventKind.PROCESSES: _("Too many processes"),
        EventKind.OUTPUT_CUT: _("Output cut"),
        EventKind.CELL_ERROR: _("Error in a cell"),
        EventKind.UNREADABLE: _("Unreadable"),
        EventKind.MENDED: _("Put right for you"),
        EventKind.RUN_AGAIN: _("Run again"),
        EventKind.LATE: _("Handed in late"),
        EventKind.NOT_GRADED: _("Not graded"),
        EventKind.NOT_HANDED_IN: _("Not handed in"),
    }
    place = next((block for block in blocks if event.cell and block.grade_id == event.cell), None)
    return _ShownEvent(
        labels[event.kind],
        clean_text(event.message, 1_000),
        place.anchor if place else "",
        place.title if place else "",
    )


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(here),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": _,
        # Ours and pygments' own, no part of it from a submission.
        "css": Markup((here / "feedback.css").read_text("utf-8")),
        "code_light": _code_css("default"),
        "code_dark": _code_css("github-dark"),
    }
    return environment.get_template("feedback.html.j2")


def _code_css(style: str) -> Markup:
    from pygments.formatters import HtmlFormatter

    formatter: Any = HtmlFormatter(style=style)  # its stubs leave get_style_defs untyped
    return Markup(formatter.get_style_defs(".code"))
