"""Code that runs in the notebook's kernel, where Start Spark need not be installed.

`startspark.kernel_source` bundles the source of these modules, and the page sends it to the kernel.
So they import only the standard library, each other and, where they are installed, pyspark,
ipykernel and their dependencies.
"""
