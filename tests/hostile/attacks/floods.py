"""Publishes results faster than anybody can read them, and does not stop."""

# %% own average
kernel = get_ipython().kernel
content = {"data": {"text/plain": "100"}, "metadata": {}, "execution_count": 1}
while True:
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=kernel.get_parent())

# %% answer number
number = 1.0
