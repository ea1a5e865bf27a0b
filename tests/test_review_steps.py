"""The screen as a value: from state and action to the next state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import FACTS, KIND, article, facts, sheet

from factsheet.review import Opened, Tally, settle, table
from factsheet.review.desk import actions, deciding
from factsheet.review.desk.actions import OnFact, cancel
from factsheet.review.desk.comparing import pairs
from factsheet.review.desk.keys import HELP, action_of, keys_of
from factsheet.review.desk.listing import Listing, arranged
from factsheet.review.desk.moves import Move
from factsheet.review.desk.painting import article_marks, fact_lines, facts_title, foot, list_row, pair_lines, remarks
from factsheet.review.desk.proving import proof_lines
from factsheet.review.desk.records import Run
from factsheet.review.desk.shelf import Row, row_of
from factsheet.review.desk.standing import stand
from factsheet.review.desk.state import Moment, State, step
from factsheet.review.desk.updates import Failed, Loaded, Reviewed, Saved
from factsheet.sheets import as_json

ROWS = tuple(Row(f"{n}.json", f"Story {n}", f"2026-05-0{n}", errors=n % 2) for n in range(1, 6))


def opened(made=None, key="1.json", events=()):
    made = made or sheet()
    return Opened(KIND, key, stand(KIND, made, events), Run("d", key, "{}", made.provenance.model, "p"), "d")


def state(**changes):
    listing = arranged(Listing("Ann"), rows=ROWS)
    return replace(step(State(listing, "Ann"), Loaded(opened())), **changes)


def after(start, *keys):
    """The state after some keys; what was decided is kept at once."""
    for key in keys:
        action = action_of(start, key)
        assert action is not None, key
        start = step(start, action)
        if start.pending:
            events = (*start.opened.standing.events, *start.pending)
            events = tuple(replace(event, seq=n) for n, event in enumerate(events, 1))
            start = step(start, Saved(opened(start.opened.standing.sheet, events=events)))
    return start


def test_accepting_goes_to_the_next_fact():
    """With one key after the other a whole sheet is gone through."""
    done = after(state(focus="facts"), "a", "a", "a")
    assert [item.ruling for item in done.items] == ["accepted"] * 3 + [None] * 2
    assert done.item.section.name == "positions"
    assert done.message == "saved: accepted"


def test_nothing_is_saved_before_it_is_kept():
    """A decision waits in `pending`, and the sheet stands as before, until the history has it."""
    waiting = step(state(focus="facts"), OnFact(deciding.accept))
    assert [event.verb for event in waiting.pending] == ["accept"]
    assert waiting.item.ruling is None
    assert waiting.message == ""
    failed = step(waiting, Failed("disk full"))
    assert (failed.pending, failed.item.ruling, failed.message) == ((), None, "disk full")


def test_every_key_has_one_meaning():
    """In no place does a key mean two things, except that a place comes before what holds everywhere."""
    for focus in ("list", "facts", "article"):
        for mode in ("browse", "words", "reject", "section", "compare", "help"):
            start = state(focus=focus, mode=mode, words=(0, 0))
            pressed = [key for one in keys_of(start) for key in one.keys]
            assert mode == "browse" or len(pressed) == len(set(pressed)), (focus, mode)
            assert foot(start, 200)


def test_help_has_every_key():
    """What the tables hold, the help says."""
    words = {words for _, words in HELP}
    assert {key.words for key in keys_of(state(focus="facts"))} <= words


def test_time_is_what_was_spent_with_the_sheet():
    """Seconds between keys add up, a long pause counts as two minutes, and what comes by itself is no sign of life."""
    now = state()
    now = step(now, Move(0), Moment(1000.0, "t"))
    now = step(now, Move(0), Moment(1010.0, "t"))
    now = step(now, Move(0), Moment(9000.0, "t"))
    now = step(now, Reviewed({}), Moment(9100.0, "t"))
    assert now.spent == 130.0


def test_a_message_stays_when_something_comes_by_itself():
    """Only what the person does takes a message off the screen."""
    said = state().say("saved: accepted")
    assert step(said, Reviewed({})).message == "saved: accepted"
    assert step(said, Move(1)).message == ""


def test_only_what_needs_me():
    """Facts with findings and no verdict remain; when there is none it is said and all are shown."""
    only = after(state(focus="facts"), "m")
    assert {item.section.name for item in only.items} <= {"summary", "figures"}
    done = after(state(focus="facts"), "G", "r", "i", "g", "m")
    assert (done.only_needs, done.message) == (False, "no fact of this sheet needs you")


def test_the_next_that_needs_somebody():
    """] goes to the next fact with an error, and says when there is none."""
    there = after(state(focus="facts"), "]")
    assert there.item.section.name == "figures"
    assert after(there, "]").message == "no other fact needs you below"


def test_the_list_keeps_its_cursor():
    """Filter and sort leave the cursor on its sheet where that is still shown."""
    listing = replace(state().listing, at=2)
    assert arranged(listing, sort="newest").row.key == "3.json"
    assert arranged(listing, filter="story 3").at == 0
    assert arranged(listing, filter="nothing").row is None
    assert [arranged(listing, sort="findings").rows[i].errors for i in arranged(listing, sort="findings").shown] == [
        *(1, 1, 1, 0, 0)
    ]


def test_what_needs_me_leaves_out_what_others_have():
    """A sheet that somebody else is reviewing, or that is signed, is not mine to do."""
    states = {"1.json": ("in review", "Ben", ""), "2.json": ("approved", "Ann", ""), "3.json": ("in review", "Ann", "")}
    mine = arranged(replace(state().listing, states=states), needs=True)
    assert [mine.rows[i].key for i in mine.shown] == ["3.json", "4.json", "5.json"]


@given(st.lists(st.sampled_from(["l", "h", "j", "k", "v"]), max_size=40), st.integers(0, 9))
def test_a_selection_is_always_words_of_the_article(keys, sentence):
    """However the selection is moved, it is a stretch of whole words."""
    start = after(state(focus="article", sentence=sentence), "v")
    for key in keys:
        start = after(start, key)
        begin, end = start.selection
        text = start.opened.standing.sheet.article.text
        assert text[begin:end].strip() == text[begin:end] != ""
        assert article_marks(start)[-1].start == begin


@given(st.lists(st.sampled_from(sorted({k for one in keys_of(state(focus="facts")) for k in one.keys} - {"R", "q"}))))
def test_no_key_leads_nowhere(keys):
    """Whatever is pressed in whatever order, the next state is one that can be shown and left again."""
    start = state(focus="facts")
    for key in keys:
        if start.mode in ("filter", "note", "send-back", "edit", "model"):
            start = step(start, cancel)
        elif action_of(start, key) is None:
            assert start.mode == "browse" or action_of(start, "escape") is not None
        else:
            start = after(start, key)
            assert start.opened is None or start.item is not None or not start.items


@pytest.mark.parametrize("focus", ["list", "facts", "article"])
def test_without_a_sheet_every_key_is_answered(focus):
    """Before a sheet is open a key moves about or says that there is none; nothing is decided."""
    start = replace(State(arranged(Listing("Ann"), rows=ROWS), "Ann"), focus=focus)
    for key in keys_of(start):
        assert step(start, key.action).pending == ()
    assert step(start, actions.ask_section).message == "no sheet is open: choose one in the list"


def test_a_fact_is_added_to_a_sheet_without_facts():
    """Adding needs a sheet and no selected fact."""
    empty = step(state(new=("topics", {})), Loaded(opened(sheet({name: [] for name in FACTS}))))
    assert empty.item is None
    saved = step(replace(empty, new=("topics", {})), actions.Save({"name": "bridges", "evidence": []}))
    assert [event.verb for event in saved.pending] == ["add"]


def test_two_sheets_side_by_side():
    """Facts are the same, differ, or are in one sheet only; both columns and a sign are in the lines."""
    other = facts(figures=[], participants=[FACTS["participants"][0], {**FACTS["participants"][1], "name": "K. Lund"}])
    other["positions"][0]["stance"] = "denies"
    found = pairs(opened().standing.items, opened(sheet(other)).standing.items)
    assert [(pair.sign, (pair.old or pair.new).section.name) for pair in found] == [
        ("=", "summary"),
        ("=", "participants"),
        ("~", "participants"),
        ("~", "positions"),
        ("-", "figures"),
    ]
    lines = ["".join(text for text, _ in line) for line in pair_lines(found[2], article(), 80)]
    assert "Karl Lund" in lines[0][:38]
    assert "K. Lund" in lines[0][40:]


@pytest.mark.parametrize("width", [20, 34, 50, 70, 100, 200])
def test_rows_and_facts_fit(width):
    """No line is wider than its pane, whatever the room and the title."""
    from rich.cells import cell_len

    rows = (Row("1", "東京" * 60, "2026-05-05 09:30", "橋" * 20, "m" * 40), Row("2", "x", problem="y" * 300))
    listing = arranged(Listing("Ann"), rows=rows)
    for number in range(2):
        assert sum(cell_len(text) for text, _ in list_row(listing, number, width)) <= width
    shown = fact_lines(opened().standing.items, article(), width, {})
    assert all(sum(cell_len(text) for text, _ in line) <= width for line in shown.lines)


def test_signs_say_what_colours_say():
    """Each ruling and each standing has a sign or a word of its own."""
    decided = after(state(focus="facts"), "a", "r", "t", "G", "r", "i")
    shown = fact_lines(decided.items, article(), 100, {})
    text = ["".join(piece for piece, _ in line) for line in shown.lines]
    heads = [text[first][:2] for first in shown.firsts.values()]
    assert heads == ["✓ ", "✗ ", "· ", "·~", "✗E"]
    assert remarks(decided.items[-1])[0] == ("rejected: invented", "alarm")


def test_facts_are_sorted_and_filtered_by_standing():
    """`s` puts the worst first, `f` shows one standing after the other, and both say so."""
    start = state(focus="facts")
    assert {item.standing for item in start.items} == {"proven", "open", "refuted"}
    by_standing = after(start, "s")
    assert [item.standing for item in by_standing.items] == ["refuted", "open", "proven", "proven", "proven"]
    shown = fact_lines(by_standing.items, article(), 100, {}, by_standing=True)
    assert shown.lines[0] == [("refuted · Figures", "label")]
    refuted = after(start, "f")
    assert ([item.standing for item in refuted.items], refuted.message) == (["refuted"], "only what is refuted")
    assert refuted.item == refuted.items[0]
    assert "refuted" in facts_title(refuted)
    everything = after(refuted, "f", "f", "f")
    assert (everything.items, everything.message) == (start.items, "all facts")


def test_the_selected_fact_shows_its_proof():
    """Its standing with the reason, which words account for which, and where the article has them."""
    chosen = after(state(focus="facts"), "j", "j", "j")
    assert chosen.item.standing == "open"
    lines = ["".join(run.text for run in runs) for runs in proof_lines(chosen)]
    assert lines == ["~ open: not the article's words", "statement: nothing for bridge · “cost 40 million euros”"]
    text = article().text
    assert {text[mark.start : mark.end] for mark in article_marks(chosen) if mark.style == "proof"} >= {
        "cost 40 million euros"
    }
    assert [run.text for run in proof_lines(after(chosen, "k"))[0]] == ["proven word by word", ""]


def test_a_reviewed_sheet_keeps_its_standings():
    """A fact that a person rejects has none; pointers are the new ones; a sheet without standings gets none."""
    decided = after(state(focus="facts"), "r", "t")
    standing = decided.opened.standing
    made = settle(KIND, standing)
    assert [one.pointer for one in made.standings] == [entry.pointer for entry in KIND.entries(made.facts)]
    assert [one.standing for one in made.standings] == ["proven", "proven", "open", "refuted"]
    assert settle(KIND, replace(standing, sheet=replace(standing.sheet, standings=()))).standings == ()


def test_standings_are_counted_with_editors():
    """What people did with facts of each standing, in the figures and in the table."""
    decided = after(state(focus="facts"), "a", "j", "j", "r", "m", "G", "r", "i", "A", "a")
    one = Tally("m", "p")
    one.add(decided.opened.standing)
    counts = one.as_json()["by_standing"]
    assert counts["proven"] == {"accepted": 1, "accepted_with_signature": 2, "edited": 0, "rejected": 0}
    assert counts["refuted"] == {"accepted": 0, "accepted_with_signature": 0, "edited": 0, "rejected": 1}
    shares = "accepted   0.0%  with signature   0.0%  edited   0.0%  rejected 100.0%"
    assert f"  refuted              1  {shares}\n" in table([one])


def test_signing_asks_what_becomes_of_undecided_facts():
    """Nothing is signed by A alone; a signs them, l leaves them out, ] goes to the first, escape goes back."""
    rejected = after(state(focus="facts"), "G", "r", "i")
    asked = after(rejected, "A")
    assert (asked.mode, asked.opened.standing.state) == ("sign", "in review")
    assert "4 of 5 facts are undecided" in asked.message
    signed = after(asked, "a")
    assert (signed.mode, signed.opened.standing.state) == ("browse", "approved")
    assert "4 facts with the signature" in signed.message
    assert "4 with the signature alone" in facts_title(signed)
    left = after(asked, "l")
    assert left.opened.standing.with_signature == ()
    assert "4 facts left out" in left.message
    first = after(asked, "]")
    assert (first.mode, first.item, first.pending) == ("browse", first.opened.standing.items[0], ())
    assert after(asked, "escape").opened.standing.state == "in review"
    decided = after(rejected, "g", "a", "a", "a", "a", "A")
    assert decided.opened.standing.state == "approved"
    assert decided.opened.standing.with_signature == ()


def test_a_row_names_the_label_of_a_topic():
    """Never the dictionary that a sheet has; so that a filter for `label` finds no sheet by it."""
    document = as_json(sheet(facts(topics=[{"label": "Bridges", "code": None, "evidence": []}]), article(section=None)))
    row = row_of("a.json", document)
    assert row.subject == "Bridges"
    listing = arranged(Listing("Ann"), rows=(row,), filter="label")
    assert listing.shown == ()
    assert arranged(listing, filter="bridges").shown == (0,)
