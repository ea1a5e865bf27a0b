"""The screen of review, driven by keys; decisions are verified in the ledger."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest
from reviewing import FACTS, KIND, TITLE, article, batch, facts, put, sheet

from factsheet.review import Desk, ReviewApp
from factsheet.review.desk.moves import PickPlace
from factsheet.review.desk.state import Moment

SNAPSHOTS = Path(__file__).parent / "snapshots"


class Clock:
    """A clock that goes a second with every look at it."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        self.seconds += 1
        return Moment(self.seconds, "2026-05-05T10:00:00Z")


def drive(folder, steps, *, size=(120, 40), who="Ann", remake=None, browse=lambda _: False):
    """Open the sheets of a folder, and let `steps(pilot, app)` press keys; gives the events of the ledger."""

    async def run():
        with Desk.at(KIND, [folder], create=True) as desk:
            app = ReviewApp(desk, who, remake, browse, now=Clock())
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await steps(pilot, app)
                await pilot.pause()
            return list(desk.history.events())

    return asyncio.run(run())


def press(folder, *keys, **how):
    """Press keys one after the other."""

    async def steps(pilot, app):
        await pilot.press(*keys)
        how.setdefault("app", app)

    options = {name: value for name, value in how.items() if name != "app"}
    return drive(folder, steps, **options), how["app"]


def screen(app):
    """The text on the screen."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def until(pilot, condition):
    """Wait until something is so, as a person would look at the screen; the machine may be slow."""
    for _ in range(1000):
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it never came to be: {pilot.app.state.message!r}")


FIGURE = ("enter", "G")
"""Keys to the last fact of the usual sheet: the figure that is not in the article."""
DECISIONS = {
    "accept": ("enter", "a"),
    "reject": (*FIGURE, "r", "i"),
    "note": ("enter", "n", *"why", "enter"),
    "approve": (*FIGURE, "r", "s", "A", "a"),
    "send-back": ("enter", "B", *"thin", "enter"),
    "reopen": (*FIGURE, "r", "m", "A", "a", "o"),
    "clear": ("enter", "a", "k", "x"),
}


@pytest.mark.parametrize("verb", DECISIONS)
def test_verbs_by_key_and_their_undo(tmp_path, verb):
    """Every verb is a key away, says that it is saved, is in the ledger, and is undone and redone by a key."""
    put(tmp_path)
    seen = []

    async def steps(pilot, app):
        await pilot.press(*DECISIONS[verb])
        await until(pilot, lambda: [event.verb for event in app.state.opened.standing.events][-1:] == [verb])
        seen.append((app.state.message, app.state.opened.standing))
        await pilot.press("u")
        seen.append((app.state.message, app.state.opened.standing))
        await pilot.press("U")
        seen.append((app.state.message, app.state.opened.standing))

    events = drive(tmp_path, steps)
    assert [event.verb for event in events][-3:] == [verb, "undo", "redo"]
    assert all(message.startswith("saved: ") for message, _ in seen)
    done, undone, redone = (standing for _, standing in seen)
    assert (done.items, done.state) == (redone.items, redone.state)
    assert (undone.items, undone.state) != (done.items, done.state)
    assert {event.who for event in events} == {"Ann"}
    assert events[0].seconds > 0


def test_the_brief_is_previewed_as_it_will_print(tmp_path):
    """What was rejected is off it, what the signature would let through is on it; it says that nobody signed."""
    put(tmp_path)
    seen = []

    async def steps(pilot, app):
        await pilot.press("enter", "j", "r", "i", "p")
        seen.append((app.state.mode, screen(app)))
        await pilot.press("j", "j", "escape")
        seen.append((app.state.mode, screen(app)))
        await pilot.press(*FIGURE[1:], "r", "m", "A", "a", "p")
        seen.append((app.state.mode, screen(app)))

    drive(tmp_path, steps)
    (mode, page), (back, after), (_, signed) = seen
    assert (mode, back) == ("preview", "browse")
    assert "PREVIEW: NOT SIGNED YET" in page
    assert "Mayor Ana Petrova opened the new bridge over the Orle on Tuesday." in page
    assert "Karl Lund, Opposition leader" in page
    assert "Ana Petrova, Mayor" not in page
    assert "PREVIEW" not in after
    assert "PREVIEW" not in signed
    assert "approved by Ann" in signed


@pytest.mark.parametrize("is_there", [True, False])
def test_the_page_of_a_brief_opens_in_the_browser(tmp_path, monkeypatch, is_there):
    """From the list and from the preview, which stays; where there is no browser, the screen says where the page is."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    put(tmp_path)
    asked, seen = [], []

    def browse(address):
        asked.append(address)
        return is_there

    async def steps(pilot, app):
        await pilot.press("P")
        seen.append((app.state.mode, app.state.message))
        await pilot.press("p", "P")
        seen.append((app.state.mode, app.state.message))

    drive(tmp_path, steps, browse=browse)
    assert [mode for mode, _ in seen] == ["browse", "preview"]
    pages = [Path(url2pathname(urlparse(address).path)) for address in asked]
    for page, (_, message) in zip(pages, seen, strict=True):
        text = page.read_text(encoding="utf-8")
        assert TITLE in text
        assert "PREVIEW: NOT SIGNED YET" in text
        assert ("open in the browser" in message) is is_there
        assert (str(page) in message) is not is_there


