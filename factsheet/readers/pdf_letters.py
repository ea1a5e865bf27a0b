"""The letters of a PDF and their positions, as runs: stretches of a line without a wide gap.

PDFium tells of each letter what it is and its box. Text that is turned against most of its page (a stamp in the margin,
a watermark) is left out. Lengths are points, 1/72 inch; y grows downwards, as text is read.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.readers import pdf_bidi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_PAGES = 1_000
_MOST_LETTERS = 3_000_000  # of a document: two thousand pages of a law
_GAP = 1.5  # of the size of the letters: a wider gap ends a run
_ALIKE = 0.7  # of the size from which another is about the same
_SMALL_GAP = 0.4  # of the size: a gap that parts letters of different sizes, such as the number of a line from the line
_BACK = 0.6  # of the size by which a letter may come before the last one, as kerning and accents do
_LIFT = 0.45  # of the size by which a letter may be higher or lower, as numbers of notes are
_DOTS = 300  # an inch, in pictures of pages
_MOST_DOTS = 7_000  # of a side
_QUARTER = 90  # degrees
_STEP = 15  # degrees to which the angle of a letter is told
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\x88": "•"}
"""What is written for a letter; the last one is the bullet of TeX (TS1), of which its files do not say what it is."""
_HYPHEN = "\x02"  # what PDFium makes of a hyphen at the end of a line
_BOLD = 600  # the weight from which a font is bold


@dataclass(slots=True)
class Run:
    """A stretch of a line: its words, where they are, and the size and weight of most of its letters."""

    text: str
    left: float
    right: float
    base: float
    """The line on which the letters stand, from the top of the page."""
    size: float
    bold: bool = False


@dataclass(slots=True)
class Sheet:
    """A page: its runs in the order of the file, its width and height, and whether it shows a picture."""

    runs: list[Run] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    angle: int
    at: float = 0.0
    """Where it was set, along the line."""


def sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """The pages of a PDF.

    Raises:
        ReadError: it is damaged, or needs a password.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ReadError(f"{name}: encrypted: qpdf --password=… --decrypt {name} open.pdf") from error
        raise ReadError(f"{name}: damaged: not a PDF that can be opened") from error
    left = _MOST_LETTERS
    with document:
        for index in range(min(len(document), MOST_PAGES)):
            try:
                page = document[index]
            except pypdfium2.PdfiumError:
                continue
            letters, pictured = _letters(page, left)
            left -= len(letters)
            yield _sheet(letters, page.get_size(), pictured=pictured)
            page.close()
            if left <= 0:
                raise ReadError(f"{name}: more than {_MOST_LETTERS} letters, the limit for a document")


