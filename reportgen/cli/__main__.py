"""``python -m reportgen.cli``."""

from __future__ import annotations

import sys

from reportgen.cli.call import main

if __name__ == "__main__":
    sys.exit(main())
