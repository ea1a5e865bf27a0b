"""Measures the accuracy and cost of language detection: the detector in use, and two alternatives.

    pip install py3langid lingua-language-detector && python benchmarks/languages.py FOLDER

FOLDER is that of `benchmarks/readers.py`: wire items in `items/`, of which those count that declare their language, and
news pages in `html/`, by the language of their publisher's country where that is plain. Prints the share of right
answers on the first 3,000, 200 and 60 characters; and of each detector the megabytes that it installs beside what is
there already, and, as ratios to `eld`, the time to load it and the time a text takes. A detector that is not installed
is left out. `language_of` is what the program asks: it does not load `eld` for English, and does not answer for a text
of a few words.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TypeAlias

from factsheet.errors import FactsheetError
from factsheet.language.detection import language_of
from factsheet.readers import read_articles

LENGTHS = (3000, 200, 60)
FEWEST = 60
SPOKEN = {"at": "de", "de": "de", "es": "es", "it": "it", "kr": "ko", "lt": "lt", "no": "no", "pl": "pl", "se": "sv"}
SPOKEN |= {"tr": "tr", "ua": "uk", "uk": "en", "us": "en", "na": "en", "ls": "en", "fr": "fr"}
SAME = {"nb": "no", "nn": "no"}
PACKAGES = {"py3langid": ("py3langid", "numpy"), "lingua": ("lingua-language-detector",), "eld": ("eld",)}

Detect: TypeAlias = Callable[[str], str | None]


def texts(folder: Path) -> list[tuple[str, str]]:
    """Each text with its language."""
    found = []
    for path in sorted(folder.glob("items/**/*")):
        if path.is_file():
            try:
                found += [(one.text, one.language) for one in read_articles(path)]
            except (FactsheetError, OSError):
                continue
    for path in sorted(folder.glob("html/fundus__*.html.gz")):
        page = path.with_suffix("")
        page = Path("/tmp") / page.name
        page.write_bytes(gzip.decompress(path.read_bytes()))
        try:
            found += [(one.text, SPOKEN.get(path.name.split("__")[1])) for one in read_articles(page)]
        except FactsheetError:
            continue
        finally:
            page.unlink()
    bare = ((text, (code or "").lower()[:2]) for text, code in found)
    return [(text, SAME.get(code, code)) for text, code in bare if code and len(text) >= FEWEST]


def ours() -> Detect:
    """`language_of`, with nothing declared."""
    from factsheet.language.detection import _detector

    _detector()
    return language_of


def eld() -> Detect:
    from eld import LanguageDetector

    detector = LanguageDetector()
    return lambda text: detector.detect(text).language


def py3langid() -> Detect:
    from py3langid.langid import LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    return lambda text: SAME.get(identifier.classify(text)[0], identifier.classify(text)[0])


def lingua() -> Detect:
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()

    def detect(text: str) -> str | None:
        found = detector.detect_language_of(text)
        code = found.iso_code_639_1.name.lower() if found else None
        return SAME.get(code, code) if code else None

    return detect


def installed(names: tuple[str, ...]) -> float:
    """The megabytes of some packages' files."""
    files = (path.locate() for name in names for path in distribution(name).files or ())
    return sum(path.stat().st_size for path in files if path.is_file() and path.suffix != ".pyc") / 1e6


def main() -> None:
    """Load each detector, ask it about all texts, and print a line."""
    known = texts(Path(sys.argv[1]))
    print(f"{len(known)} texts in {len({code for _, code in known})} languages")
    print(f"{'':24} {'MB':>6} {'load':>7} {'a text':>7}  " + " ".join(f"{f'first {n}':>10}" for n in LENGTHS))
    base: tuple[float, float] | None = None
    for name, make, packages in (
        ("eld", eld, PACKAGES["eld"]),
        ("language_of", ours, PACKAGES["eld"]),
        ("py3langid", py3langid, PACKAGES["py3langid"]),
        ("lingua, low accuracy", lingua, PACKAGES["lingua"]),
    ):
        try:
            size = installed(packages)
        except PackageNotFoundError:
            continue
        start = time.perf_counter()
        detect = make()
        detect("Der erste Text lädt, was noch nicht geladen ist.")
        loaded = time.perf_counter() - start
        start = time.perf_counter()
        right = [sum(detect(text[:length]) == code for text, code in known) / len(known) for length in LENGTHS]
        took = time.perf_counter() - start
        base = base or (loaded, took)
        shares = " ".join(f"{share:10.3f}" for share in right)
        print(f"{name:24} {size:6.1f} {loaded / base[0]:6.2f}x {took / base[1]:6.2f}x  {shares}")


if __name__ == "__main__":
    main()
