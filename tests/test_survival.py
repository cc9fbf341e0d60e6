"""Whatever an author writes, and wherever the output goes: an outcome for every brief, and never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

import reportgen
from reportgen.charts.freeze import Freezer
from reportgen.delivery.publishing.editions import read_edition
from reportgen.findings import Finding, Place
from reportgen.jobs import Job
from reportgen.outcome import Outcome
from reportgen.steps import at
from reportgen.worker import MB, Limits, Worker
from reportgen.worker.__main__ import Desk

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("KILLS", "8"))  # a hundred by make fuzz
SETTINGS = """\
title: A brief
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-25
exhibits:
  dots: {kind: "own:dots", title: Sales}
"""
FACTS = "metric,period,value,unit\nsales,2025-Q3,5.25,USD mn\n"
NARRATIVE = '## Sales\n\n{{ exhibit("dots") }}\n'
CHARTS = """\
import altair as alt

def dots(scene):
    fact = scene.fact("sales")
    rows = [{"x": "Q3", "y": float(fact.quantity.value), "label": scene.label(fact, "short")}]
    return alt.Chart(alt.Data(values=rows)).mark_point().encode(x="x:N", y="y:Q"), [fact]
"""

Write = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a brief that is good, and room for those that are not."""
    write_brief(tmp_path / "data" / "plain", exhibits=False)
    return tmp_path


def write_brief(folder: Path, charts: str = CHARTS, *, exhibits: bool = True, text: str = "") -> Path:
    """A small brief; the functions of its ``charts.py`` begin in its first line."""
    folder.mkdir(parents=True)
    settings = SETTINGS if exhibits else SETTINGS[: SETTINGS.index("exhibits")]
    narrative = NARRATIVE if exhibits else "## Sales\n\nSales were {{ sales }}.\n"
    for name, content in (
        ("brief.yaml", settings),
        ("facts.csv", FACTS),
        ("narrative.md", f"{narrative}\n{text}\n"),
        ("charts.py", charts),
    ):
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "reportgen.cli", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=folder, env=environment(**more), capture_output=True, text=True, check=False
    )


