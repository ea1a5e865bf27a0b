"""The history in the ledger: append-only, safe with two reviewers, read by export, stats and lists."""

from __future__ import annotations

import json
import sqlite3

import pytest
from click.testing import CliRunner
from reviewing import FACTS, KIND, article, batch, desk, facts, pen, put, sheet

from factsheet.cli import cli
from factsheet.errors import ConflictError, UsageError
from factsheet.identity import sha256
from factsheet.review import Desk, settle, tally
from factsheet.review.desk import deciding
from factsheet.review.desk.records import STATE
from factsheet.review.desk.shelf import open_shelf


def _item(opened, section, index=0):
    return [item for item in opened.standing.items if item.section.name == section][index]


def _reject(table, opened, section="figures", reason="invented", **who):
    return table.keep(opened, deciding.reject(opened.standing, _item(opened, section), pen(opened, **who), reason))


def _approve(table, opened, **who):
    return table.keep(opened, deciding.approve(opened.standing, pen(opened, **who), "accepted"), signs=True)


def test_what_was_decided_is_there_when_the_desk_is_opened_again(tmp_path):
    """Who, when, what, before and after are kept, and the sheet stands as it was left."""
    with desk(tmp_path) as table:
        _reject(table, table.open("a.json"))
    with desk(tmp_path, tmp_path / "a.json") as table:
        (event,) = table.history.events()
        assert (event.who, event.at, event.verb, event.before) == ("Ann", "2026-05-05T10:00:00Z", "reject", None)
        assert event.after["reason"] == "invented"
        assert event.after["base"]["number"] == "60 million"
        assert _item(table.open("a.json"), "figures").ruling == "rejected"
        assert table.history.run(event.run).model == "test/one"


