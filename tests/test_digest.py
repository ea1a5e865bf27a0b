"""The digest: every story with a link, what needs a person first, and no active content."""

import json
import re

import pytest
from batching import SHEET_COLUMNS

from factsheet.batch.digest import claims, contradictions, digest_page, read_day
from factsheet.batch.ledger import open_ledger, pack
from factsheet.records import Article, Paragraph

HOSTILE = "[x](http://evil.example) <script>alert(1)</script> \x1b[2J # | `code`\n# heading"

KNEW = "the company knew about the broken pump"


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        with ledger.transaction() as database:
            database.execute("INSERT INTO runs (id, started, pid, kind, model) VALUES (1, '', 1, 'news', 'm')")
        yield ledger


def _add(ledger, number, state="made", *, outline=None, errors=0, missing=0, **columns):
    columns = {"title": f"Story {number}", "source": f"{number}.txt", "record": pack(Article("", ())), **columns}
    names = ", ".join(columns)
    with ledger.transaction() as database:
        database.execute(
            f"INSERT INTO articles (id, key, run, state, {names}) VALUES (?, ?, 1, ?{', ?' * len(columns)})",
            (number, str(number), state, *columns.values()),
        )
        if state in {"made", "partial"}:
            database.execute(
                f"INSERT INTO sheets ({SHEET_COLUMNS}) VALUES (?, ?, 'x', 'x', 'news', 'm', 1, '', ?, 0, ?, ?)",
                (number, f"story-{number}", errors, missing, json.dumps({"standings": {}} | (outline or {}))),
            )


def _who(*names):
    return [{"name": name, "kind": "person"} for name in names]


def test_an_empty_day_is_a_page(ledger):
    """A ledger without articles gives a page that says so."""
    assert digest_page(read_day(ledger)) == "# The day\n\n0 items read · 0 briefs\n"


def test_stories_stand_under_their_subjects_and_what_needs_a_person_comes_first(ledger):
    """Subjects with more stories come first, the urgent and then the latest story first in each; all are linked."""
    _add(ledger, 1, outline={"subjects": ["sport"]}, updated="2026-11-24T09:00:00+00:00", agency="NP")
    _add(ledger, 2, outline={"subjects": ["sport"]}, updated="2026-11-24T11:00:00+00:00")
    _add(ledger, 3, outline={"subjects": ["sport"]}, updated="2026-11-24T08:00:00+00:00", urgency="2")
    _add(ledger, 4, outline={"summary": [{"statement": "It rained."}]}, errors=2)
    _add(ledger, 5, "partial", missing=1, reason="1 of 3 parts are missing")
    _add(ledger, 6, "failed", reason="Refusal: the model refused")
    page = digest_page(read_day(ledger))
    assert page.startswith("# The day, 2026-11-24\n\n6 items read · 5 briefs · 1 failed\n\n## Needs a person\n")
    order = [page.index(f"[Story {n}](briefs/story-{n}.md)", page.index("## Stories")) for n in (3, 2, 1, 4, 5)]
    assert order == sorted(order)
    needs = page[page.index("## Needs") : page.index("## Stories")]
    assert [line[:9] for line in needs.splitlines() if line.startswith("- ")] == ["- Story 6", "- [Story ", "- [Story "]
    assert needs.index("parts are missing") < needs.index("2 not verified")
    assert "(NP 09:00)" in page
    assert "[Story 4](briefs/story-4.md): It rained." in page


def test_every_item_is_accounted_for(ledger):
    """Versions, copies, kills, embargoes, tables and unreadable files each have a line: its reason, its brief."""
    _add(ledger, 1)
    _add(ledger, 2, "earlier", story=1, changes=json.dumps(["figure changed: 7 → 12: 12 died."]))
    _add(ledger, 3, "copy", story=1)
    _add(ledger, 4, "withdrawn", reason="cancelled")
    _add(ledger, 5, "held", reason="under embargo until 2026-11-25")
    for number, kind in ((6, "table"), (8, "planner"), (9, "table")):
        _add(ledger, number, "other", reason=kind)
    _add(ledger, 7, "unreadable", title=None, source="in/notes.txt", reason="in/notes.txt: empty")
    page = digest_page(read_day(ledger))
    assert "2 other versions; figure changed: 7 → 12: 12 died." in page
    for line in (
        "- Story 2 → [the brief](briefs/story-1.md); figure changed: 7 → 12: 12 died.",
        "- Story 3 → [the brief](briefs/story-1.md)",
        "- Story 4: cancelled",
        "- Story 5: under embargo until 2026-11-25",
        "- Story 6",
        "- Story 8",
        "- in/notes.txt: empty",
    ):
        assert line in page.splitlines()
    assert "### Planners\n\n- Story 8\n\n### Tables\n\n- Story 6\n- Story 9\n" in page


