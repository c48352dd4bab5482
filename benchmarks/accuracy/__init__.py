"""Accuracy on gold data, with a neutral scorer."""
