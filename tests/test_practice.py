"""Wire practice: desk marks differ from news about them, status beats headline, embargoes end."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from factsheet.errors import RefusedArticleError
from factsheet.readers import itemtypes, practice
from factsheet.readers.manuscript import Manuscript

CASES = Path(__file__).parent / "cases" / "readers" / "practice.jsonl"
TYPES = [json.loads(line) for line in CASES.with_name("item_types.jsonl").read_text(encoding="utf-8").splitlines()]
MARKS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


def an_article(words=60, zone="body", **known):
    manuscript = Manuscript("story.xml", "nitf")
    manuscript.know(**known)
    if words:
        manuscript.add(zone, " ".join(["word"] * words) + ".")
    return manuscript


def finished(manuscript):
    return practice.finished(manuscript.article())


@pytest.mark.parametrize("case", MARKS, ids=lambda case: case.get("headline") or case.get("slug") or case["note"])
def test_marks_of_the_desk_are_recognised(case):
    """Where the format says nothing, the slug, the headline and the note to editors count; ordinary words do not."""
    manuscript = an_article(title=case.get("headline"), slug=case.get("slug"))
    manuscript.note(case.get("note"))
    article = finished(manuscript)
    wanted = {key: case[key] for key in ("status", "update_kind", "embargo") if key in case}
    assert {key: getattr(article, key) for key in wanted} == wanted


def test_the_formats_own_fields_beat_the_headline():
    """A signal that says correction is not made an update by the headline."""
    article = finished(an_article(title="UPDATE 2-Mine reopens", update_kind="correction", status="usable"))
    assert (article.update_kind, article.status) == ("correction", "usable")


def test_status_beats_the_headline():
    """The kill of a story whose headline still says CORRECTED is a kill."""
    known = {"title": "CORRECTED-Mine reopens", "status": "cancelled", "update_kind": "correction"}
    article = finished(an_article(words=0, **known))
    assert (article.status, article.update_kind) == ("cancelled", "kill")


@pytest.mark.parametrize("case", TYPES, ids=lambda case: case.get("title") or case["slug"])
def test_what_is_no_story_is_told_and_said(case):
    """What an item is by its slug, its headline and its shape has a name; if it is no story, a warning says so."""
    case = dict(case)
    kind, words, zone = case.pop("type"), case.pop("words"), case.pop("zone", "body")
    article = finished(an_article(words=words, zone=zone, **case))
    assert article.item_type == kind
    assert any("not a story" in warning for warning in article.warnings) == (kind not in {"story", None})


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["Achtung"], "advisory"),
        (["xxtextgenre:32", "Vorschau"], "planner"),
        (["genre:Daybook"], "planner"),
        (["http://cv.iptc.org/newscodes/genre/Results_Listings_and_Tables", "Results Listings and  Tables"], "table"),
        (["signal:table"], "table"),
        (["Tulokset"], "table"),
        (["Nachrichtenüberblick"], "roundup"),
        (["Meldung", "Zusammenfassung", "genre:Current", None, ""], None),
        (["Achtung Baustelle"], None),
    ],
)
def test_what_a_feed_calls_an_item_is_understood(labels, kind):
    """A genre, a profile or a code says what an item is when all of it is a word for that, in any language."""
    assert itemtypes.said(labels) == kind


def test_the_genre_of_a_feed_beats_the_headline():
    """A planner that is called so by its feed is one, whatever its headline is like."""
    assert finished(an_article(title="Rassegna stampa", words=90, item_type="planner")).item_type == "planner"


@pytest.mark.parametrize(
    ("names", "kind"), [(("Lenz", "Moss", "Hale"), "roundup"), (("Lenz", "Moss", "Lenz"), "story")]
)
def test_an_item_of_parts_about_different_names_is_a_round_up(names, kind):
    """A story in parts comes back to whom it is about."""
    manuscript = an_article(words=0, title="Deals of the week")
    for at, name in enumerate(names):
        if at:
            manuscript.add("subhead", "A deal is made")
        manuscript.add("body", f"The firm of {name} has bought a mill, and {name} is to close it in the spring. " * 3)
    assert finished(manuscript).item_type == kind


def test_an_item_with_several_datelines_is_a_round_up():
    """Three paragraphs that an agency filed from three places are three stories; a story quotes other towns."""
    manuscript = an_article(words=0, title="People")
    for place in ("OSLO", "PARIS", "ROME"):
        manuscript.add("body", f"{place} (NP) - {'word ' * 40}.")
    assert finished(manuscript).item_type == "roundup"
    manuscript = an_article(words=40, title="Mine reopens")
    manuscript.add("body", "NORTHAM (NP) - The mine in Oslo (Norway) is open.")
    manuscript.add("body", "NORTHAM (NP) - So is that in Rome.")
    assert finished(manuscript).item_type == "story"


@pytest.mark.parametrize("status", ["cancelled", "withheld"])
def test_a_killed_or_withheld_story_is_refused(status):
    """It is refused by name, and read where that is asked for."""
    article = an_article(title="Mine reopens", status=status).article()
    with pytest.raises(RefusedArticleError, match=r"story\.xml: “Mine reopens” .*--allow-killed"):
        practice.refuse(article, now=NOW)
    with pytest.raises(RefusedArticleError):
        practice.refuse(article, now=NOW, embargoed=True)
    practice.refuse(article, now=NOW, killed=True)


@pytest.mark.parametrize(
    ("embargo", "refused"),
    [
        ("2026-03-02T13:00:00+01:00", False),
        ("2026-03-02T13:00:01+01:00", True),
        ("2026-03-02T12:00:00Z", False),
        ("2026-03-02T12:00:00", True),  # no zone: it may be noon on the other side of the earth
        ("2026-03-02T00:00:00", False),
        ("2026-03-02", True),
        ("2026-02-27", False),
        ("unknown", True),
        ("soon", True),
    ],
)
def test_an_embargo_holds_until_it_is_over_everywhere(embargo, refused):
    """An embargo that is over is none; one without a zone, or without a certain end, holds."""
    article = replace(an_article(title="Results").article(), embargo=embargo)
    if refused:
        with pytest.raises(RefusedArticleError, match="embargo"):
            practice.refuse(article, now=NOW)
    else:
        practice.refuse(article, now=NOW)
    practice.refuse(article, now=NOW, embargoed=True)


def test_a_time_without_a_zone_is_flagged():
    """Nobody takes a naive time for a certain one."""
    assert any("zone" in w for w in finished(an_article(published="2026-03-02T08:00:00")).warnings)
    assert not any("zone" in w for w in finished(an_article(published="2026-03-02T08:00:00Z")).warnings)
    assert not any("zone" in w for w in finished(an_article(published="2026-03-02")).warnings)
