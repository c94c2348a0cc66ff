"""Variables are compared with values."""

# %% solution
answer_a = 42
answer_b = 'forty-two'
answer_c = [1, 2, 3]

# %% wrong
answer_a = 41
answer_b = None
answer_c = (1, 2, 3)

# %% test
assert answer_a == 42
assert answer_b.upper() == 'FORTY-TWO'
assert answer_c == [1, 2, 3]
