"""Decides by word order whether a time belongs to the main event of its sentence.

It certainly does in three positions: at the start of the sentence, alone or in a phrase without a verb ("On Monday, …",
"In a speech on Monday, …"); between the subject and its verb ("A court on Monday agreed …"); and after the finite verb
of the main clause, with nothing between that the time could modify instead ("said on Monday that …", "met in Hollin on
Monday", "a cable that feeds the island was cut on Monday"). Elsewhere it can date a meeting, a report or another
clause.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from factsheet.attribution.cues import SPEAKING, in_lists, is_form
from factsheet.language.lexicon import lexicon
from factsheet.language.lists import ENGLISH
from factsheet.language.thesaurus import bases, is_mostly, may_be
from factsheet.models.extractive.clauses import HELPING, is_finite

if TYPE_CHECKING:
    from collections.abc import Sequence

# Numbers with their commas, words with hyphens and apostrophes, and marks.
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:[’'-][^\W_]+)*|[^\w\s]")
_ASIDE = re.compile(r", (?:who|whose|which)\b[^,]*,|\([^()]*\)")  # no part of the main clause
# ", at which officers will answer questions, is", ", an engineer, said": before the verb
_BEFORE_VERB = re.compile(r", (?!and |or |but )[^,]{3,120},(?= (\w+)[^,]*$)")
_APPOSED = re.compile(r"(?<=[a-z]), (?:an? |the )?[a-z]+ (?:of|at|for) [^,]{3,60},")  # ", owner of the shop,"
# "in Hollin, Norland, on Monday": a name that says where, and no clause of its own
_PLACE = re.compile(r"(?<=[a-z]), [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?,(?=\s*$)")
_ABLE = re.compile(r"(?<=will) (?:be (?:able|allowed|free|forced)|have) to ")  # governs the verb of the time
PREPOSITIONS = ENGLISH.words("dating", "prepositions")
_MOST_PREPOSITIONS = 3
"""The most phrases between a verb and its time, without those with "of"; one less where an event is among them."""
_EVENTS = ENGLISH.words("pointing", "retold")
_BY_HOW_MUCH = re.compile(rf"\b(?:by|about) (?=\d|(?:an? )?(?:single|margin|{'|'.join(lexicon().numbers)})\b)")
_MOST_OF_SUBJECT = 5
"""The longest subject with its time between itself and the verb, in words."""
_QUOTING = frozenset("“”\"«»'")
_MOST_OF_SPEAKER, _MOST_TOLD = 12, 3
"""The longest attribution with its verb, and the longest verb with addressee, in words."""
_TELLING = SPEAKING | {"judge", "find"}
"""Parts of the verb list for attributions."""
_DECIDING = frozenset({"agreed", "decided", "ruled", "voted"})
"""Verbs of a body whose words a sentence has before it: "The pool will shut, the council decided on Monday"."""
_OWN_SUBJECT = frozenset({"whose", "where"})
"""Words that begin a relative clause with a subject of its own."""
_RELATIVE, _CLAUSAL = ENGLISH.words("dating", "relative"), ENGLISH.words("dating", "clausal")
_PAIRED = frozenset(';:—–"“”()')
_BOUNDS = _CLAUSAL | _PAIRED | ENGLISH.words("dating", "bounds") | {",", "."}
_APART = _CLAUSAL | _PAIRED | ENGLISH.words("dating", "apart")
_LOOSE = (_APART - {"and", "or"}) | {",", "by", "about", "due"}
_BEFORE_NOUN, _TURNS = ENGLISH.words("dating", "before noun"), ENGLISH.words("dating", "turns")
_PLANNED, _BETWEEN_VERBS = ENGLISH.words("dating", "planned"), ENGLISH.words("dating", "between verbs")
_AFTER_PARTICIPLE, _MAY_JOIN_NOUNS = ENGLISH.words("dating", "after participle"), ENGLISH.words("dating", "joins nouns")
_FOLLOWING, _SPEAKING = ENGLISH.words("dating", "following"), ENGLISH.words("dating", "speaking")
_BOOKS = ENGLISH.words("dating", "books")
_ONE_FORM = ENGLISH.words("grammar", "one_form")
_NUMBERS = frozenset(lexicon().numbers) | {"several", "some", "many"}


def dates_the_verb(before: str, behind: str) -> bool:
    """Whether a time modifies the main verb of its sentence, given the text `before` and `behind` it."""
    before = _BY_HOW_MUCH.sub("", _ABLE.sub(" ", _PLACE.sub(" ", before)))
    words = _words(_BEFORE_VERB.sub(_without_aside, _ASIDE.sub(" ", before)))
    after = _words(behind)
    if words and words[0] in _TURNS:
        return False
    if _says_whose(words, after):
        return True
    words = words[_last_part(words) :]
    verbs = _verbs(words)
    if not verbs:
        return _opens(words, after)
    main = _main(words, verbs)
    return bool(main) and _reaches(words, main) and not (_may_be_participle(words, verbs, main) and _runs_on(after))


def _without_aside(aside: re.Match[str]) -> str:
    """The replacement of an aside: nothing if the verb follows."""
    return " " if is_finite(aside[1].lower()) else aside[0]


def _last_part(words: Sequence[str]) -> int:
    """Where the last of several predicates or main clauses begins: "left it unchanged and said it would"."""
    for at in range(len(words) - 1, 0, -1):
        if words[at] not in {"and", "but"} or not _CLAUSAL.isdisjoint(words[:at]) or not _verbs(words[:at]):
            continue
        rest = [word for word in words[at + 1 :] if not word.endswith("ly")]
        opens = words[at - 1] == "," and bool(_verbs(rest))
        if opens or (rest and is_finite(rest[0])):
            return at + 1
    return 0


def _says_whose(words: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a sentence ends with a dated attribution: "The pool will shut, the council announced on Tuesday"."""
    comma = len(words) - 1 - list(reversed(words)).index(",") if "," in words else 0
    tail = [word for word in words[comma + 1 :] if not word.endswith("ly")]
    if not _QUOTING.isdisjoint(words):
        return False  # a quotation is a position
    if not comma or not 1 < len(tail) <= _MOST_OF_SPEAKER or not _CLAUSAL.isdisjoint(tail):
        return False
    finite = [at for at, word in enumerate(tail) if is_finite(word) and word not in HELPING]
    spoken = len(finite) == 1 and (
        tail[finite[0]] in _DECIDING or (is_form(tail[finite[0]], "past") and in_lists(tail[finite[0]], _TELLING))
    )
    # "the minister told parliament on Tuesday"
    return spoken and finite[0] > 0 and len(tail) - finite[0] <= _MOST_TOLD and after[:1] in ([], ["."], [","])


