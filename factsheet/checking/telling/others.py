"""Who it was: names and persons that the evidence does not have, or has as somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.aligning.tokens import group, is_verb_at
from factsheet.language.countries import countries
from factsheet.language.lexicon import lexicon
from factsheet.language.thesaurus import may_be

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factsheet.aligning import Alignment, Row
    from factsheet.aligning.tokens import Token
    from factsheet.checking.telling.beside import Found, Telling


def another(telling: Telling) -> Iterator[Found]:
    """Another name of the article that shares a word with that of the evidence: "Sorland Herald" for its government."""
    mine, theirs = telling.found.statement.tokens, telling.found.sentence.tokens
    for at in telling.found.missing:
        beside = telling.found.pairs.get(at - 1)
        if beside is None or not (mine[at].capital and mine[at - 1].capital) or not _is_noun(telling, beside + 1):
            continue
        elsewhere = telling.subject.text.find([mine[at - 1].key, mine[at].key])
        if mine[at].key not in telling.lows and (elsewhere or not telling.is_known(mine[at])):
            shown = telling.found.statement.text[mine[at - 1].start : mine[at].end]
            there = f"{theirs[beside].low} {theirs[beside + 1].low}"
            yield "name-changed", f"the statement says “{shown}” where its evidence has “{there}”"


def _is_noun(telling: Telling, at: int) -> bool:
    """Whether the sentence has a noun or a name here that the statement leaves out."""
    tokens = telling.found.sentence.tokens
    if at >= len(tokens) or at in telling.used or tokens[at].gap or tokens[at].is_small:
        return False
    return tokens[at].capital or may_be(tokens[at].low, "n")


def subject_of_another(telling: Telling) -> Iterator[Found]:
    """A name as the subject that the sentence does not have, where it has a name or a pronoun of somebody else."""
    name = _subject(telling.found)
    keys = [one.key for one in name]
    theirs = telling.found.sentence.tokens
    if not name or not {one.key for one in theirs}.isdisjoint(keys) or not telling.subject.text.find(keys):
        return
    if any(_is_object(theirs, at) for at in range(len(theirs)) if at not in telling.used):
        return  # "accused her of": she may be who the statement is about
    for run in _subjects(telling.found):
        last = theirs[run[-1]]
        if not any({keys[-1], last.key} <= {*one} for names in telling.subject.meant.values() for one in names):
            said = telling.found.statement.text[name[0].start : name[-1].end]
            there = telling.found.sentence.text[theirs[run[0]].start : last.end]
            yield "name-changed", f"the statement is about “{said}”, its evidence about “{there}”"


def _subject(found: Alignment) -> Sequence[Token]:
    """The name that a statement begins with, before its verb; empty where it begins with something else."""
    tokens = found.statement.tokens
    end = next((at for at in range(len(tokens)) if not tokens[at].capital), 0)
    return tokens[:end] if end and not found.pairs.keys() & {*range(end)} and _is_verb(tokens, end) else ()


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (is_verb_at(tokens, at) or tokens[at].is_of("auxiliaries", "modals"))


def _subjects(found: Alignment) -> Iterator[list[int]]:
    """Names of the sentence that the statement leaves out and that its verb may belong to."""
    tokens = found.sentence.tokens
    used = set(found.pairs.values())
    first = min(used, default=0)
    pronoun = not {"he", "she"}.isdisjoint(token.low for token in tokens[max(0, first - 4) : first])
    for run in _capitals(found.sentence, used):
        after = run[-1] + 1
        told = len(run) > 1 and after < len(tokens) and tokens[after].low in _CLAUSES
        meant = pronoun and after <= first and _is_verb(tokens, after)
        if (told or meant) and not (run[0] and tokens[run[0] - 1].is_preposition):
            yield run


def _is_object(tokens: Sequence[Token], at: int) -> bool:
    """Whether a pronoun stands for whom something is done to: "accused her of", not "her colleague"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].low in {"her", "him", "them"} and (after is None or after.is_small or bool(after.gap))


_CLAUSES = frozenset({"when", "who", "while", "as"})


def _capitals(one: Row, used: set[int]) -> Iterator[list[int]]:
    """Runs of capitals that nothing on the other side takes."""
    run: list[int] = []
    for at, token in enumerate(one.tokens):
        name = at not in used and _is_name(token)
        if run and (not name or token.gap):
            yield run
            run = []
        if name:
            run.append(at)
    if run:
        yield run


def _is_name(token: Token) -> bool:
    small = token.is_small or token.is_of("pronouns") or token.low in lexicon().calendar
    return token.capital and not small


def genders(telling: Telling) -> Iterator[Found]:
    """A woman where the evidence has men only, or a man where it has women only."""
    lows = {token.low for token in telling.found.statement.tokens}
    for one, other in (("female", "male"), ("male", "female")):
        said, there = lows & group(one), telling.lows & group(other)
        if said and there and not lows & there and not telling.lows & (group(one) | _PRONOUNS[one]):
            yield "statement-reworded", f"the statement says “{min(said)}” where its evidence has “{min(there)}”"


def peoples(telling: Telling) -> Iterator[Found]:
    """A thing said to be of another people than in the sentence: "Slovak orchards" for "Austrian orchards"."""
    found = telling.found
    for at, token in enumerate(found.statement.tokens[:-1]):
        there = found.pairs.get(at + 1, 0) - 1
        other = found.sentence.tokens[there] if there >= 0 else None
        if other is None or not token.capital or not other.capital or found.sentence.tokens[there + 1].gap:
            continue
        said, has = countries([token.key]), countries([other.key])
        if said and has and said.isdisjoint(has):
            yield (
                "name-changed",
                f"the statement says “{token.low.title()}” where its evidence has “{other.low.title()}”",
            )


_PRONOUNS = {"female": {"she", "her", "hers"}, "male": {"he", "him", "his"}}
