"""Whose findings weigh how much: an author may set it for findings of judgement, with a reason, and for no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.brief import Brief
from reportgen.findings import Finding, Findings, error, meant

OF_JUDGEMENT = frozenset(
    {
        # facts that do not agree, or do not look right
        "check-failed", "conflicting-facts", "derived-mismatch", "duplicate-fact", "first-reported", "flows-mismatch",
        "future-fact", "growth-mismatch", "missing-period", "needless-gap", "period-not-ended", "rate-mismatch",
        "slipped-period", "slipped-unit", "stale-fact", "sum-mismatch", "target-passed",
        "unit-in-doubt",
        # measures beyond the accounting standard
        "non-gaap-first", "reconciliation-mismatch", "undefined-measure", "unreconciled-measure",
        # words
        "doubled-word", "long-title", "measure-without-unit", "placeholder", "typed-number", "unplaced-exhibit",
        # looks
        "contrast", "exhibit-torn", "flattened", "heading-at-foot", "label-clipped", "label-covered", "label-cut",
        "label-overlap", "label-small", "line-overfull", "page-hole", "page-too-empty", "row-split", "small-text",
        "table-too-wide", "text-in-margin", "text-on-text",
    }
)  # fmt: skip


def judged(findings: Iterable[Finding], brief: Brief) -> tuple[Finding, ...]:
    """The findings, each once, with the severities that the author set, in the order of files and lines.

    A figure that cannot be said leaves a hole in its sentence; no reason makes that publishable. So a severity that
    is set for a finding of another kind, or for none, is a finding itself.
    """
    kept = findings.like(()) if isinstance(findings, Findings) else Findings()
    for finding in (*_severities_refused(brief), *findings):
        given = brief.settings.severity.get(finding.code) if finding.code in OF_JUDGEMENT else None
        if given is None:
            kept.add(finding)
        elif given.level != "off":
            kept.add(replace(finding, severity=given.level, reason=given.reason))
    return kept.in_order()


def _severities_refused(brief: Brief) -> Iterator[Finding]:
    for code in brief.settings.severity:
        if code not in OF_JUDGEMENT:
            message = f"the severity of '{code}' cannot be set{meant(code, OF_JUDGEMENT)}; see docs/checks.md"
            yield error("fixed-severity", message, brief.place("severity", code))
