"""The tables and the folder of a ledger through their interfaces: round trips without side effects."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from batching import article

from factsheet.batch.ledger import (
    VERSION,
    Attempt,
    Failure,
    Folder,
    Plan,
    Shared,
    SheetRow,
    Standing,
    Submission,
    Submitted,
    Writer,
    keeping_answer,
    keeping_attempt,
    keeping_result,
    keeping_sheet,
    keeping_spending,
    keeping_submission,
    key_of,
    now,
    open_ledger,
    pack,
    readable,
    stem,
    unpack,
    unreadable,
)
from factsheet.errors import LedgerError, UsageError
from factsheet.files import write_whole
from factsheet.identity import sha256
from factsheet.models import Footing
from factsheet.records import Completion, Usage

STORY = article(
    "A lead.",
    "Ünd more of it.",
    title="Talks",
    slug="TALKS",
    source="a.xml",
    guid="g",
    language="en",
    keywords=("a", "b"),
)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "out" / "ledger.db", create=True) as ledger:
        ledger.runs.begin("news", "m")
        yield ledger


def _write(ledger, *work):
    async def main():
        async with Writer(ledger.path) as writer:
            return [await writer.write(one) for one in work]

    return asyncio.run(main())


def _fill(ledger, number, state="waiting"):
    """So many articles in a state, numbered from 1."""
    rows = [
        readable(replace(STORY, guid=f"g{n}", source=f"{n}.xml"), 1, (n).to_bytes(8, "little")) for n in range(number)
    ]
    ledger.articles.add(rows)
    ledger.articles.stand({n: Standing(state) for n in range(1, number + 1)})


def _attempt(one, outcome="made", reason="", used=None):
    return Attempt(one, 1, "2026-11-24T09:00:00.000+00:00", "m", outcome, reason, used or Usage(10, 2, 5, 1, 0.5))


def _sheet(one, **more):
    values = (one, f"talks-{one}", "x", "r", "news", "m", 2, "2026-11-24", 3, 4, 5, "{}")
    return replace(SheetRow(*values), **more)


def test_an_article_comes_back_as_it_was_read(ledger):
    """With every field that it had, and with its sketch, its size in bytes and its words."""
    ledger.articles.add([readable(STORY, 1, (7).to_bytes(8, "little") + b"rest")])
    (row,) = ledger.articles.all()
    assert ledger.articles.article(1) == STORY == unpack(pack(STORY))
    assert ledger.articles.sketch(1) == (7).to_bytes(8, "little") + b"rest"
    assert (row.id, row.guid, row.slug, row.language, row.state, row.reason, row.story) == (
        1, "g", "TALKS", "en", "new", "", None,
    )  # fmt: skip
    assert (row.words, row.size) == (7, len("A lead.\n\nÜnd more of it.".encode()))
    assert row.digest == sha256("A lead. Ünd more of it.")
    made = ledger.articles.to_make(1)
    assert (made.id, made.key, made.slug, made.title, made.source) == (1, key_of(STORY), "TALKS", "Talks", "a.xml")
    assert unpack(made.record) == STORY


def test_the_same_article_read_again_is_the_same_row(ledger):
    """Wherever it was read from; another title, paragraph or version makes another."""
    others = [replace(STORY, title="Walks"), replace(STORY, version="2"), article("A lead.", "Und more of it.")]
    again = replace(STORY, source="b.xml", warnings=("odd",))
    ledger.articles.add(readable(one, 1, bytes(8)) for one in (STORY, again, *others))
    assert ledger.articles.count() == 4
    assert ledger.articles.article(1).source == "a.xml"
    assert key_of(again) == key_of(STORY)
    assert len({key_of(one) for one in (STORY, *others)}) == 4


def test_a_lone_surrogate_does_not_keep_an_article_out(ledger):
    """The record has it as it was; columns have a question mark."""
    odd = replace(article("A lead \ud800.", title="Talks \ud800"), source="\udcff.xml")
    ledger.articles.add([readable(odd, 1, bytes(8)), unreadable("\udcff.bin", 1, "no \ud800")])
    assert ledger.articles.article(1) == odd
    assert ledger.articles.to_make(1).title == "Talks ?"
    (row,) = ledger.articles.unmade(problems=True)
    assert (row["source"], row["reason"], row["state"]) == ("?.bin", "no ?", "unreadable")


def test_an_unreadable_file_is_a_row_with_its_reason_once(ledger):
    """The same reason again is no second row, another reason is; neither is an article to be looked at."""
    ledger.articles.add(unreadable("a.bin", 1, reason) for reason in ("empty", "empty", "a picture"))
    assert ledger.articles.states() == {"unreadable": 2}
    assert list(ledger.articles.all()) == []
    assert not ledger.articles.has_failures()


def test_articles_are_given_in_order_and_no_more_than_asked_for(ledger):
    """By id, behind one, or those that wait."""
    _fill(ledger, 6)
    articles = ledger.articles
    assert [row.id for row in articles.all()] == [1, 2, 3, 4, 5, 6]
    assert [row.id for row in articles.of([5, 2])] == [2, 5]
    assert articles.of([]) == []
    assert articles.waiting(0, 2) == [1, 2]
    assert articles.waiting(4, 9) == [5, 6]
    assert articles.count() == 6


def test_what_becomes_of_articles_is_kept(ledger):
    """State, reason, story and changes; and those that are to wait wait, whatever they were."""
    _fill(ledger, 4)
    new = {1: Standing("made"), 2: Standing("copy", "", 1), 3: Standing("failed", "no"), 4: Standing("held", "until")}
    ledger.articles.stand(new)
    assert ledger.articles.states() == {"copy": 1, "failed": 1, "held": 1, "made": 1}
    assert [(row.state, row.reason, row.story) for row in ledger.articles.all()] == [
        ("made", "", None), ("copy", "", 1), ("failed", "no", None), ("held", "until", None),
    ]  # fmt: skip
    assert ledger.articles.has_failures()
    assert [row["state"] for row in ledger.articles.unmade(problems=True)] == ["failed"]
    assert [row["state"] for row in ledger.articles.unmade(problems=False)] == ["copy", "failed", "held"]
    assert ledger.articles.waiting(0, 9) == []
    ledger.articles.wait([3, 4])
    assert ledger.articles.waiting(0, 9) == [3, 4]
    assert not ledger.articles.has_failures()


@pytest.mark.parametrize("state", ["waiting", "copy", "earlier", "withdrawn", "held", "other", "failed", "partial"])
def test_what_has_no_whole_sheet_is_unmade(ledger, state):
    """Whatever the reason; a problem is only what somebody may want to mend."""
    _fill(ledger, 1, state)
    assert [row["state"] for row in ledger.articles.unmade(problems=False)] == [state]
    assert bool(ledger.articles.unmade(problems=True)) is (state in {"failed", "partial"})


def test_a_plan_counts_what_waits(ledger):
    """All of it, or of some articles alone; bytes are those of the bodies."""
    _fill(ledger, 3)
    ledger.articles.stand({2: Standing("made")})
    (size, *_) = {row.size for row in ledger.articles.all()}
    assert ledger.articles.plan(None) == Plan(2, 2 * size)
    assert ledger.articles.plan(frozenset({2, 3})) == Plan(1, size, frozenset({2, 3}))


def test_embargoes_that_hold_are_named_once(ledger):
    """Those of articles that are held, and of no others."""
    until = ("2026-11-25T10:00:00Z", "2026-11-25T10:00:00Z", "2026-11-26T10:00:00Z")
    rows = [readable(replace(STORY, guid=str(n), embargo=when), 1, bytes(8)) for n, when in enumerate(until)]
    ledger.articles.add(rows)
    assert ledger.articles.embargoes() == []
    ledger.articles.stand({1: Standing("held"), 2: Standing("held"), 3: Standing("waiting")})
    assert ledger.articles.embargoes() == ["2026-11-25T10:00:00Z"]


def test_a_sheet_and_the_attempt_that_made_it_are_kept_together(ledger):
    """The article is what the attempt brought it to; the sheet is found by it, replaced, and forgotten."""
    _fill(ledger, 3)
    _write(ledger, keeping_sheet(_sheet(2), _attempt(2)), keeping_sheet(_sheet(1), _attempt(1, "partial", "1 missing")))
    assert [(row.state, row.reason) for row in ledger.articles.all()] == [
        ("partial", "1 missing"), ("made", ""), ("waiting", ""),
    ]  # fmt: skip
    assert (ledger.sheets.stem(1), ledger.sheets.stem(3)) == ("talks-1", None)
    assert list(ledger.sheets.stems()) == ["talks-1", "talks-2"]
    _write(ledger, keeping_sheet(_sheet(2, outline='{"a": 1}', errors=0), _attempt(2)))
    assert list(ledger.sheets.outlines()) == [(1, "{}"), (2, '{"a": 1}')]
    one, other = ledger.sheets.stories()
    assert (one["id"], one["slug"], one["stem"], one["state"], one["reason"]) == (
        1, "TALKS", "talks-1", "partial", "1 missing",
    )  # fmt: skip
    assert (one["errors"], one["warnings"], one["missing"], other["errors"]) == (3, 4, 5, 0)
    worked = {row.id: row for row in ledger.articles.worked_on()}
    assert (worked[1].state, worked[1].stem, worked[1].recipe, worked[1].model, worked[1].chunks) == (
        "partial", "talks-1", "r", "m", 2,
    )  # fmt: skip
    assert set(worked) == {1, 2}
    assert dict(ledger.articles.names())[1] == ["TALKS", "Talks", "0.xml", "g0", "talks-1"]
    assert [row["id"] for row in ledger.articles.without_brief()] == [3]
    ledger.sheets.remove(1)
    assert list(ledger.sheets.stems()) == ["talks-2"]


def test_an_attempt_without_a_sheet_says_what_it_cost(ledger):
    """When, with which model, to what end, and the requests, tokens and money."""
    _fill(ledger, 1)
    _write(ledger, keeping_attempt(_attempt(1, "failed", "refused", Usage(10, 2, 5, 3, None))))
    row = dict(ledger.one("SELECT * FROM attempts"))
    assert row["ended"] > row["started"] == "2026-11-24T09:00:00.000+00:00"
    assert {key: row[key] for key in ("article", "run", "model", "outcome", "reason")} == {
        "article": 1, "run": 1, "model": "m", "outcome": "failed", "reason": "refused",
    }  # fmt: skip
    assert [row[key] for key in ("requests", "prompt_tokens", "completion_tokens", "cost")] == [3, 10, 5, None]


def test_a_completion_is_kept_for_its_endpoint_and_costs_nothing_again(ledger):
    """The first one stays; the spending of both is counted."""
    one, other = (Completion(text, usage=Usage(10, 2, 5, 1, 0.5)) for text in ("one", "other"))
    _write(ledger, keeping_answer("k", "here", "m", one), keeping_answer("k", "here", "m", other))
    found = ledger.completions.find("k", "here")
    assert (found.text, found.usage.cost, found.usage.requests, found.usage.prompt_tokens) == ("one", 0.0, 0, 10)
    assert ledger.completions.find("k", "there") is None
    assert ledger.completions.find("l", "here") is None
    assert ledger.completions.spent() == 1.0


def test_spending_is_summed_by_day_and_model(ledger):
    """What is not known is counted as such, and is not 0."""
    assert ledger.completions.spent() == 0.0
    known, unknown = Usage(10, 2, 5, 1, 0.5), Usage(20, 4, 6, 2, None)
    _write(ledger, *[keeping_spending("m", one) for one in (known, known, unknown)], keeping_spending("n", known))
    one, other = ledger.completions.spending()
    assert one.pop("day") == other.pop("day") == now()[:10]
    assert one == {
        "model": "m", "requests": 4, "prompt_tokens": 40, "cached_tokens": 8, "completion_tokens": 16, "cost": 1.0,
        "unpriced": 2, "at_most": 0.0,
    }  # fmt: skip
    assert (other["model"], other["cost"], other["unpriced"]) == ("n", 0.5, 0)
    assert ledger.completions.spent() == 1.5


def test_a_run_begins_and_ends(ledger):
    """The last one is told; while it is under way it has no end."""
    assert ledger.runs.begin("news", "n") == 2
    assert (ledger.runs.last()["model"], ledger.runs.last()["ended"]) == ("n", None)
    ledger.runs.end(2, "finished")
    last = ledger.runs.last()
    assert last["outcome"] == "finished"
    assert last["ended"] >= last["started"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", last["ended"])


def test_how_a_run_was_asked_for_is_kept(ledger):
    """The latest that is known, though later runs say nothing."""
    assert ledger.runs.remembered() == {}
    ledger.runs.remember(1, {"model": "m", "passes": 2})
    ledger.runs.begin("news", "n")
    assert ledger.runs.remembered() == {"model": "m", "passes": 2}


def test_what_was_found_out_of_an_endpoint_is_kept_for_a_day(ledger):
    """By address and model; after a day only how long the model's answers are."""
    key, other = ("http://127.0.0.1:1/v1", "m"), ("http://127.0.0.1:1/v1", "n")
    found = Footing(step=1, settled=True, window=8192, asked=True, refused={"temperature"}, longest=2.5)
    ledger.endpoints.keep({key: found, other: Footing()})
    ledger.endpoints.keep({key: replace(found, window=4096)})
    assert ledger.endpoints.known() == {key: replace(found, window=4096), other: Footing()}
    with ledger.transaction() as database:
        database.execute("UPDATE endpoints SET learnt = '2020-01-01'")
    assert ledger.endpoints.known() == {key: Footing(longest=2.5), other: Footing()}


