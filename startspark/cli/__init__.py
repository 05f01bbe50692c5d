"""The command `startspark`."""
