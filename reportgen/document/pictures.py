"""Pictures of an author's own: photographs and drawings, checked, made small enough, and drawn anew.

A photograph is decoded and written again, in the colours of screens, without what cameras and programs hide in a file.
A drawing is kept as it is, once nothing in it can run, or fetch something from elsewhere.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from reportgen.findings import one_of

if TYPE_CHECKING:
    from PIL.Image import Image

RASTERS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".svg")
MOST_PIXELS = 60_000_000  # what is decoded at most: 60 megapixels
WIDEST = 1316  # px: the width of the text, twice as fine as on paper at 96 to an inch
QUALITY = 86
DEEPEST_DRAWING = 100  # elements within each other
SVG = "{http://www.w3.org/2000/svg}"
_RUNS = frozenset(("script", "foreignobject", "iframe", "object", "embed", "handler", "set", "animate"))
_ADDRESSED = re.compile(r"(?i)url\(\s*['\"]?(?!#)|@import|javascript:|expression\(")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as an address that holds it; its size in px, 0 where a drawing names none."""

    address: str
    width: int = 0
    height: int = 0


class Unshowable(Exception):
    """Why a picture is not shown, behind its name."""


def shown(name: str, raw: bytes) -> Shown:
    """A picture made ready for page and paper.

    Args:
        name: the file's name, whose ending says what it should be.
        raw: what it holds.

    Raises:
        Unshowable: it is no picture of these kinds, too large, or not safe.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        raise Unshowable(f"ends in '{ending}'; expected {one_of(ENDINGS)}")
    if ending == ".svg":
        return _drawing(raw)
    return _photograph(raw)


def _photograph(raw: bytes) -> Shown:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(raw), formats=list(RASTERS)) as opened:
            _require_bearable(opened)
            whole = ImageOps.exif_transpose(opened)
            return _written(_in_srgb(whole, opened.info.get("icc_profile")))
    except UnidentifiedImageError:
        raise Unshowable(f"is no picture; expected {one_of(tuple(RASTERS))} or an SVG") from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        IndexError,
        Image.DecompressionBombError,
    ) as problem:
        raise Unshowable(f"cannot be read: {' '.join(str(problem).split())[:80]}") from None


def _require_bearable(image: Image) -> None:
    """Raises Unshowable for more pixels than are decoded; their number is known before."""
    if image.width * image.height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise Unshowable(f"has {image.width} by {image.height} pixels; at most {most} million are read")


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    """The picture in the colours of screens; what a profile says of its own is carried out."""
    from PIL import ImageCms

    has_holes = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if has_holes else "RGB"
    if profile and image.mode in ("RGB", "CMYK", "L") and not has_holes:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            found = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return found if found is not None else image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a damaged profile: the numbers are taken as they stand
    return image.convert(mode)


def _written(image: Image) -> Shown:
    from PIL import Image as Images

    if image.width > WIDEST:
        height = max(1, round(image.height * WIDEST / image.width))
        image = image.resize((WIDEST, height), Images.Resampling.LANCZOS)
    stream = BytesIO()
    if image.mode == "RGBA" or _is_flat(image):
        image.save(stream, "PNG", optimize=True)
        kind = "png"
    else:
        image.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=False, subsampling=0)
        kind = "jpeg"
    return Shown(_address(f"image/{kind}", stream.getvalue()), image.width, image.height)


def _is_flat(image: Image) -> bool:
    """Whether a picture has so few colours that it is no photograph."""
    return image.getcolors(FEW_COLOURS) is not None


FEW_COLOURS = 4096


def _drawing(raw: bytes) -> Shown:
    if b"<!DOCTYPE" in raw[:2000].upper() or b"<!ENTITY" in raw.upper():
        raise Unshowable("declares a document type or entities; save it as plain SVG")
    try:
        root = ET.fromstring(raw)  # noqa: S314 - no entities: see above
    except (ET.ParseError, expat.ExpatError, ValueError, RecursionError) as problem:
        raise Unshowable(f"is no SVG that can be read: {problem}") from None
    if root.tag != f"{SVG}svg":
        raise Unshowable("is no SVG: its first element is another")
    _require_harmless(root)
    if "viewBox" not in root.attrib and not ("width" in root.attrib and "height" in root.attrib):
        raise Unshowable("has neither a viewBox nor a width and a height")
    return Shown(_address("image/svg+xml", raw))


def _require_harmless(root: Any) -> None:  # noqa: ANN401 - an element
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST_DRAWING:
            raise Unshowable(f"has more than {DEEPEST_DRAWING} elements within each other")
        name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        if name in _RUNS:
            raise Unshowable(f"holds <{name}>; a picture must not run, move or hold pages")
        if name == "style" and _ADDRESSED.search("".join(element.itertext())):
            raise Unshowable("has styles that fetch something")
        for key, value in element.attrib.items():
            _require_harmless_attribute(key.rpartition("}")[2].lower(), value.strip())
        waiting.extend((child, depth + 1) for child in element)


def _require_harmless_attribute(key: str, value: str) -> None:
    if key.startswith("on"):
        raise Unshowable(f"has '{key}', which runs a program")
    if key in ("href", "src") and not value.startswith(("#", "data:image/png", "data:image/jpeg")):
        raise Unshowable(f"leads to '{value[:60]}'; a picture holds all that it shows")
    if _ADDRESSED.search(value):
        raise Unshowable(f"fetches something by '{key}'")


def _address(media_type: str, raw: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(raw).decode('ascii')}"
