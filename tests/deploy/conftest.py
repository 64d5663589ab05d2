"""The tests of deploy/ need a shell and nginx: Windows has neither."""

import sys

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []
