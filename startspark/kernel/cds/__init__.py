"""Build and use class archives (CDS archives and AOT caches), with which the JVM starts faster."""
