"""The student's own exception class."""

# %% solution
class EmptyStack(Exception):
    pass
class Stack:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
    def pop(self):
        if not self.items:
            raise EmptyStack('nothing there')
        return self.items.pop()

# %% wrong
class EmptyStack(Exception):
    pass
class Stack:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
    def pop(self):
        return self.items.pop() if self.items else None

# %% test
stack = Stack()
stack.push(1)
assert stack.pop() == 1
try:
    stack.pop()
    assert False, 'should have raised'
except EmptyStack as error:
    assert 'nothing' in str(error)
assert issubclass(EmptyStack, Exception)
