"""Types are asked for with isinstance and type()."""

# %% solution
def parse(text):
    return float(text)
flag = True

# %% wrong
def parse(text):
    return text
flag = 1

# %% test
assert isinstance(parse('2'), float)
assert type(parse('3')) == float
assert flag is True