def test_what_is_corrected_comes_first(ledger):
    """Before what needs a person: the desk's note, and what an earlier version said otherwise."""
    note = "CORRECTS name of the mayor in second paragraph"
    text = f"{note}\n\nMayor Bo Carr opened a bridge."
    at = len(note) + 2
    corrects = Article(text, (Paragraph(0, len(note), "editors-note"), Paragraph(at, len(text), "lead", 1)))
    taken = "taken back: The mayor resigned. → She has not resigned."
    _add(ledger, 1, errors=2)
    _add(ledger, 2, update_kind="correction", record=pack(corrects))
    _add(ledger, 3)
    _add(ledger, 4, "earlier", story=3, changes=json.dumps(["added: It rained.", taken]))
    _add(ledger, 5, "earlier", story=2, changes=json.dumps(["added: It rained.", "figure changed: 7 → 12: 12 died."]))
    page = digest_page(read_day(ledger))
    first, second = page[page.index("## ") : page.index("## Needs a person")].strip().splitlines()[2:]
    assert first == f"- [Story 2](briefs/story-2.md): {note}; figure changed: 7 → 12: 12 died."
    assert second == f"- [Story 3](briefs/story-3.md): {taken}"


def test_names_that_recur_lead_to_their_stories(ledger):
    """Somebody in two stories is listed with both, somebody in one is not."""
    _add(ledger, 1, outline={"participants": _who("Ann Leigh", "Bo Carr")})
    _add(ledger, 2, outline={"participants": _who("Ann Leigh")})
    page = digest_page(read_day(ledger))
    assert "- **Ann Leigh**: [Story 1](briefs/story-1.md), [Story 2](briefs/story-2.md)" in page
    assert "Bo Carr" not in page


def test_what_goes_by_several_names_recurs_as_one(ledger):
    """A country and a person in two stories under different names are listed once, with both."""
    _add(ledger, 1, outline={"participants": _who("Ann Leigh"), "location": [{"name": "U.S.", "relation": "scene"}]})
    usa = [{"name": "USA", "relation": "mentioned"}, {"name": "U.S.", "relation": "mentioned"}]
    _add(ledger, 2, outline={"participants": _who("Leigh"), "location": usa})
    page = digest_page(read_day(ledger))
    assert "- **Ann Leigh**: [Story 1](briefs/story-1.md), [Story 2](briefs/story-2.md)" in page
    assert "- **U.S.**: [Story 1](briefs/story-1.md), [Story 2](briefs/story-2.md)" in page
    assert "USA" not in page


def test_a_line_says_only_what_tells_stories_apart(ledger):
    """The agency where there are several, and the days from the first to the last where no day has half of them."""
    for number in (1, 2):
        _add(ledger, number, agency="Nordpress", published=f"2026-11-2{number}T09:00:00Z")
    assert "Nordpress" not in digest_page(read_day(ledger))
    _add(ledger, 3, agency="TNA", published="2026-11-23T09:00:00Z")
    page = digest_page(read_day(ledger))
    assert page.startswith("# The days from 2026-11-21 to 2026-11-23\n")
    assert "(Nordpress 2026-11-21 09:00)" in page


def test_claims_of_two_stories_that_contradict_each_other_stand_side_by_side(ledger):
    """Another number for the same thing, and a denial of the same claim, of stories that share a name."""
    first = {
        "participants": _who("Ann Leigh"),
        "summary": [{"statement": "The ferry disaster off Port Ellis killed 12 people on Friday."}],
        "positions": [{"holder": "Ann Leigh", "statement": KNEW, "verb": "said"}],
    }
    second = {
        "participants": _who("Ann Leigh"),
        "summary": [{"statement": "The ferry disaster off Port Ellis killed 15 people on Friday."}],
        "positions": [{"holder": "Ferry Line", "statement": KNEW, "verb": "has denied"}],
    }
    _add(ledger, 1, outline=first)
    _add(ledger, 2, outline=second)
    page = digest_page(read_day(ledger))
    assert "| The ferry disaster off Port Ellis killed 12 people on Friday. ([Story 1](briefs/story-1.md)) |" in page
    assert re.search(r"Ann Leigh: the company knew .*Ferry Line: the company knew .* denial \|", page)
    strangers = {**second, "participants": _who("Bo Carr")}
    assert not contradictions([*claims(1, first), *claims(2, strangers)])
    assert not contradictions([*claims(1, first), *claims(2, first)])