def test_an_edit_by_key(tmp_path):
    """A fact is edited in a form, saved with ctrl+s, and the edit is in the ledger with what was before."""
    put(tmp_path)

    async def steps(pilot, app):
        await pilot.press("enter", "j", "e")
        await until(pilot, lambda: app.screen.is_modal)
        app.screen.query_one("#field-role").focus()
        await pilot.press("end", *" of Orle", "ctrl+s")
        await until(pilot, lambda: app.state.opened.standing.events)

    (event,) = drive(tmp_path, steps)
    assert (event.verb, event.after["base"]["role"], event.after["value"]["role"]) == ("edit", "Mayor", "Mayor of Orle")


def test_a_quotation_that_is_not_in_the_article_is_refused(tmp_path):
    """The form says so while one types and does not save; what was typed is there when the form is opened again."""
    put(tmp_path)
    seen = []

    async def steps(pilot, app):
        await pilot.press("enter", "j", "j", "j", "e")
        await until(pilot, lambda: app.screen.is_modal)
        app.screen.query_one("#field-quotation").focus()
        await pilot.press("end", *" ever")
        await until(pilot, lambda: "refused" in screen(app) and "more ever”" in screen(app))
        seen.append(screen(app))
        await pilot.press("ctrl+s")
        assert app.state.mode == "edit"
        await pilot.press("escape")
        await until(pilot, lambda: app.state.mode == "browse" and not app.screen.is_modal)
        await pilot.press("e")
        await until(pilot, lambda: app.screen.is_modal)
        seen.append(app.screen.query_one("#field-quotation").text)
        await pilot.press("ctrl+r", "escape")

    assert drive(tmp_path, steps) == []
    assert "refused: quotation: “It cost 40 million euros, and not a cent more ever”" in seen[0]
    assert seen[1].endswith("a cent more ever")


def test_a_fact_is_added_from_words(tmp_path):
    """Words are selected in the article, a section is chosen, and the form is filled in with them."""
    put(tmp_path)

    async def steps(pilot, app):
        await pilot.press("enter", "3")
        app.act(PickPlace(article().text.index("Opposition leader")))
        await pilot.press("v", "l", "l", "l", "v", "l", "l", "+")
        assert app.state.selection == (start := article().text.index("Karl Lund"), start + 9)
        await pilot.press("3")
        await until(pilot, lambda: app.screen.is_modal)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.state.opened.standing.events)

    (event,) = drive(tmp_path, steps)
    value = event.after["value"]
    assert (event.verb, event.subject[0], value["name"], value["kind"]) == ("add", "+", "Karl Lund", "person")
    assert value["evidence"][0]["match"] == "exact"