def test_the_history_cannot_be_changed(tmp_path):
    """The ledger itself refuses to change or delete what was decided."""
    with desk(tmp_path) as table:
        _reject(table, table.open("a.json"))
        for statement in ("UPDATE review_events SET who = 'Ben'", "DELETE FROM review_events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                table.ledger.database.execute(statement)


def test_two_reviewers_do_not_overwrite_each_other(tmp_path):
    """Who decides on a fact that another has decided on since is told, and nothing is saved; other facts are free."""
    with desk(tmp_path) as one, desk(tmp_path, tmp_path / "a.json") as two:
        hers, his = one.open("a.json"), two.open("a.json")
        _reject(one, hers)
        with pytest.raises(ConflictError, match="Ann has decided"):
            _reject(two, his, reason="trivial", who="Ben")
        his = _reject(two, his, "summary", "trivial", who="Ben")
        assert _item(his, "figures").verdict.reason == "invented"
        assert len(list(two.history.events())) == 2


def test_a_signature_is_for_what_was_seen(tmp_path):
    """A sheet is not signed when somebody has changed it since it was looked at."""
    with desk(tmp_path) as one, desk(tmp_path, tmp_path / "a.json") as two:
        hers = _reject(one, one.open("a.json"))
        his = two.open("a.json")
        _reject(one, hers, "summary", "trivial")
        with pytest.raises(ConflictError, match="not signed"):
            _approve(two, his, who="Ben")
        assert _approve(two, two.refreshed(his), who="Ben").standing.state == "approved"


def test_a_new_run_leaves_what_was_signed(tmp_path):
    """A model that writes the sheet again changes nothing in what is exported; another article takes it out."""
    runner = CliRunner()
    with desk(tmp_path) as table:
        _approve(table, _reject(table, table.open("a.json")))
    put(tmp_path, made=sheet(facts(participants=[], figures=[]), model="test/two"))
    result = runner.invoke(cli, ["export", str(tmp_path / "a.json")])
    (signed,) = json.loads(result.stdout)
    assert [one["name"] for one in signed["facts"]["participants"]] == ["Ana Petrova", "Karl Lund"]
    at = "2026-05-05T10:00:00Z"
    assert signed["review"] == {"state": "approved", "by": "Ann", "at": at, "note": "", "with_signature": 4}
    put(tmp_path, made=sheet(facts(), article("Everything was different.")))
    result = runner.invoke(cli, ["export", str(tmp_path / "a.json")])
    assert json.loads(result.stdout) == []
    assert "the article has changed since this was signed" in result.stderr


def test_another_run_is_put_on_the_table(tmp_path):
    """A run that a person took stays on the table until the file is newer, and taking it is undone like the rest."""
    from factsheet.review.desk.desk import Run
    from factsheet.sheets import dump

    with desk(tmp_path) as table:
        opened = table.open("a.json")
        document = dump(sheet(model="test/two"), KIND)
        run = Run(sha256(document), "a.json", document, "test/two", "p" * 64)
        table.history.keep_run(run)
        taken = table.keep(opened, deciding.take(opened.standing, pen(opened), run.digest, opened.file))
        assert taken.run.model == "test/two"
        assert table.open("a.json").run.model == "test/two"
        back = table.keep(taken, deciding.undo(taken.standing, pen(taken)))
        assert back.run.model == "test/one"
        table.keep(back, deciding.redo(back.standing, pen(back)))
        put(tmp_path, made=sheet(model="test/three"))
        assert table.open("a.json").run.model == "test/three"


def test_states_in_the_list(tmp_path):
    """The list knows the state of every sheet from the history, without opening one."""
    files = [put(tmp_path, f"{name}.json") for name in "abcd"]
    with desk(tmp_path, *files) as table:
        _reject(table, table.open("b.json"))
        _approve(table, _reject(table, table.open("c.json")))
        opened = table.open("d.json")
        table.keep(opened, deciding.send_back(opened.standing, pen(opened), "no"))
        states = {key: state for key, (state, _, _) in table.history.states().items()}
        assert states == {"b.json": "in review", "c.json": "approved", "d.json": "rejected"}
        opened = table.open("c.json")
        table.keep(opened, deciding.reopen(opened.standing, pen(opened)))
        assert table.history.states()["c.json"][0] == "in review"


def test_the_folder_of_a_batch(tmp_path):
    """The sheets of a batch are listed from its ledger, and reviewed in it."""
    folder = batch(tmp_path / "out", [("one", sheet()), ("two", sheet(facts(figures=[])))])
    with Desk.at(KIND, [folder]) as table:
        rows = list(table.shelf.rows(table.ledger))
        assert [(row.key, row.errors, row.subject) for row in rows] == [
            ("sheets/one.json", 1, "bridges"),
            ("sheets/two.json", 0, "bridges"),
        ]
        assert rows[0].time == "2026-05-05 09:30"
        _reject(table, table.open("sheets/one.json"))
    same = open_shelf([folder / "sheets" / "one.json"])
    assert (same.folder, same.files) == (folder, ("sheets/one.json",))


def test_rows_of_files(tmp_path):
    """A folder of files is listed as they are read, and a file that is no sheet says so in its row."""
    put(tmp_path, "good.json")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with Desk.at(KIND, [tmp_path], create=True) as table:
        bad, good = table.shelf.rows(table.ledger)
        assert "not JSON" in bad.problem
        assert (good.title, good.errors, good.subject, good.model) == (article().title, 1, "Local", "test/one")


def test_no_sheets(tmp_path):
    """A folder without sheets, and a name that is none, are told."""
    for path in (tmp_path, tmp_path / "nothing.json"):
        with pytest.raises(UsageError):
            open_shelf([path])


def test_facts_are_counted_by_ruling_and_reason(tmp_path):
    """Facts are counted by ruling and reason for each model and prompts; time is what was spent on each brief."""
    files = [put(tmp_path, "a.json"), put(tmp_path, "b.json", sheet(model="test/two"))]
    with desk(tmp_path, *files) as table:
        opened = table.open("a.json")
        opened = _reject(table, opened)
        who = _item(opened, "participants")
        edited = deciding.edit(opened.standing, who, pen(opened), {**who.value, "role": None})
        opened = table.keep(opened, edited)
        added = deciding.add(opened.standing, "+x", pen(opened), "location", {"name": "Orle"})
        opened = table.keep(opened, added)
        _approve(table, opened)
        _reject(table, table.open("b.json"))
        (one,) = tally(table.signed(print))
    assert (one.model, one.approved, one.facts) == ("test/one", 1, 5)
    assert dict(one.rulings) == {"signed": 3, "edited": 1, "rejected": 1, "added": 1}
    assert dict(one.reasons) == {"invented": 1}
    assert one.seconds == [120.0]
    result = CliRunner().invoke(cli, ["stats", *map(str, files)])
    assert "accepted             0    0.0%" in result.output
    assert "with signature       3   60.0%" in result.output
    assert "time per brief    2:00  median" in result.output
    (found,) = json.loads(CliRunner().invoke(cli, ["stats", *map(str, files), "--json"]).output)
    assert (found["added"], found["accepted"], found["accepted_with_signature"]) == (1, 0, 3)


def test_what_the_signature_leaves_out_is_nowhere(tmp_path):
    """Neither in the exported sheet, nor among the accepted; a fact that was decided on stays."""
    with desk(tmp_path) as table:
        opened = _reject(table, table.open("a.json"))
        opened = table.keep(opened, deciding.accept(opened.standing, _item(opened, "summary"), pen(opened)))
        outcome = deciding.approve(opened.standing, pen(opened), "left out")
        opened = table.keep(opened, outcome, signs=True)
        signed = settle(KIND, opened.standing)
        (one,) = tally(table.signed(print))
    assert len(signed.facts["summary"]) == 1
    assert signed.facts["participants"] == signed.facts["positions"] == []
    assert dict(one.rulings) == {"accepted": 1, "rejected": 1}
    assert (signed.review.with_signature, opened.standing.events[-1].after["undecided"]) == (0, 3)


def test_one_broken_sheet_ends_nothing(tmp_path, capsys):
    """Those that the ledger lacks or that fit no longer are named, and the others are printed."""
    files = [put(tmp_path, f"{name}.json") for name in "ab"]
    with desk(tmp_path, *files) as table:
        for name in "ab":
            _approve(table, _reject(table, table.open(f"{name}.json")))
        with table.ledger.transaction() as database:
            database.execute("INSERT INTO review_runs SELECT 'x', sheet, document, model, prompts FROM review_runs")
            database.execute("DELETE FROM review_runs WHERE digest != 'x'")
            columns = "sheet, subject, verb, before, after, who, at, run, seconds"
            database.execute(
                f"INSERT INTO review_events ({columns}) SELECT 'c.json', subject, verb, before, after, who, at, 'x', 1 "
                "FROM review_events WHERE verb = 'approve' LIMIT 1"
            )
        problems = []
        assert [key for key, _, _ in table.signed(problems.append)] == ["c.json"]
    assert [str(problem).partition(":")[0] for problem in problems] == ["a.json", "b.json"]
    put(tmp_path, "c.json")
    result = CliRunner().invoke(cli, ["export", *map(str, [*files, tmp_path / "c.json"])])
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) == 1
    assert result.stderr.count("left out: ") == 2


