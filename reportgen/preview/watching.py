"""What is saved: the files of the briefs that are looked at, and the parts and settings of their project."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import DefaultFilter, awatch

from reportgen.files import BRAND, PARTS, PROJECT
from reportgen.preview.project import Project

PAUSE = 20  # ms without another change after which what was saved is taken to be whole
LONGEST = 400  # ms after which it is taken even though more comes


async def watch(project: Project) -> None:
    """Tell the project what is saved, until this is cancelled. Each folder has a watch of its own, never moved."""
    for name in PARTS:
        if (project.folder / name).is_dir():
            project.to_watch.put_nowait(project.folder / name)
    async with asyncio.TaskGroup() as group:
        group.create_task(_watch_settings(project))
        while True:
            folder = await project.to_watch.get()
            group.create_task(_watch_folder(folder, project))


async def _watch_folder(folder: Path, project: Project) -> None:
    async for paths in _saved(folder, deep=True):
        project.saved(paths)


async def _watch_settings(project: Project) -> None:
    """The project's settings, beside which much may lie that is not ours to watch; and parts that are new there."""
    async for paths in _saved(project.folder, deep=False):
        for path in paths:
            if path.name in PARTS and path.is_dir():
                project.to_watch.put_nowait(path)
        if ours := [path for path in paths if path.name in {PROJECT, BRAND, *PARTS}]:
            project.saved(ours)


async def _saved(folder: Path, *, deep: bool) -> AsyncIterator[list[Path]]:
    seen = awatch(folder, watch_filter=DefaultFilter(), debounce=LONGEST, step=PAUSE, recursive=deep)
    async for changes in seen:
        yield [Path(path) for _, path in changes]
