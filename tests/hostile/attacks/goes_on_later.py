"""Leaves a thread behind that publishes, changes answers and prints while later cells are checked."""

# %% own average
import threading
import time

kernel = get_ipython().kernel
parent = kernel.get_parent()


def work():
    while True:
        time.sleep(0.05)
        globals()["number"] = globals().get("number") or 1.0
        content = {"data": {"text/plain": "100"}, "metadata": {}, "execution_count": 1}
        kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=parent)


threading.Thread(target=work, daemon=True).start()


# %% answer average
def average(values):
    return 0.0
