"""The state of each article of a day: versions, copies, kills, embargoes, and items that are not stories."""

import datetime as dt
import itertools
import json

import pytest
from batching import SHEET_COLUMNS, article

from factsheet.batch.ledger import Folder, open_ledger, readable, stem
from factsheet.batch.wire import embargoed, settle, sketch
from factsheet.readers import practice

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
TEXT = "At least {} people died when a ferry sank off Port Ellis on Friday, coastguard officer Mona Reyes said."


class _Day:
    """A ledger that articles are read into one by one, with settled states after each reading."""

    def __init__(self, folder):
        self.folder = Folder(folder)
        self.folder.make()
        self.ledger = open_ledger(folder / "ledger.db", create=True)
        with self.ledger.transaction() as database:
            database.execute("INSERT INTO runs (id, started, pid, kind, model) VALUES (1, '', 1, 'news', 'm')")
        self._numbers = itertools.count(1)

    def read(self, *articles, now=NOW):
        self.ledger.articles.add(readable(one, 1, sketch(one).pack()) for one in articles)
        settle(self.ledger, self.folder, now)
        return [(row["state"], row["story"]) for row in self.ledger.rows("SELECT * FROM articles ORDER BY id")]

    def make(self, number):
        """Give an article the sheet that a run would have made."""
        name = stem("story", f"{number:064}")
        self.folder.sheet(name).write_text("{}")
        self.folder.brief(name).write_text("brief")
        with self.ledger.transaction() as database:
            database.execute("UPDATE articles SET state = 'made' WHERE id = ?", (number,))
            database.execute(
                f"INSERT INTO sheets ({SHEET_COLUMNS}) VALUES (?, ?, 'x', 'x', 'news', 'm', 1, '', 0, 0, 0, '{{}}')",
                (number, name),
            )
        return name


@pytest.fixture
def day(tmp_path):
    made = _Day(tmp_path)
    yield made
    made.ledger.close()


def _version(number, dead, **more):
    """A version of one story: its number, and how many people it says died."""
    return article(
        TEXT.format(dead), guid="ferry", version=str(number), updated=f"2026-11-24T0{number}:00:00+00:00", **more
    )


def test_the_latest_version_gets_the_sheet_and_the_others_say_what_changed(day):
    """Read in any order, the third version waits, the others are earlier ones that name the changed figure."""
    states = day.read(_version(3, 12), _version(1, 7), _version(2, 12))
    assert states == [("waiting", None), ("earlier", 1), ("copy", 1)]
    told = json.loads(day.ledger.one("SELECT changes FROM articles WHERE id = 2")["changes"])
    assert len(told) == 1
    assert "7 → " in told[0]


def test_a_new_version_withdraws_the_sheet_of_the_old_one(day):
    """When a correction comes in a later run the old sheet leaves the folder, and its files can still be read."""
    day.read(_version(1, 7))
    name = day.make(1)
    assert day.read(_version(2, 12)) == [("earlier", 2), ("waiting", None)]
    assert not day.folder.sheet(name).exists()
    assert not day.folder.brief(name).exists()
    assert (day.folder.path / "withdrawn" / f"{name}.json").is_file()
    assert day.ledger.one("SELECT 1 FROM sheets") is None


def test_what_has_a_sheet_or_failed_keeps_its_state(day):
    """Reading the same day again, with other stories beside it, leaves made and failed articles alone."""
    day.read(_version(1, 7))
    day.make(1)
    other = article("The parliament of Osteria passed the budget on Thursday, Speaker Carla Monti announced.")
    assert day.read(_version(1, 7), other) == [("made", None), ("waiting", None)]


def test_a_kill_withdraws_the_story_and_status_beats_headline(day):
    """A kill whose headline still says CORRECTED, and that has no text, withdraws every version and the sheet."""
    day.read(_version(1, 7))
    name = day.make(1)
    kill = article("", guid="ferry", updated="2026-11-24T05:00:00Z", title="CORRECTED-Ferry", status="cancelled")
    assert day.read(kill) == [("withdrawn", 2), ("withdrawn", None)]
    assert not day.folder.sheet(name).exists()


