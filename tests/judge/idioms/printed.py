"""What the student's function prints is captured."""

# %% solution
def greet(name):
    print(f'Hello, {name}!')

# %% wrong
def greet(name):
    return f'Hello, {name}!'

# %% test
import io
from contextlib import redirect_stdout
out = io.StringIO()
with redirect_stdout(out):
    greet('Ada')
assert out.getvalue().strip() == 'Hello, Ada!'
