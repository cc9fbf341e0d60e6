"""One door for every file: inside, plain, of bounded size; what it refuses is a finding, and is never read."""

from __future__ import annotations

import os
import re
import socket
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.errors import BriefError
from reportgen.files import LARGEST, Files
from reportgen.findings import Finding, Findings
from tests.small_project import PARTS, SECRET, TEXTS, Part, small_project

PACKAGE = Path(reportgen.__file__).parent


def findings_of(folder: Path) -> tuple[Finding, ...]:
    """What reading and planning a brief finds."""
    brief, project = folder / "brief", folder / "project"
    try:
        return reportgen.load(brief, project, allow_code=True).plan().findings
    except BriefError as problem:
        return problem.findings


def at(found: Iterable[Finding], part: Part, folder: Path) -> list[str]:
    """The codes of what was found at a part, or at the line of the settings that names it."""
    there = {folder / part.path, folder / "brief/brief.yaml"} if part.named else {folder / part.path}
    return [one.code for one in found if one.place.path in there]


def outside(path: Path) -> None:
    """A link to the same content elsewhere, with what must not be seen."""
    elsewhere = path.parent / f"../../elsewhere-{path.name}"
    elsewhere.write_text(f"{SECRET} {{{{ {SECRET} }}}}\n", encoding="utf-8")
    path.symlink_to(elsewhere.resolve())


def outside_by_a_folder(path: Path) -> None:
    """A link to what is outside by way of a link to a folder."""
    outside(path)
    target = path.readlink()
    (path.parent / "way").symlink_to(target.parent)
    path.unlink()
    path.symlink_to(Path("way") / target.name)


def grown(path: Path) -> None:
    kind = next(part.kind for part in PARTS if str(path).endswith(part.path))
    with path.open("wb") as file:
        file.truncate(LARGEST[kind] + 1)


def bound_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket has few letters
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


REFUSALS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a link that leads out": ("outside-brief", outside),
    "a link that leads out by a folder": ("outside-brief", outside_by_a_folder),
    "a link to a device": ("outside-brief", lambda path: path.symlink_to("/dev/zero")),
    "a link to itself": ("unreadable-file", lambda path: path.symlink_to(path.name)),
    "a link to nothing": ("missing-file", lambda path: path.symlink_to("nothing")),
    "a pipe": ("unreadable-file", os.mkfifo),
    "a socket": ("unreadable-file", bound_socket),
    "a folder": ("unreadable-file", Path.mkdir),
    "a file that is too large": ("file-too-large", grown),
}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.path)
def test_what_is_no_plain_file_inside_is_one_finding_and_is_never_read(
    part: Part, refusal: str, tmp_path: Path
) -> None:
    small_project(tmp_path)
    path, (code, spoil) = tmp_path / part.path, REFUSALS[refusal]
    path.unlink()
    spoil(path)
    found = findings_of(tmp_path)
    assert at(found, part, tmp_path).count(code) == 1, list(map(str, found))
    assert SECRET not in "\n".join(map(str, found))
    places = [one.place for one in found if one.code == code]
    assert all(place.line for place in places) is part.named


def test_the_small_project_itself_is_without_a_finding(tmp_path: Path) -> None:
    small_project(tmp_path)
    assert findings_of(tmp_path) == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.path)
def test_a_file_that_may_not_be_read_is_a_finding(part: Part, tmp_path: Path) -> None:
    small_project(tmp_path)
    (tmp_path / part.path).chmod(0)
    assert "unreadable-file" in at(findings_of(tmp_path), part, tmp_path)


