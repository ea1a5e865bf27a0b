"""Decisions on a sheet: the effect of each verb, what it refuses, and undo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import FACTS, KIND, article, facts, pen, sheet

from factsheet.review import Opened
from factsheet.review.desk import deciding
from factsheet.review.desk.records import REASONS, Pen, Run
from factsheet.review.desk.standing import settle, stand


class Table:
    """One sheet on a table, its history in a list."""

    def __init__(self, made=None):
        self.sheet = made or sheet()
        self.events = []

    @property
    def standing(self):
        return stand(KIND, self.sheet, self.events)

    def item(self, section, index=0):
        return [item for item in self.standing.items if item.section.name == section][index]

    def do(self, verb, *arguments, who="Ann"):
        hand = Pen(who, "2026-05-05T10:00:00Z", "a.json", "r", 1.0)
        if verb in ("accept", "reject", "edit", "note", "clear"):
            item, *rest = arguments
            outcome = getattr(deciding, verb)(self.standing, item, hand, *rest)
        elif verb == "add":
            subject, *rest = arguments
            outcome = deciding.add(self.standing, subject, hand, *rest)
        else:
            outcome = getattr(deciding, verb)(self.standing, hand, *arguments)
        if isinstance(outcome, tuple):
            from dataclasses import replace

            for event in outcome:
                assert self.standing.value_of(event.subject) == event.before
                self.events.append(replace(event, seq=len(self.events) + 1))
        return outcome


def _edited(item, **changes):
    return {**item.value, **changes}


ADDED = {
    "name": "the Orle",
    "relation": "scene",
    "country": None,
    "evidence": [{"quote": "over the Orle", "match": "exact", "start": 17, "end": 30}],
}


def test_verbs_and_their_undo():
    """Each verb on a fact changes what stands, and undo brings back what stood, one step at a time; redo repeats."""
    table = Table()
    states = [table.standing.items]
    table.do("accept", table.item("summary"))
    states.append(table.standing.items)
    table.do("reject", table.item("positions"), "wrong speaker")
    states.append(table.standing.items)
    table.do("edit", table.item("participants"), _edited(table.item("participants"), role="Mayor of Orle"))
    states.append(table.standing.items)
    table.do("note", table.item("participants", 1), "check the spelling")
    states.append(table.standing.items)
    table.do("add", "+1", "location", ADDED)
    states.append(table.standing.items)
    table.do("clear", table.item("summary"))
    states.append(table.standing.items)
    assert [i.ruling for i in states[-1] if i.ruling] == ["edited", "added", "rejected"]
    for before in reversed(states[:-1]):
        assert isinstance(table.do("undo"), tuple)
        assert table.standing.items == before
    assert table.do("undo") == "nothing of yours to undo in this sheet"
    for after in states[1:]:
        assert isinstance(table.do("redo"), tuple)
        assert table.standing.items == after
    assert table.do("redo") == "nothing of yours to redo in this sheet"
    assert len(table.events) == 6 * 3


def test_a_new_decision_ends_what_could_be_redone():
    """After an undo, another decision takes the place of the one undone."""
    table = Table()
    table.do("accept", table.item("summary"))
    table.do("undo")
    table.do("reject", table.item("summary"), "trivial")
    assert isinstance(table.do("redo"), str)
    assert table.item("summary").ruling == "rejected"


def test_nobody_undoes_anothers_decision():
    """Undo is for one's own decisions, and stops where somebody else has decided on the same fact since."""
    table = Table()
    table.do("accept", table.item("summary"), who="Ann")
    assert table.do("undo", who="Ben") == "nothing of yours to undo in this sheet"
    table.do("reject", table.item("summary"), "trivial", who="Ben")
    assert table.do("undo", who="Ann") == "Ben has decided on this since: not undone"
    assert table.item("summary").ruling == "rejected"


def test_a_signature_needs_a_verdict_on_every_error():
    """A sheet with an undecided error is not signed; once decided it is, and then it is closed until it is reopened."""
    table = Table()
    assert table.item("figures").level == "error"
    assert "with an error" in table.do("approve", "accepted")
    assert "not in the article" in table.do("accept", table.item("figures"))
    table.do("reject", table.item("figures"), "invented")
    table.do("approve", "accepted")
    assert (table.standing.state, table.standing.by) == ("approved", "Ann")
    assert "o reopens it" in table.do("accept", table.item("summary"))
    table.do("reopen")
    assert table.standing.state == "in review"
    table.do("undo")
    assert table.standing.state == "approved"


def test_sending_back_says_why():
    """A sheet that is sent back is rejected, with the words that say why."""
    table = Table()
    table.do("send_back", " too thin ")
    assert (table.standing.state, table.standing.note) == ("rejected", "too thin")
    assert "already sent back" in table.do("send_back", "again")
    table.do("undo")
    assert table.standing.state == "in review"


def test_only_known_reasons():
    """A rejection has one of the reasons that the statistics count."""
    table = Table()
    assert "unknown reason 'dull'" in table.do("reject", table.item("summary"), "dull")
    for reason in REASONS:
        table.do("reject", table.item("summary"), reason)
        assert table.item("summary").verdict.reason == reason


def test_a_note_leaves_the_verdict_and_an_edit_leaves_the_note():
    """Verdict, words and note of a fact are kept beside each other; accepting an edited fact keeps the words."""
    table = Table()
    who = table.item("participants")
    table.do("note", who, "really?")
    table.do("edit", table.item("participants"), _edited(who, role=None))
    table.do("reject", table.item("participants"), "trivial")
    table.do("accept", table.item("participants"))
    verdict = table.item("participants").verdict
    assert (verdict.ruling, verdict.note, verdict.value["role"]) == ("edited", "really?", None)
    table.do("note", table.item("participants"), "")
    assert table.item("participants").verdict.note == ""


