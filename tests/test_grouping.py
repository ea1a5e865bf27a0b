"""Which articles are one story: a table of pairs, a day with a round-up, and properties of sketches."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from batching import article
from hypothesis import given
from hypothesis import strategies as st

from factsheet.batch.wire import Item, Sketch, changes, clean_slug, containment, copies, group, likeness, sketch
from factsheet.identity import sha256

CASES = Path(__file__).parent / "cases" / "grouping"
VERSIONS = [
    json.loads(line) for line in (CASES.parent / "changes.jsonl").read_text(encoding="utf-8").splitlines() if line
]
PAIRS = [json.loads(line) for line in (CASES / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]


def _grouped(cases):
    sketches = {number: sketch(article(case["text"])) for number, case in enumerate(cases)}
    items = []
    for number, case in enumerate(cases):
        known = {key: value for key, value in case.items() if key != "text"}
        same = sha256(" ".join(case["text"].split()))
        items.append(Item(number, digest=same, words=sketches[number].words, **known))
    return [story for story in group(items, sketches.__getitem__) if len(story) > 1]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["what"] for pair in PAIRS])
def test_pairs_are_one_story_or_two(pair):
    """Each pair of the table is joined or kept apart, in either order."""
    expected = [[0, 1]] if pair["same"] else []
    assert _grouped([pair["one"], pair["other"]]) == expected
    assert _grouped([pair["other"], pair["one"]]) == expected


def test_all_pairs_together_are_grouped_as_each_alone():
    """No story of the table is drawn into another by what stands beside it."""
    case = json.loads((CASES / "day.json").read_text(encoding="utf-8"))
    assert _grouped(case["items"]) == case["groups"]


@pytest.mark.parametrize(
    ("slug", "clean"),
    [
        ("BC-US--Storm,2nd Ld-Writethru", "bc us storm"),
        ("Storm-Brackley 1st Ld", "storm brackley"),
        ("Politik/Regierung (Neu: Zitat)", "politik regierung"),
        ("URGENT Storm", "storm"),
        ("Ladies-Golf", "ladies golf"),
        ("", ""),
    ],
)
def test_slugs_lose_their_lead_marks_and_nothing_else(slug, clean):
    """What says which version it is goes, words that only look like it stay."""
    assert clean_slug(slug) == clean


def test_numbers_keep_a_copy_from_being_one():
    """Nearly the same words with another number is a version, not a copy."""
    words = " ".join(f"word{n}" for n in range(80))
    one, other = sketch(article(f"{words} at 107 people")), sketch(article(f"{words} at 109 people"))
    assert likeness(one, other) > 0.9
    assert not copies(one, other)
    assert copies(one, sketch(article(f"{words} and at 107 people")))


@given(st.text(max_size=2000), st.text(max_size=500))
def test_a_text_is_contained_in_what_it_grew_into(text, more):
    """A text with something added contains the text, and a sketch survives the ledger."""
    small, large = sketch(article(text)), sketch(article(f"{text}\n\n{more}"))
    assert containment(small, large) == (1.0 if small.shingles else 0.0)
    assert Sketch.unpack(large.pack()) == large


def test_a_book_has_a_sketch_of_bounded_size_that_finds_its_chapter():
    """A text of 60,000 words is sketched in at most 64 kilobytes, and a chapter is still seen to be part of it."""
    words = [f"w{number * 7919 % 100_003}" for number in range(60_000)]
    book, chapter = sketch(article(" ".join(words))), sketch(article(" ".join(words[20_000:26_000])))
    assert len(book.pack()) < 64_000
    assert containment(book, chapter) > 0.95


def _looks(texts, **known):
    """How often grouping these texts looked at a sketch, and the stories of several."""
    sketches = [sketch(article(text)) for text in texts]
    items = [Item(number, words=sketches[number].words, day="2026-11-24", **known) for number in range(len(texts))]
    looks = []
    found = group(items, lambda one: looks.append(one) or sketches[one])
    return len(looks), [story for story in found if len(story) > 1]


def test_a_template_costs_each_article_a_few_comparisons_however_many_it_fills():
    """A story among hundreds with its words finds its own versions; comparing does not grow with their square."""
    draw = random.Random(1)
    template = (
        "Profit of Firm{} at {} rose {} percent to {} million after costs of {} for the quarter that ended in {} ."
    )
    filled = [template.format(firm, *(draw.randrange(100, 999) for _ in range(5))) for firm in range(300)]
    own = [" ".join(f"w{firm}x{word}" for word in range(60)) for firm in range(300)]
    texts = [f"{filled[one // 2]} {own[one // 2]}" + " More was said ." * (one % 2) for one in range(600)]
    looks, found = _looks(texts)
    assert found == [[one, one + 1] for one in range(0, 600, 2)]
    assert looks < 600 * (1 + 2 * 16 + 4)


def test_a_slug_for_everything_costs_each_article_a_few_comparisons():
    """A desk that gives one slug to all of a day's items has each compared with those just before it."""
    texts = [" ".join(f"w{one}x{word}" for word in range(40)) for one in range(300)]
    looks, found = _looks(texts, slug="Results", agency="WIRE")
    assert found == []
    assert looks <= 300 * (1 + 2 * 16)


