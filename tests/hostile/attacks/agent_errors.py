"""Answers the judge with errors of every kind: those that end a program, those that pass a test, odd ones."""

# %% own average
import itertools

import softmark.kernel.agent as agent
from softmark.codec import Ref, encode

names = ["SystemExit", "KeyboardInterrupt", "BaseException", "GeneratorExit", "StopIteration", "AssertionError"]
names += [
    "NameError",
    "MemoryError",
    "RecursionError",
    "ExceptionGroup",
    "UnicodeDecodeError",
    "Warning",
    "\0",
    "a" * 9999,
]
errors = [{"mro": [["builtins", name]], "message": "SECRET", "args": ["SECRET"]} for name in names]
errors += [
    {"mro": [["pytest", "skip.Exception"]]},
    {"mro": [["_pytest.outcomes", "Skipped"]]},
    {"mro": 5},
    {"mro": [[]]},
]
errors += [{"mro": [], "args": 5}, {"mro": [], "type": 5}, {"mro": [["__main__", "near"]], "message": []}]
errors += [
    {"mro": [["builtins", "Exception"]], "type": Ref("library", 0, {"module": "builtins", "name": "SystemExit"})}
]
errors = itertools.cycle(errors)


def answer(server, request):
    return encode({"error": next(errors)})


agent._answer = answer

# %% own f1-plain
agent._answer = lambda server, request: encode({"error": next(errors), "value": 0.0, "interrupted": False})
