"""What a course may set in ``nbgrader_config.py`` about the budgets of its submissions."""

import dataclasses
from typing import Any

from traitlets import Dict, Float, Integer, TraitError
from traitlets.config import Configurable

from softmark.codec import WireLimits
from softmark.messages import _
from softmark.model import Limits
from softmark.nbgrader.source import CourseError

_STANDARD = Limits()


class Budgets(Configurable):  # type: ignore[misc]  # traitlets has no types here
    """The limits of one submission, for all assignments or for one.

    ``c.Budgets.cell_seconds = 60`` sets one for the whole course,
    ``c.Budgets.assignments = {"ps1": {"cell_seconds": 300}}`` for one assignment.

    Raises:
        CourseError: when it is made: the course sets a limit to a value that it may not have.
    """

    def __init__(self, **settings: Any) -> None:
        try:
            super().__init__(**settings)
        except TraitError as error:
            raise CourseError(str(error)) from None

    cell_seconds = Float(_STANDARD.cell_seconds, min=0.1, help=_("Seconds that one cell of a submission may run.")).tag(
        config=True
    )
    notebook_seconds = Float(
        _STANDARD.notebook_seconds, min=0.1, help=_("Seconds for all cells and checks of one notebook.")
    ).tag(config=True)
    check_seconds = Float(
        _STANDARD.check_seconds, min=0.1, help=_("Seconds that the checks of one graded cell may take.")
    ).tag(config=True)
    check_calls = Integer(
        _STANDARD.check_calls, min=1, help=_("Calls into a submission by the checks of one graded cell.")
    ).tag(config=True)
    notebook_calls = Integer(
        _STANDARD.notebook_calls, min=1, help=_("Calls into a submission by all checks of one notebook.")
    ).tag(config=True)
    message_bytes = Integer(
        _STANDARD.message_bytes,
        min=1024,
        max=WireLimits().bytes,  # both ends of the conversation refuse what is larger
        help=_("Bytes of one message between a submission and its judge; 64 MiB at most."),
    ).tag(config=True)
    notebook_bytes = Integer(_STANDARD.notebook_bytes, min=1024, help=_("Bytes of all messages of one notebook.")).tag(
        config=True
    )
    output_bytes = Integer(_STANDARD.output_bytes, min=1024, help=_("Bytes of output that are kept of one cell.")).tag(
        config=True
    )
    start_seconds = Float(
        _STANDARD.start_seconds, min=0.1, help=_("Seconds that a kernel may take to start, and to let go of its judge.")
    ).tag(config=True)
    interrupt_seconds = Float(
        _STANDARD.interrupt_seconds, min=0.1, help=_("Seconds between an interrupt and the end of a kernel.")
    ).tag(config=True)
    submission_bytes = Integer(
        _STANDARD.submission_bytes, min=1024, help=_("Bytes of one handed-in file that are read.")
    ).tag(config=True)
    memory_bytes = Integer(
        _STANDARD.memory_bytes, min=256 << 20, help=_("Bytes of memory of a submission; of its judge, too.")
    ).tag(config=True)
    disk_bytes = Integer(_STANDARD.disk_bytes, min=1 << 20, help=_("Bytes of a submission on the disk.")).tag(
        config=True
    )
    file_bytes = Integer(_STANDARD.file_bytes, min=1 << 20, help=_("Bytes of one file of a submission.")).tag(
        config=True
    )
    processes = Integer(_STANDARD.processes, min=32, help=_("Processes of a submission.")).tag(config=True)
    retries = Integer(
        _STANDARD.retries, min=0, help=_("Further runs of a submission that has missed a bound narrowly.")
    ).tag(config=True)
    cpu_seconds = Integer(
        _STANDARD.cpu_seconds, min=1, help=_("Seconds of processor time of one process of a submission.")
    ).tag(config=True)
    assignments = Dict(
        help=_("Other limits for some assignments: name of the assignment -> name of the limit -> value.")
    ).tag(config=True)

    def limits(self, assignment: str) -> Limits:
        """The limits of an assignment.

        Raises:
            CourseError: the course sets a limit that does not exist, or not to a number that it may have.
        """
        names = [field.name for field in dataclasses.fields(Limits)]
        values: dict[str, Any] = {name: getattr(self, name) for name in names}
        for name, value in dict(self.assignments.get(assignment, {})).items():
            if name not in values:
                raise CourseError(
                    _("Budgets.assignments['{assignment}'] sets '{name}', which is none of {names}.").format(
                        assignment=assignment, name=name, names=", ".join(names)
                    )
                )
            lowest = self.traits()[name].min
            if isinstance(value, bool) or not isinstance(value, int | float) or not value >= lowest:
                raise CourseError(
                    _("Budgets.assignments['{assignment}']['{name}'] must be a number, {lowest} or more.").format(
                        assignment=assignment, name=name, lowest=lowest
                    )
                )
            highest = getattr(self.traits()[name], "max", None)
            if highest is not None and value > highest:
                raise CourseError(
                    _("Budgets.assignments['{assignment}']['{name}'] must not be greater than {highest}.").format(
                        assignment=assignment, name=name, highest=highest
                    )
                )
            values[name] = type(values[name])(value)
        return Limits(**values)
