"""The threads that drive kernels: order, places, and what becomes of late jobs."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, wait
from pathlib import Path

import pytest

from softmark.grading import pool
from softmark.grading.pool import Pool, room_for

LONG = 20.0  # seconds that nobody waits for unless something is wrong


class Loop:
    """A job that ends when it is told to."""

    def __init__(self) -> None:
        self.began, self.end = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.began.set()
        self.end.wait(LONG)
        return "ended"


def test_jobs_begin_in_their_order() -> None:
    order: list[int] = []
    with Pool(1) as one:
        wait([one.submit(order.append, number) for number in range(50)])
    assert order == list(range(50))


def test_no_more_at_once_than_workers() -> None:
    loops = [Loop() for _ in range(3)]
    with Pool(2, late=0, patience=0.0) as two:
        futures = [two.submit(loop) for loop in loops]
        assert loops[0].began.wait(LONG)
        assert loops[1].began.wait(LONG)
        assert not loops[2].began.wait(1.5)
        loops[1].end.set()
        assert loops[2].began.wait(LONG)
        for loop in loops:
            loop.end.set()
        assert [future.result(LONG) for future in futures] == ["ended"] * 3


def test_nobody_waits_behind_a_job_that_loops() -> None:
    """One worker, and a job that does not end: the next ones are done beside it, one after the other."""
    loop = Loop()
    with Pool(1, late=1, patience=0.1) as one:
        endless = one.submit(loop)
        others = [one.submit(int, str(number)) for number in range(5)]
        assert [other.result(LONG) for other in others] == list(range(5))
        assert not endless.done()
        loop.end.set()


def test_long_work_of_everybody_makes_nobody_late() -> None:
    """What is usual is not late: the third job waits for a place although the second takes as long as the first."""
    with Pool(1, late=1, patience=0.0) as one:
        assert one.submit(threading.Event().wait, 1.0).result(LONG) is False
        second, third = Loop(), Loop()
        one.submit(second)
        one.submit(third)
        assert second.began.wait(LONG)
        assert not third.began.wait(1.5)
        second.end.set()
        assert third.began.wait(LONG)
        third.end.set()


def test_error_is_raised_where_the_result_is_asked_for() -> None:
    with Pool(1) as one:
        failing, fine = one.submit(int, "x"), one.submit(int, "1")
        with pytest.raises(ValueError, match="invalid literal"):
            failing.result(LONG)
        assert fine.result(LONG) == 1


def test_jobs_that_have_not_begun_can_be_taken_back() -> None:
    loop = Loop()
    one = Pool(1)
    running, waiting = one.submit(loop), one.submit(int, "1")
    assert loop.began.wait(LONG)
    one.shutdown(wait=False, cancel_futures=True)
    with pytest.raises(CancelledError):
        waiting.result(0)
    with pytest.raises(RuntimeError):
        one.submit(int, "1")
    loop.end.set()
    assert running.result(LONG) == "ended"


def test_workers_fit_into_memory(tmp_path: Path) -> None:
    """At least one; and a container's limit counts."""
    assert room_for(1 << 60) == 1
    assert room_for(1) > 1_000_000
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("400\n")
    assert pool._left_in_group(tmp_path) == 600
    (tmp_path / "memory.max").write_text("max\n")
    assert pool._left_in_group(tmp_path) > 1 << 60
