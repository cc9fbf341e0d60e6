"""Setting a machine up takes nothing away that is another's."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_an_environment_of_another_checkout_that_is_linked_is_not_emptied(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    (theirs / "bin").mkdir(parents=True)
    (theirs / "bin" / "kept").touch()
    (ours / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup.sh", ours / "tools")
    (ours / ".venv").symlink_to(theirs)
    done = subprocess.run(
        ["bash", ours / "tools" / "setup.sh", "run"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f".venv leads to {theirs}" in done.stderr
    assert (theirs / "bin" / "kept").exists()
