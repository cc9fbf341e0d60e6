"""The command line: what is printed where, and which exit code says what."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

import reportgen
from reportgen import cli, crew
from reportgen.errors import BriefError, DeliveryError, EngineError
from reportgen.files import Files
from reportgen.findings import Finding, Place
from reportgen.worker import Here

ROOT = Path(__file__).parents[1]
REPORTGEN = str(Path(sys.executable).with_name("reportgen"))
HELP_SECONDS, IMPORT_SECONDS = 0.2, 0.1  # what issue 2 allows

ERROR = Finding(
    "error", "unknown-unit", "unit 'CNY bln' — did you mean 'CNY bn'?", Place(Path("data/x/facts.csv"), 14)
)
WARNING = Finding("warning", "stale", "the fact is 200 days old", Place(Path("data/x/facts.csv"), 3, 7))


@dataclass
class FakeBrief:
    """A brief whose findings, or whose failure, the test chooses; remembers how it was built."""

    folder: Path
    findings: tuple[Finding, ...] = ()
    failure: Exception | None = None
    built: dict[str, object] = field(default_factory=dict)

    def check(self, _freezer: object = None) -> tuple[Finding, ...]:
        return self.findings

    @property
    def brief(self) -> SimpleNamespace:
        return SimpleNamespace(files=Files(self.folder), settings=SimpleNamespace(since=""))

    def build(
        self,
        formats: Sequence[str],
        progress: Callable[[str, int, int], None],
        *,
        draft: bool,
        freezer: object = None,
        cache: Path,
    ) -> FakeEdition:
        assert cache == Path(cache.parent, self.folder.name)
        assert freezer is None
        self.built.update(formats=tuple(formats), draft=draft)
        if self.failure:
            raise self.failure
        if any(finding.severity == "error" for finding in self.findings) and not draft:
            raise BriefError(self.findings)
        progress("words", 1, 2)
        progress("print", 2, 2)
        return FakeEdition(self.folder.name, self.findings, tuple(formats))


@dataclass
class FakeEdition:
    brief: str
    findings: tuple[Finding, ...]
    formats: tuple[str, ...]

    @property
    def files(self) -> dict[str, bytes]:
        return {
            "manifest.json": b'{"reportgen": "0"}',
            **{f"brief.{kind}": b"content" for kind in self.formats},
        }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with two briefs, as the folder that we stand in."""
    for name in ("cloud-q1", "cloud-q2"):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "brief.yaml").write_text("title: A brief\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


Load = Callable[..., dict[str, FakeBrief]]


@pytest.fixture
def briefs(project: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Stand-ins for the briefs that are loaded; the test says what they find, by name."""

    def set_up(failure: Exception | None = None, /, **findings: tuple[Finding, ...]) -> dict[str, FakeBrief]:
        loaded: dict[str, FakeBrief] = {}

        def load(
            path: Path, project: Path | None = None, *, allow_code: bool = False, **asked: object
        ) -> FakeBrief:
            assert project is not None
            assert not allow_code
            assert asked.pop("published")  # where a build looks for what was published before
            assert not any(asked.values())
            name = path.resolve().name
            return loaded.setdefault(name, FakeBrief(path, findings.get(name.replace("-", "_"), ()), failure))

        monkeypatch.setattr(reportgen, "load", load, raising=False)
        monkeypatch.setattr(crew, "Worker", lambda _limits, **_: Here())
        return loaded

    assert project.is_dir()
    return set_up


# --------------------------------------------------------------------------- build


def test_build_writes_every_brief_of_the_project(briefs: Load, capsys: pytest.CaptureFixture[str]) -> None:
    briefs()
    assert cli.main(["build"]) == 0
    printed = capsys.readouterr()
    assert sorted(printed.out.splitlines()) == [
        "output/cloud-q1/brief.html",
        "output/cloud-q1/brief.pdf",
        "output/cloud-q2/brief.html",
        "output/cloud-q2/brief.pdf",
    ]
    assert all(Path(path).read_bytes() == b"content" for path in printed.out.splitlines())
    assert "cloud-q1: no findings" in printed.err


def test_build_without_a_terminal_prints_a_plain_line_for_each_stage(
    briefs: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    briefs()
    cli.main(["build", "data/cloud-q1"])
    assert capsys.readouterr().err.splitlines()[:2] == ["cloud-q1: words (1/2)", "cloud-q1: print (2/2)"]


def test_build_takes_the_format_the_place_and_the_draft_from_its_options(briefs: Load) -> None:
    loaded = briefs()
    assert cli.main(["build", "data/cloud-q1", "--format", "PDF", "--draft", "--output", "elsewhere"]) == 0
    assert loaded["cloud-q1"].built == {"formats": ("pdf",), "draft": True}
    assert sorted(path.name for path in Path("elsewhere/cloud-q1").iterdir()) == [
        "brief.pdf",
        "manifest.json",
    ]


def test_a_brief_can_be_named_by_its_file_and_twice_is_once(
    briefs: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    briefs()
    assert cli.main(["build", "data/cloud-q1/brief.yaml", "data/cloud-q1", "--format", "html"]) == 0
    assert capsys.readouterr().out == "output/cloud-q1/brief.html\n"


def test_a_brief_with_errors_is_not_written_and_the_others_are(
    briefs: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    briefs(cloud_q1=(ERROR, WARNING))
    assert cli.main(["build"]) == 1
    printed = capsys.readouterr()
    assert "data/x/facts.csv:14: error[unknown-unit]: unit 'CNY bln' — did you mean 'CNY bn'?" in printed.err
    assert "cloud-q1: 1 error, 1 warning: not to be issued" in printed.err
    assert not Path("output/cloud-q1").exists()
    assert Path("output/cloud-q2/brief.html").exists()


def test_a_brief_with_errors_leaves_the_edition_that_stood_before(briefs: Load) -> None:
    briefs()
    cli.main(["build"])
    before = {path: path.read_bytes() for path in Path("output").rglob("*.*") if path.is_file()}
    briefs(cloud_q1=(ERROR,), cloud_q2=(ERROR,))
    assert cli.main(["build"]) == 1
    assert {path: path.read_bytes() for path in Path("output").rglob("*.*") if path.is_file()} == before


def test_a_draft_is_written_in_spite_of_errors_and_says_so(
    briefs: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    briefs(cloud_q1=(ERROR,))
    assert cli.main(["build", "data/cloud-q1", "--draft"]) == 1
    assert Path("output/cloud-q1/brief.html").exists()
    assert "cloud-q1: 1 error: a draft, not to be issued" in capsys.readouterr().err


def test_a_warning_stops_a_brief_only_where_the_call_is_strict(briefs: Load) -> None:
    briefs(cloud_q1=(WARNING,))
    assert cli.main(["build", "data/cloud-q1", "--strict"]) == 1
    assert not Path("output").exists()
    assert cli.main(["build", "data/cloud-q1"]) == 0
    assert Path("output/cloud-q1/brief.html").exists()


@pytest.mark.parametrize(
    "failure", [EngineError("the chart engine died at 'growth'"), DeliveryError("disk full")]
)
def test_an_engine_or_a_disk_that_fails_is_exit_code_3(
    briefs: Load, capsys: pytest.CaptureFixture[str], failure: Exception
) -> None:
    briefs(failure)
    assert cli.main(["build", "data/cloud-q1"]) == 3
    assert f"reportgen: error: {failure}" in capsys.readouterr().err


def test_an_edition_never_takes_the_place_of_other_files(
    briefs: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    briefs()
    Path("output/cloud-q1").mkdir(parents=True)
    Path("output/cloud-q1/thesis.txt").write_text("years of work")
    assert cli.main(["build", "data/cloud-q1"]) == 2
    assert "something stands there that is no edition" in capsys.readouterr().err
    assert Path("output/cloud-q1/thesis.txt").read_text() == "years of work"


# --------------------------------------------------------------------------- check and --json


def test_check_writes_nothing(briefs: Load, capsys: pytest.CaptureFixture[str]) -> None:
    briefs(cloud_q1=(WARNING,))
    assert cli.main(["check"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "data/x/facts.csv:3:7: warning[stale]: the fact is 200 days old" in printed.err
    assert not Path("output").exists()


def test_check_is_exit_code_1_with_errors_or_strict_warnings(briefs: Load) -> None:
    briefs(cloud_q1=(ERROR,), cloud_q2=(WARNING,))
    assert cli.main(["check", "data/cloud-q1"]) == 1
    assert cli.main(["check", "data/cloud-q2", "--strict"]) == 1


@pytest.mark.parametrize("command", ["build", "check"])
def test_json_is_one_object_on_stdout(briefs: Load, capsys: pytest.CaptureFixture[str], command: str) -> None:
    briefs(cloud_q1=(ERROR,))
    assert cli.main([command, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["good"] is False
    assert [(brief["brief"], brief["good"]) for brief in answer["briefs"]] == [
        ("cloud-q1", False),
        ("cloud-q2", True),
    ]
    assert answer["briefs"][0]["findings"] == [
        {
            "severity": "error",
            "code": "unknown-unit",
            "message": "unit 'CNY bln' — did you mean 'CNY bn'?",
            "path": "data/x/facts.csv",
            "line": 14,
            "column": None,
            "inside": None,
            "also": [],
            "reason": None,
        }
    ]
    written = ["output/cloud-q2/brief.html", "output/cloud-q2/brief.pdf"] if command == "build" else []
    assert answer["briefs"][1]["files"] == written


# --------------------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "data/cloud-q11"], "data/cloud-q11: no such folder; did you mean 'data/cloud-q1'?"),
        (["build", "cloud-q22"], "cloud-q22: no such folder, here or in data; did you mean 'data/cloud-q2'?"),
        (["check", "data"], "data: no brief: there is no brief.yaml in it; did you mean 'data/cloud-q1'?"),
        (["build", "data/notes.txt"], "data/notes.txt: a file; expected the folder of a brief"),
        (["build", "--project", "nowhere"], "--project nowhere: no such folder"),
        (["build", "--project", "empty"], "empty/data: no folder with a brief.yaml in it"),
        (["build", "data/cloud-q1", "other/cloud-q1"], "one edition would take the other's place"),
        (["build", "--format", "docx"], "'docx' is none of the formats html, pdf"),
        (["build", "--format", ","], "expected one or more of html, pdf"),
        (["build", "--colour"], "No such option"),
        (["publsh"], "No such command 'publsh'"),
        (["publish", "output/cloud-q1"], "Missing argument"),
        (["publish", "output/none", "public"], "output/none: no such folder; expected an edition"),
        (["publish", "data/cloud-q1", "public"], "there is no manifest.json in it (a brief: build it first)"),
    ],
)
def test_wrong_usage_is_exit_code_2_with_what_was_meant(
    briefs: Load, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    briefs()
    Path("data/notes.txt").write_text("notes")
    Path("empty").mkdir()
    Path("other/cloud-q1").mkdir(parents=True)
    Path("other/cloud-q1/brief.yaml").write_text("")
    assert cli.main(arguments) == 2
    assert message in capsys.readouterr().err
    assert not Path("output").exists()
    assert not Path("public").exists()


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "Commands:" in capsys.readouterr().err


# --------------------------------------------------------------------------- faults


def test_a_fault_of_our_own_is_one_line_and_exit_code_70(
    briefs: Load, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPORTGEN_DEBUG", raising=False)
    briefs(KeyError("growth"))
    assert cli.main(["build", "data/cloud-q1"]) == 70
    printed = capsys.readouterr().err
    assert "a fault of reportgen's own (KeyError: 'growth')" in printed
    assert "Traceback" not in printed


def test_the_traceback_of_a_fault_is_shown_on_request(briefs: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_DEBUG", "1")
    briefs(KeyError("growth"))
    with pytest.raises(KeyError, match="growth"):
        cli.main(["build", "data/cloud-q1"])


def test_an_interrupt_is_exit_code_130(briefs: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_folder: Path, **_options: object) -> None:
        raise KeyboardInterrupt

    briefs()
    monkeypatch.setattr(reportgen, "load", interrupted)
    assert cli.main(["build", "data/cloud-q1"]) == 130


def test_a_reader_that_goes_away_is_no_traceback(project: Path) -> None:
    command = f"{REPORTGEN} build --json --help | true; {REPORTGEN} --help | head -c 1"
    result = subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr


def test_a_terminal_that_cannot_show_a_letter_shows_its_escape(project: Path) -> None:
    code = "import sys; from reportgen import cli; sys.exit(cli.main(['build', 'data/雲cloud-q1']))"
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert r"data/\u96f2cloud-q1: no such folder; did you mean 'data/cloud-q1'?" in result.stderr


# --------------------------------------------------------------------------- on a terminal


def test_on_a_terminal_a_bar_shows_the_stage(project: Path) -> None:
    code = """
import pty, sys
sys.exit(pty.spawn([sys.executable, "-c", '''
from reportgen import console
with console.progress("cloud-q1") as callback:
    callback("charts", 3, 5)
    time.sleep(0.3)
''']))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "cloud-q1" in result.stdout
    assert "charts" in result.stdout
    assert "━" in result.stdout


# --------------------------------------------------------------------------- how quickly it starts


def fastest(command: Sequence[str]) -> float:
    """Seconds of CPU of the fastest of five runs: what does not depend on what else the machine does."""
    seconds = []
    for _ in range(5):
        before = os.times()
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        seconds.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    return min(seconds)


def test_help_is_there_at_once() -> None:
    assert fastest([REPORTGEN, "--help"]) < HELP_SECONDS


def test_importing_reportgen_takes_no_time() -> None:
    bare = fastest([sys.executable, "-c", "pass"])
    assert fastest([sys.executable, "-c", "import reportgen"]) - bare < IMPORT_SECONDS


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_no_engine_is_imported_to_show_the_help(arguments: list[str]) -> None:
    heavy = {"altair", "pandas", "weasyprint", "vl_convert", "jinja2", "pydantic", "rich", "babel", "yaml"}
    call = f"import sys; from reportgen import cli; cli.main({arguments!r})"
    code = f"{call}; print(sorted(set(sys.modules) & {heavy!r}))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"reportgen {reportgen.__version__}\n"


def test_the_package_and_its_metadata_name_one_version() -> None:
    from importlib.metadata import version

    assert version("reportgen") == reportgen.__version__
