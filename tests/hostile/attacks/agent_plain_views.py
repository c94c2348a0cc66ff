"""Says of its answers that they are numbers and arrays, and says another one each time."""

# %% own average
import itertools

import softmark.kernel.agent as agent
from softmark.codec import Ref, decode, encode

values = itertools.cycle([1e9, -1e9])
mro = [["builtins", "float"], ["builtins", "object"]]


def answer(server, request):
    asked = decode(request, resolve=lambda ref: ref)
    if asked.get("op") == "do":
        return encode({"value": next(values)})
    return encode({"value": Ref("object", 1, {"mro": mro, "array": True, "callable": True})})


agent._answer = answer