@pytest.mark.parametrize("name", ["../s.txt", "/dev/zero", "/etc/passwd", "sub/../../s.txt", "."])
@pytest.mark.parametrize("setting", ["narrative: {}", "facts: [{}]", "theme: {{logo: {}}}"])
def test_a_name_that_leads_out_is_found_at_its_line_and_printed_in_no_draft(
    setting: str, name: str, tmp_path: Path
) -> None:
    brief, project = small_project(tmp_path)
    (tmp_path / "s.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    settings = TEXTS["brief/brief.yaml"].splitlines()
    key = setting.partition(":")[0]
    settings = [setting.format(name) if line.startswith(key) else line for line in settings]
    (brief / "brief.yaml").write_text("\n".join(settings), encoding="utf-8")
    (found,) = [one for one in findings_of(tmp_path) if one.code in ("outside-brief", "unreadable-file")]
    assert found.place.line == 1 + next(i for i, line in enumerate(settings) if line.startswith(key))
    edition = reportgen.load(brief, project, allow_code=True).build(("html",), draft=True)
    assert SECRET not in edition.html


@pytest.mark.parametrize("name", ['"a\\0b.svg"', "x" * 300, '"caf\\ud800.svg"'])
@pytest.mark.parametrize("setting", ["narrative: {}", "facts: [{}]", "theme: {{logo: {}}}"])
def test_a_name_that_no_file_can_have_is_a_finding_at_its_line(
    setting: str, name: str, tmp_path: Path
) -> None:
    brief, _ = small_project(tmp_path)
    settings = f"title: A\nentity: {{name: A}}\nperiod: 2025-Q3\ndate: 2025-11-25\n{setting.format(name)}\n"
    (brief / "brief.yaml").write_text(settings, encoding="utf-8")
    assert [one.place.line for one in findings_of(tmp_path) if one.severity == "error"][:1] == [5]


def test_a_file_whose_name_is_not_utf8_is_a_finding_that_can_be_printed(tmp_path: Path) -> None:
    brief, _ = small_project(tmp_path)
    text = TEXTS["brief/brief.yaml"].replace("facts: [facts.csv, more.json]\n", "")
    (brief / "brief.yaml").write_text(text, encoding="utf-8")
    Path(os.fsdecode(bytes(brief) + b"/facts-\xe9.csv")).write_text(TEXTS["brief/facts.csv"])
    (found,) = [one for one in findings_of(tmp_path) if one.code == "bad-file-name"]
    assert str(found).encode("utf-8")
    assert "\\xe9" in str(found)


def test_what_lies_beside_the_files_of_a_brief_is_not_looked_at(tmp_path: Path) -> None:
    brief, project = small_project(tmp_path)
    os.mkfifo(brief / "pipe")
    (brief / "loop").symlink_to("loop")
    (brief / "output").mkdir()
    (brief / "output" / "brief.pdf").write_bytes(b"old")
    (brief / ".git").mkdir()
    (brief / "notes.txt").write_text("to be done", encoding="utf-8")
    with (brief / "film.mp4").open("wb") as film:
        film.truncate(3_000_000_000)
    loaded = reportgen.load(brief, project, allow_code=True)
    loaded.plan()
    ours = [name for name in loaded.brief.files.read if not name.startswith("shipped/")]
    assert ours == sorted(part.path for part in PARTS)


def test_a_link_within_the_brief_is_followed(tmp_path: Path) -> None:
    brief, project = small_project(tmp_path)
    (brief / "narrative.md").rename(brief / "words.md")
    (brief / "narrative.md").symlink_to("words.md")
    loaded = reportgen.load(brief, project, allow_code=True)
    assert loaded.plan().findings == ()
    assert "brief/words.md" in loaded.brief.files.read


def test_a_brief_may_link_to_its_projects_assets_but_a_project_to_no_brief(tmp_path: Path) -> None:
    brief, project = small_project(tmp_path)
    (brief / "logo.svg").rename(project / "assets" / "logo.svg")
    (brief / "logo.svg").symlink_to(project / "assets" / "logo.svg")
    assert findings_of(tmp_path) == ()
    (project / "assets" / "css" / "narrative.css").unlink()
    (project / "assets" / "css" / "narrative.css").symlink_to(brief / "style.css")
    assert [one.code for one in findings_of(tmp_path)] == ["outside-brief"]


def test_a_folder_changed_into_a_link_meanwhile_lets_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at a path and its opening stands no moment in which it can be exchanged."""
    brief = tmp_path / "brief"
    (brief / "sub").mkdir(parents=True)
    (brief / "sub" / "a.txt").write_text("ours", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text(SECRET, encoding="utf-8")
    original = os.open

    def exchanging(path: str, flags: int, **options: int) -> int:
        if path == "sub":
            (brief / "sub").rename(brief / "was")
            (brief / "sub").symlink_to(tmp_path / "other")
        return original(path, flags, **options)

    monkeypatch.setattr(os, "open", exchanging)
    findings = Findings()
    assert Files(brief).content(brief / "sub" / "a.txt", "text", findings) is None
    assert [one.code for one in findings] == ["unreadable-file"]


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("small", encoding="utf-8")
    monkeypatch.setattr(os, "read", lambda _handle, size: b"x" * size)
    findings = Findings()
    assert Files(tmp_path).content(tmp_path / "a.txt", "text", findings) is None
    assert [one.code for one in findings] == ["file-too-large"]


def test_no_device_is_ever_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening one may already do something: rewind a tape, hang up a line."""
    (tmp_path / "a.txt").write_text("plain", encoding="utf-8")
    original = os.stat

    def as_device(path: str, **options: Any) -> os.stat_result:
        found = original(path, **options)
        return os.stat_result((stat.S_IFCHR | 0o644, *found[1:])) if path == "a.txt" else found

    monkeypatch.setattr(os, "stat", as_device)
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("it was read"))
    findings = Findings()
    assert Files(tmp_path).content(tmp_path / "a.txt", "text", findings) is None
    assert "device" in str(next(iter(findings)))


