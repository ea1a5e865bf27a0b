"""Merging: drafts of parts become one sheet in any order, and no names are joined on a guess."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.kinds import load_kind
from factsheet.merging import merge
from factsheet.merging.names import Link, linked
from factsheet.pipeline.material import summary_material
from factsheet.readers.text import article_from_text
from factsheet.records import Article, Draft, Evidence

CASES = Path(__file__).parent / "cases" / "names.jsonl"
KIND = load_kind("news")
COURT = load_kind(str(Path(__file__).parent / "kinds" / "court"))


def _quote(text, start=0, match="exact"):
    """One piece of evidence at an offset; absent where the match says so."""
    return Evidence(text, match, () if match == "absent" else ((start, start + len(text)),), match != "absent")


def _person(name, start=0, *, aliases=(), role=None, kind="person", match="exact"):
    evidence = [_quote(name, start, match)]
    return {"name": name, "kind": kind, "role": role, "aliases": list(aliases), "evidence": evidence}


def _place(name, start=0, country=None, relation="mentioned"):
    return {"name": name, "relation": relation, "country": country, "evidence": [_quote(name, start)]}


def _position(holder, statement, start=0, *, topic=None, quotation=None):
    return {
        "holder": holder, "topic": topic, "stance": "neutral", "verb": "said", "statement": statement,
        "quotation": quotation, "manner": "paraphrased", "evidence": [_quote(statement, start)],
    }  # fmt: skip


def _dispute(claim, start=0, *, made_by=(), disputed_by=(), status="alleged"):
    side = [_quote(claim, start)]
    return {
        "claim": claim, "made_by": list(made_by), "disputed_by": list(disputed_by), "status": status,
        "evidence_for": side if made_by else [], "evidence_against": side if disputed_by else [],
    }  # fmt: skip


def _figure(number, of, start=0, unit=None):
    return {"number": number, "unit": unit, "of": of, "according_to": None, "evidence": [_quote(of, start)]}


def _draft(at, **sections):
    """A draft of the part that begins at an offset."""
    return Draft(KIND.empty() | sections, spans=((at, at + 1000),))


def _merge(*drafts, text=""):
    return merge(KIND, drafts, Article(text, ()))


def _names(draft, section="participants"):
    return [entry["name"] for entry in draft.facts[section]]


def _codes(draft):
    return [finding.code for finding in draft.findings]


PAIRS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def test_pairs_of_names_from_the_news():
    """All 120 pairs are told right: what is one, and what is two."""
    assert len(PAIRS) == 120
    assert [pair for pair in PAIRS if bool(linked(pair["one"], pair["other"])) != pair["same"]] == []


NAMED_ALIKE = [
    ("John Smith Jr.", "John Smith Junior", "the same name"),
    ("Macron, Emmanuel", "Emmanuel Macron", "the same name"),
    ("Boris Yeltsin", "Boris Eltsin", "the same name in another spelling"),
    ("Anna Fyodorova", "Anna Fedorova", "the same name in another spelling"),
    ("Jürgen Müller", "Jurgen Mueller", "the same name in another spelling"),
    ("Kim Jong Un", "Jong Un Kim", "the same name, surname first"),
    ("Robert Mueller", "Robert S. Mueller", "the same name with a middle name"),
    ("Mohammed A. Salah", "Mohamed Salah", "the same name with a middle name"),
    ("Bill Clinton", "William Clinton", "a short form of the first name"),
    ("Bill J. Clinton", "William Clinton", "a short form of the first name"),
    ("Justice Department", "Department of Justice", "the same name with “of”"),
    ("Ministry of Defence", "Defence Ministry", "the same name with “of”"),
    ("U.S. Senate", "Senate", "the same name with “of”"),
    ("Acme Inc.", "Acme", "the same name but for its legal form or spelling"),
    ("Acme Holdings Ltd", "Acme Holdings", "the same name but for its legal form or spelling"),
    ("Ivory Coast", "Côte d'Ivoire", "two names of one place"),
    ("Deutsche Bank", "DeutscheBank", "the same name, written apart"),
]
SHORTER = [
    ("John Smith Jr.", "Smith, Jr.", "a surname"),
    ("Angela Merkel", "Frau Merkel", "a surname"),
    ("Xi Jinping", "Xi", "a surname"),
    ("Gabriel García Márquez", "García Márquez", "a surname of two words"),
    ("Gabriel García Márquez", "Gabriel García", "the same name with a second surname"),
    ("John Smith", "J. Smith", "an initial for the first name"),
    ("Joanne Rowling", "J. K. Rowling", "an initial for the first name"),
    ("American Red Cross", "Red Cross", "the same name without its country"),
    ("North Atlantic Treaty Organization", "Nato", "an acronym and what it stands for"),
    ("Federal Bureau of Investigation", "FBI", "an acronym and what it stands for"),
    ("Department of Trade and Industry", "DTI", "an acronym and what it stands for"),
]
APART = [
    ("John Smith Jr.", "John Smith"),
    ("John Smith Jr.", "John Smith Sr."),
    ("Louis XIV", "Louis XV"),
    ("Robert A. Mueller", "Robert S. Mueller"),
    ("Angela Merkel", "Herr Merkel"),
    ("Ivanka Trump", "Donald Trump"),
    ("Bank of England", "England"),
    ("Minister for Defence", "Secretary for Defence"),
    ("Prime Minister", "Minister"),
    ("North Korea", "Korea"),
]


@pytest.mark.parametrize(("one", "other", "reason"), NAMED_ALIKE)
def test_two_forms_that_leave_no_doubt_are_one_and_say_why(one, other, reason):
    """A spelling, a nickname, a legal form: nobody else has that name."""
    assert linked(one, other) == Link(reason, strong=True)


@pytest.mark.parametrize(("full", "short", "reason"), SHORTER)
def test_a_shorter_form_may_be_somebody_elses_and_says_why_it_fits(full, short, reason):
    """A surname, initials, an acronym: they hold as long as nobody else fits."""
    assert linked(full, short) == Link(reason, strong=False)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_share_words_and_are_two(one, other):
    """A father and his son, a bank and its country, two offices."""
    assert linked(one, other) is None


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_two_names_can_be_compared(one, other):
    """Whatever a model writes as a name, comparing it neither fails nor depends on which comes first."""
    assert linked(one, other) == linked(other, one)


@pytest.mark.parametrize("name", ["(" * 100_000, " ." * 50_000, "Lee " * 30_000])
def test_a_name_as_long_as_an_article_is_nobodys(name):
    """What a hostile article talks a model into costs no time and joins nobody."""
    merged = _merge(_draft(0, participants=[_person("Ann Lee")]), _draft(1000, participants=[_person(name, 1000)]))
    assert _names(merged) == ["Ann Lee", name]


def test_a_name_in_every_part_is_one_entry():
    """The same person under five forms is one entry with the fullest name, all evidence, and the reasons."""
    merged = _merge(
        _draft(0, participants=[_person("Robert S. Mueller, III", 10, role="Special Counsel")]),
        _draft(1000, participants=[_person("Mueller", 1010)]),
        _draft(2000, participants=[_person("Robert Mueller", 2010)]),
        _draft(3000, participants=[_person("Special Counsel Mueller", 3010)]),
    )
    (entry,) = merged.facts["participants"]
    assert entry["name"] == "Robert S. Mueller, III"
    assert entry["role"] == "Special Counsel"
    assert [item["start"] for item in entry["evidence"]] == [10, 1010, 2010, 3010]
    assert entry["aliases"] == ["Mueller", "Robert Mueller", "Special Counsel Mueller"]
    (finding,) = merged.findings
    assert (finding.code, finding.level, finding.pointer) == ("entries-joined", "note", "/participants/0")
    assert "“Mueller” and “Robert S. Mueller, III”: a surname" in finding.message


def test_two_entities_of_a_surname_stay_two():
    """Where two people have the surname, neither gets what is said of "Johnson" alone."""
    merged = _merge(
        _draft(0, participants=[_person("Boris Johnson")]),
        _draft(1000, participants=[_person("Lyndon Johnson", 1000)]),
        _draft(2000, participants=[_person("Johnson", 2000)]),
    )
    assert _names(merged) == ["Boris Johnson", "Lyndon Johnson", "Johnson"]


def test_a_short_name_is_no_bridge():
    """The name "George Bush" fits both presidents and joins neither; the two are never one through it."""
    merged = _merge(
        _draft(0, participants=[_person("George W. Bush")]),
        _draft(1000, participants=[_person("George H. W. Bush", 1000)]),
        _draft(2000, participants=[_person("George Bush", 2000)]),
    )
    assert len(merged.facts["participants"]) == 3


def test_entries_side_by_side_in_one_draft_are_two():
    """A model that lists "Trump" and "Ivanka Trump" in one answer means two people."""
    merged = _merge(_draft(0, participants=[_person("Trump", 5), _person("Ivanka Trump", 50)]))
    assert _names(merged) == ["Trump", "Ivanka Trump"]


def test_a_surname_before_the_full_name_is_somebody_else():
    """News names in full first: "Trump" in the lead is not the Ivanka Trump of the last part."""
    text = "Trump spoke. " + "x" * 2000 + " Ivanka Trump came."
    merged = _merge(
        _draft(0, participants=[_person("Trump")]),
        _draft(1000, participants=[_person("Ivanka Trump", 2014)]),
        text=text,
    )
    assert _names(merged) == ["Trump", "Ivanka Trump"]


def test_a_surname_that_an_answer_lists_under_the_full_name_may_come_first():
    """An excerpt may begin with "Trump": it is who a later part says is called so, if nobody else is."""
    text = "Trump spoke. " + "x" * 2000 + " Donald J. Trump and Donald J. Trump Jr. came."
    merged = _merge(
        _draft(0, participants=[_person("Trump")]),
        _draft(1000, participants=[_person("Donald J. Trump", 2014, aliases=["Trump"])]),
        _draft(2000, participants=[_person("Donald J. Trump Jr.", 2034)]),
        text=text,
    )
    assert _names(merged) == ["Donald J. Trump", "Donald J. Trump Jr."]


def test_an_office_is_not_the_office_of_another():
    """What is all title is a name of its own: the Acting Attorney General is somebody else."""
    assert linked("Attorney General", "Acting Attorney General") is None


def test_a_person_and_a_body_are_not_one():
    """What the schema calls another kind of thing is not joined by a short form."""
    merged = _merge(
        _draft(0, participants=[_person("John Deere")]),
        _draft(1000, participants=[_person("Deere", 1000, kind="organisation")]),
    )
    assert len(merged.facts["participants"]) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("French President Emmanuel Macron spoke. The French president left.", ["Emmanuel Macron"]),
        ("Emmanuel Macron, the French president, spoke.", ["Emmanuel Macron"]),
        ("Emmanuel Macron met the French president of the court.", ["Emmanuel Macron", "the French president"]),
    ],
)
def test_a_description_is_a_name_only_where_the_article_says_so(text, names):
    """A description ("the French president") is Emmanuel Macron only where the article puts them side by side."""
    merged = _merge(
        _draft(0, participants=[_person("Emmanuel Macron", text.index("Emmanuel"))]),
        _draft(1000, participants=[_person("the French president", 1000)]),
        text=text,
    )
    assert _names(merged) == names


def test_references_name_the_entity():
    """What a part calls "Putin" is the position of Vladimir Putin, and stands with his others."""
    merged = _merge(
        _draft(
            0,
            participants=[_person("Vladimir Putin", aliases=["Putin"]), _person("Emmanuel Macron", 40)],
            positions=[
                _position("Vladimir Putin", "wants talks", 100, topic="Syria"),
                _position("Emmanuel Macron", "is wary", 120, topic="Syria"),
            ],
        ),
        _draft(
            1000,
            participants=[_person("Putin", 1000)],
            positions=[
                _position("Putin", "backs the plan", 1100, topic="gas"),
                _position("Putin", "will go on", 1200, topic="Syria"),
            ],
        ),
    )
    said = [(entry["holder"], entry["statement"]) for entry in merged.facts["positions"]]
    assert said == [
        ("Vladimir Putin", "wants talks"),
        ("Vladimir Putin", "will go on"),
        ("Vladimir Putin", "backs the plan"),
        ("Emmanuel Macron", "is wary"),
    ]


def test_a_joint_holder_is_both_by_their_names():
    """Of "Macron and Putin" in one part both get the name that the whole article has; somebody unknown keeps his."""
    merged = _merge(
        _draft(0, participants=[_person("Vladimir Putin", aliases=["Putin"]), _person("Emmanuel Macron", 40)]),
        _draft(
            1000,
            participants=[_person("Putin", 1000), _person("Macron", 1010)],
            positions=[_position("Macron, Putin and the host", "are glad", 1100)],
        ),
    )
    assert merged.facts["positions"][0]["holder"] == "Emmanuel Macron, Vladimir Putin and the host"


def test_a_reference_that_could_be_two_stays_as_it_is():
    """A name that fits two entities is not given to either."""
    people = [_person("Boris Johnson"), _person("Lyndon Johnson", 50)]
    merged = _merge(_draft(0, participants=people, positions=[_position("Johnson", "is glad", 90)]))
    assert merged.facts["positions"][0]["holder"] == "Johnson"


def test_a_claim_and_its_denial_are_one_dispute():
    """The claim of one part and the denial in another stand on two sides of one entry."""
    merged = _merge(
        _draft(0, disputed_claims=[_dispute("Acme dumped waste in the river", 10, made_by=["Residents"])]),
        _draft(
            2000,
            disputed_claims=[
                _dispute("Acme dumped its waste in the river", 2010, disputed_by=["Acme"], status="denied")
            ],
        ),
    )
    (entry,) = merged.facts["disputed_claims"]
    assert (entry["made_by"], entry["disputed_by"], entry["status"]) == (["Residents"], ["Acme"], "denied")
    assert entry["evidence_for"][0]["start"] == 10
    assert entry["evidence_against"][0]["start"] == 2010


def test_who_claims_the_contrary_is_on_the_other_side():
    """A claim "It did not dump" by one and "it dumped" by another is one dispute about the claim itself."""
    merged = _merge(
        _draft(0, disputed_claims=[_dispute("Acme did not dump waste in the river", 10, made_by=["Acme"])]),
        _draft(2000, disputed_claims=[_dispute("Acme did dump waste in the river", 2010, made_by=["Residents"])]),
    )
    (entry,) = merged.facts["disputed_claims"]
    assert entry["claim"] == "Acme did dump waste in the river"
    assert (entry["made_by"], entry["disputed_by"]) == (["Residents"], ["Acme"])
    assert entry["evidence_against"][0]["start"] == 10


@pytest.mark.parametrize(("made_by", "entries"), [("Residents", 1), ("Fishermen", 2)])
def test_claims_by_the_same_people_need_fewer_words_in_common(made_by, entries):
    """Half of the words are enough where one side is the same, and not where nobody is in both."""
    merged = _merge(
        _draft(0, disputed_claims=[_dispute("Acme dumped waste in the river", 10, made_by=["Residents"])]),
        _draft(2000, disputed_claims=[_dispute("Acme dumped poison in the river", 2010, made_by=[made_by])]),
    )
    assert len(merged.facts["disputed_claims"]) == entries


def test_claims_with_other_numbers_are_two():
    """A claim about 12 barrels is not one about 20."""
    merged = _merge(
        _draft(0, disputed_claims=[_dispute("Acme dumped 12 barrels", made_by=["A"])]),
        _draft(2000, disputed_claims=[_dispute("Acme dumped 20 barrels", 2000, made_by=["A"])]),
    )
    assert len(merged.facts["disputed_claims"]) == 2


@pytest.mark.parametrize(
    ("section", "one", "other", "said"),
    [
        ("location", _place("Paris", 0, "France"), _place("Paris", 1000, "United States"), "France"),
        (
            "participants",
            _person("Jane Roe", 0, role="driver, 45"),
            _person("Jane Roe", 1000, role="a 47-year-old driver"),
            "driver, 45",
        ),
        ("figures", _figure("107", "dead in the crash", 0), _figure("87", "dead in the crash", 1000), "107"),
    ],
)
def test_what_cannot_both_be_so_is_said_and_not_chosen(section, one, other, said):
    """Two countries, two ages or two tolls: both entries stay with their evidence, and each says of the other."""
    merged = _merge(_draft(0, **{section: [one]}), _draft(1000, **{section: [other]}))
    assert len(merged.facts[section]) == 2
    findings = [finding for finding in merged.findings if finding.code == "entries-disagree"]
    assert [finding.pointer for finding in findings] == [f"/{section}/0", f"/{section}/1"]
    assert all(said in finding.message and finding.level == "warning" for finding in findings)


@pytest.mark.parametrize(("one", "other", "told"), [(0, 16, 0), (0, 17, 2), (17, 0, 2), (16, 0, 0), (0, 900, 2)])
def test_two_numbers_of_one_stretch_are_no_contradiction(one, other, told):
    """Evidence of both that has a letter in common is one stretch; where one ends the other may begin."""
    merged = _merge(
        _draft(0, figures=[_figure("107", "dead in the crash", one)]),
        _draft(10, figures=[_figure("87", "dead in the crash", other)]),
    )
    assert _codes(merged) == ["entries-disagree"] * told


def test_what_one_part_leaves_open_another_says():
    """A role that the first draft does not know is the second's."""
    merged = _merge(
        _draft(0, participants=[_person("Ann Lee", 5)]),
        _draft(1000, participants=[_person("Ann Lee", 1005, role="mayor")]),
    )
    assert [entry["role"] for entry in merged.facts["participants"]] == ["mayor"]


