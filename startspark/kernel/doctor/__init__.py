"""Examine a kernel's environment: each check says what it has found, and how to fix it."""
