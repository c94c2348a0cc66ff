"""The student's code writes a file that the test reads."""

# %% solution
def save(path, text):
    with open(path, 'w') as f:
        f.write(text)
save('note.txt', 'done')

# %% wrong
def save(path, text):
    pass

# %% test
with open('note.txt') as f:
    assert f.read() == 'done'
