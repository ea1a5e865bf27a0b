"""From word positions to columns: numbers in the margin, and the few lines of a last page."""

import pytest

from factsheet.readers.pdf_layout import pages_of
from factsheet.readers.pdf_letters import Run, Sheet

WORDS = "the harbour board said on Monday that it would"


def lines(count, left=72.0, top=72.0, text=WORDS):
    """Lines of a column, one below the other."""
    return [Run(f"{text} {index}", left, left + 200.0, top + 12.0 * index, 10.0) for index in range(count)]


def numbers(count, left, step=5, first=5):
    """Numbers beside every line of a page."""
    return [Run(str(first + step * index), left, left + 10.0, 72.0 + 12.0 * index, 7.0) for index in range(count)]


def texts(*pages):
    columns, _ = pages_of([Sheet(list(runs), 595.0, 842.0) for runs in pages])
    return [[line.text for line in column] for column in columns]


@pytest.mark.parametrize("left", [40.0, 300.0])
def test_numbers_of_lines_in_the_margin_are_left_out(left):
    """On either side of the text."""
    assert texts([*lines(20), *numbers(20, left)]) == [[f"{WORDS} {index}" for index in range(20)]]


@pytest.mark.parametrize(
    "beside",
    [
        numbers(3, 40.0),
        [Run(one, 40.0, 50.0, 72.0 + 12.0 * at, 7.0) for at, one in enumerate(["9", "3", "7", "1", "8", "2"])],
        [Run(f"{at}.", 40.0, 50.0, 72.0 + 12.0 * at, 7.0) for at in range(20)],
    ],
    ids=["few", "in no order", "of a list"],
)
def test_other_numbers_stay(beside):
    """A few figures, figures in no order and the numbers of a list are text."""
    [column] = texts([*lines(20), *beside])
    assert sum(line.split()[0].rstrip(".").isdigit() for line in column) == len(beside)


def test_the_last_lines_of_a_document_stay_in_their_columns():
    """A line in each column of the last page is read as the pages before are."""
    full = [*lines(30), *lines(30, left=320.0, text="and its chairman said nothing more about")]
    last = [*lines(1, text="left"), *lines(1, left=320.0, text="right")]
    assert texts(full, last)[2:] == [["left 0"], ["right 0"]]
    assert texts(last) == [["left 0 right 0"]]


def test_a_large_initial_begins_its_paragraph():
    """It stands beside two lines, and belongs to the upper one; a large letter alone stays where it is."""
    initial = Run("T", 72.0, 90.0, 84.0, 30.0)
    beside = [Run("he harbour board said on Monday", 92.0, 272.0, 72.0, 10.0), *lines(1, left=92.0, top=84.0)]
    assert texts([initial, *beside, *lines(8, top=96.0)])[0][:2] == ["The harbour board said on Monday", f"{WORDS} 0"]
    assert texts([initial, *lines(8, top=130.0)])[0][0] == "T"


def test_a_line_that_comes_back_below_a_heading_is_text():
    """The same first sentence of two chapters is no running head: another line stands between it and the edge."""

    def page(about):
        chapter = Run(f"What became of the {about}", 72.0, 300.0, 170.0, 20.0)
        return [Run("Port Hallow Gazette", 72.0, 200.0, 40.0, 8.0), chapter, *lines(9, top=220.0)]

    told = [line for column in texts(page("quay"), page("town")) for line in column]
    assert told.count(f"{WORDS} 0") == 2
    assert "Port Hallow Gazette" not in told


def short(count, left, top):
    """Short lines of an example or of formulas, set in."""
    return [Run(f"x{at} = {at}", left + 20.0, left + 60.0, top + 12.0 * at, 10.0) for at in range(count)]


def test_columns_are_told_where_most_of_their_lines_are_short():
    """Examples of code and pieces of formulas stand among full lines, and do not make a page one column."""
    left = [*lines(8), *short(30, 72.0, 180.0)]
    right = [*short(30, 320.0, 72.0), *lines(8, left=320.0, top=440.0, text="and its chairman said nothing more about")]
    columns = texts([*left, *right])
    assert [len(column) for column in columns] == [38, 38]
    assert columns[1][-1] == "and its chairman said nothing more about 7"


def test_a_line_that_is_too_long_does_not_close_a_gutter():
    """One of forty lines goes into the gutter, as what does not fit its column does."""
    left = lines(45)
    left[20] = Run("a line that nothing could divide", 72.0, 315.0, left[20].base, 10.0)
    columns = texts([*left, *lines(45, left=320.0, text="and its chairman said nothing more about")])
    assert [len(column) for column in columns] == [45, 45]


def test_cells_of_a_table_are_no_columns():
    """Short cells beside each other are rows, whatever the room between them."""
    rows = [*short(12, 72.0, 72.0), *short(12, 320.0, 72.0)]
    assert texts(rows) == [[f"x{at} = {at} x{at} = {at}" for at in range(12)]]


def test_what_is_raised_or_lowered_stands_where_it_belongs_in_its_line():
    """The mark of a note, and both parts of a fraction; a note at the foot in the same small letters stays below."""
    line = [Run("as the engineer found.", 72.0, 170.0, 84.0, 10.0), Run("The rest", 182.0, 220.0, 84.0, 10.0)]
    mark = Run("1", 174.0, 177.0, 79.2, 7.0)
    parts = [Run("p", 224.0, 228.0, 79.2, 7.0), Run("q", 224.5, 228.5, 88.5, 7.0)]
    foot = Run("1 He saw it twice.", 72.0, 130.0, 216.0, 7.0)
    [column] = texts([*lines(1), mark, *line, *parts, *lines(8, top=96.0), foot])
    assert column[1] == "as the engineer found. 1 The rest pq"
    assert column[-1] == "1 He saw it twice."
