"""Spark's jobs, stages and streams: read from its status store, and published to the pages."""
