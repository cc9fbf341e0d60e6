"""The same brief gives the same bytes: in any folder, time zone, locale, hash seed, on any day, alone or among others.

Three processes build five editions. The first builds the sample as anyone would. The second differs from it in all
that should not matter at once: the folder, the time zone, the locale, the hash seed, the clock, SOURCE_DATE_EPOCH, the
place of caches (none that can be written), the fonts of the machine, the network (cut off, where that is allowed), and
that another brief was built before and another after. The third builds the last of those in a process of its own, on
a machine without fonts (where a folder may be hidden from a process).
The installed wheel is compared with the checkout in tools/check_wheel.sh, which `make test` runs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import resources
from tests.editions import sample
from tests.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
CLOCK = re.compile(
    r"\.(?:now|today|utcnow)\(|\btime\.(?:time|localtime|gmtime|strftime|ctime)\(|getmtime|st_mtime"
)
FONTS = "/usr/share/fonts"
CLOCKS_OWN = {
    "console.py",  # progress on a terminal
}
ANOTHER_DAY = '''\
"""Python reads this at its start: it is another day."""
import time
_before, _before_ns = time.time, time.time_ns
time.time = lambda: _before() + 400 * 86400
time.time_ns = lambda: _before_ns() + 400 * 86400 * 10**9
'''


def test_the_same_bytes_come_out_however_a_brief_is_built(tmp_path: Path) -> None:
    usual, other = tmp_path / "usual", tmp_path / "somewhere else, é"
    for place in (usual, other):
        sample(place / "sample")
        SHAPES["no-exhibits"](place / "before")
        SHAPES["components"](place / "after")
        settings = place / "after" / "brief.yaml"
        with settings.open("a", encoding="utf-8") as file:
            file.write("max_age: 1 days\n")  # a warning, which names a place
    first = started(usual, ["sample"], {})
    last = started(other, ["before", "sample", "after"], strange(tmp_path), before=cut_off())
    alone = started(usual, ["after"], {}, before=without_fonts())
    for process in (first, last, alone):
        assert process.wait() == 0, process.args
    for name in ("sample", "after"):
        one, two = files_of(usual / "output" / name), files_of(other / "output" / name)
        assert len(one) > 8
        assert one.keys() == two.keys()
        assert [path for path in one if one[path] != two[path]] == []


def started(
    folder: Path, briefs: list[str], changes: dict[str, str], *, before: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Begin to build briefs of a folder in one process, in an environment with changes; ``before`` starts it."""
    options = "'build', '--allow-code', '--output=output'"
    program = f"import sys; from reportgen.cli import main; sys.exit(main([{options}, *sys.argv[1:]]))"
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    path = os.pathsep.join(filter(None, (changes.get("PYTHONPATH"), str(ROOT))))
    return subprocess.Popen(
        [*before, sys.executable, "-c", program, *briefs],
        cwd=folder,
        env={**environment, **changes, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
    )


def strange(tmp_path: Path) -> dict[str, str]:
    """An environment as unlike the usual one as can be."""
    fonts, clock = tmp_path / "data" / "fonts", tmp_path / "clock"
    shutil.copytree(
        resources.shipped("assets") / "fonts", fonts, ignore=shutil.ignore_patterns("web", "Inter*")
    )
    shutil.copy(resources.shipped("assets") / "fonts" / "BriefSerif-Italic.ttf", fonts / "Inter-Regular.ttf")
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(ANOTHER_DAY, encoding="utf-8")
    return {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "de_DE.UTF-8",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(clock),
        "SOURCE_DATE_EPOCH": "86400",
        "HOME": "/nonexistent",
        "XDG_CACHE_HOME": "/proc/none",
        "XDG_DATA_HOME": str(fonts.parent),
        "COLUMNS": "40",
    }


def cut_off() -> Sequence[str]:
    """What starts a process without a network, where that is allowed: root may, in most places."""
    return allowed(["unshare", "-n"])


def without_fonts() -> Sequence[str]:
    """What starts a process that finds no fonts of the machine, where that is allowed."""
    hide = f'mount -t tmpfs none {FONTS} && exec "$@"'
    return allowed(["unshare", "-m", "sh", "-c", hide, "sh"]) if Path(FONTS).is_dir() else ()


def allowed(before: Sequence[str]) -> Sequence[str]:
    if not shutil.which(before[0]):
        return ()
    tried = subprocess.run([*before, "true"], capture_output=True, check=False)
    return () if tried.returncode else before


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_nothing_that_makes_an_edition_reads_the_clock() -> None:
    read = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "reportgen").rglob("*.py"))
        if path.name not in CLOCKS_OWN
        for line in path.read_text(encoding="utf-8").splitlines()
        if CLOCK.search(line)
    ]
    assert not read, "\n".join(read)
