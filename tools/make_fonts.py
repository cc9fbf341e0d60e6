# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.1"]
# ///
"""Make the fonts under `assets/fonts/` from the fonts that PyPI packages carry.

    python tools/make_fonts.py            write assets/fonts/ anew
    python tools/make_fonts.py --check    exit 1 if what is there differs, byte for byte

Each face is cut out of its font (only the letters and features that a brief needs, no hinting),
frozen at one weight and optical size, and named so that Pango (WeasyPrint) and fontdb (vl-convert)
both find it by family and weight. Faces are TTF files for the engines, and WOFF2 files with fewer
letters for the HTML page. The same packages and library versions give the same bytes.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import repeat
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"

# Adobe reserves the font name "Source" (OFL, clause 3). Another name here needs the same in fonts.conf.
SERIF = "Brief Serif"  # renamed: "Source" is a name that Adobe reserves for its own versions (OFL, clause 3)
SANS = "Inter"
MONO = "Brief Mono"  # renamed: "Plex" is a name that IBM reserves
FALLBACK = "reportgen fallback"

REGULAR, SEMIBOLD, BOLD = 400, 600, 700
WEIGHT_NAMES = {REGULAR: "Regular", SEMIBOLD: "SemiBold", BOLD: "Bold"}

# The optical sizes, in points, for which the letters are drawn. The serif's semibold sets section heads
# (14.5 pt) and headlines (23 pt on paper, more on a screen); its regular sets text and quotations.
SERIF_TEXT_SIZE = 12
SERIF_HEADLINE_SIZE = 28
SANS_SIZE = 14

# Inter's `calt` is left out: it turns "->" into an arrow and "4x3" into "4×3", which nobody wrote.
FEATURES = (
    *("kern", "liga", "ccmp", "locl", "mark", "mkmk"),
    *("tnum", "pnum", "lnum", "frac", "numr", "dnom", "sups", "subs", "sinf", "ordn", "case"),
)
WEB_FEATURES = ("kern", "liga", "tnum", "pnum", "lnum")


@dataclass(frozen=True)
class Package:
    """A wheel on PyPI, pinned by version and hash, and the file in it that holds the licence."""

    requirement: str
    sha256: str
    licence: str


INTER = Package(
    "fontpkg-inter==4.1.post1",
    "b1105c8b368787112e9352ba657fe4fd32feb0722cc3046a308f65962298ddf8",
    "fontpkg_inter/LICENSE",
)
SOURCE_SERIF = Package(
    "fontpkg-source-serif-4==4.4",
    "6c33ac5d27b0396b0ed228e400d9c7ee4445c359ce21b3d8d9b9723e8c5c49a7",
    "fontpkg_source_serif_4/LICENSE",
)
PLEX_MONO = Package(
    "fontpkg-ibm-plex-mono==2.3",
    "a4ac4311b1fe40e715a5b93e7bdefb6d23d608217f560e064446b25c1ffa2804",
    "fontpkg_ibm_plex_mono/LICENSE",
)
NOTO_SANS_SC = Package(
    "pylopdf-fonts-zh-cn==0.1.1",
    "e2661ef3790cbe0f0f6aa5338b6859b7cd288ee75bc88cd4239c62cd025d4fb3",
    "pylopdf_fonts_zh_cn-0.1.1.dist-info/licenses/LICENSE",
)
PACKAGES = (INTER, SOURCE_SERIF, PLEX_MONO, NOTO_SANS_SC)

INTER_ROMAN = "fontpkg_inter/files/Inter[opsz,wght].ttf"
INTER_ITALIC = "fontpkg_inter/files/Inter-Italic[opsz,wght].ttf"
SERIF_ROMAN = "fontpkg_source_serif_4/files/SourceSerif4[opsz,wght].ttf"
SERIF_ITALIC = "fontpkg_source_serif_4/files/SourceSerif4-Italic[opsz,wght].ttf"
MONO_ROMAN = "fontpkg_ibm_plex_mono/files/IBMPlexMono-Regular.ttf"
NOTO_CJK = "pylopdf_fonts_zh_cn/NotoSansSC-Regular.otf"

# The licence texts to write, the package each comes from, and the font that names the copyright.
LICENCES = (
    ("OFL-Inter.txt", INTER, INTER_ROMAN),
    ("OFL-SourceSerif4.txt", SOURCE_SERIF, SERIF_ROMAN),
    ("OFL-IBMPlexMono.txt", PLEX_MONO, MONO_ROMAN),
    ("OFL-NotoSansSC.txt", NOTO_SANS_SC, NOTO_CJK),
)


# --- the letters -----------------------------------------------------------------------------------


def _span(first: int, last: int) -> frozenset[int]:
    """All code points from `first` to `last`, both included."""
    return frozenset(range(first, last + 1))


def _characters(text: str) -> frozenset[int]:
    """The code points of `text`, blanks left out."""
    return frozenset(map(ord, "".join(text.split())))


def _rows(encoding: str, first: int, last: int) -> frozenset[int]:
    """The characters in rows `first` to `last` of a 94x94 East Asian character set."""
    found: set[int] = set()
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes((row + 0xA0, cell + 0xA0)).decode(encoding)))
            except UnicodeDecodeError:  # the last row is not full
                continue
    return frozenset(found)


SYMBOLS = _characters(
    "← ↑ → ↓ ↔ ↕ ↖ ↗ ↘ ↙  ▲ △ ▶ ▷ ▼ ▽ ◀ ◁ ■ □ ● ○ ◆ ◇ ★ ☆ ✓ ✗"
    "∂ ∆ ∏ ∑ − ∕ ∙ √ ∞ ∫ ≈ ≠ ≤ ≥ ≡ ¬  ⅓ ⅔ ⅛ ⅜ ⅝ ⅞ ⅕ ⅖ ⅗ ⅘ ⅙ ⅚ № ℗ ℠ ™ ℮ Ω ℓ ℅"
)
PUNCTUATION = _span(0x2000, 0x2064) | _span(0x2070, 0x209C)  # spaces, dashes, quotes, small digits
CURRENCIES = _span(0x20A0, 0x20C0)
ACCENTS = _span(0x02B9, 0x02DD) | _span(0x0300, 0x030C) | {0x0312, 0x0326, 0x0327, 0x0328}
LATIN = _span(0x20, 0x7E) | _span(0xA0, 0x017F) | _span(0x1E80, 0x1E85) | _characters("ƒ Ș ș Ț ț ẞ")
GREEK = _span(0x0370, 0x03FF)
CYRILLIC = _span(0x0400, 0x045F) | _span(0x048A, 0x04FF)

SERIF_LETTERS = LATIN | ACCENTS | PUNCTUATION | CURRENCIES | SYMBOLS | _characters("Δ Ω μ π")
SANS_LETTERS = SERIF_LETTERS | GREEK | CYRILLIC

# The letters of Chinese and Japanese names: what GB 2312 and JIS X 0208 call level 1, and both kana.
# Pango sets the blanks and signs between them in the same font, and without these draws .notdef.
BETWEEN_THEM = _span(0x20, 0x7E) | _span(0x2010, 0x2014) | {0xA0, 0x2009, 0x2018, 0x2019, 0x2026, 0x202F}
HANZI_AND_KANJI = _rows("gb2312", 16, 55) | _rows("euc_jp", 16, 47)
CJK_LETTERS = HANZI_AND_KANJI | _span(0x3000, 0x30FF) | _span(0xFF01, 0xFF9F) | BETWEEN_THEM

WEB_LETTERS = (
    _span(0x20, 0x7E)
    | _span(0xA0, 0x017F)
    | _span(0x2007, 0x200B)
    | _span(0x2074, 0x2079)
    | _span(0x2080, 0x2089)
    | {0x2010, 0x2011, 0x202F, 0x2060, 0x2070}
    | _characters("Ș ș Ț ț ƒ ẞ € ₹ ₩ ₽ ₺ ₫ ₿ – — ― ‘ ’ ‚ “ ” „ † ‡ • … ‰ ′ ″ ‹ › ⁄ ™ №")
    | _characters("← ↑ → ↓ ↗ ↘ ▲ △ ▼ ▽ ● ○ ■ □ ∆ Δ − ∞ ≈ ≠ ≤ ≥ √ ∑ μ π Ω ⅓ ⅔ ⅛ ✓")
)

# Blanks and hyphens that a font may lack, and the glyph that stands for them. Pango asks the
# character map before HarfBuzz can substitute, and would take the sign from another font.
STAND_INS = {0x00AD: 0x2010, 0x2011: 0x2010, 0x2060: 0x200B, 0x2008: 0x2009}


# --- the faces -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Face:
    """One file to make: where it is cut from, at which weight and size, with which letters and name."""

    file: str
    family: str
    source: str
    letters: frozenset[int]
    weight: int = REGULAR
    size: int | None = None  # optical size in points; none for a font without axes
    italic: bool = False
    features: tuple[str, ...] = FEATURES

    @property
    def style(self) -> str:
        """What weight and slope are called: `Regular`, `SemiBold`, `Italic`."""
        weight = WEIGHT_NAMES[self.weight]
        if not self.italic:
            return weight
        return "Italic" if self.weight == REGULAR else f"{weight} Italic"

    @property
    def is_web(self) -> bool:
        return self.file.endswith(".woff2")

    def for_web(self) -> "Face":
        """The same face for the HTML page: compressed, with fewer letters and features."""
        file = f"web/{Path(self.file).stem}.woff2"
        return replace(self, file=file, letters=WEB_LETTERS, features=WEB_FEATURES)


INTER_400 = Face("Inter-Regular.ttf", SANS, INTER_ROMAN, SANS_LETTERS, REGULAR, SANS_SIZE)
INTER_600 = replace(INTER_400, file="Inter-SemiBold.ttf", weight=SEMIBOLD)
INTER_700 = replace(INTER_400, file="Inter-Bold.ttf", weight=BOLD)
INTER_400_ITALIC = replace(INTER_400, file="Inter-Italic.ttf", source=INTER_ITALIC, italic=True)
SERIF_400 = Face("BriefSerif-Regular.ttf", SERIF, SERIF_ROMAN, SERIF_LETTERS, REGULAR, SERIF_TEXT_SIZE)
SERIF_600 = replace(SERIF_400, file="BriefSerif-SemiBold.ttf", weight=SEMIBOLD, size=SERIF_HEADLINE_SIZE)
SERIF_400_ITALIC = replace(SERIF_400, file="BriefSerif-Italic.ttf", source=SERIF_ITALIC, italic=True)
MONO_400 = Face("BriefMono-Regular.ttf", MONO, MONO_ROMAN, SERIF_LETTERS)
CJK_400 = Face("reportgen-fallback.otf", FALLBACK, NOTO_CJK, CJK_LETTERS, features=())

FACES = (
    *(INTER_400, INTER_600, INTER_700, INTER_400_ITALIC),
    *(SERIF_400, SERIF_600, SERIF_400_ITALIC),
    MONO_400,
    CJK_400,
    *(face.for_web() for face in (INTER_400, INTER_600, SERIF_400, SERIF_600, SERIF_400_ITALIC, MONO_400)),
)


# --- the work --------------------------------------------------------------------------------------


def download(packages: Iterable[Package], folder: Path) -> None:
    """Download the wheels with pip, which checks their hashes, and unpack them all into `folder`."""
    pins = folder / "requirements.txt"
    pins.write_text("".join(f"{p.requirement} --hash=sha256:{p.sha256}\n" for p in packages))
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*pip, "--require-hashes", "-r", pins, "-d", folder], check=True)
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)


def make(face: Face, folder: Path) -> bytes:
    """Return the bytes of one face, cut from its source under `folder`."""
    # The source font keeps its date: "now" would change the bytes at every run.
    font = TTFont(folder / face.source, recalcTimestamp=False)
    _add_stand_ins(font)
    _keep_only(font, face.letters, face.features)
    if face.size is not None:
        font = instancer.instantiateVariableFont(font, {"opsz": face.size, "wght": face.weight})
    _drop_tables(font, "STAT", "vhea", "vmtx", "VORG", "BASE", "DSIG", "meta")
    if "CFF " in font:
        font = _number_cids_like_glyphs(font)
    elif not face.is_web:
        _give_each_letter_its_glyph(font)
    _rename(font, face)
    _link_styles(font, face)
    return _saved(font, "woff2" if face.is_web else None)


def _add_stand_ins(font: TTFont) -> None:
    for table in font["cmap"].tables:
        for missing, stand_in in STAND_INS.items():
            if table.isUnicode() and missing not in table.cmap and stand_in in table.cmap:
                table.cmap[missing] = table.cmap[stand_in]


def _keep_only(font: TTFont, letters: Iterable[int], features: Iterable[str]) -> None:
    options = subset.Options()
    options.layout_features = list(features)
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)


def _drop_tables(font: TTFont, *tags: str) -> None:
    for tag in tags:
        if tag in font:
            del font[tag]


def _number_cids_like_glyphs(font: TTFont) -> TTFont:
    """Make each glyph's CID its index: WeasyPrint writes indices into the PDF, which reads CIDs."""
    font = TTFont(BytesIO(_saved(font, None)), recalcTimestamp=False)
    old = font.getGlyphOrder()
    new = dict(zip(old, [".notdef", *(f"cid{index:05d}" for index in range(1, len(old)))], strict=True))
    for table in font["cmap"].tables:
        table.cmap = {letter: new[glyph] for letter, glyph in table.cmap.items()}
    font["hmtx"].metrics = {new[glyph]: metrics for glyph, metrics in font["hmtx"].metrics.items()}
    top = font["CFF "].cff.topDictIndex[0]
    top.CharStrings.charStrings = {new[glyph]: at for glyph, at in top.CharStrings.charStrings.items()}
    top.charset = [new[glyph] for glyph in old]
    font.setGlyphOrder(top.charset)
    return font


