"""The judge of xBRL-JSON: Arelle, which validates by OIM 1.0, XBRL 2.1 and Dimensions 1.0, without a network."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_ARELLE = (sys.executable, "-m", "arelle.CntlrCmdLine", "--internetConnectivity", "offline")
_FORM = "%(levelname)s [%(messageCode)s] %(message)s"
_OF_ITS_OWN_COURSE = "INFO "


def judge(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """What Arelle finds in reports of xBRL-JSON and the taxonomies that they name; nothing, of good ones."""
    said = _run(
        "--plugins", "loadFromOIM", "--file", "|".join(os.fspath(one) for one in paths), "--validate", "--utr"
    )
    return [line for line in said if not line.startswith(_OF_ITS_OWN_COURSE)]


def facts_in(path: Path, folder: Path) -> list[str]:
    """The concepts of the facts that Arelle reads from a report, in their order."""
    table = folder / "arelle-facts.csv"
    _run(
        "--plugins",
        "loadFromOIM",
        "--file",
        os.fspath(path),
        "--facts",
        os.fspath(table),
        "--factListCols",
        "Name",
    )
    lines = table.read_text(encoding="utf-8-sig").splitlines()[1:]
    return [line.strip('", ') for line in lines if line.strip('", ')]


def converted(instance: Path, report: Path) -> None:
    """Write an XBRL instance as xBRL-JSON, as Arelle does."""
    _run(
        "--plugins", "saveLoadableOIM", "--file", os.fspath(instance), "--saveLoadableOIM", os.fspath(report)
    )


def _run(*arguments: str) -> list[str]:
    with tempfile.TemporaryDirectory() as home:
        command = (*_ARELLE, "--logFormat", _FORM, *arguments)
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
        run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    lines = [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    return lines + ([f"Arelle ended with {run.returncode}"] if run.returncode else [])
