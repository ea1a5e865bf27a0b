"""Finds where a reported statement after a verb begins and ends.

It begins with "that …", a clause, a quotation or an object, and ends with the sentence or before something that is
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
from factsheet.language.lists import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.attribution.cues import Verb
    from factsheet.attribution.sentence import SentenceState

_CLAUSAL = frozenset({"say", "tell", "think", "find"})
"""Parts of the verb list that take a clause."""
_QUOTING = frozenset({"say", "quote"})
"""Parts of the verb list that take a quotation."""
_SAME_SUBJECT = frozenset({"he", "she", "they"})
_SUBJECTS = frozenset({"he", "she", "they", "it", "there", "we"})
"""Pronouns that begin the clause after an addressee or an adjunct."""
_STANDS_ALONE = frozenset({"all", "both", "further"})
"""Adverbs of the list that can begin an object."""
_GOES_ON_OTHERWISE = frozenset(
    {"declined", "refused", "warned", "vowed", "promised", "pledged", "urged", "appealed", "called"}
)
"""Verbs that continue the sentence with the same subject: "but declined to say more"."""
_COUNTS = frozenset({"added", "adds", "posted", "posts", "noted"})
"""Verbs of saying that as often report a number: "Jane Doe added 12 points"."""
_GAINS = frozenset({"claimed", "claims", "claim", "added", "adds", "recorded", "records", "posted", "posts"})
"""Verbs of saying that as often mean winning: "claimed her first title"."""
_ADDRESSEE = 5
"""Distance between a verb and the "that" after its addressee, in tokens."""
_ADDRESSING = frozenset({"advise", "assure", "convince", "inform", "notify", "persuade", "remind", "tell", "warn"})
"""Verbs that take an addressee."""
_REPORTING = frozenset({"say", "tell"})
"""Parts of the verb list that can take over from another verb."""
_NO_NOUN = WORDS["verbs"] | WORDS["auxiliaries"] | WORDS["be"] | FINAL | {",", ":", QUOTE, "that", "to"}
"""Words that are never inside a short subject."""
_RESEARCH = frozenset(
    {"study", "studies", "poll", "polls", "survey", "surveys", "report", "analysis", "review", "inquiry"}
)
"""Subjects of "find" in the sense of concluding: "the study found the plan failed"."""
_LIST = 6
"""Distance to the last item of a list, in tokens."""
_NAME = 4
"""Distance to the end of a name, in tokens."""
_END_DASHES = frozenset({"—", "–", "--"})
_END_MARKS = frozenset({",", ";", "and", "but", "while", QUOTE}) | _END_DASHES
"""Tokens at which a statement can end."""
_CLAIMS = ENGLISH.words("disputes", "claims")
_CLAUSE_OPENERS = WORDS["subjects"] | WORDS["contracted"] | WORDS["determiners"] | {QUOTE}
_NO_CLAUSE = WORDS["asides"] | WORDS["prepositions"] | FINAL | {",", ":", "and", "or", "but", "to"}
_NO_OBJECT = frozenset().union(
    *(WORDS[part] for part in ("prepositions", "conjunctions", "days", "be", "auxiliaries")),
    WORDS["adverbs"] - _STANDS_ALONE,
)
_AFTER_ADDRESSEE = CLAUSE_WORDS | _SUBJECTS | WORDS["contracted"] | {QUOTE, "i"}
_ASIDE_OPENERS = WORDS["asides"] | WORDS["days"] | {","}


def content_start(s: SentenceState, i: int, verb: Verb) -> tuple[int | None, str]:
    """The start of the statement at or after token `i`, and the rule that found it; None if there is none."""
    if i >= s.last:
        return None, ""
    if "judge" in verb.parts and _is_that_claim(s, i):
        return i, "object"
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
    """Whether a verb takes the conjunction of its clause: "said that", "asked if"."""
    if word == "if":
        return "say" in verb.parts
    return word in CLAUSE_WORDS and bool(verb.parts & _CLAUSAL)


def _is_that_claim(s: SentenceState, i: int) -> bool:
    """Whether "that" points at a claim made before: "disputed that figure", not "disputed that figures were wrong"."""
    if s.low[i] != "that" or s.low[i + 1 : i + 2] == [] or s.low[i + 1] not in _CLAIMS:
        return False
    ahead = s.low[i + 2 : i + 3]
    return not any(word in WORDS["auxiliaries"] or word in WORDS["be"] or word in WORDS["verbs"] for word in ahead)


def _quotation(s: SentenceState, i: int) -> int | None:
    """A quotation at token `i`, with adverbs, a comma or a colon before it or not."""
    at = over_adverbs(s, i)
    at += at < s.last and s.low[at] in {",", ":"}
    return at if at < s.last and s.low[at] == QUOTE else None


def _infinitive(s: SentenceState, i: int) -> int | None:
    return i if s.low[i] == "to" else None


def _bare_clause(s: SentenceState, i: int) -> int | None:
    """The start of a clause without "that": at token `i`, or after a day and adverbs."""
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
    """Whether "a plan …" is the subject of a clause and not the object of the announcement."""
    for word in s.low[i + 1 : min(s.last, i + LOOK)]:
        if word in {"which", "who", "that", "to", ","}:
            return False
        if word in WORDS["verbs"] or word in WORDS["auxiliaries"] or is_form(word, "past") or word.endswith("ed"):
            return True
    return False


def _object(s: SentenceState, i: int) -> int | None:
    """Whether an object begins at token `i`: a name, a pronoun, or a noun phrase."""
    word = s.low[i]
    if word == QUOTE or s.tokens.capital(i):
        return None if word in WORDS["days"] else i
    return None if word in _NO_OBJECT or word.endswith("ly") or not word[0].isalnum() else i


def _behind_addressee(s: SentenceState, i: int) -> int | None:
    """The "that" after the addressee: "advised voters that …", "reminded Jane Doe that …"."""
    if s.low[i] in _NO_OBJECT and s.low[i] not in WORDS["objects"]:
        return None
    at = next((j for j in range(i + 1, min(s.last - 1, i + _ADDRESSEE)) if s.low[j] == "that"), None)
    if at is None or any(s.low[j] in _NO_OBJECT or s.low[j] == "," for j in range(i + 1, at)):
        return None
    return at if s.low[at + 1] in _CLAUSE_OPENERS or s.tokens.capital(at + 1) else None


def _somebody_to(s: SentenceState, i: int) -> int | None:
    """Whether an addressee with an infinitive begins at token `i`."""
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
    """The start of the statement after its addressee: "told reporters on Monday it was …"."""
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
    """Whether "to" belongs to the noun before it: "told a plan to …", not "told him to …", "told voters to …"."""
    before = s.low[j - 1]
    return (
        s.low[j] == "to"
        and before not in {"him", "her", "them", "us", "me"}
        and not s.tokens.capital(j - 1)
        and not before.endswith("s")
    )


def _after_day(s: SentenceState, j: int) -> bool:
    """Whether a subject follows a day: "told the daily on Monday the bridge …"."""
    return s.low[j - 1] in WORDS["days"] and (s.low[j] in WORDS["determiners"] or s.tokens.capital(j))


def _after_name(s: SentenceState, i: int, j: int) -> bool:
    """Whether a clause follows a name: "told Bay News the museum will …"."""
    if s.low[j] not in WORDS["determiners"] or s.low[j - 1] in WORDS["determiners"] or not s.tokens.capital(j - 1):
        return False
    return all(s.tokens.capital(k) or s.low[k] in WORDS["articles"] for k in range(i, j)) and _has_verb(s, j)


def _after_pronoun(s: SentenceState, j: int) -> bool:
    """Whether the statement directly follows a pronoun: "told him prices …"."""
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
"""The ways in which a statement can begin, with the parts of the verb list that allow them; the first that fits."""


def clause_end(s: SentenceState, i: int) -> int:
    """The end of the statement: before another attribution in the sentence, or with the sentence."""
    low = s.low
    for j in range(i + 1, s.last):
        if low[j] in _END_MARKS and (end := _end_at(s, j, i)) is not None:
            return end
    return s.last


def _end_at(s: SentenceState, j: int, first: int) -> int | None:
    """The end of the clause that began at token `first`, if the mark or "and" at token `j` ends it."""
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
    """Whether a dash is one of a pair around an aside, after which the clause continues."""
    dashes = [k for k in range(first + 2, s.last) if s.low[k] in _END_DASHES]
    if len(dashes) != 2 or j not in dashes or QUOTE in s.low[dashes[0] : s.last]:
        return False
    behind = dashes[1] + 1
    return behind < s.last and s.low[behind] not in WORDS["subjects"] and not s.tokens.capital(behind)


def _attributes_again(s: SentenceState, i: int) -> bool:
    """Whether another attribution begins at token `i`: ", adding that", "according to", "with somebody adding"."""
    if i >= s.last:
        return False
    if s.low[i] == "with":
        after = range(i + 2, min(s.last, i + ANSWER))
        return any(_is_spoken(s.low[j]) and with_somebody(s, j) is not None for j in after)
    return s.low[i] == "according" or is_form(s.low[i], "ing")


def _is_spoken(word: str) -> bool:
    """Whether a word is the present participle of a verb that takes a clause or quotation."""
    return any(verb.form == "ing" and verb.parts & (_CLAUSAL | _QUOTING) for verb in VERBS.get(word, ()))


def _says_more(s: SentenceState, i: int) -> bool:
    """Whether the same speaker continues at token `i`: "and he said", "and added that", "but did not say"."""
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
    """Whether the article's own words resume at token `i`: ", although the town has no money"."""
    own = s.low[i : i + 1] == ["but"] and not _SAME_SUBJECT.isdisjoint(s.low[i + 1 : i + 2])
    return s.low[i : i + 1] in (["although"], ["though"]) or own


