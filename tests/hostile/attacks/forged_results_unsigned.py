"""Publishes bytes that are no messages, and messages with a wrong signature."""

# %% own average
kernel = get_ipython().kernel
for parts in ([b"text"], [b"a", b"<IDS|MSG>"], [b"a", b"<IDS|MSG>", b"0" * 64, b"{}", b"{}", b"{}", b"{}"]):
    kernel.iopub_thread.send_multipart(parts) if hasattr(kernel, "iopub_thread") else None
    kernel.iopub_socket.send_multipart(parts)

# %% answer number
number = 1.0
