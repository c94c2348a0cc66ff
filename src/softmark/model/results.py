"""What grading found: one result per check, cell, notebook and submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What became of a check, and of the cell that holds it.

    ``NOT_ATTEMPTED`` is a failure whose answer is still the stub of the release; it is worth 0, but is never
    called wrong. ``COULD_NOT_CHECK`` says nothing of the answer, and is no score: the same check fails on the
    reference solution, too; or no kernel could be started; or what was handed in cannot be read as a notebook.
    Only the last is the student's to mend.
    """

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not attempted"
    COULD_NOT_CHECK = "could not check"


class Basis(StrEnum):
    """What a result rests on: the judge's own computation, or what the submission says of itself."""

    COMPUTED = "computed"
    CLAIMED = "claimed"


class EventKind(StrEnum):
    """Things that happened to a submission and that its author and the instructor are told."""

    TIMEOUT = "timeout"
    KERNEL_DIED = "kernel died"
    KILLED = "killed"
    MEMORY = "memory"
    DISK = "disk"
    PROCESSES = "processes"
    OUTPUT_CUT = "output cut"
    CELL_ERROR = "cell error"
    UNREADABLE = "unreadable"
    MENDED = "mended"
    RUN_AGAIN = "run again"
    LATE = "late"
    NOT_GRADED = "not graded"
    NOT_HANDED_IN = "not handed in"


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: what it was.
        message: one sentence for the student; holds nothing hidden.
        cell: grade_id or position of the cell it happened in, if any.
        detail: for the instructor alone.
    """

    kind: EventKind
    message: str
    cell: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Measured:
    """Two numbers that a check compared, at least one of them a fraction.

    Attributes:
        text: how the comparison stands in the cell.
        line: number of its line in the cell, from 1.
        value: what was measured.
        bound: what it was held against: the side that is a constant or a name in capitals; if neither is, the right.
        above: whether the comparison asks for a value above the bound.
    """

    text: str
    line: int
    value: float
    bound: float
    above: bool

    @property
    def distance(self) -> float:
        """How far the value is from the bound, in its unit."""
        return abs(self.value - self.bound)


@dataclass(frozen=True)
class CheckResult:
    """The result of one check: a ``test_*`` function, or a whole cell of plain asserts.

    Attributes:
        name: the test function's name; ``<grade_id>`` for a plain cell; the bare grade_id where the cell's checks are
            not known.
        line: what the check is about, in the words that the student reads.
        state: see :class:`State`.
        points: points earned, 0 <= points <= maximum; 0 unless passed (plain cells may earn a part).
        maximum: points that the check is worth.
        message: what was looked at, what was seen in the student's object, one next step. Holds nothing hidden.
        detail: pytest's own report. It prints inputs and source lines: for the instructor alone.
        basis: see :class:`Basis`.
        hidden: whether the check stands in the hidden part of its cell.
        seconds: wall seconds it took.
        measured: the comparisons of numbers that it made; of one made more than once, the nearest to its bound. For the
            instructor alone.
    """

    name: str
    line: str
    state: State
    points: float
    maximum: float
    message: str = ""
    detail: str = ""
    basis: Basis = Basis.COMPUTED
    hidden: bool = False
    seconds: float = 0.0
    measured: tuple[Measured, ...] = ()


@dataclass(frozen=True)
class CellResult:
    """The result of one graded cell.

    ``points`` is ``None`` if any of its checks could not be checked: 0 would be a lie then.
    """

    grade_id: str
    maximum: float
    checks: tuple[CheckResult, ...] = ()

    @property
    def state(self) -> State:
        """The worst that happened, so that nothing is hidden by what went well."""
        states = [check.state for check in self.checks]
        for state in (State.COULD_NOT_CHECK, State.FAILED):
            if state in states:
                return state
        if State.NOT_ATTEMPTED in states:
            attempted = any(state is State.PASSED for state in states)
            return State.FAILED if attempted else State.NOT_ATTEMPTED
        return State.PASSED if states else State.COULD_NOT_CHECK

    @property
    def points(self) -> float | None:
        """Points earned, between 0 and ``maximum``; ``None`` for *not graded*."""
        if self.state is State.COULD_NOT_CHECK:
            return None
        earned = sum(check.points for check in self.checks)
        return min(max(earned, 0.0), self.maximum)


@dataclass(frozen=True)
class FitRecord:
    """One training run as the submission's kernel recorded it; claimed, never computed.

    Attributes:
        cell: grade_id of the cell it ran in, or ``""``.
        model: the model's name.
        history: metric name -> one value per epoch.
    """

    cell: str
    model: str
    history: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class NotebookResult:
    """The result of one notebook of one submission."""

    notebook: str
    cells: tuple[CellResult, ...] = ()
    events: tuple[Event, ...] = ()
    fits: tuple[FitRecord, ...] = ()
    seconds: float = 0.0

    def cell(self, grade_id: str) -> CellResult | None:
        """The result of one graded cell, or ``None`` if it is not automatically graded."""
        return next((cell for cell in self.cells if cell.grade_id == grade_id), None)


@dataclass(frozen=True)
class SubmissionResult:
    """The result of everything one student handed in for one assignment."""

    assignment: str
    student: str
    notebooks: tuple[NotebookResult, ...] = field(default=())

    @property
    def graded(self) -> bool:
        """Whether every automatically graded cell has points."""
        return bool(self.notebooks) and all(
            cell.points is not None for notebook in self.notebooks for cell in notebook.cells
        )