def _another_says(s: SentenceState, i: int) -> bool:
    """Whether another speaker's statement begins at token `i`: ", and Jane Doe said the plan …"."""
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
    """Whether the article's own words resume with somebody's term: ", which he called “…”"."""
    if i + 3 >= s.last or s.low[i] not in {"which", "whom"}:
        return False
    verbs = (
        j for j in range(i + 2, min(s.last, i + ANSWER - 1)) if is_form(s.low[j], "past") or is_form(s.low[j], "s")
    )
    at = next(verbs, None)
    return at is not None and not any(s.low[j] in _NO_NOUN for j in range(i + 2, at))


def _has_said(word: str) -> bool:
    """Whether a word is the past form of a verb that takes a clause."""
    return any(verb.form == "past" and verb.parts & _CLAUSAL for verb in VERBS.get(word, ()))


def _is_signed(s: SentenceState, i: int) -> bool:
    """Whether the attribution of the whole sentence begins at token `i`: ", Jane Doe told the Courier"."""
    if not 0 < s.last - i <= ANSWER or not s.tokens.capital(i):
        return False
    verb = next((j for j in range(i + 1, min(s.last, i + _NAME)) if not s.tokens.capital(j)), s.last)
    return verb < s.last and any(v.form in {"past", "s"} and v.parts & _CLAUSAL for v in VERBS.get(s.low[verb], ()))


