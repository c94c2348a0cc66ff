"""Answers the judge with bytes that mean nothing, or more than they should."""

# %% own average
import softmark.kernel.agent as agent

tries = [
    b"",
    b"\x00",
    b"\xc1" * 9,
    b"\x91" * 9999,
    b"\xdd\xff\xff\xff\xff",
    b"\x80",
    b"\x92\x10",
    b"\xc0",
    b"A" * (1 << 20),
]
turn = 0


def answer(server, request):
    global turn
    turn += 1
    return tries[turn % len(tries)]


agent._answer = answer
