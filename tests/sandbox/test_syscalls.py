"""The table of system calls, held against the headers of this machine; the filter, step by step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from softmark.sandbox import syscalls

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


def _defined(machine: str) -> dict[str, int]:
    text = HEADERS[machine].read_text()
    return {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}


@pytest.mark.parametrize("machine", HEADERS)
def test_numbers_are_those_of_the_headers(machine: str) -> None:
    """Each call that a header knows has its number; a call that it does not know is younger than the header."""
    if not HEADERS[machine].exists():
        pytest.skip("needs the kernel's headers (linux-libc-dev)")
    defined = _defined(machine)
    youngest = max(number for name, number in defined.items() if name != "syscalls")
    for name in syscalls.names():
        number = syscalls.number(name, machine)
        if name in defined:
            assert number == defined[name], name
        else:
            assert number is None or number > youngest, name
    assert len(set(defined) & set(syscalls.names())) > 80


def test_no_number_stands_twice() -> None:
    """Nor is one above those that count as known."""
    for machine in HEADERS:
        numbers = [number for name in syscalls.names() if (number := syscalls.number(name, machine)) is not None]
        assert len(numbers) == len(set(numbers))
        assert max(numbers) == syscalls.YOUNGEST
