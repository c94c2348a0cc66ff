"""Asks the judge's door for input without being asked, in every wrong way."""

# %% own average
import softmark.kernel.agent as agent

kernel = get_ipython().kernel


def prompts(message):
    odd = [{}, {"prompt": 5}, {"prompt": None}, {"prompt": ["a"]}, {"prompt": "§"}, [], None, {"prompt": "A" * 1000}]
    for content in odd:
        ident = kernel.get_parent_ident() if hasattr(kernel, "get_parent_ident") else kernel._shell_parent_ident.get()
        kernel.session.send(kernel.stdin_socket, "input_request", content, parent=kernel.get_parent(), ident=ident)
    return real(message)


real, agent.exchange = agent.exchange, prompts

# %% answer number
number = 1.0