@pytest.mark.parametrize(
    ("result", "spent"),
    [
        (Completion("{}", usage=Usage(10, 0, 5, 1, 0.25)), 0.25),
        (Completion("{}", usage=Usage(10, 0, 5, 1, None)), 2.0),
        (Failure("RefusalError", "no", Usage(10, 0, 0, 1, 0.125)), 0.125),
        (Failure("GarbledReplyError", "?", Usage(0, 0, 0, 1, None)), 2.0),
        (Failure("ExpiredError", "late", again=True), 0.0),
    ],
)
def test_a_result_of_a_file_is_kept_once_with_what_it_cost(ledger, result, spent):
    """What nobody told the cost of counts as the most that it could be; a second result of a request is none."""
    _fill(ledger, 1)
    file = Submission(0, "http://127.0.0.1:1/v1", "m", "a.jsonl", "written", 1, 99, None, None, "")
    (number,) = _write(ledger, keeping_submission(file, [Submitted("key", 1, 1, 2.0)]))
    kept = keeping_result(replace(file, id=number), "key", result)
    assert _write(ledger, kept, kept, keeping_result(replace(file, id=number), "other", result)) == [True, False, False]
    assert ledger.completions.spent() == spent
    assert (ledger.completions.find("key", file.endpoint) is not None) is isinstance(result, Completion)


