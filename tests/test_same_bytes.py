"""The same brief gives the same bytes: in any folder, time zone, locale, hash seed, on any day, alone or among others.

Every brief of the gallery is built again, half of them on A4 and the other half on Letter, in a process that differs
from the usual one in all that should not matter at once: the folder, the time zone, the locale, the hash seed, the
clock, SOURCE_DATE_EPOCH, the place of caches (none that can be written), the fonts of the machine, the network (cut
off, where that is allowed), and that other briefs were built before and after. One more is built on a machine without
fonts (where a folder may be hidden from a process).
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

import reportgen
from reportgen import resources
from tests.gallery import A4, BRIEFS, EDITIONS, LETTER, SHAPES, Gallery, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
CLOCK = re.compile(
    r"\.(?:now|today|utcnow)\(|\btime\.(?:time|localtime|gmtime|strftime|ctime)\(|getmtime|st_mtime"
)
ALIKE_IN_GREY = ("#0f5c8a", "#1f4e79")  # the accent, and one that a copy in grey confuses: a warning
FONTS = "/usr/share/fonts"
CLOCKS_OWN = {
    "console.py",  # progress on a terminal
    "starter/today.py",  # by which a first brief is dated
    "delivery/mail/sending.py",  # by which a mail is dated
    "delivery/mail/eml.py",  # and one that is written to a file
    "delivery/publishing/placing.py",  # by which a publication is recorded
    "delivery/publishing/store.py",  # by which what a killed publisher has left is old
    "delivery/signing/engine.py",  # by which a signature is dated
    "delivery/signing/sign.py",  # and a certificate may sign
    "verify/signatures.py",  # and may have signed
}
ANOTHER_DAY = '''\
"""Python reads this at its start: it is another day."""
import time
_before, _before_ns = time.time, time.time_ns
time.time = lambda: _before() + 400 * 86400
time.time_ns = lambda: _before_ns() + 400 * 86400 * 10**9
'''


@pytest.mark.parametrize(("half", "paper"), [(0, A4), (1, LETTER)])
def test_the_same_bytes_come_out_however_a_brief_is_built(
    gallery: Gallery, half: int, paper: str, tmp_path: Path
) -> None:
    place = tmp_path / "somewhere else, é"
    subjects = [Subject(folder, paper) for folder in list(BRIEFS.values())[half::2]]
    for subject in subjects:
        subject.write(place)
    names = [subject.folder.name for subject in subjects]
    process = started(place, names, strange(tmp_path), before=cut_off())
    usual = {subject.name: files_of(gallery[subject.name].folder) for subject in subjects}
    assert process.wait() == 0, process.args
    for subject in subjects:
        assert unlike(usual[subject.name], files_of(place / "output" / subject.folder.name)) == []


def test_the_same_bytes_come_out_where_there_are_no_fonts_and_a_finding_names_a_place(tmp_path: Path) -> None:
    usual, other = tmp_path / "usual", tmp_path / "somewhere else, é"
    for place in (usual, other):
        settings = Subject(SHAPES["components"], A4).write(place) / "brief.yaml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace(*ALIKE_IN_GREY), encoding="utf-8")
    first = started(usual, ["components"], {}, before=without_fonts())
    last = started(other, ["components"], strange(tmp_path))
    for process in (first, last):
        assert process.wait() == 0, process.args
    built = [files_of(place / "output" / "components") for place in (usual, other)]
    assert b"colours-alike" in built[0]["manifest.json"]
    assert unlike(*built) == []


def test_the_same_bytes_come_out_after_others_have_used_what_we_use(tmp_path: Path) -> None:
    """Fontconfig, Pango and ElementTree keep what they were told first, for all of a process."""
    brief, place = EDITIONS["components-a4"].write(tmp_path), tmp_path / "edition"
    with (brief / "narrative.md").open("a", encoding="utf-8") as file:
        file.write("\nIn `letters` of no family in particular.\n")
    usual = dict(reportgen.load(brief, allow_code=True).build().files)
    others = (
        "import weasyprint; weasyprint.HTML(string='<p>a <code>b</code>').write_pdf();"
        "import xml.etree.ElementTree as tree; tree.register_namespace('other', 'http://www.w3.org/2000/svg');"
    )
    ours = f"import reportgen; reportgen.load({str(brief)!r}, allow_code=True).build().write({str(place)!r})"
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    environment["PYTHONPATH"] = str(ROOT)
    subprocess.run([sys.executable, "-c", others + ours], env=environment, check=True)
    assert unlike(usual, files_of(place)) == []


def unlike(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    """The files in which two editions differ, with what stands where they part; both have some."""
    assert {"brief.html", "brief.pdf", "facts.json"} <= one.keys() & two.keys()
    paths = [path for path in sorted(one.keys() | two.keys()) if one.get(path) != two.get(path)]
    return [f"{path}: {parting(one.get(path, b''), two.get(path, b''))}" for path in paths]


def parting(one: bytes, two: bytes) -> str:
    """What two files hold where they begin to differ."""
    at = next((at for at, both in enumerate(zip(one, two, strict=False)) if both[0] != both[1]), 0)
    return " / ".join(repr(part[max(0, at - 60) : at + 60]) for part in (one, two))


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
        if path.relative_to(ROOT / "reportgen").as_posix() not in CLOCKS_OWN
        for line in path.read_text(encoding="utf-8").splitlines()
        if CLOCK.search(line)
    ]
    assert not read, "\n".join(read)