ELSEWHERE = {  # what these open is no file of a brief or a project
    "cli/call.py": "/dev/null",
    "worker/__init__.py": "the worker's pipes",
    "worker/memory.py": "how much memory a process holds, as the kernel says",
    "console.py": "/dev/null",
    "plain_file.py": "the door itself",
    "document/compiled.py": "shipped templates, compiled, as Python keeps modules",
    "document/pictures.py": "the bytes of a picture that came through the door",
    "delivery/belongings.py": "finished editions",
    "delivery/output.py": "what an edition is written to",
    "delivery/publishing/editions.py": "finished editions",
    "delivery/publishing/store.py": "what is published, in a folder",
    "delivery/gallery.py": "the shipped pages on exhibits, to be made a brief",
    "delivery/new.py": "the shipped sample, to be copied",
    "delivery/difference/opening.py": "finished editions",
    "delivery/mail/eml.py": "a mail that is written to a file",
    "delivery/mail/journal.py": "what was delivered, beside the editions",
    "delivery/mail/reading.py": "finished editions",
    "delivery/mail/sending.py": "finished editions",
    "delivery/signing/keys.py": "the key that whoever signs names",
    "delivery/schedules.py": "the shipped schedules, to be copied",
    "batch.py": "a brief.yaml, to see whether it says each:, of which nothing is told",
    "cluster/parcel.py": "a brief's folder and its project's parts, to be sent to other machines, links as links",
    "cluster/task.py": "the edition that a worker has just made there",
    "members.py": "the slices of a portfolio, beside the editions",
    "portfolio/division.py": "the list of a portfolio's briefs, beside the editions",
    "portfolio/overview.py": "finished editions",
    "kept/engine.py": "reportgen's own modules, to be hashed",
    "kept/made.py": "finished editions",
    "kept/sealed.py": "what is kept beside editions from one build to the next",
    "jobs.py": "finished editions",
    "preview/project.py": "what a preview has made, in a folder of its own",
    "preview/site.py": "the shipped frame of a preview",
    "refreshing/before.py": "finished editions",
    "refreshing/mailing.py": "finished editions",
    "reports.py": "the reports that a schedule asks for",
    "sources/staging.py": "what a query is asked of, in a folder of its own for that time",
    "sources/unpacking.py": "a part of an archive that came through the door",
    "starter/beginning.py": "the table that an author names, to be copied into a new brief",
    "verify/certificates.py": "the certificates that whoever verifies names",
    "verify/proof.py": "finished editions",
    "verify/verdict.py": "finished editions",
}


def test_nothing_else_in_the_package_opens_a_file() -> None:
    opening = re.compile(
        r"\.read_text\(|\.read_bytes\(|(?<![\w.])open\(|os\.open\(|\.open\(|FileSystemLoader"
    )
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if opening.search(path.read_text(encoding="utf-8"))
    }
    assert found == set(ELSEWHERE)
