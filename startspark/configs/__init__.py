"""The config files: find, read, check and write them."""