def test_words_are_selected_with_the_mouse(tmp_path):
    """A drag over the article selects the words under it; a click selects the sentence, or a fact in its pane."""
    put(tmp_path)

    async def steps(pilot, app):
        await pilot.press("enter")
        await pilot.pause()
        await pilot.mouse_down("#article", offset=(8, 3))
        await pilot.hover("#article", offset=(20, 3))
        await pilot.mouse_up("#article", offset=(20, 3))
        await pilot.pause()
        text = app.state.opened.standing.sheet.article.text
        assert (app.state.mode, text[slice(*app.state.selection)]) == ("words", "Mayor Ana Petrova")
        await pilot.click("#article", offset=(8, 3))
        assert (app.state.focus, app.state.sentence) == ("article", 1)
        await pilot.click("#facts", offset=(8, 5))
        assert app.state.item.value["name"] == "Ana Petrova"

    assert drive(tmp_path, steps) == []


def test_a_section_with_one_entry_is_not_added_to(tmp_path):
    """Where a sheet has its one title, a second is not added; the message says what to do instead."""
    title = {"statement": TITLE, "evidence": [TITLE]}
    put(tmp_path, made=sheet(facts(title=title)))
    events, app = press(tmp_path, "enter", "3", "+", "1")
    assert (events, app.state.message) == ([], "there is one Title already: e edits it")


def test_from_a_sentence_back_to_its_facts(tmp_path):
    """Enter on a sentence goes to the facts that use it, one after the other, and says when there is none."""
    put(tmp_path)
    seen = []

    async def steps(pilot, app):
        await pilot.press("enter", "enter", "enter")
        seen.append((app.state.item.section.name, app.state.message))
        await pilot.press("enter")
        seen.append((app.state.item.section.name, app.state.message))
        await pilot.press("G", "enter")
        seen.append(app.state.message)

    drive(tmp_path, steps)
    assert seen[0] == ("participants", "fact 2 of 2 that uses this sentence")
    assert seen[1] == ("summary", "fact 1 of 2 that uses this sentence")
    assert seen[2] == "no fact uses this sentence: + adds one"


def test_what_was_missed(tmp_path):
    """M marks sentences that no fact covers and quotations that are not in the sheet, with signs; ] visits them."""
    put(tmp_path)
    seen = []

    async def steps(pilot, app):
        await pilot.press("enter", "M")
        await pilot.pause()
        seen.append(screen(app))
        await pilot.press("g", "]")
        text = app.state.opened.standing.sheet.article.text
        seen.append(text[slice(*app.state.sentence_span)])

    drive(tmp_path, steps)
    marked = [line.split("Article")[-1] for line in seen[0].splitlines() if "?" in line[70:] or "”  " in line[70:80]]
    assert any("opposition" in line or "doubts" in line for line in marked)
    assert seen[1] == "The opposition doubts the figure."


