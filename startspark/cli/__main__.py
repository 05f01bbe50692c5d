"""Run the command `startspark` as ``python -m startspark.cli``."""

import sys

from .main import main

sys.exit(main())
