"""Class archives (CDS and AOT caches), with which the JVM starts faster."""
