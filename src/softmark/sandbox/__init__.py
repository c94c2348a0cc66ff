"""Where submissions run. The door for stronger walls is the kernel provisioner of :mod:`softmark.sandbox.throwaway`."""