def test_the_signed_sheet():
    """What was rejected is gone, what was edited or added is there, and the signature is on it."""
    table = Table()
    table.do("reject", table.item("figures"), "invented")
    table.do("edit", table.item("positions"), _edited(table.item("positions"), verb="insisted"))
    table.do("add", "+1", "location", ADDED)
    table.do("approve", "accepted")
    signed = settle(KIND, table.standing)
    assert signed.facts["figures"] == []
    assert signed.facts["positions"][0]["verb"] == "insisted"
    assert [place["name"] for place in signed.facts["location"]] == ["the Orle"]
    assert (signed.review.state, signed.review.by) == ("approved", "Ann")
    assert not [finding for finding in signed.findings if finding.level == "error"]


def test_an_accepted_error_is_overruled_and_says_so():
    """A person who accepts what a check calls an error makes a note of it; words that are missing stay an error."""
    from factsheet.records import Finding

    made = replace(sheet(), findings=(Finding("wrong-speaker", "error", "/positions/0/holder", "Lund says it"),))
    table = Table(made)
    table.do("accept", table.item("positions"))
    levels = {f.code: (f.level, f.message) for f in settle(KIND, table.standing).findings}
    assert levels["wrong-speaker"] == ("note", "accepted in review although Lund says it")


def test_the_same_fact_of_another_run_keeps_its_verdict():
    """A new run keeps verdicts on facts it gives again, whatever their order; a fact that differs has none."""
    table = Table()
    table.do("accept", table.item("participants", 1))
    table.do("accept", table.item("summary"))
    table.do("accept", table.item("positions"))
    other = facts(participants=FACTS["participants"][::-1])
    other["positions"][0]["stance"] = "supports"
    table.sheet = sheet(other, model="test/two")
    assert [i.ruling for i in table.standing.items if i.section.name == "participants"] == ["accepted", None]
    assert table.item("summary").ruling == "accepted"
    fresh, earlier = (i for i in table.standing.items if i.section.name == "positions")
    assert (fresh.ruling, earlier.ruling, earlier.earlier) == (None, "accepted", True)


def test_what_a_person_wrote_outlives_the_run():
    """An edit whose fact the new run does not have is shown, and is in the sheet that is signed."""
    table = Table()
    table.do("edit", table.item("participants"), _edited(table.item("participants"), role="Mayor of Orle"))
    table.do("add", "+1", "location", ADDED)
    table.sheet = sheet(facts(participants=[FACTS["participants"][1]], figures=[]))
    mine = next(item for item in table.standing.items if item.earlier)
    assert (mine.value["role"], mine.base, mine.stands) == ("Mayor of Orle", None, True)
    table.do("approve", "accepted")
    signed = settle(KIND, table.standing)
    assert [one["role"] for one in signed.facts["participants"]] == ["Opposition leader", "Mayor of Orle"]
    assert len(signed.facts["location"]) == 1


def test_a_verdict_does_not_follow_words_that_the_article_lost():
    """When a corrected article no longer has the words, the fact is another one and nothing was decided on it."""
    table = Table()
    table.do("accept", table.item("positions"))
    table.do("reject", table.item("figures"), "invented")
    table.do("approve", "accepted")
    table.sheet = sheet(of=article("Mayor Ana Petrova opened the new bridge.", "It cost 40 million euros."))
    assert table.item("positions").ruling is None
    assert table.standing.changed


def test_twins_are_told_apart():
    """Two entries that are the same in every field are two facts, each with its verdict."""
    table = Table(sheet(facts(participants=[FACTS["participants"][0]] * 2)))
    table.do("reject", table.item("participants", 1), "trivial")
    assert [i.ruling for i in table.standing.items if i.section.name == "participants"] == [None, "rejected"]


VERBS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "note", "clear", "edit", "undo", "redo"]),
        st.integers(0, 4),
        st.sampled_from("AB"),
    ),
    max_size=30,
)


@given(VERBS)
def test_undoing_everything_leaves_the_sheet_as_it_came(steps):
    """Whatever a person alone decides, as many undos as they have left lead back to the sheet as the model made it."""
    table = Table()
    for verb, index, _ in steps:
        item = table.standing.items[index]
        if verb in ("undo", "redo"):
            table.do(verb)
        else:
            extra = {"reject": ["trivial"], "note": [f"n{index}"], "edit": [{**item.value, "x": len(table.events)}]}
            table.do(verb, item, *extra.get(verb, []))
    while isinstance(table.do("undo"), tuple):
        pass
    assert all(item.verdict is None for item in table.standing.items)


@pytest.mark.parametrize("state", ["approved", "rejected"])
def test_reviews_are_in_the_file(state, tmp_path):
    """The signature is written into the sheet file and read from it."""
    from factsheet.sheets import dump, load

    table = Table()
    table.do("reject", table.item("figures"), "invented")
    table.do(*(("approve", "accepted") if state == "approved" else ("send_back", "no")))
    signed = settle(KIND, table.standing)
    assert load(dump(signed, KIND), KIND).review == signed.review
    assert signed.review.state == state


def test_opened_knows_its_run():
    """A pen is of one sheet and one run."""
    opened = Opened(KIND, "a.json", stand(KIND, sheet(), ()), Run("d", "a.json", "{}", "m", "p"), "f")
    assert pen(opened).run == "d"
