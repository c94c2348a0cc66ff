"""The student writes a context manager."""

# %% solution
class Managed:
    def __enter__(self):
        self.open = True
        return self
    def __exit__(self, *exc):
        self.open = False

# %% wrong
class Managed:
    def __enter__(self):
        self.open = True
        return self
    def __exit__(self, *exc):
        pass

# %% test
with Managed() as m:
    assert m.open
assert not m.open
