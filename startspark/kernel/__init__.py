"""Runs in the notebook's kernel, where Start Spark need not be installed.

`startspark.kernel_source` makes Python text of these modules, and the page sends it. So they import
only the standard library, each other, pyspark where it is already, and ipykernel, which runs
them.
"""
