"""Questions in the formats of other systems (docs/quiz-formats.md): one module a format and direction.

A module that exports has ``refusals(asked)``, what of a question its format cannot hold, and ``document(asked)``, the
file. One that imports has ``collect(data, collected)``.
"""