def _give_each_letter_its_glyph(font: TTFont) -> None:
    """Copy the glyphs that stand for several letters, so that text copied from a PDF has the letter meant.

    Source Serif draws "-", the soft hyphen and U+2010 with one glyph, and a PDF can name only one
    letter for it: after one hyphenated word, every "-" of the document would be found as U+2010.
    """
    order = list(font.getGlyphOrder())
    taken: set[str] = set()
    for letter, glyph in sorted(font.getBestCmap().items()):
        if glyph in taken:
            copy = f"{glyph}.u{letter:04X}"
            font["glyf"].glyphs[copy] = deepcopy(font["glyf"][glyph])
            font["hmtx"].metrics[copy] = font["hmtx"].metrics[glyph]
            order.append(copy)
            for table in font["cmap"].tables:
                if letter in table.cmap:
                    table.cmap[letter] = copy
        taken.add(glyph)
    font["glyf"].glyphOrder = order
    font.setGlyphOrder(order)


# Numbers of the OpenType `name` table.
COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, TRADEMARK = range(8)
LICENCE, LICENCE_URL, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE = 13, 14, 16, 17
KEPT_NAMES = (COPYRIGHT, VERSION, TRADEMARK, LICENCE, LICENCE_URL)
WINDOWS, UNICODE_BMP, ENGLISH = 3, 1, 0x409
LINKED_STYLES = ("Regular", "Bold", "Italic", "Bold Italic")


