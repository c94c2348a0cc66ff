"""Dictionaries, sets, tuples and nested containers."""

# %% solution
from collections import Counter
def words(text):
    return Counter(text.split())
pairs = {('a', 1): {2, 3}, 'deep': [{'x': (1, [2])}]}

# %% wrong
def words(text):
    return list(text.split())
pairs = {}

# %% test
assert words('a b a') == {'a': 2, 'b': 1}
assert words('a b a').most_common(1)[0][0] == 'a'
assert pairs[('a', 1)] == {3, 2}
assert pairs['deep'][0]['x'][1] == [2]
