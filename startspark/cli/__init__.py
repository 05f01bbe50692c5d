"""The `startspark` command-line interface."""
