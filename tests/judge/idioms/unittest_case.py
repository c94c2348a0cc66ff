"""unittest.TestCase methods used by hand."""

# %% solution
def vowels(text):
    return [c for c in text if c in 'aeiou']

# %% wrong
def vowels(text):
    return {c for c in text if c in 'aeiou'}

# %% test
import unittest
case = unittest.TestCase()
case.assertEqual(vowels('banana'), ['a', 'a', 'a'])
case.assertIsInstance(vowels(''), list)
with case.assertRaises(TypeError):
    vowels(None)
