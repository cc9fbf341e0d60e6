"""The journal of what was delivered: a line of JSON for each, on the disk before the next is sent.

It lies beside the editions, because an edition's own folder is replaced when it is built again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.errors import DeliveryError

JOURNAL = "mail-journal.jsonl"


class Journal:
    """An open journal; one process at a time has it."""

    def __init__(self, handle: int, path: Path) -> None:
        self._handle, self._path = handle, path
        self._delivered = self._read()

    def has(self, message_id: str) -> bool:
        """Whether a server has accepted this message before."""
        return message_id in self._delivered

    def accepted(self, message_id: str, to: str, brief: str, at: str) -> None:
        """Note that a server has accepted a message. Raises DeliveryError where that cannot be written."""
        line = json.dumps(
            {"message": message_id, "to": to, "brief": brief, "at": at, "state": "accepted"},
            ensure_ascii=False,
        )
        self._delivered.add(message_id)
        try:
            os.write(self._handle, f"{line}\n".encode())
            os.fsync(self._handle)
        except OSError as problem:
            raise DeliveryError(
                f"{self._path}: cannot be written: {problem.strerror}; {to} has the mail, and would get it again"
            ) from problem

    def _read(self) -> set[str]:
        size = os.fstat(self._handle).st_size
        raw = os.pread(self._handle, size, 0)
        if raw and not raw.endswith(b"\n"):
            os.write(self._handle, b"\n")  # a line that a kill has cut: what follows begins anew
        found = set()
        *lines, last = raw.split(b"\n")
        for number, line in enumerate(lines, 1):
            if line.strip():
                found.add(self._entry(line, number))
        del last  # nothing, or half a line
        return found - {""}

    def _entry(self, line: bytes, number: int) -> str:
        try:
            entry = json.loads(line)
            return str(entry["message"]) if entry["state"] == "accepted" else ""
        except (ValueError, LookupError, TypeError):
            if not line.rstrip().endswith(b"}"):
                return ""  # half a line, which a kill has left
            raise DeliveryError(
                f"{self._path}:{number}: no line of a journal of deliveries; nothing was sent, because it is not "
                "known who has it"
            ) from None


@contextmanager
def journal_at(path: Path) -> Iterator[Journal]:
    """Open a journal, made if there is none; others wait."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise DeliveryError(f"{path}: cannot be opened: {problem.strerror}; nothing was sent") from problem
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield Journal(handle, path)
    finally:
        os.close(handle)
