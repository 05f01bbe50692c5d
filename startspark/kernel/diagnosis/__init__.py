"""Diagnose why a start cannot succeed or has failed, and advise how to fix it."""
