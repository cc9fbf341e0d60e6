"""Several briefs at once: the same bytes as one by one, nothing of one in another, and nobody held up."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from reportgen import console, crew
from reportgen.charts.freeze import Freezer
from reportgen.console import pace, progress
from reportgen.crew import Crew
from reportgen.jobs import Job
from reportgen.members import Subject
from reportgen.outcome import Outcome
from reportgen.worker import MB, Here, Limits
from reportgen.worker import __main__ as desk
from reportgen.worker.__main__ import Desk
from tests.test_survival import children_of, command, environment, is_alive, run, write_brief

ENDLESS = "def dots(scene):\n    while True: pass\n"
COUNT = 5


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """A project with briefs whose numbers all differ."""
    for number in range(COUNT):
        folder = write_brief(tmp_path / "data" / f"brief-{number}", exhibits=False)
        facts = (folder / "facts.csv").read_text(encoding="utf-8")
        (folder / "facts.csv").write_text(
            facts.replace("5.25", f"{number + 1}{number}.{number}7"), encoding="utf-8"
        )
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in found.items() if not name.parts[0].startswith(".")}


def test_briefs_made_at_once_have_the_bytes_of_those_made_one_by_one(several: Path) -> None:
    at_once = run(several, "build", "--jobs", "3", "--output", "at-once")
    one_by_one = run(several, "build", "-j1", "--output", "one-by-one")
    assert at_once.returncode == one_by_one.returncode == 0, at_once.stderr
    assert files_of(several / "at-once") == files_of(several / "one-by-one")
    for number in range(COUNT):
        page = (several / "at-once" / f"brief-{number}" / "brief.html").read_text(encoding="utf-8")
        said = set(re.findall(r"\d\d\.\d7", page))
        assert said == {f"{number + 1}{number}.{number}7"}, "a number of another brief"


def test_workers_that_have_grown_are_followed_by_others_and_no_brief_or_byte_is_lost(
    several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spawn, pids = os.posix_spawn, list[int]()

    def counted(*given: Any, **more: Any) -> int:
        pids.append(spawn(*given, **more))
        return pids[-1]

    monkeypatch.setattr(os, "posix_spawn", counted)
    subjects = [Subject(several / "data" / f"brief-{number}") for number in range(COUNT)]

    def workers_for(output: str, limits: Limits) -> int:
        pids.clear()
        with Crew(limits, 2) as crew:
            outcomes = list(crew.each(subjects, Job("build", several, several / output), progress))
        assert sorted((one.folder, one.good) for one in outcomes) == [(one.folder, True) for one in subjects]
        return len(set(pids))

    assert workers_for("kept", Limits()) == 2
    assert workers_for("replaced", Limits(kept=1)) == COUNT, "none serves a second brief"
    assert files_of(several / "replaced") == files_of(several / "kept")


@pytest.mark.parametrize(("kept", "is_another"), [(0, False), (4096 * MB, False), (1, True)])
def test_a_chart_engine_that_has_grown_is_followed_by_another(
    several: Path,
    kept: int,
    *,
    is_another: bool,
) -> None:
    job, replies = Job("check", several, several / "output"), BytesIO()
    with Freezer() as freezer:
        before = freezer.pid
        Desk(replies, 0, freezer, kept).answer(
            {"job": job.as_json(), "folder": str(several / "data" / "brief-0")}
        )
        assert is_alive(freezer.pid)
        assert (freezer.pid != before) is is_another
    assert json.loads(replies.getvalue().splitlines()[-1])["spent"] is is_another


@pytest.mark.parametrize(
    ("held", "spent"),
    [
        ([200, 208, 216], [False] * 3),
        ([200, 208, 216, 224], [False, False, False, True]),
        ([140, 250, 140, 251, 259], [False] * 5),  # a larger brief is no leak
        ([400], [True]),
    ],
    ids=str,
)
def test_a_worker_is_spent_once_it_holds_much_or_has_crept_up_from_brief_to_brief(
    several: Path, held: list[int], spent: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, replies, left = Job("check", several, several / "output"), BytesIO(), iter(held)
    monkeypatch.setattr(desk, "resident", lambda pid: next(left) * MB if pid == os.getpid() else 0)
    with Freezer() as freezer:
        one = Desk(replies, 0, freezer, kept=350 * MB, growth=20 * MB)
        for _ in held:
            one.answer({"job": job.as_json(), "folder": str(several / "data" / "brief-0")})
    told = map(json.loads, replies.getvalue().splitlines())
    assert [message["spent"] for message in told if "outcome" in message] == spent


def test_a_brief_that_takes_long_keeps_nobody_from_being_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others_are_told = Event()

    class Known(Here):
        def __init__(self, _limits: Limits) -> None: ...

        def do(self, job: Job, folder: Path, stage: object, member: object = None) -> Outcome:  # noqa: ARG002
            return Outcome(folder, good=folder.name != "long" or others_are_told.wait(20))

    monkeypatch.setattr(crew, "Worker", Known)
    subjects = [Subject(tmp_path / name) for name in ("long", "one", "two")]
    told = []
    with Crew(Limits(), 2) as those:
        for outcome in those.each(subjects, Job("check", tmp_path, tmp_path / "output"), progress):
            told.append((outcome.folder.name, outcome.good))
            if len(told) == 2:
                others_are_told.set()
    assert told == [("one", True), ("two", True), ("long", True)]


def test_what_became_of_briefs_is_listed_in_the_order_of_the_call(several: Path) -> None:
    (several / "data" / "brief-1" / "narrative.md").write_text(
        "## Sales\n\n{{ nothing }}\n", encoding="utf-8"
    )
    named = [f"brief-{number}" for number in (3, 1, 0, 4)]
    found = run(several, "build", "-j", "3", "--json", *named)
    assert found.returncode == 1
    answer = json.loads(found.stdout)
    assert [one["brief"] for one in answer["briefs"]] == named
    assert [one["good"] for one in answer["briefs"]] == [True, False, True, True]


def test_an_interrupt_ends_all_that_is_being_made(tmp_path: Path) -> None:
    for number in range(4):
        write_brief(tmp_path / "data" / f"endless-{number}", ENDLESS)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = subprocess.Popen(
        command("build", "--allow-code", "-j2"), cwd=tmp_path, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    until = time.monotonic() + 30
    while len(workers := children_of(parent.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(workers) == 2
    parent.send_signal(signal.SIGINT)
    _, said = parent.communicate(timeout=20)
    assert parent.returncode == 130, said
    assert "Traceback" not in said
    assert not any(map(is_alive, workers))
    assert not (tmp_path / "output").exists()


def test_a_brief_whose_worker_is_taken_down_from_outside_is_made_by_another(several: Path) -> None:
    parent = subprocess.Popen(
        command("build", "-j1", "brief-0"), cwd=several, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stderr
    assert "facts" in parent.stderr.readline()
    [worker] = children_of(parent.pid)
    os.kill(worker, signal.SIGKILL)
    _, said = parent.communicate(timeout=60)
    assert parent.returncode == 0, said
    assert (several / "output" / "brief-0" / "brief.pdf").is_file()


def test_a_brief_whose_chart_engine_is_taken_down_from_outside_is_made_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, left = write_brief(tmp_path / "data" / "drawn"), iter([True, False])
    submit = Freezer.submit

    def taken_down(freezer: Freezer, name: str, spec: Mapping[str, Any]) -> None:
        submit(freezer, name, spec)
        if next(left, False):
            os.kill(freezer.pid, signal.SIGKILL)

    class InThisProcess(Here):
        def __init__(self, _limits: Limits) -> None: ...

    monkeypatch.setattr(Freezer, "submit", taken_down)
    monkeypatch.setattr(crew, "Worker", InThisProcess)
    told: list[Outcome] = []
    with Crew(Limits(), 1) as those:
        job = Job("check", tmp_path, tmp_path / "output", allow_code=True)
        told += those.each([Subject(folder)], job, progress)
    assert [(one.good, one.problem) for one in told] == [(True, "")]
    assert next(left, None) is None, "it was taken down, and drawn once more"


def test_of_many_briefs_it_is_said_how_far_the_work_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pace(12, several=True) as count:
        for done in range(1, 13):
            count(done, done // 6)
    last = capsys.readouterr().err.splitlines()[-1]
    assert re.fullmatch(r"12 of 12 briefs, 2 not to be issued, [\d,]+ an hour in 0:00:0\d", last)


def test_briefs_that_stood_already_do_not_count_for_how_long_the_others_take(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    with pace(100, several=True, standing=90) as count:
        clock[0] = 40.0
        count(94, 0)
    assert capsys.readouterr().err.strip() == "94 of 100 briefs, 360 an hour; 0:01:00 left"


def test_on_a_terminal_the_bar_says_rate_remaining_time_and_failures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[tuple[str, int, int]] = []

    @contextmanager
    def bar(_name: str) -> Iterator[Callable[[str, int, int], None]]:
        yield lambda *told: said.append(told)

    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(console, "_bar", bar)
    monkeypatch.setattr(console, "is_shown_live", lambda: True)
    with pace(100, several=True) as count:
        clock[0] = 40.0
        count(10, 2)
    assert said == [("10 of 100 briefs, 2 not to be issued, 900 an hour; 0:06:00 left", 11, 100)]
