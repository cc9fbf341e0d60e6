"""The command line: options to calls, outcomes to exit codes; nothing else. A module a group of commands.

| exit code | meaning |
|---|---|
| 0 | good |
| 1 | a brief has errors (with --strict: or warnings) and was not issued; a document has drifted; `diff` differs |
| 2 | the call itself is wrong |
| 3 | it could not be done here: an engine died, or nothing can be written; what stood before still stands |
| 70 | a fault of reportgen's own; REPORTGEN_DEBUG=1 shows where |
| 130 | interrupted from the keyboard |
"""

from __future__ import annotations

from reportgen.cli.call import cli, main

__all__ = ["cli", "main"]
