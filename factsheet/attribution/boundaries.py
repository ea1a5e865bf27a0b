"""Where a reported statement after a verb begins and ends.

It begins at "that …", a clause, a quotation or an object, and ends with the sentence or before something that is
no part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.attribution.cues import VERBS, WORDS, in_lists, is_form
from factsheet.attribution.sentence import (
    ANSWER,
    CLAUSE_WORDS,
    DASHES,
    FINAL,
    LOOK,
    ends_with_comma,
    over_adverbs,
    with_somebody,
)
from factsheet.attribution.tokens import QUOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.attribution.cues import Verb
    from factsheet.attribution.sentence import SentenceState

_CLAUSAL = frozenset({"say", "tell", "think", "find"})
"""Parts of the list of verbs that a clause may follow."""
_QUOTING = frozenset({"say", "quote"})
"""Parts of the list of verbs that a quotation may follow."""
_SAME_SUBJECT = frozenset({"he", "she", "they"})
_SUBJECTS = frozenset({"he", "she", "they", "it", "there", "we"})
"""Words that begin the clause after an addressee or an aside."""
_STANDS_ALONE = frozenset({"all", "both", "further"})
"""Adverbs in the list that begin an object as well."""
_GOES_ON_OTHERWISE = frozenset(
    {"declined", "refused", "warned", "vowed", "promised", "pledged", "urged", "appealed", "called"}
)
"""What the one who spoke did besides: "but declined to say more"."""
_COUNTS = frozenset({"added", "adds", "posted", "posts", "noted"})
"""Verbs that count as often as they speak: "Jane Doe added 12 points"."""
_GAINS = frozenset({"claimed", "claims", "claim", "added", "adds", "recorded", "records", "posted", "posts"})
"""Verbs with which somebody gets something as often as they speak: "claimed her first title"."""
_ADDRESSEE = 5
"""Tokens in which "that" follows those who are told something."""
_ADDRESSING = frozenset({"advise", "assure", "convince", "inform", "notify", "persuade", "remind", "tell", "warn"})
"""Verbs that are said to somebody."""
_REPORTING = frozenset({"say", "tell"})
"""Parts of the list of verbs with which another one begins to speak."""
_NO_NOUN = WORDS["verbs"] | WORDS["auxiliaries"] | WORDS["be"] | FINAL | {",", ":", QUOTE, "that", "to"}
"""What does not stand within a short subject."""
_RESEARCH = frozenset(
    {"study", "studies", "poll", "polls", "survey", "surveys", "report", "analysis", "review", "inquiry"}
)
"""What finds that something is so: "the study found the plan failed"."""
_LIST = 6
"""Tokens in which the last item of a list follows."""
_NAME = 4
"""Tokens in which a name ends."""
_END_DASHES = frozenset({"—", "–", "--"})
_END_MARKS = frozenset({",", ";", "and", "but", "while", QUOTE}) | _END_DASHES
"""Where the end of what is said is looked for."""
_CLAUSE_OPENERS = WORDS["subjects"] | WORDS["contracted"] | WORDS["determiners"] | {QUOTE}
_NO_CLAUSE = WORDS["asides"] | WORDS["prepositions"] | FINAL | {",", ":", "and", "or", "but", "to"}
_NO_OBJECT = frozenset().union(
    *(WORDS[part] for part in ("prepositions", "conjunctions", "days", "be", "auxiliaries")),
    WORDS["adverbs"] - _STANDS_ALONE,
)
_AFTER_ADDRESSEE = CLAUSE_WORDS | _SUBJECTS | WORDS["contracted"] | {QUOTE, "i"}
_ASIDE_OPENERS = WORDS["asides"] | WORDS["days"] | {","}


def content_start(s: SentenceState, i: int, verb: Verb) -> tuple[int | None, str]:
    """Where what is said begins at token `i` or after it, and which rule says so; None where nothing is said."""
    if i >= s.last:
        return None, ""
    if _takes_clause_word(s.low[i], verb):
        points = s.low[i] == "that" and i + 1 < s.last and s.low[i + 1] in {",", "."}
        return (None, "") if points else (i, "that")
    if verb.lemma in _ADDRESSING and (start := _behind_addressee(s, i)) is not None:
        return start, "that"
    if verb.lemma == "find" and not _RESEARCH.isdisjoint(s.low[s.free : i - 1]) and _has_verb(s, i):
        return _bare_clause(s, i), "bare"
    for parts, find, how in _WAYS:
        if parts & verb.parts and (start := find(s, i)) is not None:
            return start, how
    return None, ""


def _takes_clause_word(word: str, verb: Verb) -> bool:
    """Whether a verb is followed by the word that begins its clause: "said that", "asked if"."""
    if word == "if":
        return "say" in verb.parts
    return word in CLAUSE_WORDS and bool(verb.parts & _CLAUSAL)


def _quotation(s: SentenceState, i: int) -> int | None:
    """A quotation at token `i`, with or without adverbs, a comma or a colon before it."""
    at = over_adverbs(s, i)
    at += at < s.last and s.low[at] in {",", ":"}
    return at if at < s.last and s.low[at] == QUOTE else None


def _infinitive(s: SentenceState, i: int) -> int | None:
    return i if s.low[i] == "to" else None


def _bare_clause(s: SentenceState, i: int) -> int | None:
    """Where a clause without "that" begins: at token `i`, or after a day and adverbs."""
    if i >= s.last:
        return None
    word = s.low[i]
    if word[0].isdigit() and s.low[i - 1] in _COUNTS:
        return None
    if word in WORDS["days"]:
        return _bare_clause(s, i + 1)
    if word in {"a", "an"} or (word in WORDS["determiners"] and s.low[i - 1] in _GAINS):
        return i if _has_verb(s, i) else None
    if word in _CLAUSE_OPENERS or s.tokens.capital(i):
        return i
    if word in _NO_CLAUSE:
        return None
    return _bare_clause(s, i + 1) if word.endswith("ly") else i


def _has_verb(s: SentenceState, i: int) -> bool:
    """Whether "a plan …" goes on as a clause, and is not just what somebody announced."""
    for word in s.low[i + 1 : min(s.last, i + LOOK)]:
        if word in {"which", "who", "that", "to", ","}:
            return False
        if word in WORDS["verbs"] or word in WORDS["auxiliaries"] or is_form(word, "past") or word.endswith("ed"):
            return True
    return False


def _object(s: SentenceState, i: int) -> int | None:
    """Whether an object begins at token `i`: a name, a pronoun, a noun with what stands before it."""
    word = s.low[i]
    if word == QUOTE or s.tokens.capital(i):
        return None if word in WORDS["days"] else i
    return None if word in _NO_OBJECT or word.endswith("ly") or not word[0].isalnum() else i


def _behind_addressee(s: SentenceState, i: int) -> int | None:
    """The "that" behind those who are told it: "advised voters that …", "reminded Jane Doe that …"."""
    if s.low[i] in _NO_OBJECT and s.low[i] not in WORDS["objects"]:
        return None
    at = next((j for j in range(i + 1, min(s.last - 1, i + _ADDRESSEE)) if s.low[j] == "that"), None)
    if at is None or any(s.low[j] in _NO_OBJECT or s.low[j] == "," for j in range(i + 1, at)):
        return None
    return at if s.low[at + 1] in _CLAUSE_OPENERS or s.tokens.capital(at + 1) else None


def _somebody_to(s: SentenceState, i: int) -> int | None:
    """Whether somebody is urged at token `i` to do something."""
    start = _object(s, i)
    if start is None:
        return None
    for word in s.low[i + 1 : min(s.last, i + LOOK // 2)]:
        if word == "to":
            return start
        if word in {",", QUOTE}:
            return None
    return None


def _past_addressee(s: SentenceState, i: int) -> int | None:
    """Where what is said begins after those who are told: "told reporters on Monday it was …"."""
    for j in range(i + 1, min(s.last, i + LOOK)):
        if s.low[j] in _AFTER_ADDRESSEE:
            return j
        if _is_aim(s, j):
            return None
        if _after_day(s, j) or _after_name(s, i, j) or (j == i + 1 and _after_pronoun(s, j)):
            return j
        if j == i + 2 and s.low[i] in WORDS["determiners"] and s.low[j] in WORDS["determiners"] and _has_verb(s, j):
            return j  # "told the court the couple …"
    return None


def _is_aim(s: SentenceState, j: int) -> bool:
    """Whether "to" says what for: "told a plan to …", but "told him to …", "told voters to …"."""
    before = s.low[j - 1]
    return (
        s.low[j] == "to"
        and before not in {"him", "her", "them", "us", "me"}
        and not s.tokens.capital(j - 1)
        and not before.endswith("s")
    )


def _after_day(s: SentenceState, j: int) -> bool:
    """Whether a subject begins after a day: "told the daily on Monday the bridge …"."""
    return s.low[j - 1] in WORDS["days"] and (s.low[j] in WORDS["determiners"] or s.tokens.capital(j))


def _after_name(s: SentenceState, i: int, j: int) -> bool:
    """Whether a clause begins after a name: "told Bay News the museum will …"."""
    if s.low[j] not in WORDS["determiners"] or s.low[j - 1] in WORDS["determiners"] or not s.tokens.capital(j - 1):
        return False
    return all(s.tokens.capital(k) or s.low[k] in WORDS["articles"] for k in range(i, j)) and _has_verb(s, j)


def _after_pronoun(s: SentenceState, j: int) -> bool:
    """Whether what is said follows at once: "told him prices …"."""
    told = s.low[j - 1]
    people = told == "reporters" or (told.endswith("s") and told.isalpha() and s.low[j] in WORDS["determiners"])
    return (told in WORDS["objects"] or people) and s.low[j] not in {",", "to"} and s.low[j] not in WORDS["asides"]


def _past_aside(s: SentenceState, i: int) -> int | None:
    """The clause after "said in a statement", "said on Monday": at "that", a quotation or a subject."""
    if s.low[i] not in _ASIDE_OPENERS and not s.low[i].endswith("ly"):
        return None
    for j in range(i + 1, min(s.last, i + LOOK)):
        if (s.low[j - 1] == "," and _attributes_again(s, j)) or (s.low[j] == ":" and in_lists(s.low[j - 1], _QUOTING)):
            return None
        if s.low[j] in {"that", QUOTE} or (j > i + 1 and s.low[j] in _SUBJECTS):
            return j
    return None


_WAYS: tuple[tuple[frozenset[str], Callable[[SentenceState, int], int | None], str], ...] = (
    (_QUOTING, _quotation, "quote"),
    (frozenset({"want"}), _infinitive, "to"),
    (frozenset({"say", "think"}), _bare_clause, "bare"),
    (frozenset({"tell"}), _past_addressee, "tell"),
    (frozenset({"say"}), _past_aside, "aside"),
    (frozenset({"judge"}), _object, "object"),
    (frozenset({"urge"}), _somebody_to, "urge"),
)
"""Where what is said can begin, by the parts of the list of verbs that allow it; the first that fits counts."""


def clause_end(s: SentenceState, i: int) -> int:
    """Where what is said ends: before another attribution of the same sentence, or with the sentence."""
    low = s.low
    for j in range(i + 1, s.last):
        if low[j] in _END_MARKS and (end := _end_at(s, j, i)) is not None:
            return end
    return s.last


def _end_at(s: SentenceState, j: int, first: int) -> int | None:
    """Where a clause ends that began with token `first`, if it ends at the mark or the "and" at token `j`."""
    word = s.low[j]
    if word == "," and _turns(s, j + 1):
        return j
    if word == ",":
        again = _attributes_again(s, j + 1) or _answered(s, j + 1) or _is_signed(s, j + 1) or _is_called(s, j + 1)
        return j if again else None
    if word == ";":
        return j if _another_says(s, j + 1) else None
    if word in {"and", "but", "while"}:
        after_comma = s.low[j - 1] == ","
        goes_on = (word != "while" and _says_more(s, j + 1)) or (after_comma and _another_says(s, j + 1))
        return j - after_comma if goes_on else None
    if word == QUOTE:
        return j + 1 if ends_with_comma(s, j) and _attributes_again(s, j + 1) else None
    return j if j > first + 1 and not _is_of_aside(s, j, first) else None


def _is_of_aside(s: SentenceState, j: int, first: int) -> bool:
    """Whether a dash is one of two with an aside between them, behind which a clause goes on."""
    dashes = [k for k in range(first + 2, s.last) if s.low[k] in _END_DASHES]
    if len(dashes) != 2 or j not in dashes or QUOTE in s.low[dashes[0] : s.last]:
        return False
    behind = dashes[1] + 1
    return behind < s.last and s.low[behind] not in WORDS["subjects"] and not s.tokens.capital(behind)


def _attributes_again(s: SentenceState, i: int) -> bool:
    """Whether a participle, "according" or "with somebody adding" stands at token `i`: ", adding that"."""
    if i >= s.last:
        return False
    if s.low[i] == "with":
        after = range(i + 2, min(s.last, i + ANSWER))
        return any(_is_spoken(s.low[j]) and with_somebody(s, j) is not None for j in after)
    return s.low[i] == "according" or is_form(s.low[i], "ing")


def _is_spoken(word: str) -> bool:
    """Whether a word is a participle of a verb that a clause or a quotation may follow."""
    return any(verb.form == "ing" and verb.parts & (_CLAUSAL | _QUOTING) for verb in VERBS.get(word, ()))


def _says_more(s: SentenceState, i: int) -> bool:
    """Whether the same speaker goes on at token `i`: "and he said", "and added that", "but did not say"."""
    if i + 1 >= s.last:
        return False
    if s.low[i] in _SAME_SUBJECT and s.low[i + 1] in VERBS:
        return True
    i = over_adverbs(s, i)
    if i + 1 >= s.last or not (_has_said(s.low[i]) or s.low[i] in _GOES_ON_OTHERWISE):
        return False
    following = s.low[i + 1]
    if s.low[i] in _GOES_ON_OTHERWISE and following in {"to", "against", "of"}:
        return True
    if following in CLAUSE_WORDS or following in WORDS["subjects"] or following in {QUOTE, ":"}:
        return True
    return following == "," and s.low[i + 2 : i + 3] == [QUOTE]


def _turns(s: SentenceState, i: int) -> bool:
    """Whether the article goes on with words of its own at token `i`: ", although the town has no money"."""
    own = s.low[i : i + 1] == ["but"] and not _SAME_SUBJECT.isdisjoint(s.low[i + 1 : i + 2])
    return s.low[i : i + 1] in (["although"], ["though"]) or own


def _another_says(s: SentenceState, i: int) -> bool:
    """Whether somebody else says something from token `i` on: ", and Jane Doe said the plan …"."""
    for j in range(i, min(s.last - 1, i + ANSWER + 2)):
        word = s.low[j]
        if j > i and any(v.form in {"past", "s"} and v.parts & _REPORTING for v in VERBS.get(word, ())):
            behind = s.low[j + 1]
            opens = behind in _CLAUSE_OPENERS or behind in CLAUSE_WORDS or s.tokens.capital(j + 1)
            return opens and not s.tokens.capital(j)
        if word in _NO_NOUN or word in VERBS:
            return False
    return False


def _is_called(s: SentenceState, i: int) -> bool:
    """Whether the article itself goes on about what somebody calls so: ", which he called “…”"."""
    if i + 3 >= s.last or s.low[i] not in {"which", "whom"}:
        return False
    verbs = (
        j for j in range(i + 2, min(s.last, i + ANSWER - 1)) if is_form(s.low[j], "past") or is_form(s.low[j], "s")
    )
    at = next(verbs, None)
    return at is not None and not any(s.low[j] in _NO_NOUN for j in range(i + 2, at))


def _has_said(word: str) -> bool:
    """Whether a word is the past of a verb that a clause may follow."""
    return any(verb.form == "past" and verb.parts & _CLAUSAL for verb in VERBS.get(word, ()))


def _is_signed(s: SentenceState, i: int) -> bool:
    """Whether a sentence ends with who told all of it from token `i` on: ", Jane Doe told the Courier"."""
    if not 0 < s.last - i <= ANSWER or not s.tokens.capital(i):
        return False
    verb = next((j for j in range(i + 1, min(s.last, i + _NAME)) if not s.tokens.capital(j)), s.last)
    return verb < s.last and any(v.form in {"past", "s"} and v.parts & _CLAUSAL for v in VERBS.get(s.low[verb], ()))


def _answered(s: SentenceState, i: int) -> bool:
    """Whether somebody is quoted from token `i` on: ", Smith replied: “…”"."""
    for j in range(i, min(s.last - 2, i + ANSWER)):
        if j > i + 1 and s.low[j : j + 2] == [":", QUOTE] and s.tokens.capital(i):
            return True  # ", Smith fired back: “…”"
        if s.low[j] in {",", QUOTE, ";", ":"}:
            return False
        if j > i and in_lists(s.low[j], _QUOTING):
            return s.low[j + 1] in {":", ","} and s.low[j + 2] == QUOTE
    return False


def opens_with_clause(s: SentenceState) -> bool:
    """Whether a sentence begins with a clause or a phrase that a comma ends: "While he said …, she left"."""
    first = s.low[s.first]
    return first in WORDS["subordinators"] or first in WORDS["prepositions"]


def first_comma(s: SentenceState, start: int) -> int:
    """The first comma at or after token `start`, or the end of the sentence."""
    return next((j for j in range(start, s.last) if s.low[j] == ","), s.last)


def is_in_opening(s: SentenceState, i: int) -> bool:
    """Whether what is said from token `i` on is in the clause that opens a sentence, its commas in dates aside."""
    commas = [j for j in range(s.first, i) if s.low[j] == ","]
    return s.low[s.first] in WORDS["subordinators"] and all(_goes_on(s, j + 1) for j in commas)


def _goes_on(s: SentenceState, i: int) -> bool:
    """Whether a clause goes on behind a comma before token `i`: with a year, with "and", with what somebody says."""
    is_said = s.low[i] == "that" and any(word in VERBS for word in s.low[s.first : i])
    return is_said or s.low[i][:1].isdigit() or s.low[i] in {"and", "or"}


def opening_end(s: SentenceState, i: int) -> int:
    """The comma behind token `i` at which the clause that opens a sentence ends: one outside a quotation and a list."""
    end = next((j for j in range(i + 1, s.last) if _closes(s, j)), s.last)
    return end + (end < s.last and s.low[end] == QUOTE)


def _closes(s: SentenceState, j: int) -> bool:
    """Whether a comma, or a quotation that ends with one, ends a clause at token `j`."""
    if s.low[j] == QUOTE:
        return ends_with_comma(s, j)
    after = s.low[j + 1 : j + 3]
    goes_on = after[:1] == ["that"] or (after[1:] == ["that"] and after[0] in {"and", "or", "but"})
    return s.low[j] == "," and not _is_in_list(s, j) and not goes_on and not "".join(after[:1])[:1].isdigit()


def phrase_end(s: SentenceState, i: int) -> int:
    """Where an object ends: before a comma, a dash, or a second verb of the same subject."""
    for j in range(i + 1, s.last):
        word = s.low[j]
        if _dash(s, j) or (word == "," and QUOTE not in s.low[j + 1 : j + 2] and not _is_in_list(s, j)):
            return j
        if word == QUOTE and ends_with_comma(s, j):
            return j + 1
        joins = word in {"and", "but", "while", "because", "although"}
        if joins and j + 1 < s.last and is_form(s.low[j + 1], "past"):
            return j
    return s.last


def _is_in_list(s: SentenceState, j: int) -> bool:
    """Whether the comma at token `j` stands between items of a list: "theft, fraud and forgery"."""
    for k in range(j + 1, min(s.last - 1, j + _LIST)):
        word = s.low[k]
        if word in {"and", "or"}:
            following = (VERBS, WORDS["verbs"], WORDS["subjects"])
            return k > j + 1 and not any(s.low[k + 1] in words for words in following)
        if word in WORDS["verbs"] or word in VERBS or word in WORDS["subjects"] or word == QUOTE:
            return False
    return False


def _dash(s: SentenceState, i: int) -> bool:
    """Whether a dash stands at token `i`, and no hyphen."""
    return s.low[i] in DASHES and (s.low[i] != "-" or s.tokens.end[i - 1] < s.tokens.start[i])
