"""Writing is all or nothing, whatever happens in between."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from reportgen.delivery import output
from reportgen.delivery.belongings import claim
from reportgen.delivery.output import ASIDE, BEFORE, Entry, Folder, Memory, Target, write_files
from reportgen.errors import DeliveryError, UsageError

OLD: Mapping[str, Entry] = {
    "brief": {"brief.html": b"old page", "charts/a.svg": b"old chart"},
    "index.html": b"old",
}
NEW: Mapping[str, Entry] = {
    "brief": {"brief.html": b"new page", "charts/b.svg": b"new chart"},
    "index.html": b"new",
}


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


OLD_TREE = {"brief/brief.html": b"old page", "brief/charts/a.svg": b"old chart", "index.html": b"old"}
NEW_TREE = {"brief/brief.html": b"new page", "brief/charts/b.svg": b"new chart", "index.html": b"new"}


@pytest.fixture(params=["exchange", "two moves"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the old entries, on a file system that can exchange entries, and on one that cannot."""
    if request.param == "two moves":
        monkeypatch.setattr(output, "_exchange", lambda _one, _other: False)
    Folder(tmp_path / "out").replace(OLD)
    return tmp_path / "out"


@contextmanager
def file_size_limit(limit: int) -> Iterator[None]:
    """The kernel refuses to write past ``limit`` bytes in a file: a full disk, without filling one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def run_child(code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])


# --------------------------------------------------------------------------- what both targets do


@pytest.fixture(params=["folder", "memory"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    return Folder(tmp_path / "deep" / "out") if request.param == "folder" else Memory()


def test_what_was_written_can_be_read(target: Target) -> None:
    target.replace(OLD)
    assert target.read("brief/charts/a.svg") == b"old chart"
    assert target.read("index.html") == b"old"
    assert target.names() == ("brief", "index.html")


def test_what_was_not_written_is_none(target: Target) -> None:
    target.replace(OLD)
    assert [target.read(path) for path in ("brief/none", "none/brief.html", "index.html/none", "brief")] == [
        None
    ] * 4


def test_a_folder_is_replaced_whole_and_its_neighbours_stay(target: Target) -> None:
    target.replace(OLD)
    target.replace({"brief": {"brief.html": b"new page"}})
    assert target.read("brief/brief.html") == b"new page"
    assert target.read("brief/charts/a.svg") is None
    assert target.read("index.html") == b"old"


@pytest.mark.parametrize(
    "entries",
    [
        {"../brief": b""},
        {"a/b": b""},
        {"brief": {"../escape": b""}},
        {"brief": {"/etc/passwd": b""}},
        {"brief": {"charts/../../escape": b""}},
        {"brief": {"a//b": b""}},
        {"brief": {"": b""}},
        {"": b""},
        {".": {"a": b""}},
        {".hidden": b""},
        {ASIDE: {"a": b""}},
        {"brief": {"a\\b": b""}},
        {"brief": {"C:a": b""}},
        {"brief": {"a\0b": b""}},
        {"brief": {"a\nb": b""}},
        {"brief": {"dot.": b""}},
        {"brief": {"x" * 256: b""}},
        {"brief": {"Growth.svg": b"", "growth.svg": b""}},
        {"brief": {"charts": b"", "charts/a.svg": b""}},
    ],
)
def test_names_that_leave_the_folder_or_cannot_be_stored_are_refused(
    target: Target, entries: Mapping[str, Entry]
) -> None:
    target.replace(OLD)
    with pytest.raises(DeliveryError):
        target.replace({"first": b"fine", **entries})
    assert target.names() == ("brief", "index.html")
    assert target.read("brief/brief.html") == b"old page"


# --------------------------------------------------------------------------- a folder on disk


def test_nothing_but_the_entries_is_left(root: Path) -> None:
    Folder(root).replace(NEW)
    assert tree(root) == NEW_TREE
    assert sorted(path.name for path in root.iterdir()) == ["brief", "index.html"]


def test_an_entry_that_did_not_change_is_not_touched(root: Path) -> None:
    os.utime(root / "index.html", (1, 1))
    inode = (root / "brief").stat().st_ino
    Folder(root).replace({**OLD, "brief": NEW["brief"]})
    assert (root / "index.html").stat().st_mtime == 1
    assert (root / "brief").stat().st_ino != inode


def test_a_file_that_is_one_too_many_is_a_change(root: Path) -> None:
    (root / "brief" / "stray.txt").write_text("typed by hand")
    Folder(root).replace(OLD)
    assert tree(root) == OLD_TREE


def test_a_file_and_a_folder_can_take_each_others_place(root: Path) -> None:
    Folder(root).replace({"brief": b"a file now", "index.html": {"a": b"a folder now"}})
    assert tree(root) == {"brief": b"a file now", "index.html/a": b"a folder now"}


def test_a_link_is_replaced_and_what_it_leads_to_is_left(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (root / "brief").rename(elsewhere)
    (root / "brief").symlink_to(elsewhere)
    Folder(root).replace(NEW)
    assert not (root / "brief").is_symlink()
    assert tree(elsewhere) == {"brief.html": b"old page", "charts/a.svg": b"old chart"}


def test_a_full_disk_leaves_what_stood_before(root: Path) -> None:
    entries = {**NEW, "index.html": b"x" * 100_000}
    with file_size_limit(50_000), pytest.raises(DeliveryError, match=r"too large.*still stands"):
        Folder(root).replace(entries)
    assert tree(root) == OLD_TREE
    assert not (root / ASIDE).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root; CI runs as root")
def test_a_disk_that_is_really_full_leaves_what_stood_before(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no mounting in this container; the file-size limit above stands in for it")
    try:
        Folder(tmp_path / "out").replace(OLD)
        with pytest.raises(DeliveryError, match="No space left on device"):
            Folder(tmp_path / "out").replace({**NEW, "index.html": b"x" * 100_000})
        assert tree(tmp_path / "out") == OLD_TREE
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_folder_that_may_not_be_written_is_an_error_with_the_reason(root: Path) -> None:
    result = run_child(
        """
        import os, pathlib, sys
        from reportgen.delivery.output import Folder
        from reportgen.errors import DeliveryError
        root = pathlib.Path(sys.argv[1])
        os.chmod(root, 0o555)
        for parent in root.parents:
            if str(parent).startswith("/tmp/"):
                os.chmod(parent, 0o755)
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            Folder(root).replace({"index.html": b"new"})
        except DeliveryError as error:
            print(error)
        """,
        root,
    )
    root.chmod(0o755)
    assert "cannot be written: Permission denied; what stood before still stands" in result.stdout, (
        result.stderr
    )
    assert tree(root) == OLD_TREE


def test_a_root_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DeliveryError, match="out: cannot be written"):
        Folder(tmp_path / "out").replace(NEW)
    assert (tmp_path / "out").read_text() == "a file"


def test_entries_that_changed_place_change_back_when_a_later_one_cannot(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_place: Callable[[Path, str], None] = output._change_place

    def fails_at_the_index(folder: Path, name: str) -> None:
        if name == "index.html":
            raise PermissionError(1, "Operation not permitted", name)
        change_place(folder, name)

    monkeypatch.setattr(output, "_change_place", fails_at_the_index)
    with pytest.raises(DeliveryError, match=r"index\.html"):
        Folder(root).replace({"another": b"new, too", **NEW})
    assert tree(root) == OLD_TREE
    assert not (root / ASIDE).exists()


@pytest.mark.parametrize("step", ["_write_file", "_sync", "_change_place", "_exchange", "rename", "rmtree"])
@pytest.mark.parametrize("can_exchange", ["exchange", "two moves"])
@pytest.mark.parametrize("call", [1, 2, 3, 4, 5])
def test_killed_at_any_step_each_entry_is_old_or_new_after_the_next_run(
    tmp_path: Path, step: str, can_exchange: str, call: int
) -> None:
    root = tmp_path / "out"
    Folder(root).replace(OLD)
    child = run_child(
        """
        import os, pathlib, shutil, signal, sys
        from reportgen.delivery import output
        root, step = pathlib.Path(sys.argv[1]), sys.argv[2]
        can_exchange, call = sys.argv[3] == "exchange", int(sys.argv[4])
        if not can_exchange:
            output._exchange = lambda one, other: False
        owner = {"rename": pathlib.Path, "rmtree": shutil}.get(step, output)
        real, count = getattr(owner, step), 0
        def counted(*arguments, **options):
            global count
            count += 1
            if count == call:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)
        setattr(owner, step, counted)
        new = {"brief": {"brief.html": b"new page", "charts/b.svg": b"new chart"}, "index.html": b"new"}
        output.Folder(root).replace(new)
        """,
        root,
        Path(step),
        Path(can_exchange),
        Path(str(call)),
    )
    assert child.returncode in {-signal.SIGKILL, 0}, child.stderr
    Folder(root).replace({"next": b"the next run"})
    found = tree(root)
    assert found.pop("next") == b"the next run"
    for name in ("brief", "index.html"):
        standing = {path: content for path, content in found.items() if path.split("/")[0] == name}
        assert standing in [
            {path: content for path, content in wanted.items() if path.split("/")[0] == name}
            for wanted in (OLD_TREE, NEW_TREE)
        ]
    assert child.returncode != 0 or found == NEW_TREE  # it has fewer steps of this sort
    assert not (root / ASIDE).exists()


def test_an_entry_that_was_on_its_way_when_the_power_failed_is_moved_back(root: Path) -> None:
    (root / ASIDE / BEFORE).mkdir(parents=True)
    (root / "brief").rename(root / ASIDE / BEFORE / "brief")
    Folder(root).replace({"index.html": b"new"})
    assert tree(root) == {**OLD_TREE, "index.html": b"new"}


def test_two_writers_take_turns(root: Path) -> None:
    names = [f"brief-{number}" for number in range(12)]
    writers = [
        threading.Thread(target=Folder(root).replace, args=({name: {"brief.html": name.encode()}},))
        for name in names
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {path: content.decode() for path, content in tree(root).items() if path.startswith("brief-")} == {
        f"{name}/brief.html": name for name in names
    }


def test_an_edition_does_not_take_the_place_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "manifest.json").write_text('{"name": "a web app"}')
    (tmp_path / "empty").mkdir()
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "manifest.json").write_text('{"reportgen": "0.1.0"}')
    for name in ("thesis", "site"):
        with pytest.raises(UsageError, match="no edition"):
            claim(tmp_path / name, shown=tmp_path / name)
    for name in ("empty", "edition", "not-there-yet"):
        claim(tmp_path / name, shown=tmp_path / name)


EDITION = {
    "manifest.json": json.dumps({"reportgen": "0.1.0", "outputs": {"brief.html": "", "charts/a.svg": ""}}).encode(),
    "brief.html": b"page", "charts/a.svg": b"chart",
}  # fmt: skip


@pytest.mark.parametrize(
    "others", [["notes.txt"], ["charts/mine.txt"], [".git/config"], ["2025-Q3/brief.html", "index.html"]]
)
def test_what_somebody_put_among_the_files_of_an_edition_is_never_lost(
    tmp_path: Path, others: list[str]
) -> None:
    write_files(EDITION, tmp_path / "edition")
    for path in others:
        (tmp_path / "edition" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "edition" / path).write_text("mine")
    before = tree(tmp_path)
    named = min(path if path.startswith("charts") else path.split("/")[0] for path in others)
    with pytest.raises(UsageError, match=f"edition/{named}.*move it away"):
        write_files({**EDITION, "brief.html": b"new"}, tmp_path / "edition")
    assert tree(tmp_path) == before


def test_what_programs_leave_behind_keeps_no_edition_from_being_written(tmp_path: Path) -> None:
    write_files(EDITION, tmp_path / "edition")
    for name in (
        ".DS_Store",
        ".~lock.facts.xlsx#",
        "~$facts.xlsx",
        "Thumbs.db",
        "manifest.json.p7s",
        "charts/._a.svg",
    ):
        (tmp_path / "edition" / name).write_text("left")
    write_files({**EDITION, "brief.html": b"new"}, tmp_path / "edition")
    assert set(tree(tmp_path)) == {f"edition/{path}" for path in EDITION}


def test_an_edition_whose_manifest_is_damaged_is_made_good(tmp_path: Path) -> None:
    write_files({**EDITION, "manifest.json": EDITION["manifest.json"][:-9]}, tmp_path / "edition")
    write_files(EDITION, tmp_path / "edition")
    assert (tmp_path / "edition" / "manifest.json").read_bytes() == EDITION["manifest.json"]
