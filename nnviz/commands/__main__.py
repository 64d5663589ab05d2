"""`python -m nnviz.commands` does what `nnviz` does, also where the package is not installed."""

import sys

from nnviz.commands import main

sys.exit(main())
