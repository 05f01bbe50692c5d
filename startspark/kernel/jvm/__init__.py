"""Launch and prewarm the driver's JVM."""
