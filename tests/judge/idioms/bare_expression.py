"""The cell ends with a value that is no credit."""

# %% solution
def shout(s):
    return s.upper() + '!'

# %% wrong
def shout(s):
    return s

# %% test
assert shout('hi') == 'HI!'
shout('ok')