def test_a_short_form_comes_after_any_of_the_full_names():
    """The article names Robert Mueller before "Mueller", if only later with his middle name."""
    text = "Robert Mueller spoke. Mueller left. Robert S. Mueller was back on Monday, and Robert Mueller stayed."
    merged = _merge(
        _draft(0, participants=[_person("Mueller", text.index("Mueller left"))]),
        _draft(1000, participants=[_person("Robert Mueller", text.rindex("Robert Mueller"))]),
        _draft(2000, participants=[_person("Robert S. Mueller", text.index("Robert S."))]),
        text=text,
    )
    assert _names(merged) == ["Robert S. Mueller"]


def test_a_bad_quotation_does_not_cost_what_a_good_one_proves():
    """Words that are nowhere in the article are left out of an entry that another part proves."""
    merged = _merge(
        _draft(0, participants=[_person("Ann Lee", 5)]), _draft(1000, participants=[_person("Ann Lee", match="absent")])
    )
    assert [item["match"] for item in merged.facts["participants"][0]["evidence"]] == ["exact"]


def test_the_summary_and_the_title_are_those_of_the_first_part():
    """What one part says of the whole story is right for the part that has the lead."""
    said = {"statement": "One.", "according_to": None, "evidence": []}
    merged = _merge(
        _draft(1000, title={"statement": "Late", "evidence": []}, summary=[{**said, "statement": "Two."}]),
        _draft(0, title={"statement": "Early", "evidence": []}, summary=[said]),
    )
    assert merged.facts["title"]["statement"] == "Early"
    assert merged.facts["summary"] == [said]


