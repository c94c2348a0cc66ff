"""Grading with somebody watching: workers, progress, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

import click

from softmark.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from softmark.grading import Engine
    from softmark.grading.pool import Pool
    from softmark.nbgrader.classroom import Assigned

INTERRUPTED: Final = 130
_HEARD_WITHIN: Final = 0.5
"""Seconds after which an interrupt that nobody has heard comes again."""
_LONG: Final = 20
"""Cases or submissions of which it is told how far they are."""
_AHEAD: Final = 3
"""Notebooks a worker that are packed and wait, so that none is idle."""

workers_option: Final = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Submissions at once; without, one a core, as far as the memory allows.",
)


class Live:
    """A run that somebody watches.

    Attributes:
        engine: grades.
        at_once: notebooks that are on their way at any time.
    """

    def __init__(
        self, engine: Engine, at_once: int, advance: Callable[[int], None], tell: Callable[[str], None]
    ) -> None:
        self.engine = engine
        self.at_once = at_once
        self.done = 0
        self._advance = advance
        self._print = tell
        self._waited = False

    def waits(self) -> None:
        """Another run is at it; told once."""
        if not self._waited:
            self._print(_("Another run is grading this course, too. They take turns."))
        self._waited = True

    def advance(self) -> None:
        """One more submission is done."""
        self.done += 1
        self._advance(self.done)


@contextmanager
def live(
    console: Console, whole: Assigned, workers: int | None, total: int, *, fresh: bool, writes: bool = True
) -> Iterator[Live]:
    """An engine with workers, and a progress bar; on Ctrl-C everything ends at once, and the process with it.

    Args:
        console: where the progress is shown.
        whole: the assignment.
        workers: submissions at once.
        total: submissions.
        fresh: whether submissions are run even if their results are known.
        writes: whether what is done is in the gradebook then.
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from softmark.grading import Engine
    from softmark.nbgrader.engines import store_of

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    pool, at_once = _pool(whole, workers)
    store = store_of(whole.course.root)
    running: Live | None = None
    try:
        with interrupts_heard(), Progress(*columns, TimeRemainingColumn(), console=console) as progress:
            bar = progress.add_task(whole.name, total=total)

            def advance(done: int) -> None:
                progress.advance(bar)
                if not console.is_terminal:
                    _log(whole.name, done, total)

            running = Live(Engine(store, pool, fresh=fresh), at_once, advance, progress.console.print)
            yield running
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        pool.shutdown(wait=False, cancel_futures=True)
        if writes:
            _tell(console, running.done if running else 0, total, kept=store is not None)
        else:
            console.print(_("Stopped. Nothing was written."))
        _end()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def interrupts_heard() -> Iterator[None]:
    """Ctrl-C comes again until it is heard: Python drops an exception that comes while it cleans something up."""

    def interrupt(_signal: int, _frame: object) -> NoReturn:
        signal.setitimer(signal.ITIMER_REAL, _HEARD_WITHIN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGALRM)}
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _pool(whole: Assigned, workers: int | None) -> tuple[Pool, int]:
    from softmark.grading.pool import Pool, room_for

    room = room_for(whole.limits.memory_bytes)
    workers = workers or min(os.cpu_count() or 1, room)
    return Pool(workers, late=min(workers, max(0, room - workers))), workers * _AHEAD


def _log(name: str, done: int, total: int) -> None:
    """Where there is no bar, a line after each tenth of a long run."""
    if total >= _LONG and done * 10 // total > (done - 1) * 10 // total:
        click.echo(_("{name}: {done} of {total}").format(name=name, done=done, total=total), err=True)


def _tell(console: Console, done: int, total: int, *, kept: bool) -> None:
    console.print(_("Stopped. {done} of {total} submissions are in the gradebook.").format(done=done, total=total))
    if kept:
        console.print(_("What else has finished is kept. To go on, give the same command again."))
    else:
        console.print(_("To grade the others, give the same command again."))


def _end() -> NoReturn:
    """End now, with all kernels: threads that wait for them would keep the process for minutes."""
    from softmark.sandbox import places, warm

    warm.end_all()
    places.leave()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)