def test_changes_name_the_figure_and_the_denial():
    """Of a later version it is told first which figure changed and which denial was added, then what only grew."""
    earlier = article("At least 107 people died on Friday, police said.", "The minister visited the town.")
    latest = article(
        "At least 109 people died on Friday, police said.",
        "The minister visited the town. He denied that anybody had been warned.",
        "Schools stayed closed.",
    )
    figure, denial, grown = changes(earlier, latest)
    assert figure == "figure changed: 107 → 109: At least 109 people died on Friday, police said."
    assert grown == "added: Schools stayed closed."
    assert denial == "denial added: He denied that anybody had been warned."
    assert not changes(earlier, earlier)


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [
        ("The mayor denied that anybody had been warned.", True),
        ("The firm denied knowing of the leak.", True),
        ("Two drivers denied any wrongdoing.", True),
        ("A spokesman dismissed the allegations as absurd.", True),
        ("Her lawyer rejected the prosecutor's claims.", True),
        ("The accusation was later denied by the ministry.", True),
        ("Eine Sprecherin bestritt die Vorwürfe.", True),
        ("A tattooist was denied a licence for a stall on the quay.", False),
        ("The council denied a permit to the fair.", False),
        ("The board rejected an application by a carousel owner.", False),
        ("The judge dismissed the jury at noon.", False),
        ("They reached a settlement of the dispute.", False),
        ("A hearing on a disputed will was put off.", False),
    ],
)
def test_a_denial_is_of_a_claim(sentence, denies):
    """What is refused to somebody, turned down or sent home is not denied."""
    first = "The council of Northam met on Monday to talk of the bridge."
    told = "denial added" if denies else "added"
    assert changes(article(first), article(first, sentence)) == [f"{told}: {sentence}"]


def test_a_toll_is_told_by_the_headline_where_the_lead_was_recast():
    """The sentences that count have no pair; the headlines have."""
    one = replace(article("A block collapsed before dawn, killing eight people."), title="Block collapses, 8 dead")
    other = replace(article("Searchers pulled a girl out of the ruins of a block."), title="Block collapses, 15 dead")
    told, added = changes(one, other)
    assert told == "figure changed: 8 → 15: Block collapses, 15 dead"
    assert added == "added: Searchers pulled a girl out of the ruins of a block."


@pytest.mark.parametrize("case", VERSIONS, ids=[case["what"] for case in VERSIONS])
def test_what_a_later_version_says_otherwise_is_told(case):
    """Each line of the table: how each change begins, in order, and nothing else."""
    found = changes(article(*case["one"]), article(*case["other"]))
    assert len(found) == len(case["told"]), found
    for told, begins in zip(found, case["told"], strict=True):
        assert told.startswith(begins)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Flood-Ruhl,6th Ld", "2025-02-01"), ("Flood-Ruhl,7th Ld", "2025-02-02"), True),
        (("Flood-Ruhl", "2025-02-01"), ("Flood-Ruhl,1st Ld", "2025-02-02"), True),
        (("Flood-Ruhl,6th Ld", "2025-02-01"), ("Flood-Ruhl,1st Ld", "2025-02-02"), False),
        (("Flood-Ruhl,6th Ld", "2025-02-01"), ("Flood-Ruhl", "2025-02-02"), False),
        (("Flood-Ruhl,6th Ld", "2025-02-01"), ("Flood-Ruhl,7th Ld", "2025-02-03"), False),
    ],
)
def test_a_lead_after_midnight_goes_on_with_the_story(one, other, same):
    """Its number does; what begins again, or comes a day later, is another day's story."""
    told = "The river Ruhl rose to {} metres at Lowen on {}, and {} people fled, Pia Renn of the council said."
    pair = [
        {"text": told.format(*values), "slug": slug, "day": day, "agency": "PLN", "language": "en"}
        for values, (slug, day) in ((("five", "Saturday", 300), one), (("six", "Sunday", 900), other))
    ]
    assert _grouped(pair) == ([[0, 1]] if same else [])


def test_what_is_counted_elsewhere_has_not_changed():
    """Each of the two sentences has a place of its own."""
    one = article("Nine people were killed and 55 injured in Hale, said Knut Berger of the civil defence.")
    other = article("Two people were killed and 12 injured in Sund, said Knut Berger of the civil defence.")
    assert changes(one, other) == []


def test_a_sign_off_makes_no_stories_one():
    """Two short stories whose reporter and editor are the same, with their addresses."""
    sign_off = "To contact the reporter on this story: Yuki Tan in Oslo at ytan@example.net " * 3
    one = sketch(article(f"The city of Moss hired banks for a sale of bonds. {sign_off}"))
    other = sketch(article(f"Lenz may sell bonds without guarantee this month, a minister said. {sign_off}"))
    assert containment(one, other) == 0