def test_a_writer_gives_back_the_room_that_it_set_aside(ledger):
    """Its folder holds the ledger alone when it has ended."""
    _write(ledger, keeping_spending("m", Usage(1, 0, 1, 1, 0.5)))
    assert {path.name.partition("-")[0] for path in ledger.path.parent.iterdir()} == {"ledger.db"}


def test_a_ledger_without_a_run_has_no_last_one(tmp_path):
    """None, and no error."""
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        assert ledger.runs.last() is None


def test_commits_wait_for_the_disk_and_rows_belong_together(ledger):
    """What is committed outlives a power cut, and no row refers to one that is not there."""
    assert ledger.one("PRAGMA synchronous")[0] == 2
    with pytest.raises(LedgerError, match="FOREIGN KEY"):
        ledger.articles.add([readable(STORY, 99, bytes(8))])
    assert ledger.articles.count() == 0


def test_a_folder_that_cannot_be_made_is_a_usage_error(tmp_path):
    """It is named, with the reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file/out: cannot be created: Not a directory"):
        open_ledger(tmp_path / "file" / "out" / "ledger.db", create=True)


def test_a_folder_in_the_place_of_a_file_is_an_error(tmp_path):
    """The folders of a batch cannot be made where a file stands."""
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match=r"file: cannot be written: "):
        Folder(tmp_path / "file").make()


def test_names_of_files_suit_every_file_system():
    """Letters and digits of the slug, and the beginning of the key."""
    key = "0123456789abcdef" * 4
    assert stem("Größe/Talks: 2!", key) == "groe-talks-2-0123456789ab"
    assert stem("x-ray: Max", key) == "x-ray-max-0123456789ab"
    assert stem("日本", key) == stem("", key) == "article-0123456789ab"
    assert stem("a" * 59 + "-b" + "c" * 40, key) == "a" * 59 + "-0123456789ab"


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    """Nothing half written is left, and the error names the file; newlines and odd characters are as they are."""
    path = tmp_path / "one.md"
    write_whole(path, ["a\nb\ud800"], failure=LedgerError)
    assert path.read_bytes() == b"a\nb?"
    write_whole(path, ["c"], failure=LedgerError)
    assert path.read_bytes() == b"c"
    (tmp_path / "two.md").mkdir()
    with pytest.raises(LedgerError, match=r"two.md: cannot be written"):
        write_whole(tmp_path / "two.md", ["x"], failure=LedgerError)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.md", "two.md"]


def test_a_folder_holds_a_sheet_only_with_its_brief_and_unaltered(tmp_path):
    """And what is withdrawn is out of the way, not gone."""
    folder = Folder(tmp_path / "out")
    folder.make()
    write_whole(folder.sheet("a"), ["{}"], failure=LedgerError)
    assert not folder.holds("a", sha256("{}"))
    write_whole(folder.brief("a"), ["# A"], failure=LedgerError)
    assert not folder.holds("a", sha256("{}"))
    write_whole(folder.page("a"), ["<p>A"], failure=LedgerError)
    assert folder.holds("a", sha256("{}"))
    assert not folder.holds("a", sha256("{ }"))
    assert not folder.holds("b", sha256("{}"))
    folder.withdraw("a")
    folder.withdraw("b")
    assert not folder.holds("a", sha256("{}"))
    assert sorted(one.name for one in (tmp_path / "out" / "withdrawn").iterdir()) == ["a.html", "a.json", "a.md"]
    assert (folder.sheet("a").name, folder.brief("a").parent.name) == ("a.json", "briefs")


@pytest.mark.parametrize("name", ["digest.md", "index.html", "feed.xml", "sheets.jsonl"])
def test_a_file_that_is_of_no_batch_is_not_overwritten(tmp_path, name):
    """A folder may be a web site's: what a run would write is refused before anything is read."""
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match=f"{name}: is not from a batch, and would be overwritten"):
        Folder(tmp_path).refuse_others()


