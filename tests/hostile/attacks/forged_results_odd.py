"""Publishes results that are none: fields missing, of wrong types, signed all the same."""

# %% own average
kernel = get_ipython().kernel
odd = [{}, None, "{}", {"name": 3, "text": [1]}, {"execution_state": []}, {"data": [], "metadata": 1}]
for kind in ("stream", "status", "execute_result", "error", "display_data", "clear_output", "nonsense"):
    for content in odd:
        kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())

# %% answer number
number = 1.0
