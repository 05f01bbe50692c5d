"""The Jupyter server extension: REST handlers and the proxy for Spark's web UI."""