def test_filter_sort_and_only_what_needs_me(tmp_path):
    """The list is filtered as one types, put in order, and cut down to what waits for this person."""
    for name, title in (("a", "Alpha bridge"), ("b", "Beta bridge"), ("c", "Gamma school")):
        put(tmp_path, f"{name}.json", sheet(facts(figures=[]), article(title=title)))
    shown = []

    def titles(app):
        listing = app.state.listing
        return [listing.rows[i].title.split()[0] for i in listing.shown]

    async def steps(pilot, app):
        await pilot.press("enter", "slash", *"bridge")
        await until(pilot, lambda: app.state.listing.filter == "bridge")
        shown.append(titles(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.state.mode == "browse")
        await pilot.press("slash", "escape")
        await until(pilot, lambda: app.state.mode == "browse")
        shown.append(titles(app))
        await pilot.press("A", "a", "s", "s", "m")
        shown.append(titles(app))

    events = drive(tmp_path, steps)
    assert [event.verb for event in events] == ["approve"]
    assert shown == [["Alpha", "Beta"], ["Alpha", "Beta", "Gamma"], ["Beta", "Gamma"]]


def test_another_model_side_by_side(tmp_path):
    """Another model makes the sheet again, both are seen side by side, and taking the new one keeps verdicts."""
    put(tmp_path)
    other = facts(figures=[])
    other["positions"][0]["stance"] = "denies"
    seen = []

    async def remake(name, of):
        return sheet(other, of, model=name)

    async def steps(pilot, app):
        await pilot.press("enter", "a", "R", *"test/two", "enter")
        await until(pilot, lambda: app.state.mode == "compare")
        await pilot.pause()
        seen.append(screen(app))
        await pilot.press("t")
        seen.append(app.state.opened)
        await pilot.press("u")
        seen.append(app.state.opened)

    events = drive(tmp_path, steps, remake=remake)
    assert [event.verb for event in events] == ["accept", "take", "undo"]
    assert "test/one | test/two · = the same: 3 · ~ differs: 1 · - only in the old: 1" in seen[0]
    assert seen[1].run.model == "test/two"
    assert [i.ruling for i in seen[1].standing.items if i.ruling] == ["accepted"]
    assert seen[2].run.model == "test/one"


def test_a_model_that_fails_says_so(tmp_path):
    """A model that cannot be asked is a message; nothing else changes."""
    from factsheet.errors import NoModelError

    put(tmp_path)
    seen = []

    async def remake(name, of):
        raise NoModelError(f"no model {name}")

    async def steps(pilot, app):
        await pilot.press("enter", "R", *"x", "enter")
        await until(pilot, lambda: app.state.message.startswith("x:"))
        seen.append(app.state.message)

    assert drive(tmp_path, steps, remake=remake) == []
    assert seen == ["x: no model x"]


def test_somebody_elses_decision_is_seen_and_not_overwritten(tmp_path):
    """Who decides on what another has just decided on is told so; then the other's decision is on the screen."""
    put(tmp_path)
    seen = []

    async def steps(pilot, app):
        from factsheet.review.desk import deciding
        from factsheet.review.desk.records import Pen

        await pilot.press("enter")
        with Desk.at(KIND, [tmp_path]) as second:
            opened = second.open("a.json")
            hand = Pen("Ben", "2026-05-05T10:00:01Z", "a.json", opened.run.digest)
            second.keep(opened, deciding.reject(opened.standing, opened.standing.items[0], hand, "trivial"))
        await pilot.press("a")
        seen.append((app.state.message, app.state.opened.standing.items[0].ruling))

    events = drive(tmp_path, steps)
    assert [(event.who, event.verb) for event in events] == [("Ben", "reject")]
    assert seen == [("Ben has decided on this in the meantime: nothing was saved, look again", "rejected")]


def test_help_and_palette(tmp_path):
    """`?` lists every key, and the palette offers the commands by name."""
    put(tmp_path)
    seen = []

    async def steps(pilot, app):
        await pilot.press("?")
        await pilot.pause()
        seen.append(screen(app))
        await pilot.press("escape", "ctrl+p", *"approve and")
        await until(pilot, lambda: "Approve and sign the sheet" in screen(app))
        seen.append(screen(app))

    drive(tmp_path, steps)
    assert "reject the fact, with the reason" in seen[0]
    assert "Approve and sign the sheet" in seen[1]


HOSTILE = "[bold red]Bridge[/] \x1b[31mred\x1b[0m [link=https://e.example]go[/link] \x9b2J \u202eevil"


def test_hostile_text_is_shown_as_text(tmp_path):
    """Markup, escape sequences and links in an article, a fact or a name are characters on screen that do nothing."""
    of = article(HOSTILE, title=HOSTILE[:40])
    entry = {**FACTS["participants"][0], "name": HOSTILE, "evidence": [HOSTILE]}
    put(tmp_path, made=sheet(facts(summary=[], positions=[], figures=[], participants=[entry]), of, model="[b]m[/b]"))
    seen = []

    async def steps(pilot, app):
        await pilot.press("enter")
        await pilot.pause()
        seen.append(screen(app))
        await pilot.press("e")
        await until(pilot, lambda: app.screen.is_modal)
        app.screen.query_one("#field-role").load_text(HOSTILE)
        app.screen.query_one("#field-kind").value = HOSTILE
        await until(pilot, lambda: "refused" in screen(app))
        seen.append(screen(app))

    drive(tmp_path, steps)
    for shown in seen:
        assert not {"\x1b", "\x9b", "\u202e"} & set(shown)
    assert "[bold red]Bridge[/] ␛[31mred" in seen[0]
    assert "[b]m[/b]" in seen[0]


def test_a_sheet_that_cannot_be_read(tmp_path):
    """A file that is no sheet says so in the list and on the screen; the others are there."""
    put(tmp_path, "b.json")
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    events, app = press(tmp_path, "enter", "a")
    assert events == []
    assert "no sheet is open" in app.state.message


def test_without_a_terminal_or_textual(tmp_path):
    """The command needs a terminal and the package textual, and says which of them it lacks."""
    put(tmp_path)
    call = f"from factsheet.cli import run; sys.exit(run(['review', {str(tmp_path)!r}]))"
    for before, said in (("", "review needs a terminal"), ("sys.modules['textual'] = None; ", "[review]'")):
        command = [sys.executable, "-c", f"import sys; {before}{call}"]
        result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        assert (result.returncode, said in result.stderr) == (2, True), result.stderr
    assert not (tmp_path / "ledger.db").exists()


def test_the_folder_of_a_batch(tmp_path):
    """The folder of a batch opens, and what is decided is in its ledger under the sheet's file."""
    folder = batch(tmp_path / "out", [(f"s{n}", sheet()) for n in range(3)])
    events, _ = press(folder, "j", "enter", "a")
    assert [event.sheet for event in events] == ["sheets/s1.json"]


WIDE_PARAGRAPHS = (
    "東京都知事は火曜日に新しい橋を開通させた。「費用は４千万ユーロだった」と知事は述べた。",
    "Mayor Ana Petrova opened the bridge.",
)
RTL_PARAGRAPHS = (
    "افتتحت رئيسة البلدية آنا بتروفا الجسر الجديد يوم الثلاثاء. وقالت إن تكلفته بلغت 40 مليون يورو.",
    "Mayor Ana Petrova opened the bridge.",
)


def _of(paragraphs, title):
    of = article(*paragraphs, title=title)
    entry = {**FACTS["summary"][0], "statement": paragraphs[0][:24], "evidence": [paragraphs[0][:24]]}
    return sheet(facts(summary=[entry], participants=[], positions=[], figures=[]), of)


SCENES = {
    "80x24-list": ((80, 24), (), None),
    "80x24-facts": ((80, 24), ("enter", "a", "]"), None),
    "120x40": ((120, 40), ("enter", "a", "r", "o", "j"), None),
    "200x60": ((200, 60), ("enter", "j", "M"), None),
    "120x40-reject": ((120, 40), ("enter", "r"), None),
    "120x40-preview": ((120, 40), ("enter", "p"), None),
    "120x40-wide": ((120, 40), ("enter",), _of(WIDE_PARAGRAPHS, "東京の新しい橋")),
    "120x40-rtl": ((120, 40), ("enter",), _of(RTL_PARAGRAPHS, "جسر جديد")),
}


@pytest.mark.parametrize("name", SCENES)
def test_snapshots(tmp_path, name):
    """The screen at 80×24, 120×40 and 200×60, with wide and right-to-left text, is as in the file beside the tests.

    UPDATE_SNAPSHOTS=1 writes the files; look at them before they are committed.
    """
    size, keys, made = SCENES[name]
    put(tmp_path, "a.json", made)
    put(tmp_path, "b.json", sheet(of=article(title="Council votes on inquiry", section="Politics")))
    shot = []

    async def steps(pilot, app):
        await pilot.press(*keys)
        await pilot.pause()
        shot.append(app.export_screenshot(title=TITLE, simplify=True))

    drive(tmp_path, steps, size=size)
    path = SNAPSHOTS / f"review-{name}.svg"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(shot[0], encoding="utf-8")
    assert shot[0] == path.read_text(encoding="utf-8")
