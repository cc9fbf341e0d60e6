"""The two judges of a page's HTML: the Nu Html Checker (the standard's own) and html-validate (stricter).

Both return complaints; a page that holds up gets none. Messages that do not hold for our pages are left out
here, each with its reason, and nowhere else.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_HERE = Path(__file__).parent
_VNU = _HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_HTML_VALIDATE = _HERE / "node_modules" / ".bin" / "html-validate"

_PRINT_PROPERTIES = (
    "string-set|bookmark-(?:level|label|state)|footnote-(?:display|policy)|hyphenate-[a-z-]+|margin-break"
)
_NEWER_PROPERTIES = (
    "container(?:-type|-name)?|anchor-name|position-(?:anchor|area|try[a-z-]*)|text-box(?:-[a-z]+)?"
    "|scroll-target-group"
)

NOT_FAULTS: tuple[tuple[str, str], ...] = (
    (
        rf"CSS: “(?:{_PRINT_PROPERTIES})”: Property .* doesn't exist",
        "CSS Generated Content for Paged Media: the checker knows CSS for screens only",
    ),
    (
        r"CSS: “(?:content|string-set)”: .*(?:string\(|target-(?:counter|text)|leader\(|element\(|content\()",
        "functions of CSS Generated Content for Paged Media, same",
    ),
    (r"CSS: “position”: “running\(", "running heads of CSS Generated Content for Paged Media, same"),
    (r"CSS: “float”: “footnote” is not a", "footnotes of CSS Generated Content for Paged Media, same"),
    (
        rf"CSS: “(?:{_NEWER_PROPERTIES})”: Property .* doesn't exist",
        "CSS newer than the checker's; a browser that does not know it leaves it out",
    ),
    (
        r"CSS: Unrecognized at-rule “@container”|CSS: “starting-style”: Parse Error",
        "at-rules newer than the checker's, same",
    ),
    (r"CSS: Unknown pseudo-element or pseudo-class “:target-current”", "a selector that is newer, same"),
    (
        r"Resource violates Content Security Policy \(meta tag\): image “[\w/.-]+” blocked by “img-src”",
        "the checker does not know from where a page is, so no picture beside it is 'self'; browser tests see it",
    ),
    (
        r"Inline script violates Content Security Policy \(meta tag\): blocked by “script-src”",
        "the checker takes a block of data (JSON-LD) for a script; browser tests see whether one is blocked",
    ),
    (
        r"Resource violates Content Security Policy \(meta tag\): (?:image|font) “data:",
        "the checker takes no data: URL for one of the source `data:`; browser tests see real violations",
    ),
)


@dataclass(frozen=True)
class Complaint:
    """One thing that a judge finds wrong with a page."""

    judge: str
    path: Path
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.judge}[{self.rule}]: {self.message}"


def judge_nu(paths: Iterable[str | os.PathLike[str]]) -> list[Complaint]:
    """Judge pages, and the CSS and SVG within, by the Nu Html Checker: errors and warnings.

    Raises:
        RuntimeError: if the checker itself does not run.
    """
    files = [str(Path(path).resolve()) for path in paths]
    if not files:
        return []
    run = subprocess.run(
        ["java", "-jar", str(_VNU), "--format", "json", "--stdout", "--exit-zero-always", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = _read(run.stdout, "the Nu Html Checker", run.stderr)["messages"]
    return [_nu_complaint(message) for message in messages if _is_fault(message)]


def judge_html_validate(paths: Iterable[str | os.PathLike[str]]) -> list[Complaint]:
    """Judge pages by html-validate and the rules in `htmlvalidate.json`: errors and warnings.

    Raises:
        RuntimeError: if html-validate itself does not run.
    """
    files = [str(Path(path).resolve()) for path in paths]
    if not files:
        return []
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"  # it ends before all of a long answer has gone down a pipe
        options = ["--config", str(_HERE / "htmlvalidate.json"), "--formatter", f"json={report}"]
        run = subprocess.run(
            [str(_HTML_VALIDATE), *options, *files], capture_output=True, text=True, check=False
        )
        answer = report.read_text(encoding="utf-8") if report.exists() else ""
    pages = _read(answer, "html-validate", run.stderr)
    return [_html_validate_complaint(page, message) for page in pages for message in page["messages"]]


def _read(answer: str, name: str, stderr: str) -> Any:
    try:
        return json.loads(answer)
    except json.JSONDecodeError as broken:
        raise RuntimeError(f"{name} did not run (tools/setup.sh test installs it): {stderr}") from broken


def _is_fault(message: dict[str, Any]) -> bool:
    if message["type"] == "info" and message.get("subType") != "warning":
        return False
    return not any(re.search(pattern, message["message"]) for pattern, _reason in NOT_FAULTS)


def _nu_complaint(message: dict[str, Any]) -> Complaint:
    return Complaint(
        judge="nu",
        path=Path(unquote(urlsplit(message["url"]).path)),
        line=message.get("lastLine", 0),
        rule=message.get("subType", message["type"]),
        message=message["message"],
    )


def _html_validate_complaint(page: dict[str, Any], message: dict[str, Any]) -> Complaint:
    return Complaint(
        judge="html-validate",
        path=Path(page["filePath"]),
        line=message["line"],
        rule=message["ruleId"],
        message=message["message"],
    )