def test_export_formats(tmp_path):
    """Signed sheets are printed as an array, as lines, or as briefs with the reviewer and the time on them."""
    files = [put(tmp_path, f"{name}.json", sheet(how=how)) for name, how in (("a", None), ("b", "built-in"))]
    with desk(tmp_path, *files) as table:
        for name in "ab":
            _approve(table, _reject(table, table.open(f"{name}.json")))
    run = CliRunner().invoke
    arguments = ["export", *map(str, files)]
    assert len(json.loads(run(cli, arguments).stdout)) == 2
    assert [json.loads(line)["kind"] for line in run(cli, [*arguments, "-f", "jsonl"]).stdout.splitlines()] == [
        "news"
    ] * 2
    page = run(cli, [*arguments, "-f", "markdown"]).stdout
    assert page.count("approved by Ann, 2026-05-05 10:00") == 2
    assert "60 million" not in page
    assert json.loads(run(cli, [*arguments, "--state", "sent-back"]).stdout) == []
    assert json.loads(run(cli, [*arguments, "--state", "new"]).stdout) == []


def test_the_time_of_a_decision_is_the_subject_state(tmp_path):
    """A signature is an event on the sheet's state, of the run that was looked at."""
    with desk(tmp_path) as table:
        opened = _approve(table, _reject(table, table.open("a.json")))
        last = opened.standing.events[-1]
        assert (last.subject, last.run, FACTS["figures"][0]["number"]) == (STATE, opened.run.digest, "60 million")
