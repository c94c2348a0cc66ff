"""Answers the judge truthfully but for one field, which is of a type that does not belong there."""

# %% own average
import itertools

import softmark.kernel.agent as agent
from softmark.codec import Ref, decode, encode

real = agent._answer
odd = [
    5,
    "text",
    None,
    [],
    {},
    [[]],
    [["builtins"]],
    {"0": 5, "9": [], "=x": 1, "x": 2},
    -1,
    True,
    float("nan"),
    [[1, 2]],
]
fields = ["args", "warnings", "random", "error", "out", "argument", "interrupted", "refused", "callback", "value"]
pairs = itertools.cycle(itertools.product(fields, odd))


def answer(server, request):
    truth = decode(real(server, request), resolve=lambda ref: ref)
    field, value = next(pairs)
    return encode({**truth, "value": 0.0, field: value})


agent._answer = answer
