"""DeepCrime's mutation operators, held against the hidden checks of the course: ``python -m bench.deepcrime``."""
