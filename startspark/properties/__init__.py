"""Spark's properties: a reference of all, and checks of the names and values in a config."""