def test_a_draft_without_anything_to_join_stays_as_it_is():
    """One draft whose entries differ comes out as it went in."""
    facts = KIND.empty() | {
        "participants": [_person("Ann Lee", aliases=["Lee"]), _person("Bo Ek", 30)],
        "location": [_place("Oslo"), _place("Bergen", 9)],
        "positions": [_position("Bo Ek", "agrees", 60), _position("Ann Lee", "objects", 50)],
        "disputed_claims": [_dispute("Bo Ek lied", made_by=["Ann Lee"])],
    }
    merged = merge(KIND, [Draft(facts)], Article("", ()))
    assert merged.facts == facts
    assert merged.findings == ()


def test_a_kind_of_ones_own_is_merged_by_its_annotations():
    """No section is known by name: a kind with other sections is merged as its schema says."""
    section = next(s for s in COURT.sections if s.many and s.same_by)
    fillers = {field.name: [] if field.schema.get("type") == "array" else "x" for field in section.fields}
    entry = {field.name: field.schema.get("enum", [fillers[field.name]])[0] for field in section.fields}
    drafts = [Draft(COURT.empty() | {section.name: [dict(entry)]}, spans=((at, at + 9),)) for at in (0, 9)]
    assert len(merge(COURT, drafts, Article("", ())).facts[section.name]) == 1


