"""Render a config to the Python code that starts Spark."""
