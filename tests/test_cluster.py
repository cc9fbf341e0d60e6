"""Briefs on a cluster: a real scheduler and two workers on this machine, of which one is killed while it works."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import distributed
import pytest

from reportgen.cluster import hired
from reportgen.cluster.parcel import packed, unpacked
from reportgen.cluster.task import versions
from reportgen.errors import EngineError, UsageError
from reportgen.worker import Limits
from tests.portfolios import write_portfolio
from tests.postgresql import free_port
from tests.servers import running
from tests.test_many import files_of
from tests.test_survival import command, environment, run

SHOPS = 3
PATIENCE = 120


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a portfolio."""
    folder = tmp_path_factory.mktemp("project")
    write_portfolio(folder / "data" / "shops", range(SHOPS), "covering: {entity: All, metrics: [sales]}\n")
    return folder


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two worker processes, each of one thread; whoever dies is replaced by its nanny."""
    folder, port = tmp_path_factory.mktemp("cluster"), free_port()
    address = f"tcp://127.0.0.1:{port}"
    root = str(Path(__file__).parents[1])
    started = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--no-dashboard",
    ]
    hand = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--host",
        "127.0.0.1",
        "--no-dashboard",
    ]
    with running([*started, "--port", str(port)], port, folder, PYTHONPATH=root):
        workers = subprocess.Popen(
            [*hand, "--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder)],
            cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            with distributed.Client(address) as client:
                client.wait_for_workers(2, timeout=PATIENCE)
            yield address
        finally:
            os.killpg(workers.pid, signal.SIGKILL)
            workers.wait()


def until(answer: object, what: str) -> None:
    """Wait for something that comes."""
    end = time.monotonic() + PATIENCE
    while not answer():  # type: ignore[operator]
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.05)


def test_a_worker_that_is_killed_costs_no_edition_and_no_byte(project: Path, scheduler: str) -> None:
    with distributed.Client(scheduler) as client:
        before = set(client.run(os.getpid).values())
        assert len(before) == 2
        parent = subprocess.Popen(
            command("build", "--cluster", scheduler, "--output", "far", "--json"),
            cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        until(lambda: list((project / "far").glob("shops/*/brief.pdf")), "the first edition")
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        answer, said = parent.communicate(timeout=PATIENCE)
        assert parent.returncode == 0, said
        assert len(json.loads(answer)["briefs"]) == SHOPS + 1
        until(lambda: len(client.scheduler_info()["workers"]) == 2, "the replacement")
        assert victim not in client.run(os.getpid).values()
    assert run(project, "build", "--output", "near", "-j2").returncode == 0
    near, far = files_of(project / "near"), files_of(project / "far")
    assert near == far
    assert f"shops/shop-{SHOPS - 1}/brief.pdf" in far
    again = json.loads(run(project, "build", "--cluster", scheduler, "--output", "far", "--json").stdout)
    assert all(one["unchanged"] for one in again["briefs"])


def briefs_at_work(machines: set[int]) -> list[int]:
    """The processes in which machines of the cluster work on briefs."""
    found = []
    for machine in machines:
        for task in Path(f"/proc/{machine}/task").glob("*/children"):
            children = [int(child) for child in task.read_text(encoding="utf-8").split()]
            found += [
                one for one in children if b"reportgen.worker" in Path(f"/proc/{one}/cmdline").read_bytes()
            ]
    return found


def test_a_brief_whose_process_is_killed_on_a_machine_is_made_there_once_more(
    project: Path, scheduler: str
) -> None:
    with distributed.Client(scheduler) as client:
        machines = set(client.run(os.getpid).values())
    parent = subprocess.Popen(
        command("build", "--cluster", scheduler, "--output", "mended", "--json", "--force"),
        cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: list((project / "mended").glob("shops/*/brief.pdf")), "the first edition")
    victims = briefs_at_work(machines)
    assert victims
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    answer, said = parent.communicate(timeout=PATIENCE)
    assert parent.returncode == 0, said
    assert len(json.loads(answer)["briefs"]) == SHOPS + 1
    assert run(project, "build", "--output", "near", "-j2").returncode == 0
    assert files_of(project / "near") == files_of(project / "mended")


def test_inputs_and_editions_can_be_in_a_storage_that_all_reach(project: Path, scheduler: str) -> None:
    call = (
        "build",
        "--cluster",
        scheduler,
        "--shared",
        "storage",
        "--format",
        "html",
        "--json",
        "shops/shop-0",
    )
    done = run(project, *call)
    assert done.returncode == 0, done.stderr
    here = run(project, "build", "--format", "html", "--output", "here", "shops/shop-0")
    assert here.returncode == 0, here.stderr
    home = "shops/shop-0"
    assert files_of(project / "storage" / "editions" / home) == files_of(project / "here" / home)
    assert not (project / "output" / "shops").exists()
    again = json.loads(run(project, *call).stdout)
    assert all(one["unchanged"] for one in again["briefs"])


def test_what_a_machine_finds_is_told_at_the_files_of_the_caller(project: Path, scheduler: str) -> None:
    folder = write_portfolio(
        project / "more" / "data" / "wrong", range(1), files={"narrative.md": "{{ nothing }}\n"}
    )
    done = run(project / "more", "check", "--cluster", scheduler)
    assert done.returncode == 1
    assert "data/wrong/narrative.md:1: error[" in done.stderr
    assert folder.exists()


def test_a_parcel_has_one_hash_and_holds_no_link_that_leads_out(tmp_path: Path) -> None:
    project = tmp_path / "project"
    brief = write_portfolio(project / "data" / "shops", range(1))
    (project / "templates").mkdir()
    (brief / "inside.md").symlink_to("narrative.md")
    (brief / "outside").symlink_to("/etc/hostname")
    (brief / ".hidden").write_text("x", encoding="utf-8")
    parcel = packed(brief, project)
    os.utime(brief / "facts.csv", (1, 1))
    assert parcel.sha256 == packed(brief, project).sha256
    assert parcel.folder == "data/shops"
    there = unpacked(parcel.content) / parcel.folder
    assert {path.name for path in there.iterdir()} == {
        "brief.yaml", "facts.csv", "inside.md", "metrics.yaml", "narrative.md",
    }  # fmt: skip


def test_machines_with_other_versions_are_not_trusted_with_the_same_bytes() -> None:
    assert hired._differing(versions()) == ""
    other = {**versions(), "weasyprint": "69.0"}
    assert "weasyprint 69.0 there" in hired._differing(other)


def test_a_scheduler_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hired, "PATIENCE", 1)
    with pytest.raises(EngineError, match="no scheduler with workers answers"):
        hired.Cluster(f"tcp://127.0.0.1:{free_port()}", Limits()).__enter__()
    with pytest.raises(UsageError, match="expected an address such as"):
        hired.Cluster("nonsense://x", Limits()).__enter__()