def test_what_a_killed_run_left_half_written_is_taken_away(tmp_path):
    """In the folder and its two, and nothing that is somebody else's."""
    folder = Folder(tmp_path)
    folder.make()
    name = stem("Storm, 2nd lead", "0" * 64)
    pages = (tmp_path / name for name in ("digest.md", "index.html", "feed.xml", "sheets.jsonl"))
    for path in (*pages, folder.sheet(name), folder.brief(name), folder.page(name)):
        path.with_name(f".{path.name}.123.part").write_text("{")
        path.with_name(".film.mkv.part").write_text("")
        path.with_name(".notes.json.123.part").write_text("")
    folder.make()
    assert {path.name for path in tmp_path.rglob("*.part")} == {".film.mkv.part", ".notes.json.123.part"}


def test_an_index_of_what_articles_share():
    """Those that share a shingle, unless it is everybody's, and names that are in more articles than so many."""
    shared = Shared(4)
    for one, shingles, names in ((0, [7, 8], [70]), (1, [7, 9], [70, 71]), (2, [7, 8], [70]), (3, [10], [71])):
        shared.add(one, shingles, names)
    shared.index(2)
    assert [list(shared.near(one)) for one in range(4)] == [[], [], [(1.0, 0)], []]
    assert list(shared.same([("a", 3), ("b", 1), ("a", 0), (None, 1), (None, 2), ("c", 2)])) == [[0, 3]]
    assert list(shared.same([("a", 3), ("b", 1)], 1)) == [[3], [1]]
    shared.link(3, 1)
    shared.link(2, 1)
    shared.link(3, 0)
    assert list(shared.links()) == [(2, [1]), (3, [0, 1])]
    assert shared.names(1) == {70, 71}
    assert shared.names(2) == {70}
    shared.close()
    with pytest.raises(LedgerError, match="index of shared text"):
        shared.names(1)


def test_what_two_articles_share_is_a_part_of_the_smaller():
    """Two of four shingles, which are two of two of the other; a shingle of every article counts for nobody."""
    shared = Shared(4)
    for one, shingles in enumerate(([1, 2, 3, 4, 9], [1, 2, 9], [3, 9], [4, 5, 6, 9])):
        shared.add(one, shingles, [])
    shared.index(3)
    assert sorted(shared.near(1)) == [(1.0, 0)]
    assert sorted(shared.near(3)) == [(1 / 3, 0)]
    shared.close()


def test_every_column_stands_in_the_documentation(tmp_path):
    """By its name, or within a range ("`guid` … `update_kind`"); and the version of the tables does."""
    text = (Path(__file__).parent.parent / "docs" / "ledger.md").read_text(encoding="utf-8")
    assert f"the tables ({VERSION})" in " ".join(text.split())
    open_ledger(tmp_path / "ledger.db", create=True).close()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info ({table})")]
            told = {name for name in columns if f"`{name}`" in text} | {"id", "run"}
            for first, last in re.findall(r"`(\w+)` … `(\w+)`", text):
                if first in columns and last in columns:
                    told.update(columns[columns.index(first) : columns.index(last) + 1])
            assert [name for name in columns if name not in told] == [], table