def is_of_main_clause(before: str) -> bool:
    """Whether what follows these words of a sentence is at its start, or with its only verb: not in an aside."""
    words = _words(_APPOSED.sub(" ", _ASIDE.sub(" ", before)))
    verbs = _verbs(words)
    if not verbs:
        return len(words) <= _MOST_OF_SUBJECT
    lead, between = words[: verbs[0]], words[verbs[-1] + 1 :]
    return (
        _is_one_group(words, verbs)
        and _CLAUSAL.isdisjoint(lead)
        and _CLAUSAL.isdisjoint(between)
        and "," not in between
    )


def _words(text: str) -> list[str]:
    """The words and marks of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def _verbs(words: Sequence[str]) -> list[int]:
    """The positions of finite verbs; of present forms only one after "who" and one right before the time."""
    found = [at for at, word in enumerate(words) if is_finite(word) and not _qualifies_noun(words, at)]
    present = [
        at for at in range(1, len(words)) if _is_present(words, at) and (words[at - 1] in _RELATIVE or not found)
    ]
    return sorted({*found, *present})


def _is_present(words: Sequence[str], at: int) -> bool:
    """Whether a word with an -s is a verb: "a cable that brings", "the cabinet meets"."""
    before, word = words[at - 1], words[at]
    if word in _ONE_FORM and words[at + 1 : at + 2] and words[at + 1] in _BEFORE_NOUN:
        return before.isalpha() and before not in _BEFORE_NOUN | PREPOSITIONS  # "Hollin beat the Rovers on Monday"
    if not word.endswith("s") or not any(may_be(base, "v") for base in bases(word) - {word}):
        return False
    return before in _RELATIVE or (
        at == len(words) - 1 and before.isalpha() and before not in _BEFORE_NOUN | PREPOSITIONS
    )


def _main(words: Sequence[str], verbs: Sequence[int]) -> Sequence[int]:
    """The last verb with its auxiliaries, if it is the only one besides that of a preceding relative clause."""
    groups: list[list[int]] = []
    for at in verbs:
        if groups and set(words[groups[-1][-1] + 1 : at]) <= _BETWEEN_VERBS:
            groups[-1].append(at)
        else:
            groups.append([at])
    lead = words[: groups[-1][0]]
    opened = [at for at, word in enumerate(lead) if word in _CLAUSAL]
    if lead.count(",") % 2 or not _PAIRED.isdisjoint(lead):
        return ()
    if len(groups) > 1 and len(opened) == 1 and opened[0] < groups[0][0] and _has_own_subject(words, opened[0]):
        return groups[-1] if len(groups[1:]) == 1 else ()  # "A book in which Doe sketched an opera will be sold"
    finite = [group for group in groups if group is groups[-1] or not _is_reduced(words, group)]
    if len(finite) < len(groups):
        return groups[-1] if _is_behind_reduced(words, finite, opened) else ()
    match groups:
        case [only]:
            return only if not opened or _ends_relative(words, opened, only) else ()
        case [first, last]:
            return last if _is_second(words, first, last, opened) else ()
    return ()


def _is_second(words: Sequence[str], first: Sequence[int], last: Sequence[int], opened: Sequence[int]) -> bool:
    """Whether of two verbs the second is that of the main clause, of what is said, or of what was at the same time."""
    if len(opened) == 1:
        together = words[opened[0]] == "when" and first[-1] < opened[0] and "had" not in words
        return together or _is_apart(words, opened[0], first)
    told = words[first[-1]]
    # "said it would ballot its members"
    return not opened and last[0] - first[-1] > 1 and is_form(told, "past") and in_lists(told, _TELLING)


def _is_reduced(words: Sequence[str], group: Sequence[int]) -> bool:
    """Whether a participle only says which one is meant: "a man arrested on Sunday", "markets built before 1947"."""
    at, behind = group[0], words[group[0] + 1] if group[0] + 1 < len(words) else ""
    opens = len(group) > 1 or at == 0 or words[at] in HELPING or in_lists(words[at], _TELLING)
    return not opens and words[at - 1].isalpha() and behind in PREPOSITIONS | _AFTER_PARTICIPLE


def _is_behind_reduced(words: Sequence[str], finite: Sequence[Sequence[int]], opened: Sequence[int]) -> bool:
    """Whether the last verb after such a participle is the main one: others are in clauses of the subject."""
    if any(at > finite[0][0] for at in opened) or any(word in {"and", "but", "or"} for word in words[: finite[-1][0]]):
        return False
    clauses = [at for at in opened if words[at] not in _MAY_JOIN_NOUNS]
    return len(clauses) <= len(finite) - 1 <= len(opened)


def _is_apart(words: Sequence[str], opener: int, verb: Sequence[int]) -> bool:
    """Whether a clause contains the first of two verbs, or is the object of a verb of saying and contains the second.

    "A cable that feeds the island was cut", "confirmed that he will miss it".
    """
    if opener == verb[0] - 1:
        return words[opener] in _RELATIVE
    return words[opener] == "that" and opener > verb[-1] and in_lists(words[verb[-1]], _TELLING)


def _has_own_subject(words: Sequence[str], opener: int) -> bool:
    return words[opener] in _OWN_SUBJECT or words[opener - 1] in PREPOSITIONS


def _ends_relative(words: Sequence[str], opened: Sequence[int], verb: Sequence[int]) -> bool:
    """Whether a verb follows a relative clause in the present: "A bell whose rim bears a name was raised"."""
    inside = range(opened[0] + 2, verb[0])
    present = any(
        words[at].endswith("s") and any(is_mostly(base, "v") for base in bases(words[at]) - {words[at]})
        for at in inside
    )
    return len(opened) == 1 and _has_own_subject(words, opened[0]) and words[verb[0]] in HELPING and present


def _qualifies_noun(words: Sequence[str], at: int) -> bool:
    """Whether a verb form is a modifier or a noun: "his last planned visit", "the attacks", "into added time"."""
    before = words[at - 1] if at else ""
    counted = before in _NUMBERS or before.isdigit()  # "two armed groups"
    return before in _BEFORE_NOUN or (words[at].endswith("ed") and (counted or before in PREPOSITIONS))


_AMID = frozenset({"for", "with", "despite", "amid"})


def _opens(words: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a time without a verb before it opens the sentence, or follows a short subject."""
    aside = after[: after.index(",")] if words[:1] and words[0] in _SPEAKING and "," in after else []
    after = after[len(aside) :] if _CLAUSAL.isdisjoint(aside) else after  # "Speaking on Monday to reporters, …"
    if words and words[0] in _FOLLOWING | _SPEAKING and after[:1] == [","]:
        words = ["in", *words[1:]]  # "After talks in Hollin on Monday, …", "Speaking to reporters on Monday, …"
    if not _APART.isdisjoint(words) or "," in words:
        return False
    if not words or words[0] == "during" or words[0] in PREPOSITIONS:
        if words and words[0] in _AMID and any(word.endswith("ing") and is_mostly(word, "v") for word in words):
            return False  # "with guests coming on Monday, …"
        return after[:1] == [","] or (not words and bool(after) and after[0].isalnum() and not is_finite(after[0]))
    plain = len(words) <= _MOST_OF_SUBJECT and PREPOSITIONS.isdisjoint(words) and "due" not in words
    return plain and bool(after) and is_finite(after[0])


