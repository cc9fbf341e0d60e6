"""Data Packages (Frictionless, versions 1 and 2): what a ``datapackage.json`` says of the file that a source reads.

It speaks where the author is silent: what ``sources:`` says of a file goes before it. A descriptor is somebody else's,
so nothing that it names lies outside the brief's folder, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from reportgen.descriptors import NUMBERS, Described, DescribedField, Resource, Wrong, resources_of
from reportgen.files import DATABASES, Files
from reportgen.findings import Findings, error, meant, one_of
from reportgen.located import Located, read_yaml
from reportgen.source_settings import FileNumbers, SourceDocument, names_package

DESCRIPTOR = "datapackage.json"


def described(
    documents: Mapping[str, SourceDocument], settings: Located, folder: Path, files: Files, findings: Findings
) -> tuple[Mapping[str, SourceDocument], Mapping[str, Described | None]]:
    """The sources, with what descriptors add to them, and what these say of their columns.

    Of a source whose descriptor cannot be followed there is None; why is a finding.
    """
    read: dict[Path, Located | None] = {}

    def descriptor(path: Path) -> Located | None:
        if path not in read:
            read[path] = read_yaml(path, findings, files)
        return read[path]

    whole, found = dict(documents), dict[str, Described | None]()
    for name, document in documents.items():
        try:
            if answer := _one(document, folder, descriptor):
                whole[name], found[name] = answer
        except Wrong as problem:
            findings.add(error(problem.code, str(problem), problem.place))
            found[name] = None
        except _NotRead:
            path = folder / document.data.partition("#")[0]
            files.admits(path, "text", findings, settings.place("sources", name, "data"))
            found[name] = None
    return whole, found


class _NotRead(Exception):
    """A descriptor that was named and could not be read: a finding already."""


def _one(
    document: SourceDocument, folder: Path, descriptor: Callable[[Path], Located | None]
) -> tuple[SourceDocument, Described] | None:
    """A source with what its descriptor says; None where there is none."""
    if names_package(document.data):
        file, _, wanted = document.data.partition("#")
        located = descriptor(folder / file)
        if located is None:
            raise _NotRead
        resource = Resource(located, _named(located, wanted), PurePosixPath(file).parent)
        return _changed(document, resource)
    if not document.data or document.data.lower().endswith(DATABASES):
        return None
    beside = PurePosixPath(document.data).parent
    if beside.is_absolute() or ".." in beside.parts or not (folder / beside / DESCRIPTOR).is_file():
        return None
    located = descriptor(folder / beside / DESCRIPTOR)
    at = None if located is None else _about(located, PurePosixPath(document.data).name)
    return None if located is None or at is None else _changed(document, Resource(located, at, beside))


def _named(located: Located, wanted: str) -> int:
    """Which resource is asked for; without a name, the only one."""
    resources = resources_of(located)
    names = [str(one.get("name", "")) for one in resources]
    if wanted in names:
        return names.index(wanted)
    if wanted:
        raise Wrong(
            "bad-package", f"no resource '{wanted}'{meant(wanted, names)}", located.place("resources")
        )
    if len(resources) != 1:
        shown = one_of([f"{DESCRIPTOR}#{name}" for name in names])
        raise Wrong(
            "bad-package",
            f"{len(resources)} resources; say which in 'data': {shown}",
            located.place("resources"),
        )
    return 0


def _about(located: Located, file: str) -> int | None:
    """The resource that describes a file beside the descriptor."""
    for at, one in enumerate(resources_of(located)):
        path = one.get("path")
        paths = path if isinstance(path, list) else [path]
        if any(isinstance(part, str) and str(PurePosixPath(part)) == file for part in paths):
            return at
    return None


def _changed(document: SourceDocument, resource: Resource) -> tuple[SourceDocument, Described]:
    said = document.model_fields_set
    added = {key: value for key, value in resource.settings() if value and key not in said}
    if names_package(document.data):
        added["data"] = resource.path()
    if not document.title:
        added["title"] = resource.title()
    told = replace(resource.described(), is_named=names_package(document.data))
    if "numbers" in said:  # the author's word for them
        told = replace(told, fields=tuple(_of_any_type(one) for one in told.fields))
    elif told.fields:
        added["numbers"] = FileNumbers(missing=_missing(told.fields))
    return document.model_copy(update=added), told


def _of_any_type(one: DescribedField) -> DescribedField:
    return replace(one, type="any") if one.type in NUMBERS else one


def _missing(fields: Sequence[DescribedField]) -> tuple[str, ...]:
    """What stands where there is no number; nothing does so too, unless a range stands beside it."""
    texts = dict.fromkeys(text for one in fields if one.type in NUMBERS for text in one.missing)
    has_range = any(one.name.casefold() in ("low", "high") for one in fields)
    return tuple(text for text in texts if text or not has_range)
