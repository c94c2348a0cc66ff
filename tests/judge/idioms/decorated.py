"""The student writes a decorator."""

# %% solution
def twice(f):
    def inner(*args):
        f(*args)
        return f(*args)
    return inner

# %% wrong
def twice(f):
    return f

# %% test
seen = []
@twice
def remember(x):
    seen.append(x)
    return len(seen)
assert remember('a') == 2
assert seen == ['a', 'a']