def _rename(font: TTFont, face: Face) -> None:
    """Name the face after OpenType's rule: four linked styles to a family (1, 2), all others by 16 and 17."""
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in KEPT_NAMES}
    full = f"{face.family} {face.style}"
    postscript = f"{face.family.replace(' ', '')}-{face.style.replace(' ', '')}"
    linked = face.style in LINKED_STYLES
    given = {
        FAMILY: face.family if linked else full,
        STYLE: face.style if linked else "Regular",
        UNIQUE: f"reportgen;{postscript};{kept[VERSION]}",
        FULL: full,
        POSTSCRIPT: postscript,
        TYPOGRAPHIC_FAMILY: None if linked else face.family,
        TYPOGRAPHIC_STYLE: None if linked else face.style,
    }
    names.names = []
    for number, text in sorted((kept | given).items()):
        if text:
            names.setName(text, number, WINDOWS, UNICODE_BMP, ENGLISH)


# Bits of OS/2.fsSelection and head.macStyle.
SELECT_ITALIC, SELECT_BOLD, SELECT_REGULAR, SELECT_TYPO_METRICS = 1 << 0, 1 << 5, 1 << 6, 1 << 7
MAC_BOLD, MAC_ITALIC = 1 << 0, 1 << 1


def _link_styles(font: TTFont, face: Face) -> None:
    """Set the weight class and the style bits, by which the engines tell the faces of a family apart."""
    bold = face.weight == BOLD
    selection = font["OS/2"].fsSelection & SELECT_TYPO_METRICS
    selection |= SELECT_ITALIC if face.italic else 0
    selection |= SELECT_BOLD if bold else 0
    selection |= 0 if bold or face.italic else SELECT_REGULAR
    font["OS/2"].fsSelection = selection
    font["OS/2"].usWeightClass = face.weight
    font["head"].macStyle = (MAC_BOLD if bold else 0) | (MAC_ITALIC if face.italic else 0)


