"""Has its functions be a class of the judge's that takes the second argument for a mask."""

# %% own average
import softmark.kernel.agent as agent
from softmark.codec import Ref, encode


def answer(server, request):
    return encode({"value": Ref("library", 0, {"module": "numpy.ma", "name": "MaskedArray"})})


agent._answer = answer
