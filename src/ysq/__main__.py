"""`python -m ysq`."""

import sys

from ysq.cli import main

sys.exit(main())