def _saved(font: TTFont, flavor: str | None) -> bytes:
    font.flavor = flavor
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def licence_text(package: Package, font: str, folder: Path) -> str:
    """The package's licence under the copyright line of the font itself, which names what is reserved."""
    names = TTFont(folder / font)["name"]
    lines = (folder / package.licence).read_text(encoding="utf-8").splitlines()
    body = lines[1:] if lines[0].startswith("Copyright") else ["", *lines]
    owners = [text for text in map(names.getDebugName, (COPYRIGHT, TRADEMARK)) if text]
    return "\n".join((*owners, *(line.rstrip() for line in body))) + "\n"


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name under `assets/fonts/` and the bytes of everything that is made."""
    for name, package, font in LICENCES:
        yield name, licence_text(package, font, folder).encode()
    with ProcessPoolExecutor() as pool:
        for face, data in zip(FACES, pool.map(make, FACES, repeat(folder)), strict=True):
            yield face.file, data


def main() -> int:
    arguments = argparse.ArgumentParser(description="Make the fonts under assets/fonts/.")
    arguments.add_argument("--check", action="store_true", help="compare, write nothing")
    check: bool = arguments.parse_args().check
    with tempfile.TemporaryDirectory(prefix="make_fonts-") as temporary:
        folder = Path(temporary)
        download(PACKAGES, folder)
        made = dict(files(folder))
    stale = {name for name, data in made.items() if not _holds(FONTS / name, data)}
    for name, data in made.items():
        print(f"{len(data):>9,}  {name}{'  (differs)' if name in stale else ''}")
        if not check:
            _write(FONTS / name, data)
    return 1 if check and stale else 0


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # a new file changes the folder's date, by which fontconfig trusts its cache
    path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
