"""The student's function keeps state between calls."""

# %% solution
count = 0
def tick():
    global count
    count += 1
    return count

# %% wrong
count = 0
def tick():
    return count + 1

# %% test
tick(); tick()
assert count == 2
assert tick() == 3
assert count == 3
