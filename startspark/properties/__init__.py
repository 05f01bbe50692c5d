"""Spark's properties: which there are, what they mean, and what is wrong with their values."""
