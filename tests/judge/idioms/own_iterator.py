"""The student's class can be iterated and asked with in."""

# %% solution
class Bag:
    def __init__(self, *items):
        self.items = list(items)
    def __iter__(self):
        return iter(self.items)
    def __contains__(self, x):
        return x in self.items
    def __len__(self):
        return len(self.items)

# %% wrong
class Bag:
    def __init__(self, *items):
        self.items = []
    def __iter__(self):
        return iter(self.items)
    def __contains__(self, x):
        return x in self.items
    def __len__(self):
        return len(self.items)

# %% test
bag = Bag(1, 2, 3)
assert [x for x in bag] == [1, 2, 3]
assert 2 in bag and 9 not in bag
assert len(bag) == 3
assert sum(bag) == 6
