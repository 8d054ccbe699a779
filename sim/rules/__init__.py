"""The model's formulas: pure scalar functions on the math module, one concept a file."""
