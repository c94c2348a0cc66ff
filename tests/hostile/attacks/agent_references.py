"""Answers with references that were never given: other objects' numbers, kinds, classes and models of its own making."""

# %% own average
import itertools

import softmark.kernel.agent as agent
from softmark.codec import Ref, encode

mro = [["__main__", "A"], ["builtins", "float"], ["builtins", "object"]]
refs = [
    Ref(kind, number, {}) for kind in ("object", "class", "callback", "keras", "sklearn", "x") for number in (0, 2**62)
]
refs += [Ref("keras", 1, {"spec": spec}) for spec in (5, {}, {"class_name": "Lambda"}, {"layers": [[]] * 9}, [])]
refs += [Ref("sklearn", 1, {"spec": spec}) for spec in (5, {}, {"module": "os", "name": "system", "params": {}})]
refs += [Ref("object", 1, {"mro": mro, "plain": plain, "class": 3}) for plain in (5, [], ["float"], ["float", [1]])]
refs += [
    Ref("object", 1, {"mro": bad, "array": True, "callable": 1}) for bad in (5, [5], [[5, 5]], [["builtins", "eval"]])
]
refs += [Ref("object", 1, {"parameters": [[1]], "function": 5, "doc": 5}), Ref("class", 1, {"name": "\0", "mro": mro})]
refs += [Ref("object", 1, {"mro": [["builtins", "bool"], ["__main__", "near"]], "class": 7, "name": 5})]
refs = itertools.cycle(refs)


def answer(server, request):
    return encode({"value": next(refs)})


agent._answer = answer
