"""The words in a picture of a page and their positions, as recognised by tesseract.

What comes out has the form of a page of a PDF, so that columns, paragraphs and running heads are found in the same way.
tesseract must be installed (https://tesseract-ocr.github.io); pytesseract runs it, and Pillow decodes the picture.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from factsheet.errors import ReadError
from factsheet.language.lists import Lists
from factsheet.readers.pdf_letters import Run, Sheet, as_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_PAGES = 200
"""Pictures of one document that are recognised: a page takes some seconds."""

_MOST_PIXELS = 60_000_000  # of one picture: a page of a newspaper at 300 dots an inch
_FEWEST_PIXELS = 1_800  # of the longer side: smaller pictures, such as those of a screen, are enlarged
_POINTS = 842.0  # of the longer side of a page of A4, for which the size of letters is told
_PAGE_S = 120  # seconds that one page may take
_MOST_LANGUAGES = 5
_SURE = 60  # confidence in per cent from which a word of tesseract counts as certain
_NOISE = 20  # below it a word is dirt
_ROUGHLY = 0.25  # of the usual size of letters by which one that is measured may differ
_WIDE = 1.1  # of the size of the letters: a wider gap parts the runs of a line
_TITLE = re.compile(r"(bbox|baseline|x_size|x_wconf) ([-\d. ]+)")
_SCRIPTS = {script: names for script, *names in Lists("factsheet.readers").rows("scripts")}
"""tesseract's languages by the name that it has for their script; all others are written in Latin letters."""

_MISSING = "needs tesseract (apt install tesseract-ocr, or https://tesseract-ocr.github.io)"


class Recogniser:
    """Recognises the pictures of one source, and counts uncertain words."""

    def __init__(self, name: str) -> None:
        """`name` is what messages call the source.

        Raises:
            ModuleNotFoundError: pytesseract is not installed.
            ReadError: tesseract is not.
        """
        import pytesseract

        self._name = name
        self.words = 0
        self.unsure = 0
        try:
            self._languages = frozenset(pytesseract.get_languages())
        except (pytesseract.TesseractNotFoundError, OSError) as error:
            raise ReadError(f"{name}: reading the text on a picture {_MISSING}") from error

    def sheet(self, picture: Any) -> Sheet:
        """The words on a picture of Pillow's, as a page whose longer side is that of A4, in points.

        Raises:
            ReadError: it is too large, takes too long, or its script cannot be read here.
        """
        import pytesseract

        picture = self._prepared(picture)
        try:
            turned, languages = self._looked_at(picture)
            picture = picture.rotate(-turned, expand=True) if turned else picture
            found = pytesseract.image_to_pdf_or_hocr(
                picture, lang="+".join(languages), extension="hocr", timeout=_PAGE_S
            )
        except (pytesseract.TesseractError, RuntimeError, OSError) as error:
            why = " ".join(str(error.args[-1] if error.args else error).split())[:200]
            raise ReadError(f"{self._name}: the text on the picture is not recognised: {why}") from error
        scale = _POINTS / max(picture.size)
        width, height = picture.size
        runs = as_read(_evened(list(self._runs(found, scale))), width * scale)
        return Sheet(runs, width * scale, height * scale, pictured=True)

    def _prepared(self, picture: Any) -> Any:
        """The picture in shades of grey on white, large enough to be read."""
        from PIL import Image

        if picture.size[0] * picture.size[1] > _MOST_PIXELS:
            raise ReadError(f"{self._name}: a picture of more than {_MOST_PIXELS // 1_000_000} million pixels")
        if picture.has_transparency_data:
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        picture = picture.convert("L")
        if max(picture.size) < _FEWEST_PIXELS:
            picture = picture.resize((picture.size[0] * 2, picture.size[1] * 2), Image.Resampling.LANCZOS)
        return picture

    def _looked_at(self, picture: Any) -> tuple[int, Sequence[str]]:
        """By how many degrees a page is turned, and the languages that it may be in."""
        import pytesseract

        script, turned = "Latin", 0
        if "osd" in self._languages:
            try:
                seen = pytesseract.image_to_osd(picture, output_type=pytesseract.Output.DICT, timeout=_PAGE_S)
                script, turned = seen["script"], int(seen["rotate"])
            except pytesseract.TesseractError:  # too few letters to tell
                pass
        wanted = _SCRIPTS.get(script)
        other = {name for names in _SCRIPTS.values() for name in names} | {"osd", "equ"}
        found = [one for one in wanted if one in self._languages] if wanted else sorted(self._languages - other)
        if not found:
            missing = f"tesseract-ocr-{(wanted or ['eng'])[0].replace('_', '-')}"
            raise ReadError(f"{self._name}: a picture of {script} letters, which tesseract reads with {missing}")
        return turned, found[:_MOST_LANGUAGES]

    def _runs(self, found: bytes, scale: float) -> Iterator[Run]:
        """The runs of a page in hOCR (http://kba.github.io/hocr-spec/1.2/)."""
        from lxml import etree

        root = etree.fromstring(found, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
        for line in root.iter("{*}span") if root is not None else ():
            if line.get("class") not in {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}:
                continue
            said = _numbers(line)
            words = list(self._words(line))
            size = said.get("x_size", [12.0])[0]
            base = said["bbox"][3] + said.get("baseline", [0.0, 0.0])[-1]
            for part in _parted(words, _WIDE * size):
                text = " ".join(word for word, _, _ in part)
                left, right = min(at for _, at, _ in part), max(to for _, _, to in part)
                yield Run(text, left * scale, right * scale, base * scale, size * scale)

    def _words(self, line: Any) -> Iterator[tuple[str, float, float]]:
        """The words of a line, each with where it begins and ends."""
        for one in line.iter("{*}span"):
            text = "".join(one.itertext()).strip()
            if one.get("class") != "ocrx_word" or not text:
                continue
            said = _numbers(one)
            sure = said.get("x_wconf", [100.0])[0]
            if sure < _NOISE:
                continue
            self.words += 1
            self.unsure += sure < _SURE
            yield text, said["bbox"][0], said["bbox"][2]


def _evened(runs: list[Run]) -> list[Run]:
    """Runs whose letters are about as large as most are set to that size: it is measured line by line, and roughly."""
    sizes = sorted(run.size for run in runs for _ in run.text)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [replace(run, size=usual) if abs(run.size - usual) < _ROUGHLY * usual else run for run in runs]


def _numbers(element: Any) -> dict[str, list[float]]:
    """What hOCR says of an element in its title: `bbox 0 0 10 10; x_size 12`."""
    found = {
        key: [float(number) for number in said.split()] for key, said in _TITLE.findall(element.get("title") or "")
    }
    return {"bbox": [0.0, 0.0, 0.0, 0.0]} | found


def _parted(words: list[tuple[str, float, float]], gap: float) -> Iterator[list[tuple[str, float, float]]]:
    """The words of a line in stretches without a wide gap, whichever way it runs."""
    current = words[:1]
    for (_, left, right), word in pairwise(words):
        if max(word[1] - right, left - word[2]) > gap:
            yield current
            current = []
        current.append(word)
    if current:
        yield current