def test_what_is_not_proven_is_marked(ledger):
    """A statement, a dispute and a claim say so, and the page says what the marks mean; a proven one stands plain."""
    counts = {"proven": 3, "open": 2, "doubtful": 1}
    outline = {
        "standings": counts,
        "summary": [{"statement": "It rained.", "standing": "open"}],
        "disputed_claims": [{"claim": "It ~ snowed.", "status": "denied", "standing": "doubtful"}],
    }
    _add(ledger, 1, outline=outline)
    _add(ledger, 2, outline={"standings": {"proven": 1}, "summary": [{"statement": "It ~ hailed."}]})
    page = digest_page(read_day(ledger))
    assert "2 briefs · 4 proven word by word · 2 open · 1 doubtful\n" in page
    assert "[Story 1](briefs/story-1.md): It rained. ~\n" in page
    assert "- It \\~ snowed. **(!)** (denied)" in page
    assert "It \\~ hailed.\n" in page
    assert page.endswith("\n\n~ not proven, and nothing against it · (!) a check has a doubt\n")


def test_a_sheet_of_an_older_version_is_not_proven(ledger):
    """Its outline says nothing of standings: nothing of it stands plain, and the page counts it."""
    _add(ledger, 1, outline={"summary": [{"statement": "It rained."}]})
    with ledger.transaction() as database:
        database.execute("UPDATE sheets SET outline = json_remove(outline, '$.standings')")
    page = digest_page(read_day(ledger))
    assert "1 brief · 1 brief not proven by this version\n" in page
    assert "It rained. ~\n" in page


def test_the_same_words_about_others_are_no_contradiction(ledger):
    """Two companies' results differ, though an analyst is in both stories; two figures of one company contradict."""

    def results(company, figure):
        said = f"The company reported quarterly earnings of {figure} million dollars after tax."
        return {"participants": _who(company, "Ann Leigh"), "summary": [{"statement": said}]}

    assert not contradictions([*claims(1, results("Northam Ore", 12)), *claims(2, results("Eastvale", 15))])
    assert contradictions([*claims(1, results("Northam Ore", 12)), *claims(2, results("Northam Ore", 15))])


def test_prices_at_two_times_are_a_series_and_no_contradiction():
    """Both are right, each at its own time."""

    def price(value, when):
        said = f"Northam Ore shares rose to {value} euros at {when} in Helsinki trading."
        return {"participants": _who("Northam Ore"), "summary": [{"statement": said}]}

    def told(one, other):
        return contradictions([*claims(1, one), *claims(2, other)])

    assert not told(price("3.05", "11:53 a.m."), price("3.08", "4:52 p.m."))
    assert told(price("3.05", "11:53 a.m."), price("3.08", "11:53 a.m."))


def test_nothing_in_the_words_of_an_article_acts(ledger):
    """Links, HTML, headings, table bars, code and escapes in any text are text."""
    outline = {
        "subjects": [HOSTILE],
        "participants": _who(HOSTILE),
        "summary": [{"statement": HOSTILE}],
        "disputed_claims": [{"claim": HOSTILE, "made_by": [HOSTILE], "disputed_by": [], "status": "alleged"}],
    }
    _add(ledger, 1, title=HOSTILE, agency=HOSTILE, outline=outline)
    _add(ledger, 2, title=HOSTILE, outline=outline)
    _add(ledger, 3, "failed", title=HOSTILE, reason=HOSTILE)
    page = digest_page(read_day(ledger))
    assert "\x1b" not in page
    assert "<script" not in page
    assert not re.search(r"(?<!\\)\]\(http", page)
    assert not re.search(r"^# heading", page, re.MULTILINE)
    assert not re.search(r"(?<!\\)`", page)


def test_money_that_is_not_known_is_never_nothing(ledger):
    """The cost of a day's model is the sum, unknown, or the sum and what is unknown beside it."""
    with ledger.transaction() as database:
        for model, cost, unpriced in (("a/known", 1.5, 0), ("b/unknown", 0.0, 4), ("c/both", 0.5, 1)):
            database.execute(
                "INSERT INTO spending VALUES ('2026-11-24', ?, 4, 10, 0, 5, ?, ?, 0.0)", (model, cost, unpriced)
            )
    page = digest_page(read_day(ledger))
    assert "a/known: 4 requests, $1.5000" in page
    assert "b/unknown: 4 requests, cost unknown" in page
    assert "c/both: 4 requests, $0.5000 and 1 request of unknown cost" in page
