"""How authors' templates are compiled: each expression guarded alone, and whatever can grow counted as it runs."""

from __future__ import annotations

from math import isfinite

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from reportgen.document.template_faults import Report, Untyped
from reportgen.tokens import neutral, reserved_in, said

MOST_STEPS = 50_000  # turns of loops and calls of macros in one template
MOST_BITS = 1024  # of a number that a template computes


class EachGuarded(CodeGenerator):
    """Compiles each ``{{ expression }}`` as a call of its own: a failing one is reported and skipped."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Untyped) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Untyped) -> None:  # noqa: ARG002
        self.write(f"environment.written({node.lineno}, lambda: ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Untyped) -> None:  # noqa: ARG002
        self.write(")")


class Endless(Exception):
    """A template that would go on for too long. No expression survives it, so that none can make it go on."""


class Bounded(NodeTransformer):
    """Has everything by which a template can grow go through the environment, which counts."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - so Jinja calls it
        self.generic_visit(node)
        node.iter = _asked_of_environment("counted", node.iter, line=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _asked_of_environment("joined", *node.nodes, line=node.lineno)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        if isinstance(node.value, str):
            for character in reserved_in(node.value):  # by an escape: "\\ue000"
                self._report("reserved-character", said(character), node.lineno)
            node.value = neutral(node.value)
        if isinstance(node.value, float) and not isfinite(node.value):
            self._report("template", "this number is too large for any fact", node.lineno)
            node.value = 0.0
        return node


def _asked_of_environment(name: str, *arguments: nodes.Node, line: int) -> nodes.Expr:
    method = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(method, list(arguments), [], None, None, lineno=line)