def _answered(s: SentenceState, i: int) -> bool:
    """Whether an attribution with a quotation begins at token `i`: ", Smith replied: “…”"."""
    for j in range(i, min(s.last - 2, i + ANSWER)):
        if j > i + 1 and s.low[j : j + 2] == [":", QUOTE] and s.tokens.capital(i):
            return True  # ", Smith fired back: “…”"
        if s.low[j] in {",", QUOTE, ";", ":"}:
            return False
        if j > i and in_lists(s.low[j], _QUOTING):
            return s.low[j + 1] in {":", ","} and s.low[j + 2] == QUOTE
    return False


def opens_with_clause(s: SentenceState) -> bool:
    """Whether a sentence begins with a subordinate clause or prepositional phrase: "While he said …, she left"."""
    first = s.low[s.first]
    return first in WORDS["subordinators"] or first in WORDS["prepositions"]


def first_comma(s: SentenceState, start: int) -> int:
    """The first comma at or after token `start`, or the end of the sentence."""
    return next((j for j in range(start, s.last) if s.low[j] == ","), s.last)


def is_in_opening(s: SentenceState, i: int) -> bool:
    """Whether the statement from token `i` on is in a sentence's initial clause; commas in dates do not count."""
    commas = [j for j in range(s.first, i) if s.low[j] == ","]
    return s.low[s.first] in WORDS["subordinators"] and all(_goes_on(s, j + 1) for j in commas)


def _goes_on(s: SentenceState, i: int) -> bool:
    """Whether a clause continues after the comma before token `i`: with a year, an "and", or a statement."""
    is_said = s.low[i] == "that" and any(word in VERBS for word in s.low[s.first : i])
    return is_said or s.low[i][:1].isdigit() or s.low[i] in {"and", "or"}


def opening_end(s: SentenceState, i: int) -> int:
    """The comma after token `i` that ends the initial clause of a sentence: outside quotations and lists."""
    end = next((j for j in range(i + 1, s.last) if _closes(s, j)), s.last)
    return end + (end < s.last and s.low[end] == QUOTE)


def _closes(s: SentenceState, j: int) -> bool:
    """Whether the comma, or the quotation ending in one, at token `j` ends a clause."""
    if s.low[j] == QUOTE:
        return ends_with_comma(s, j)
    after = s.low[j + 1 : j + 3]
    goes_on = after[:1] == ["that"] or (after[1:] == ["that"] and after[0] in {"and", "or", "but"})
    return s.low[j] == "," and not _is_in_list(s, j) and not goes_on and not "".join(after[:1])[:1].isdigit()


def phrase_end(s: SentenceState, i: int) -> int:
    """The end of an object: before a comma, a dash, or a second verb of the same subject."""
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
    """Whether the comma at token `j` separates items of a list: "theft, fraud and forgery"."""
    for k in range(j + 1, min(s.last - 1, j + _LIST)):
        word = s.low[k]
        if word in {"and", "or"}:
            following = (VERBS, WORDS["verbs"], WORDS["subjects"])
            return k > j + 1 and not any(s.low[k + 1] in words for words in following)
        if word in WORDS["verbs"] or word in VERBS or word in WORDS["subjects"] or word == QUOTE:
            return False
    return False


def _dash(s: SentenceState, i: int) -> bool:
    """Whether token `i` is a dash and no hyphen."""
    return s.low[i] in DASHES and (s.low[i] != "-" or s.tokens.end[i - 1] < s.tokens.start[i])
