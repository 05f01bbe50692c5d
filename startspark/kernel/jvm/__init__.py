"""The driver's JVM: launch it, connect to it, prewarm it."""
