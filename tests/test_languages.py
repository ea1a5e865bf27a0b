"""Languages other than English: detection, and what word lists find."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from factsheet.attribution import attribute
from factsheet.kinds import load_kind
from factsheet.language.calendars import meant
from factsheet.language.detection import language_name, language_of
from factsheet.language.persons import cast
from factsheet.language.sentences import sentences
from factsheet.language.tongues import TONGUES, Tongue
from factsheet.models.extractive import Extractive
from factsheet.pipeline import make_sheet
from factsheet.readers import read_article

CASES = Path(__file__).parent / "cases" / "languages"


def _cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case := json.loads(line), id=f"{case['language']}-{at}") for at, line in enumerate(lines)]


def _sheet(tmp_path, text, **about):
    path = tmp_path / "story.jsonl"
    path.write_text(json.dumps({"id": "s", "text": text, **about}), encoding="utf-8")
    return asyncio.run(make_sheet(read_article(path), load_kind(), Extractive()))


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (
            "Der Minister sagte am Montag, dass die Brücke bis zum Sommer gesperrt bleibt und er nicht wartet.",
            None,
            "de",
        ),
        (
            "The minister said on Monday that the bridge would stay shut and that he would not wait any more.",
            "de",
            "en",
        ),
        ("部长星期一表示，桥梁将继续关闭，直到夏天为止。", None, "zh"),
        ("大臣は月曜日、橋は夏まで閉鎖されたままだと述べた。", None, "ja"),
        (
            "Ministeren sagde mandag, at broen forbliver lukket til sommer, og at han ikke vil vente mere.",
            "nb-NO",
            "no",
        ),
        ("Le pont ferme", None, None),
        ("Le pont ferme", "fr-BE", "fr"),
        ("w0x0y0 w0x0y1 w0x0y2", "und", None),
    ],
)
def test_a_language_is_told_from_the_text_and_what_is_declared(text, declared, language):
    """A declaration decides where the text leaves it open, and not where the text is plainly in another language."""
    assert language_of(text, declared) == language


def test_a_language_is_named():
    """By its English name, or by its code where none is known."""
    assert (language_name("sv"), language_name("xx")) == ("Swedish", "xx")


def test_help_and_english_load_no_detector():
    """Nor does the module that has it."""
    code = (
        "import sys; from factsheet.cli import main; from factsheet.language.detection import language_of;"
        "language_of('The minister said on Monday that the bridge would stay shut and he would not wait for it.');"
        "print('eld' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("code", TONGUES)
def test_each_language_has_the_same_lists(code):
    """So that the one code for all of them finds what it asks for."""
    folder = Path(__file__).parent.parent / "factsheet" / "language"
    assert {path.name for path in (folder / code).iterdir()} >= {path.name for path in (folder / "fr").iterdir()}
    assert (len(Tongue(code).lists.rows("calendar", "months")), len(Tongue(code).lists.rows("calendar", "days"))) == (
        12,
        7,
    )


@pytest.mark.parametrize("case", _cases("speakers"))
def test_a_quotation_has_a_speaker_only_where_a_verb_names_one(case):
    """Whatever stands where in the sentence; a pronoun and a spokesman without a name are nobody."""
    found = attribute(case["text"], language=case["language"]).quotes
    assert [one.speaker.name if one.speaker else None for one in found] == case["speakers"]


@pytest.mark.parametrize("case", _cases("dates"))
def test_a_time_means_a_date_only_where_the_words_or_the_day_of_publication_settle_it(case):
    """By the verb of its own clause; without a day of publication only where the words have the year."""
    assert case["time"].lower() in case["sentence"].lower()
    found = meant(case["time"], case["sentence"], case["published"], Tongue(case["language"]))
    assert found == case["date"]


@pytest.mark.parametrize("case", _cases("sentences"))
def test_sentences_end_where_the_language_ends_them(case):
    """Not after its abbreviations, nor after a German ordinal."""
    text = " ".join(case["sentences"])
    assert [text[slice(*span)] for span in sentences(text, language=case["language"])] == case["sentences"]


@pytest.mark.parametrize("case", _cases("people"))
def test_people_are_named_with_the_office_beside_them(case):
    """And nothing else is taken for somebody: streets, towns, nouns with capitals."""
    text = case["text"]
    found = {
        one.name: text[slice(*one.role)] if one.role else None
        for one in cast(text, Tongue(case["language"]), ((0, len(text)),)).mentions
    }
    assert found == case["people"]


@pytest.mark.parametrize("case", _cases("figures"))
def test_figures_have_their_unit(case, tmp_path):
    """Numbers as the language writes them; times, ages, scores and the numbers of things are none."""
    sheet = _sheet(tmp_path, case["sentence"], language=case["language"])
    found = [[one["number"], one["unit"]] for one in sheet.facts["figures"]]
    assert found == case["figures"]


@pytest.mark.parametrize(
    ("text", "place", "summary"),
    [
        (
            "（新华社北京6月29日电）交通部长星期四表示，城市主要大桥将关闭。他说，工程预计耗资三亿元。",
            "北京",
            ["交通部长星期四表示，城市主要大桥将关闭。", "他说，工程预计耗资三亿元。"],
        ),
        (
            "【東京共同】国土交通相は29日、市の主要な橋を閉鎖すると発表した。修理費は約50億円に上る見通し。",
            "東京",
            ["国土交通相は29日、市の主要な橋を閉鎖すると発表した。", "修理費は約50億円に上る見通し。"],
        ),
        (
            "(서울=연합뉴스) 홍길동 기자 = 장관은 29일 다리를 여름까지 폐쇄한다고 발표했다. 수리비는 약 300억 원이다.",
            "서울",
            ["장관은 29일 다리를 여름까지 폐쇄한다고 발표했다.", "수리비는 약 300억 원이다."],
        ),
    ],
)
def test_a_short_sentence_of_signs_is_a_sentence(tmp_path, text, place, summary):
    """A sign says more than a letter; the dateline of an agency is no part of a sentence there either."""
    sheet = _sheet(tmp_path, text, title="桥 橋 다리")
    assert [one["statement"] for one in sheet.facts["summary"]] == summary
    assert [(one["name"], one["relation"]) for one in sheet.facts["location"]] == [(place, "dateline")]


GERMAN = (
    "Moss (np) - Der Stadtrat von Moss hat am Donnerstag den Bau einer neuen Brücke beschlossen.\n\n"
    "SICHERHEIT: Die Polizei sperrt dafür vom Montag an beide Ufer des Flusses für Autos und Räder.\n\n"
    "(Preise und Veränderungen zum Vortag bei Holz in Euro, bei Stahl in Prozent).\n\n"
    "{} Die Arbeiten beginnen nach den Plänen des Rates schon im kommenden Frühjahr."
)


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("Folgende Firmen haben sich bis zum Donnerstag um den Bau beworben.", False),
        ("Der Wetterdienst sagte außerdem für den Montag starke Böen voraus.", False),
        ("Der Wetterdienst sagte für den Montag starke Böen voraus.", True),
    ],
)
def test_a_sentence_that_adds_to_another_is_not_told(tmp_path, sentence, stands):
    """Nor is what stands in brackets; the label of a paragraph is no part of its sentence."""
    sheet = _sheet(tmp_path, GERMAN.format(sentence), language="de", title="Moss baut eine Brücke")
    told = [one["statement"] for section in ("summary", "when") for one in sheet.facts[section] if "statement" in one]
    assert not any(one.startswith(("(", "SICHERHEIT")) for one in told)
    assert (sentence in told) == stands


@pytest.mark.parametrize(
    ("sentence", "places", "bodies"),
    [
        ("Der Trainer arbeitete lange bei Mainz 05 und lebt in Köln.", {"Köln"}, set()),
        ("Die Kanzlerin sprach im Bundestag von der Reise nach Köln.", {"Köln"}, set()),
        ("Der Bundestag stimmte am Donnerstag in Köln ab.", {"Köln"}, {"Bundestag"}),
    ],
)
def test_a_club_is_no_town_and_a_house_is_nobody(tmp_path, sentence, places, bodies):
    """A town with a year behind it is a club, and what happens in a house is not its doing."""
    sheet = _sheet(tmp_path, sentence, language="de", title="Meldung")
    assert {one["name"] for one in sheet.facts["location"]} == places
    assert {one["name"] for one in sheet.facts["participants"]} == bodies
