"""Says that the cell is done while it goes on, and answers what nobody asked."""

# %% own average
kernel = get_ipython().kernel
socket = kernel.shell_stream if hasattr(kernel, "shell_stream") else kernel.shell_socket
asked = kernel.get_parent()
idents = kernel._parent_ident if not hasattr(kernel, "get_parent_ident") else kernel.get_parent_ident()
idents = idents.get("shell") if isinstance(idents, dict) else idents
for content in ({}, {"status": 5}, {"status": "error", "ename": ["SECRET"]}, {"status": "ok", "execution_count": 1}):
    kernel.session.send(socket, "execute_reply", content, parent=asked, ident=idents)

# %% answer number
number = 1.0