def test_a_version_after_a_kill_stands(day):
    """What was killed and sent again is a story; the killed version stays withdrawn."""
    states = day.read(_version(1, 7), _version(2, 8, status="withheld"), _version(3, 9))
    assert states == [("earlier", 3), ("withdrawn", None), ("waiting", None)]


def test_an_embargoed_version_waits_and_leaves_the_story_to_the_one_before(day):
    """Until its time the version before it stands; afterwards it takes over."""
    states = day.read(_version(1, 7), _version(2, 8, embargo="2026-11-24T18:00:00+00:00"))
    assert states == [("waiting", None), ("held", None)]
    held = day.ledger.one("SELECT reason FROM articles WHERE id = 2")["reason"]
    assert held == "under embargo until 2026-11-24T18:00:00+00:00"
    assert day.read(now=NOW + dt.timedelta(hours=7)) == [("earlier", 2), ("waiting", None)]


def test_an_alert_belongs_to_its_story_and_what_is_no_story_is_listed(day):
    """An alert alone is an alert; with its story it is an earlier version; a table is a table."""
    told = {"agency": "NP", "slug": "Ferry", "published": "2026-11-24T01:00:00Z"}
    alert = article(TEXT.format(7), item_type="alert", **told)
    table = article("1. Northam 54\n2. Eastvale 52", item_type="table", slug="Ferry")
    assert day.read(alert, table) == [("other", None), ("other", None)]
    story = article(TEXT.format(7), "Divers searched the wreck until dawn.", item_type="story", **told)
    assert day.read(story) == [("earlier", 3), ("other", None), ("waiting", None)]


def test_an_alert_that_tells_enough_has_the_sheet_until_its_story_is_there(day):
    """Of two sentences there is something to brief, and the last of them stands."""
    told = {"agency": "NP", "slug": "Ferry", "published": "2026-11-24T01:00:00Z", "item_type": "alert"}
    alert = article(TEXT.format(7) + " Its captain, Ivo Brandt, was taken to the police station of Port Ellis.", **told)
    assert day.read(alert) == [("waiting", None)]
    story = article(alert.text, "Divers searched the wreck until dawn.", **told | {"item_type": "story"})
    assert day.read(story) == [("earlier", 2), ("waiting", None)]


@pytest.mark.parametrize(
    ("status", "dead"),
    [("cancelled", True), ("stat:canceled", True), ("withheld", True), ("usable", False), (None, False), ("", False)],
)
def test_statuses_that_forbid_use(status, dead):
    """Cancelled and withheld, in either spelling and with the code's prefix."""
    assert practice.is_dead(status) is dead


@pytest.mark.parametrize(
    ("embargo", "waits"),
    [
        ("2026-11-24T13:30:00+02:00", False),
        ("2026-11-24T13:30:00+01:00", True),
        ("2026-11-24T12:30:00", True),
        ("2026-11-24", True),
        ("2026-11-22", False),
        ("unknown", True),
        (None, False),
    ],
)
def test_embargoes_end_at_their_time_in_their_zone(embargo, waits):
    """Without a zone it holds until it is over everywhere on earth; one that is not given never ends by itself."""
    assert (embargoed(embargo, NOW) is not None) is waits


@pytest.mark.parametrize(
    "slug", ["../../etc/passwd", "CON", "a" * 500, "naïve/Größe: 50%", "日本", "", "-rf", "a\x1b[2Jb\n"]
)
def test_names_of_files_are_safe_everywhere(slug, tmp_path):
    """Whatever a slug holds, the name is short, plain, no path and no device, and the key tells it from others."""
    name = stem(slug, "0123456789abcdef")
    assert name.endswith("-0123456789ab")
    assert len(name) < 100
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.startswith("-")
    (tmp_path / f"{name}.json").write_text("x")