def shell(folder: Path, line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A line of bash in which ``reportgen`` stands for ours."""
    ours = f'reportgen() {{ "{sys.executable}" -m reportgen.cli "$@"; }}; set -o pipefail; {line}'
    return subprocess.run(
        ["bash", "-c", ours], cwd=folder, env=environment(**more), capture_output=True, text=True, check=False
    )


def silent(_stage: str, _number: int, _total: int) -> None:
    pass


@pytest.fixture
def checked(project: Path) -> Iterator[Callable[..., Outcome]]:
    """Checks a brief in a worker whose limits the test chooses."""
    workers: list[Worker] = []

    def check(folder: Path, limits: Limits | None = None, *, allow_code: bool = True) -> Outcome:
        if not workers or limits:
            workers.append(Worker(limits or Limits()))
        job = Job("check", project, project / "output", allow_code=allow_code)
        return workers[-1].do(job, folder, silent)

    yield check
    for worker in workers:
        worker.close()


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


# A worker a batch -------------------------------------------------------------------------------------------------

DEADLY = {
    "leaves without a word": ("import os; os._exit(0)", "exit code 0"),
    "makes an engine abort": ("import os; os.abort()", "SIGABRT"),
    "is killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
    "interrupts itself": ("raise KeyboardInterrupt", "exit code 0"),
}


@pytest.mark.parametrize("how", DEADLY)
def test_code_that_ends_the_process_is_a_finding_and_the_next_brief_has_its_turn(
    project: Path, checked: Callable[..., Outcome], how: str
) -> None:
    code, ending = DEADLY[how]
    deadly = write_brief(project / "data" / "deadly", f"def dots(scene):\n    {code}\n")
    outcome = checked(deadly)
    assert codes(outcome) == ["own-chart"]
    assert f"ended the program ({ending}" in outcome.findings[0].message
    assert (outcome.findings[0].place.path.name, outcome.findings[0].place.line) == ("brief.yaml", 6)
    assert checked(project / "data" / "plain").good


def test_code_that_hears_nothing_is_ended_from_outside(
    project: Path, checked: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = "import signal\n\ndef dots(scene):\n  signal.signal(signal.SIGALRM, signal.SIG_IGN)\n  while True: pass\n"
    monkeypatch.setattr("reportgen.worker.LATE", -19.0)
    outcome = checked(write_brief(project / "data" / "deaf", deaf))
    assert codes(outcome) == ["own-chart"]
    assert "ran for more than 20 seconds" in outcome.findings[0].message


def test_work_that_takes_too_long_is_a_finding_that_says_at_what(
    project: Path, checked: Callable[..., Outcome]
) -> None:
    endless = write_brief(project / "data" / "endless", "def dots(scene):\n    while True: pass\n")
    begun = time.monotonic()
    outcome = checked(endless, Limits(seconds=10))
    assert time.monotonic() - begun < 60
    assert codes(outcome) == ["time-limit"]
    assert outcome.findings[0].message == "the work took longer than 10 seconds, at exhibit 'dots'"
    assert outcome.findings[0].place.line == 6
    assert checked(project / "data" / "plain", Limits()).good


def test_work_that_fills_the_memory_is_a_finding(project: Path, checked: Callable[..., Outcome]) -> None:
    greedy = (
        "import time\nheld = []\n\ndef dots(scene):\n    while True: held.append(bytearray(100_000_000))\n"
    )
    outcome = checked(write_brief(project / "data" / "greedy", greedy), Limits(megabytes=1024))
    assert codes(outcome) == ["own-chart"]
    assert "MemoryError" in outcome.findings[0].message
    assert checked(project / "data" / "plain").good


def test_what_an_authors_code_has_changed_does_not_reach_the_next_brief(
    project: Path, checked: Callable[..., Outcome]
) -> None:
    sly = "from reportgen.facts import book\nbook.Book.evaluate = None\n" + CHARTS
    checked(write_brief(project / "data" / "sly", sly))
    assert checked(project / "data" / "plain").good


def test_a_batch_shows_every_brief_and_builds_the_good_one(project: Path) -> None:
    write_brief(project / "data" / "deadly", "def dots(scene):\n    import os; os._exit(0)\n")
    result = run(project, "build", "--allow-code", "--format", "html")
    assert result.returncode == 1, result.stderr
    assert result.stdout == "output/plain/brief.html\n"
    assert (
        "data/deadly/brief.yaml:6: error[own-chart]: exhibit 'dots': its function in charts.py ended the program"
        in result.stderr
    )
    assert "plain: no findings" in result.stderr


def test_a_folder_that_is_no_edition_does_not_end_the_batch(project: Path) -> None:
    write_brief(project / "data" / "other", exhibits=False)
    (project / "output" / "other").mkdir(parents=True)
    (project / "output" / "other" / "thesis.txt").write_text("years of work")
    result = run(project, "build", "--format", "html", "--json")
    assert result.returncode == 2
    answer = json.loads(result.stdout)
    assert [(one["brief"], one["good"]) for one in answer["briefs"]] == [("other", False), ("plain", True)]
    assert "something stands there that is no edition" in answer["briefs"][0]["problem"]


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (MemoryError(), "memory-limit", "the work needed more than 2,048 MB of memory, at the words"),
        (
            RecursionError(),
            "too-deep",
            "something is nested in itself too often to be followed, at the words",
        ),
    ],
)
def test_what_the_work_cannot_hold_is_a_finding_at_what_it_was_at(
    project: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, code: str, said: str
) -> None:
    def overwhelmed(*_: object, **__: object) -> None:
        at("the words", Place(Path("narrative.md"), 7))
        raise raised

    monkeypatch.setattr(reportgen, "load", overwhelmed, raising=False)
    replies = BytesIO()
    job = Job("check", project, project / "output")
    Desk(replies, 2048 * MB, Freezer()).answer({"job": job.as_json(), "folder": "data/plain"})
    outcome = Outcome.from_reply(json.loads(replies.getvalue().splitlines()[-1])["outcome"])
    assert outcome.findings == (Finding("error", code, said, Place(Path("narrative.md"), 7)),)


def test_an_outcome_comes_back_from_the_worker_as_it_was() -> None:
    finding = Finding("warning", "stale", "a note", Place(Path("data/x/facts.csv"), 3, 7), "a reason")
    outcome = Outcome(
        Path("data/x"), good=False, findings=(finding,), files=(Path("a"),), problem="p", failure="here"
    )
    assert Outcome.from_reply(json.loads(json.dumps(outcome.as_reply()))) == outcome


@pytest.mark.slow
def test_a_command_killed_at_any_moment_leaves_the_old_edition_or_the_new(project: Path) -> None:
    facts = project / "data" / "plain" / "facts.csv"
    assert run(project, "build", "plain", "--format", "html").returncode == 0
    begun = time.monotonic()
    assert run(project, "build", "plain", "--format", "html").returncode == 0
    whole = time.monotonic() - begun
    left = []
    for number in range(KILLS):
        facts.write_text(FACTS.replace("5.25", f"{number}.75"), encoding="utf-8")
        before = (project / "output" / "plain" / "manifest.json").read_bytes()
        parent = subprocess.Popen(
            command("build", "plain", "--format", "html"), cwd=project, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(whole * (number + 1) / KILLS)
        parent.kill()
        parent.wait()
        files = read_edition(project / "output" / "plain").files  # holds every file against the manifest
        left.append("old" if files["manifest.json"] == before else "new")
    assert "old" in left
    assert run(project, "build", "plain", "--format", "html").returncode == 0
    assert [path.name for path in (project / "output").glob("[!.]*")] == ["plain"], (
        "and what was begun is cleared away"
    )


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def is_alive(pid: int) -> bool:
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip()[:1] not in {"", "Z"}


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_command_is_ended(project: Path, sent: signal.Signals) -> None:
    write_brief(project / "data" / "endless", "def dots(scene):\n    while True: pass\n")
    # What a shell starts in the background ignores an interrupt, and so would the command.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = subprocess.Popen(
        command("build", "--allow-code", "endless"), cwd=project, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    assert parent.stderr
    assert "facts" in parent.stderr.readline()
    workers = children_of(parent.pid)
    family = [*workers, *(engine for worker in workers for engine in children_of(worker))]
    assert len(family) == 2, "a worker, and its chart engine"
    parent.send_signal(sent)
    _, said = parent.communicate(timeout=10)
    assert "Traceback" not in said
    if sent == signal.SIGINT:
        assert parent.returncode == 130
        assert "interrupted; what stood before still stands" in said
    until = time.monotonic() + 5
    while any(map(is_alive, family)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_alive, family))


# An author's code -------------------------------------------------------------------------------------------------


def test_code_runs_by_no_command_that_does_not_allow_it(project: Path) -> None:
    write_brief(project / "data" / "own", f"open({str(project / 'ran')!r}, 'w')\n{CHARTS}")
    for name in ("check", "build"):
        result = run(project, name, "own")
        assert result.returncode == 1
        assert (
            "data/own/brief.yaml:6: error[code-not-allowed]: exhibit 'dots': it would run charts.py"
            in result.stderr
        )
    assert not (project / "ran").exists()
    assert run(project, "check", "own", "--allow-code").returncode == 0
    assert (project / "ran").exists()


def test_code_that_no_exhibit_uses_is_not_run(project: Path) -> None:
    write_brief(project / "data" / "unused", f"open({str(project / 'ran')!r}, 'w')", exhibits=False)
    assert run(project, "check", "unused", "--allow-code").returncode == 0
    assert not (project / "ran").exists()


def test_a_project_can_allow_code_and_a_brief_cannot(project: Path) -> None:
    own = write_brief(project / "data" / "own")
    (own / "project.yaml").write_text("allow_code: true\n")
    assert run(project, "check", "own").returncode == 1
    assert run(own, "check", ".").returncode == 1, "neither where the brief is the project"
    (project / "project.yaml").write_text("allow_code: true\n")
    assert run(project, "check", "own").returncode == 0
    (project / "project.yaml").write_text("allow_cod: true\n")
    result = run(project, "check", "own")
    assert "project.yaml:1: error[unknown-setting]" in result.stderr


def test_what_code_prints_does_not_break_the_json(project: Path) -> None:
    noisy = f"print('loaded')\nimport os; os.write(1, b'raw')\n{CHARTS}"
    write_brief(project / "data" / "noisy", noisy)
    result = run(project, "check", "noisy", "--allow-code", "--json")
    assert json.loads(result.stdout)["good"] is True
    assert "loaded" in result.stderr
    assert "raw" in result.stderr


# Where the output goes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["build plain --format html", "check plain --json", "--help", "--version"])
@pytest.mark.parametrize("where", ["> /dev/full", ">&-"])
def test_results_that_cannot_be_printed_are_said_and_no_success(project: Path, line: str, where: str) -> None:
    result = shell(project, f"reportgen {line} {where}")
    assert result.returncode == 3, result.stderr
    assert "not everything could be printed on standard output" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr


@pytest.mark.parametrize("line", ["check plain", "check nothing", "frobnicate"])
def test_messages_that_cannot_be_printed_are_no_success(project: Path, line: str) -> None:
    result = shell(project, f"reportgen {line} 2> /dev/full")
    assert result.returncode == 3
    assert result.stdout == ""


def test_without_a_standard_error_the_exit_code_says_it_all(project: Path) -> None:
    assert shell(project, "reportgen check plain 2>&-").returncode == 0
    assert shell(project, "reportgen check nothing 2>&-").returncode == 2
    assert shell(project, "reportgen build plain --format html >&- 2>&- <&-").returncode == 3


def test_a_reader_that_goes_away_ends_nothing(project: Path) -> None:
    write_brief(project / "data" / "second", exhibits=False)
    result = shell(project, "reportgen build --format html | true")
    assert result.returncode == 3
    assert "not everything could be printed on standard output: Broken pipe" in result.stderr
    assert (project / "output" / "second" / "brief.html").is_file()


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "nowhere.KOI8-R"}]
)
def test_an_odd_locale_changes_letters_and_nothing_else(project: Path, locale: dict[str, str]) -> None:
    odd = write_brief(project / "data" / "Übersicht", exhibits=False)
    (odd / "facts.csv").write_text(FACTS.replace("USD mn", "Übernachtungen mn€"), encoding="utf-8")
    result = run(project, "check", "Übersicht", "--json", **locale)
    assert result.returncode == 1, result.stderr
    assert json.loads(result.stdout)["briefs"][0]["brief"] == "Übersicht"
    assert "Traceback" not in run(project, "check", "Übersicht", **locale).stderr


def test_nothing_that_a_terminal_obeys_is_printed(project: Path) -> None:
    sly = write_brief(project / "data" / "sly\x1b[2J", exhibits=False)
    (sly / "facts.csv").write_text(
        FACTS.replace("USD mn", "\x1b]0;owned\x07\u202eUSD\u2066 mn"), encoding="utf-8"
    )
    result = run(project, "check", "data/sly\x1b[2J")
    assert result.returncode == 1
    assert r"\x1b" in result.stderr
    assert not set("\x1b\x07\u202e\u2066") & set(result.stderr)


# The call ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("build plain --format html --output loop/out", 3, "Too many levels"),
        ("build plain --format html --output loop", 3, "Too many levels"),
        ("build plain --format html --output data/plain/facts.csv", 3, "cannot be written"),
        ("build loop", 2, "loop: "),
        ("check --project loop", 2, "loop: no such folder"),
        ("publish output/plain data/plain/facts.csv", 2, "a file; expected a folder"),
        ("new loop", 3, "loop"),
        ("new data/plain/facts.csv", 2, "facts.csv"),
        ("verify loop", 2, "loop"),
        ("check " + "x" * 5000, 2, "xxx"),
        ("build plain --format html --format pdf --format", 2, "--format"),
        ("build plain --output a --output b --strict --strict --format pdf --format docx", 2, "docx"),
        ("build plain --time-limit soon", 2, "--time-limit"),
        ("build plain --time-limit nan", 2, "--time-limit"),
        ("build plain --memory-limit 5", 2, "expected 1024 or more"),
    ],
)
def test_a_call_that_cannot_be_followed_is_one_plain_sentence(
    project: Path, line: str, code: int, message: str
) -> None:
    (project / "loop").symlink_to("loop")
    result = run(project, *line.split())
    assert (result.returncode, "Traceback" in result.stderr) == (code, False), result.stderr
    assert message in result.stderr


def test_a_published_folder_with_odd_letters_has_links_that_lead_there(project: Path) -> None:
    from html.parser import HTMLParser
    from urllib.parse import unquote, urlsplit

    names = ["50%25off", "a b#c", "Übersicht & more", "plain"]
    for name in names[:-1]:
        write_brief(project / "data" / name, exhibits=False)
    assert run(project, "build", "--format", "html").returncode == 0
    editions = [f"output/{name}" for name in names]
    assert run(project, "publish", *editions, "public").returncode == 0
    links: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            links.extend(value or "" for name, value in attrs if tag == "a" and name == "href")

    Links().feed((project / "public" / "index.html").read_text(encoding="utf-8"))
    led = {unquote(urlsplit(link).path) for link in links}
    assert {f"{name}/2025-Q3/brief.html" for name in names} <= led
    assert all((project / "public" / path).exists() for path in led if path), "a link that leads nowhere"


def test_a_brief_is_named_by_its_folder_below_data_or_by_its_path(project: Path) -> None:
    assert "plain: no findings" in run(project, "check", "plain").stderr
    write_brief(project / "plain", exhibits=False)
    result = run(project, "check", "plain")
    assert result.returncode == 2
    assert "plain: there are two, 'data/plain' and './plain'; name the one that you mean so" in result.stderr
    assert run(project, "check", "./plain").returncode == 0
    assert run(project / "data", "check", "plain", "--project", "..").returncode == 0, "one brief by two ways"
