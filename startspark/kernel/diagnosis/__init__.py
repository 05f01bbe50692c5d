"""Why a start cannot succeed, or has failed, and how to fix it."""
