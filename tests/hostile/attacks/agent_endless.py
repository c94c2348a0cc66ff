"""Never comes to an answer: asks back, for functions that nobody gave it, again and again."""

# %% own average
import softmark.kernel.agent as agent
from softmark.codec import encode

turn = 0


def answer(server, request):
    global turn
    turn += 1
    number = [0, -1, 10**6, "0", None][turn % 5]
    return encode({"callback": {"number": number, "args": [request[:100]], "kwargs": {}}})


agent._answer = answer
