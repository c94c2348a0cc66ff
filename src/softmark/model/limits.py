"""What one submission may use before grading goes on without it."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Budgets of one notebook. Those of memory, disk and processes hold for a submission, and for its judge.

    Attributes:
        cell_seconds: wall seconds that one cell of the submission may run.
        notebook_seconds: wall seconds for all cells and checks of one notebook together.
        check_seconds: wall seconds that the checks of one graded cell may take.
        check_calls: calls into the submission that the checks of one graded cell may make.
        notebook_calls: calls into the submission that all checks of a notebook may make.
        message_bytes: bytes of one message between the submission's kernel and the judge; the codec takes 64 MiB at
            most, see :class:`softmark.codec.WireLimits`.
        notebook_bytes: bytes of all such messages of one notebook.
        output_bytes: bytes of output that are kept of one cell.
        start_seconds: wall seconds that a kernel may take to answer where it has no code to run: for the first time,
            and when its judge lets go of it.
        interrupt_seconds: wall seconds between an interrupt and the kill of a kernel that ignores it.
        submission_bytes: bytes of one submitted file that are read.
        memory_bytes: bytes of memory that all processes of a submission use together.
        disk_bytes: bytes that a submission has on the disk.
        file_bytes: bytes of one file that a submission writes.
        processes: processes of a submission.
        retries: further runs, under fresh seeds, of a submission that has missed a bound narrowly; see
            :mod:`softmark.grading.retries`.
        cpu_seconds: seconds of processor time of one process of a submission.
    """

    cell_seconds: float = 120.0
    notebook_seconds: float = 600.0
    check_seconds: float = 60.0
    check_calls: int = 5_000
    notebook_calls: int = 20_000
    message_bytes: int = 64 * MEBIBYTE
    notebook_bytes: int = 512 * MEBIBYTE
    output_bytes: int = 2 * MEBIBYTE
    start_seconds: float = 60.0
    interrupt_seconds: float = 5.0
    submission_bytes: int = 50 * MEBIBYTE
    memory_bytes: int = 2_048 * MEBIBYTE
    disk_bytes: int = 1_024 * MEBIBYTE
    file_bytes: int = 256 * MEBIBYTE
    processes: int = 128
    retries: int = 2
    cpu_seconds: int = 1_200