def _is_one_group(words: Sequence[str], verbs: Sequence[int]) -> bool:
    """Whether all verbs form one verb phrase: "was also found", "has been set"."""
    return all(set(words[one + 1 : other]) <= _BETWEEN_VERBS for one, other in itertools.pairwise(verbs))


def _is_base(word: str) -> bool:
    """Whether a word after "to" is a verb: not "reopen to traffic"."""
    return may_be(word, "v") and not is_mostly(word, "n")


def _reaches(words: Sequence[str], verbs: Sequence[int]) -> bool:
    """Whether nothing between the verb and the time can be modified by the time instead."""
    between = words[verbs[-1] + 1 :]
    if len(verbs) > 1:
        between = [word for word in between if word != "by"]  # "was cut by an anchor"
    if between[:1] == ["over"] or between[1:2] == ["over"]:
        between = [word for word in between if word != "over"]  # "handed over the ferry", "will hand over"
    if between[:1] == ["to"] and words[verbs[-1]] in _PLANNED:
        between = between[1:]
    if len(verbs) == 1 and words[verbs[0]] in _BOOKS and between[:1] != ["off"]:
        return False
    infinitive = any(
        one == "to" and other in bases(other) and _is_base(other) and not other.endswith(("ed", "ing", "s"))
        for one, other in itertools.pairwise(between)
    )
    doing = any(
        other.endswith("ing") and len(other) > len("being") and one not in _BEFORE_NOUN
        for one, other in itertools.pairwise(["", *(between[:-1] if between[-2:-1] == ["in"] else between)])
    )  # "broke a finger in training"
    phrases = sum(word in PREPOSITIONS and word != "of" for word in between)
    return (
        not (infinitive or doing)
        and phrases <= _MOST_PREPOSITIONS - (not _EVENTS.isdisjoint(between))
        and _LOOSE.isdisjoint(between)
    )


def _may_be_participle(words: Sequence[str], verbs: Sequence[int], main: Sequence[int]) -> bool:
    """Whether a verb can be a modifier: "a report released on Monday shows"."""
    return len(verbs) == len(main) == 1 and words[main[0]].endswith("ed")


def _runs_on(after: Sequence[str]) -> bool:
    """Whether the verb of the clause follows the time."""
    for word in after:
        if word in _BOUNDS:
            return False
        if is_finite(word):
            return True
    return False
