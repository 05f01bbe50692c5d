"""Examine an installation: its server, kernels, configurations and, if asked to, a cluster."""
