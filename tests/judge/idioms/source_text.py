"""The test reads the student's source: only the kernel has it."""

# %% solution
def looped(n):
    s = 0
    for i in range(n):
        s += i
    return s

# %% wrong
def looped(n):
    return sum(range(n))

# %% test
import inspect
assert 'for' in inspect.getsource(looped)
assert looped(4) == 6
