"""Review decisions as a gold standard: a model is scored on signed and rejected facts."""

from __future__ import annotations

import json

from click.testing import CliRunner
from reviewing import FACTS, KIND, desk, facts, pen, put, sheet

from factsheet.cli import cli
from factsheet.evaluation.reviewed import read_reviewed, score_reviewed
from factsheet.evaluation.scores import Counts
from factsheet.review.desk import deciding
from factsheet.standings import standings_of


def _reviewed(folder):
    """A sheet whose figure was rejected and whose position was corrected, signed."""
    with desk(folder) as table:
        opened = table.open("a.json")
        by = {item.section.name: item for item in opened.standing.items}
        opened = table.keep(opened, deciding.reject(opened.standing, by["figures"], pen(opened), "invented"))
        edited = {**by["positions"].value, "verb": "insisted"}
        opened = table.keep(opened, deciding.edit(opened.standing, by["positions"], pen(opened), edited))
        table.keep(opened, deciding.approve(opened.standing, pen(opened), "accepted"), signs=True)
        return list(read_reviewed(table, print))


def _score(folder, made):
    (gold,) = _reviewed(folder)
    return score_reviewed(KIND, gold, made.facts)


def test_the_same_sheet_again(tmp_path):
    """A sheet with the same facts finds all that was signed, and gives what was rejected again."""
    counts = _score(tmp_path, sheet()).counts
    assert counts["Who"] == Counts(2, 2, 2, 2)
    assert counts["Positions"] == Counts(1, 1, 1, 1)
    assert counts["Figures"] == Counts(0, 1, 0, 0)
    assert counts["rejected facts given again"] == Counts(0, 0, 1, 1)
    assert counts["facts that people have judged"] == Counts(5, 5)


def test_facts_are_scored_by_standing(tmp_path):
    """Of the judged facts of each standing, how many people have signed."""
    (gold,), made = _reviewed(tmp_path), sheet()
    counts = score_reviewed(KIND, gold, made.facts, standings_of(KIND, made)).counts
    assert counts["facts proven"] == Counts(3, 3)
    assert counts["facts open"] == Counts(1, 1)
    assert counts["facts refuted"] == Counts(0, 1)


def test_what_was_decided_by_hand_is_counted_apart(tmp_path):
    """The edited and the rejected fact were looked at; the three others have the signature alone."""
    counts = _score(tmp_path, sheet()).counts
    assert counts["facts decided by hand"] == Counts(1, 2, 1, 1)
    assert counts["facts accepted with the signature"] == Counts(0, 0, 3, 3)


def test_a_wrong_speaker_is_another_fact(tmp_path):
    """The same words put down to somebody else are neither right nor judged, and what was signed is missed."""
    other = facts(figures=[])
    other["positions"][0]["holder"] = "Karl Lund"
    scores = _score(tmp_path, sheet(other))
    assert scores.counts["Positions"] == Counts(0, 0, 0, 1)
    assert scores.counts["facts that people have judged"] == Counts(3, 4)
    assert [miss.measure for miss in scores.misses if miss.missed] == ["Positions"]


def test_other_words_for_the_same_evidence(tmp_path):
    """A statement in other words that stands on the same words of the article is the same fact."""
    other = facts(figures=[])
    other["summary"][0]["statement"] = "The mayor opened a bridge."
    assert _score(tmp_path, sheet(other)).counts["Summary"] == Counts(1, 1, 1, 1)


def test_names_are_not_told_by_their_sentence(tmp_path):
    """Two people in one sentence are two facts."""
    who = [{**FACTS["participants"][0], "name": "Somebody"}]
    assert _score(tmp_path, sheet(facts(participants=who))).counts["Who"] == Counts(0, 0, 0, 2)


def test_eval_takes_a_reviewed_folder(tmp_path):
    """The command scores the built-in model on what was signed; a folder where nothing was approved is told."""
    _reviewed(tmp_path)
    result = CliRunner().invoke(cli, ["eval", str(tmp_path), "-m", "extractive", "--json"])
    assert json.loads(result.stdout)["measures"]["Who"]["counts"]["annotated"] == 2
    empty = tmp_path / "empty"
    with desk(empty, put(empty)):
        pass
    result = CliRunner().invoke(cli, ["eval", str(empty), "-m", "extractive"], standalone_mode=False)
    assert "there is no approved sheet in it" in str(result.exception)
