"""Expressions of time: their grammar, their values, and the numbers in them."""