_NAMES = st.sampled_from(
    ["Ann Lee", "Lee", "A. Lee", "Bob Lee", "President Lee", "Lee Corp.", "Robert Lee", "IBA", "the minister"]
)
_DRAFTS = st.lists(
    st.tuples(
        st.lists(_NAMES, max_size=4, unique=True),
        st.lists(st.tuples(_NAMES, st.sampled_from(["will go", "will not go", "spends 5 million"])), max_size=3),
    ),
    min_size=1,
    max_size=6,
)


def _drafts(shape):
    for number, (names, said) in enumerate(shape):
        at = number * 1000
        yield _draft(
            at,
            participants=[_person(name, at + 10 * n) for n, name in enumerate(names)],
            positions=[_position(who, what, at + 500 + 10 * n) for n, (who, what) in enumerate(said)],
            disputed_claims=[_dispute(what, at + 700 + n, made_by=[who]) for n, (who, what) in enumerate(said)],
        )


@given(_DRAFTS, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_drafts_does_not_matter(shape, rng):
    """Drafts in any order give the same facts and the same findings, and no entry is lost."""
    drafts = list(_drafts(shape))
    merged = _merge(*drafts)
    shuffled = list(drafts)
    rng.shuffle(shuffled)
    assert _merge(*shuffled) == merged
    quoted = {item["start"] for draft in drafts for entry in KIND.entries(draft.facts) for item in _evidence(entry)}
    assert {item["start"] for entry in KIND.entries(merged.facts) for item in _evidence(entry)} == quoted


@given(_DRAFTS)
@settings(max_examples=100, deadline=None)
def test_merging_again_changes_nothing(shape):
    """What is merged is merged: a second time joins nothing more."""
    merged = _merge(*_drafts(shape))
    assert _merge(Draft(merged.facts)).facts == merged.facts


def _evidence(entry):
    return [item for name in entry.section.evidence for item in entry.value.get(name, ())]


def test_the_material_of_a_summary_is_bounded_and_spread():
    """However many facts there are, a summary is shown a few pages of them, from the whole of the article."""
    rng = random.Random(7)
    people = [_person(f"Person{n} Name{rng.randrange(10**6)}", n * 100) for n in range(2000)]
    positions = [_position(f"Person{n}", f"statement number {n} about it", n * 100) for n in range(2000)]
    material = summary_material(KIND, KIND.empty() | {"participants": people, "positions": positions})
    assert len(material.text) < 10_000
    assert max(end for _, end in material.spans) > 150_000
    assert "evidence: “" in material.text


def test_the_material_shows_only_what_is_in_the_article():
    """Facts whose words are nowhere are nothing to rest a summary on."""
    facts = KIND.empty() | {"participants": [_person("Ann Lee", match="absent")]}
    assert summary_material(KIND, facts).text == ""


def test_numbers_of_paragraphs_are_given_where_parts_disagree():
    """A finding about two entries says where in the article each is."""
    article = article_from_text("The first paragraph, long enough to be the lead of it all.\n\nA second.", name="-")
    drafts = [_draft(0, location=[_place("Paris", 3, "France")]), _draft(50, location=[_place("Paris", 66, "Texas")])]
    messages = [finding.message for finding in merge(KIND, drafts, article).findings]
    assert any("“France” (¶1) here and “Texas” (¶2)" in message for message in messages)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Robert Lee Jr.", "Robert Lee Sr.", False),
        ("Robert Lee Jr.", "Robert Lee III", False),
        ("Robert Lee, Jr.", "Robert Lee Jr", True),
        ("Robert Lee II", "Robert Lee III", False),
        ("Mr. Robert Lee", "Robert Lee", True),
    ],
)
def test_what_stands_after_a_name_tells_people_apart(one, other, same):
    """Father and son are two, however their name is typed."""
    assert bool(linked(one, other)) is same
