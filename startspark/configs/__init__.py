"""Configs: find, read, check and write the YAML files that describe Spark sessions."""