def picture_of(data: bytes, index: int) -> Any:
    """A picture of a page, as Pillow has it."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        page = document[index]
        scale = min(_DOTS / 72, _MOST_DOTS / max(*page.get_size(), 1.0))
        return page.render(scale=scale).to_pil()


def _letters(page: Any, most: int) -> tuple[list[_Letter], bool]:
    """The letters of a page in the order of the file, and whether it shows a picture."""
    import pypdfium2.raw as pdfium

    found = []
    text = page.get_textpage()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    matrix = pdfium.FS_MATRIX()
    for index in range(min(max(0, pdfium.FPDFText_CountChars(text)), most)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
        boxed = pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        placed = pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        if not letter or not boxed or not placed or letter in "\r\n":
            continue
        scaled = pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) if scaled else 1.0)
        bold = pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD
        angle = round(math.degrees(max(0.0, pdfium.FPDFText_GetCharAngle(text, index))) / _STEP) * _STEP % 360
        box = (left.value, right.value, bottom.value, top.value)
        found.append(
            _turned(_Letter(letter, box[0], box[1], y.value, size, bold, angle), box, x.value, page.get_size())
        )
    pictured = any(one.type == pdfium.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=2))
    text.close()
    return found, pictured


def _sheet(letters: list[_Letter], size: tuple[float, float], *, pictured: bool) -> Sheet:
    """A page with the letters that are turned as most of them are."""
    angles = Counter(one.angle for one in letters if not one.text.isspace())
    angle = max(angles, key=lambda key: angles[key], default=0)
    upright = [one for one in letters if one.angle == angle or one.text.isspace()]
    width, height = size if angle // _QUARTER % 2 == 0 else (size[1], size[0])
    runs = _runs(upright, from_right=pdf_bidi.is_from_right("".join(one.text for one in upright)))
    return Sheet(as_read(runs, width), width, height, pictured)


def as_read(runs: list[Run], width: float) -> list[Run]:
    """The runs of a page from the side on which its lines begin: those of one that is written from the right mirrored.

    What comes first then stands to the left of what follows, on every page.
    """
    if not pdf_bidi.is_from_right("".join(run.text for run in runs)):
        return runs
    return [replace(run, left=width - run.right, right=width - run.left) for run in runs]


def _turned(one: _Letter, box: tuple[float, float, float, float], x: float, size: tuple[float, float]) -> _Letter:
    """A letter in the coordinates of a reader, for whom the text is level and y grows downwards."""
    left, right, bottom, top = box
    width, height = size
    quarter = one.angle // _QUARTER
    if quarter == 0:
        place, at = (left, right, height - one.base), x
    elif quarter == 3:
        place, at = (bottom, top, x), one.base
    elif quarter == 2:
        place, at = (width - right, width - left, one.base), width - x
    else:
        place, at = (height - top, height - bottom, width - x), height - one.base
    return _Letter(one.text, *place, one.size if one.size > 1 else max(top - bottom, 1.0), one.bold, one.angle, at)


def _runs(letters: list[_Letter], *, from_right: bool) -> list[Run]:
    """The runs of a page, of which most is written from the right or from the left."""
    page_from_right = from_right
    found: list[Run] = []
    for line in _stretches(letters, _is_other_line):
        text = "".join(one.text for one in line)
        from_right = pdf_bidi.count(text) > 0 or (page_from_right and not any(map(str.isalpha, text)))
        for part in _pieces(line) if from_right else _stretches(line, _is_apart):
            found += _run(pdf_bidi.in_order(part) if from_right else part)
    return found


def _stretches(letters: list[_Letter], parts: Callable[[_Letter, _Letter], bool]) -> Iterator[list[_Letter]]:
    """Letters that go on with each other: `parts` says of two, spaces left out, that they do not."""
    current: list[_Letter] = []
    last: _Letter | None = None  # the last letter that is no space
    for one in letters:
        space = one.text.isspace()
        if last is not None and not space and parts(last, one):
            yield current
            current = []
        if current or not space:
            current.append(one)
        last = last if space else one
    yield current


def _is_other_line(last: _Letter, one: _Letter) -> bool:
    return abs(one.base - last.base) > _LIFT * max(last.size, one.size)


def _is_apart(last: _Letter, one: _Letter) -> bool:
    """Whether a letter stands too far from the last one, or before it."""
    size = max(last.size, one.size)
    alike = min(last.size, one.size) >= _ALIKE * size
    return one.left - last.right > (_GAP if alike else _SMALL_GAP) * size or one.left < last.left - _BACK * size


def _pieces(line: list[_Letter]) -> list[list[_Letter]]:
    """The stretches of a line that goes from right to left, whose letters are in any order in the file."""
    gap = _GAP * max((one.size for one in line), default=0.0)
    ends: list[float] = []  # where each stretch ends, from the left
    for one in sorted(line, key=lambda one: one.left):
        if ends and one.left - ends[-1] <= gap:
            ends[-1] = max(ends[-1], one.right)
        else:
            ends.append(one.right)
    found: list[list[_Letter]] = [[] for _ in ends]
    for one in line:
        found[bisect_left(ends, one.right)].append(one)
    return found


def _run(letters: list[_Letter]) -> list[Run]:
    """The run of some letters; none where they are only spaces."""
    shown = [one for one in letters if not one.text.isspace()]
    if not shown:
        return []
    text = "".join(_LIGATURES.get(one.text, one.text) for one in letters).replace(_HYPHEN, "-")
    text = pdf_bidi.with_letters(text)
    sizes = Counter(round(one.size, 1) for one in shown)
    size = max(sizes, key=lambda key: sizes[key])
    return [
        Run(
            " ".join(text.split()),
            min(one.left for one in shown),
            max(one.right for one in shown),
            Counter(round(one.base, 1) for one in shown).most_common(1)[0][0],
            size,
            sum(one.bold for one in shown) * 2 > len(shown),
        )
    ]
