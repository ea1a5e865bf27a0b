"""The score of a sentence of a draft, and the doubt about one of which an article tells too little."""

from __future__ import annotations

import asyncio
import json

import pytest
from fakes import Scripted

from factsheet.kinds import load_kind
from factsheet.language.lists import Lists
from factsheet.language.text import read
from factsheet.pipeline.against import check_draft, verify_draft
from factsheet.proving.traits import traits
from factsheet.readers.text import article_from_text

TEXT = (
    "Police in Dorvan found two stolen paintings in a farmhouse near the river on Tuesday. "
    "They had been taken from the town museum in 2019, when thieves broke a window at night.\n\n"
    "A farmer, Olga Brenn, led officers to the attic after she saw a report on television. "
    "“I thought they were copies,” she said. “They're not going to hang in my kitchen.”\n\n"
    "The museum valued the paintings at 3.4 million crowns. It will show them again from May, its director said.\n"
)
ARTICLE = article_from_text(TEXT, name="paintings.txt")
RIGHT = "Officers have located a pair of artworks from the museum of Dorvan in the attic of Olga Brenn."


def row(sentence, article=ARTICLE):
    (found,) = check_draft(sentence, [article])
    return found


@pytest.mark.parametrize(
    "wrong",
    [
        RIGHT.replace("Olga Brenn", "Maria Holt"),
        RIGHT.replace("Dorvan", "Lisbon"),
        RIGHT.replace("museum", "embassy"),
        RIGHT.replace("have located", "have never located"),
        RIGHT.replace("attic", "attic, cellar and garage"),
        RIGHT.replace("Brenn.", "Brenn, 500 kilometres away."),
    ],
)
def test_a_score_falls_with_what_the_article_does_not_have(wrong):
    """A name, a place, a thing, a denial, details, an amount: each makes the same sentence less likely."""
    assert row(wrong).score < row(RIGHT).score < 1


def test_words_from_all_over_an_article_score_less_than_those_of_one_place():
    """The same number of its words, from one passage and from several."""
    near = row("A farmer led officers to the attic and to a report on television.")
    far = row("A farmer broke officers of the window and the director on television in May.")
    assert far.score < near.score


DOUBTED = "Officers in Dorvan feared for treasures whose value grows while nobody guards their doors."


def test_a_sentence_of_which_the_article_tells_too_little_is_doubtful():
    """The finding shows words that the article does not have in any form, and no others."""
    found = row(DOUBTED)
    (told,) = found.findings
    assert (found.standing, told.code, told.level, found.why) == (
        "doubtful", "hardly-in-article", "warning", told.message
    )  # fmt: skip
    assert "“feared”, “treasures”" in told.message
    assert not any(known in told.message for known in ("Officers", "Dorvan"))


def test_a_sentence_in_the_words_of_the_article_is_not_doubted_for_its_score():
    """However low that is: what the finding says of it would not be true."""
    mixed = (
        "The director of the farmhouse in Dorvan broke a report, paintings, a river, May and the kitchen on television."
    )
    found = row(mixed)
    assert found.score < row(RIGHT).score
    assert "hardly-in-article" not in [one.code for one in found.findings]


@pytest.mark.parametrize(
    "sentence",
    [
        "Police in Dorvan found two stolen paintings in a farmhouse near the river on Tuesday.",
        "Olga Brenn led officers to the attic.",
        "The museum valued the paintings at 3.4 million crowns.",
    ],
)
def test_no_proof_is_doubted(sentence):
    """What a rule proves has the highest score, and no finding."""
    found = row(sentence)
    assert (found.standing, found.score, found.findings) == ("proven", 1, ())


def test_nothing_is_guessed_about_a_language_that_the_score_was_not_fitted_to():
    """A German draft beside a German article has no doubt of this kind."""
    article = article_from_text(
        "Der Minister sagte am Montag, dass die Brücke gesperrt bleibt und dass er nicht länger warten will. Die Stadt "
        "hatte im Mai um Geld gebeten, das sie bis heute nicht bekommen hat.\n",
        name="bruecke.txt",
    )
    found = row("Niemand weiß heute, wann endlich wieder Züge durch das enge Tal fahren werden.", article)
    assert "hardly-in-article" not in [one.code for one in found.findings]


@pytest.mark.parametrize(("answer", "standing"), [("supported", "confirmed"), ("not supported", "refuted")])
def test_a_second_reading_decides_before_a_score_does(answer, standing):
    """A sentence is doubted for its score only where nobody has said more about it."""
    model = Scripted(json.dumps({"answers": [{"number": 1, "verdict": answer, "words": ""}]}))
    (found,) = asyncio.run(verify_draft(DOUBTED, [ARTICLE], model, load_kind()))
    assert found.standing == standing
    assert "hardly-in-article" not in [one.code for one in found.findings]


@pytest.mark.parametrize("quoted", ["They are not going to hang", "They're not going to hang in my kitchen,"])
def test_a_contraction_is_quoted_in_either_form(quoted):
    """Written out or not, with or without a comma of the sentence around it; another word is a misquotation."""
    codes = [
        [one.code for one in row(f'She said: "{words}"').findings] for words in (quoted, "They have not gone to hang")
    ]
    assert "misquoted" not in codes[0]
    assert "misquoted" in codes[1]


def test_every_trait_has_a_weight():
    """What is measured is what the list has weights for, and explains."""
    table = Lists("factsheet.proving").table("score", "weights")
    assert [name for name, _, _ in table] == list(traits(read(TEXT), RIGHT, [], []))
    assert all(float(weight) and told for _, weight, told in table)
