"""Start Spark in this process, without a page: for the command line and the magics."""
