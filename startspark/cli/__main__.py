"""Run the command with ``python -m startspark.cli``."""

import sys

from .main import main

sys.exit(main())
