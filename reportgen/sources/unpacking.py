"""Compressed files and archives, within limits: what is packed small may be endless when it is unpacked."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath

from reportgen.findings import Place, likely
from reportgen.plain_file import MEGABYTE

MOST_UNPACKED = 256 * MEGABYTE  # bytes of one file
MOST_FILES = 1_000  # in one archive
MOST_MEMBERS = 100_000  # of one gzip file, which may be several behind each other
MOST_TAGS = 8_000_000  # in the XML of one file: a small one becomes a large tree
_BLOCK = 1 << 14
_ENTRY = b"PK\x01\x02"  # begins each entry in the list of an archive's files
_UTF8 = re.compile(
    rb"""(?i)<\?xml(?:(?!encoding)[^>])*(?:encoding\s*=\s*["'](?:utf-?8|us-ascii)["'][^>]*)?\?>|<(?!\?xml)"""
)
_PYTHONS = re.compile(r"<class|NoneType| object |argument|attribute|__|None\b|recursion|^'[^']*'$")
_GZIP = 16 + zlib.MAX_WBITS


def visible(name: str) -> str:
    """A name in a file without what nobody sees, so that it can stand in a message or at a source."""
    return "".join(one for one in name if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def unseen_name(name: str) -> tuple[str, ...]:
    """What is told of a sheet whose name holds what nobody sees."""
    return (
        (f"sheet '{name}', of whose name invisible characters are left out",) if visible(name) != name else ()
    )


def reason_of(problem: Exception) -> str:
    """Why a library could not read a file, where its words say it: nothing of Python's."""
    words = str(problem).partition("\n")[0].rstrip(".")[:200]
    return f": {words}" if words and not _PYTHONS.search(words) else ""


class Unreadable(Exception):
    """Why a source is not read: the code of a finding, its message, and the line if there is one.

    ``place`` is where it stands, where that is elsewhere than whoever reads it thinks.
    """

    def __init__(self, code: str, message: str, line: int = 0, place: Place | None = None) -> None:
        super().__init__(message)
        self.code, self.line, self.place = code, line, place


def unpacked(raw: bytes, name: str, wanted: str = "") -> tuple[bytes, str, str]:
    """The content of a file, its name without what says that it is packed, and which file of an archive it is.

    Raises Unreadable for what is damaged, locked, or larger than any file of facts.
    """
    if name.lower().endswith(".gz"):
        return _inflated(raw, name), name[:-3], ""
    if name.lower().endswith(".zip"):
        content, member = _member(raw, name, wanted)
        return content, PurePosixPath(member).name, visible(member)
    return raw, name, ""


def _inflated(raw: bytes, name: str) -> bytes:
    found, at, members = bytearray(), 0, 0
    try:
        while at < len(raw):
            members += 1
            if members > MOST_MEMBERS:
                raise Unreadable(
                    "file-too-large", f"'{name}' is put together of more than {MOST_MEMBERS:,} files"
                )
            at = _member_inflated(raw, at, found, name)
            while raw[at : at + 1] == b"\0":  # what fills the last block of a tape
                at += 1
    except zlib.error:
        raise Unreadable("damaged-file", f"'{name}' is damaged, or no gzip file") from None
    return bytes(found)


def _member_inflated(raw: bytes, at: int, found: bytearray, name: str) -> int:
    """Where the member of a gzip file ends that begins at a byte; a block at a time, for members are many or large."""
    inflate = zlib.decompressobj(_GZIP)
    while not inflate.eof:
        block = inflate.unconsumed_tail or raw[at : at + _BLOCK]
        if not block:
            raise Unreadable("damaged-file", f"'{name}' ends before its content does; copy it again")
        at += 0 if inflate.unconsumed_tail else len(block)
        found += inflate.decompress(block, MOST_UNPACKED + 1 - len(found))
        if len(found) > MOST_UNPACKED:
            raise _too_large(name)
    return at - len(inflate.unused_data)


def _member(raw: bytes, name: str, wanted: str) -> tuple[bytes, str]:
    with opened(raw, name) as archive:
        names = [
            one.filename
            for one in archive.infolist()
            if one.filename and not one.is_dir() and not _is_litter(one.filename)
        ]
        if not names:
            raise Unreadable("no-table", f"'{name}' holds no file")
        if wanted and wanted not in names:
            raise Unreadable("missing-file", f"no file '{wanted}' in '{name}'{likely(wanted, sorted(names))}")
        if not wanted and len(names) != 1:
            shown = likely("", sorted(names))
            raise Unreadable(
                "ambiguous-source", f"'{name}' holds {len(names)} files; name one in 'file'{shown}"
            )
        return part(archive, wanted or names[0], name), wanted or names[0]


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def opened(raw: bytes, name: str) -> zipfile.ZipFile:
    """An archive whose parts, as they say, are of bearable size. Raises Unreadable."""
    # Before a list of a million is made; archives within it have entries too.
    if raw.count(_ENTRY) > 10 * MOST_FILES:
        raise Unreadable("file-too-large", f"'{name}' holds more files than the {MOST_FILES:,} that are read")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except Exception:  # noqa: BLE001 - the same
        raise Unreadable("damaged-file", f"'{name}' is damaged, or not what its ending says") from None
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise Unreadable(
            "file-too-large", f"'{name}' holds {len(entries):,} files; at most {MOST_FILES:,} are read"
        )
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise _too_large(name)
    if any(one.flag_bits & 1 for one in entries):
        raise Unreadable("locked-file", f"'{name}' is locked by a password; save it without one")
    return archive


def part(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """One file of an archive, cut off where it is larger than it says. Raises Unreadable."""
    try:
        with archive.open(member) as stream:
            found = stream.read(MOST_UNPACKED + 1)
    except Exception:  # noqa: BLE001 - a damaged archive raises what its parts meet
        raise Unreadable("damaged-file", f"'{member}' in '{name}' is damaged") from None
    if len(found) > MOST_UNPACKED:
        raise _too_large(name)
    return found


def xml_part(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """One part of XML, which declares no entities; in UTF-8, as all programs write it. Raises Unreadable."""
    content = part(archive, member, name)
    is_utf8 = _UTF8.match(content.removeprefix(codecs.BOM_UTF8).lstrip()) or not content
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content or not is_utf8:
        raise Unreadable("damaged-file", f"'{member}' in '{name}' declares entities, or is not in UTF-8")
    if content.count(b"<") > MOST_TAGS:
        raise too_many_tags(name)
    return content


def too_many_tags(name: str) -> Unreadable:
    """What is said of XML that would become a tree larger than any table."""
    return Unreadable(
        "file-too-large", f"'{name}' holds more than {MOST_TAGS:,} tags of XML; save the sheet alone"
    )


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        "file-too-large",
        f"'{name}' is larger than {MOST_UNPACKED // MEGABYTE} MB when it is unpacked, the most that is read",
    )
