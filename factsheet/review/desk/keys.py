"""The keys: one table, from which the footer, the help and the command palette are made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from factsheet.briefs.layout import PAPER
from factsheet.review.desk import actions, deciding, moves
from factsheet.review.desk.actions import Enter, OnFact, OnSheet, Scroll
from factsheet.review.desk.moves import Extend, Focus, Move, NextNeed, NextPane
from factsheet.review.desk.records import REASONS
from factsheet.review.desk.state import needs_fact, needs_sheet

if TYPE_CHECKING:
    from factsheet.review.desk.records import Rest
    from factsheet.review.desk.state import Action, State


@dataclass(frozen=True, slots=True)
class Key:
    """Keys and their action. `short` is its name at the foot, "" if it is not shown there."""

    keys: tuple[str, ...]
    action: Action
    words: str
    short: str = ""


def _key(keys: str, action: Action, words: str, short: str = "") -> Key:
    return Key(tuple(keys.split()), action, words, short)


def _signing(rest: Rest) -> OnSheet:
    return OnSheet(partial(deciding.approve, rest=rest), signs=True)


_FILTER = Enter("filter")
_FILTERS = "filter the list as you type, from anywhere"
_END = 10**9
"""Further than any list or article goes."""

EVERYWHERE = (
    _key("?", Enter("help"), "show all keys", "keys"),
    _key("u", OnSheet(deciding.undo), "undo your last decision on this sheet", "undo"),
    _key("U ctrl+r", OnSheet(deciding.redo), "redo what was undone"),
    _key("A", actions.sign, "approve and sign the sheet; asks what to do with undecided facts", "approve"),
    _key("B", needs_sheet(Enter("send-back")), "send the sheet back, with the reason", "send back"),
    _key("o", OnSheet(deciding.reopen), "open a signed sheet again"),
    _key("R", needs_sheet(Enter("model")), "redo the sheet with another model", "redo with"),
    _key("C", actions.compare, "see the other model's sheet beside this one"),
    _key("p", needs_sheet(Enter("preview")), "see the brief as it will print", "preview"),
    _key("P", needs_sheet(Enter("page")), "open the brief's page in the browser"),
    _key("M", actions.missed, "show what no fact covers", "missed?"),
    _key("m", actions.only_needs, "only what needs me", "mine"),
    _key("]", NextNeed(1), "the next that needs you", "next"),
    _key("[", NextNeed(-1), "the one before that needs you"),
    _key("tab", NextPane(1), "the next pane"),
    _key("shift+tab", NextPane(-1), "the pane before"),
    _key("1", Focus("list"), "the list of sheets"),
    _key("2", Focus("facts"), "the facts"),
    _key("3", Focus("article"), "the article"),
    _key("j down", Move(1), "down"),
    _key("k up", Move(-1), "up"),
    _key("ctrl+d pagedown", Move(10), "ten down"),
    _key("ctrl+u pageup", Move(-10), "ten up"),
    _key("G end", Move(_END), "to the end"),
    _key("g home", Move(-_END), "to the start"),
    _key("/", _FILTER, _FILTERS),
    _key("q", Enter("quit"), "leave; everything is saved", "quit"),
)

LIST = (
    _key("enter l right", Focus("facts"), "open the sheet", "open"),
    _key("/", _FILTER, _FILTERS, "filter"),
    _key("s", actions.sort, "sort by the next order", "sort"),
)

FACTS = (
    _key("a", OnFact(deciding.accept), "accept the fact", "accept"),
    _key("r", needs_fact(Enter("reject")), "reject the fact, with the reason", "reject"),
    _key("e", actions.edit, "edit the fact", "edit"),
    _key("n", needs_fact(Enter("note")), "write a note on the fact", "note"),
    _key("x", OnFact(deciding.clear), "take the verdict on the fact back"),
    _key("s", actions.sort_facts, "sort the facts by standing, or as in the sheet", "sort"),
    _key("f", actions.filter_facts, "only the facts of the next standing, then all", "standing"),
    _key("enter l right", Focus("article"), "to its words in the article"),
    _key("h left escape", Focus("list"), "back to the list"),
)

ARTICLE = (
    _key("enter", moves.next_user, "to the facts that use this sentence", "facts"),
    _key("v", moves.select_words, "select words", "select"),
    _key("+ i", actions.ask_section, "add a fact from this sentence or the selected words", "add fact"),
    _key("h left escape", Focus("facts"), "back to the facts"),
)

WORDS = (
    _key("l w right", Move(1), "a word more", "word +"),
    _key("h b left", Move(-1), "a word less", "word −"),
    _key("j down", Extend("end"), "to the end of the sentence", "sentence +"),
    _key("k up", Extend("start"), "to the start of the sentence", "sentence −"),
    _key("v", moves.swap_ends, "to the other end of the selection", "other end"),
    _key("+ i enter", actions.ask_section, "add a fact that these words prove", "add fact"),
    _key("escape", actions.cancel, "leave the selection", "leave"),
)

REJECT = (
    *(
        _key(key, OnFact(partial(deciding.reject, reason=reason)), f"{reason}: {REASONS[reason]}", reason)
        for key, reason in zip("ismot", REASONS, strict=True)
    ),
    _key("escape", actions.cancel, "do not reject", "leave"),
)

SIGN = (
    _key(
        "a",
        _signing("accepted"),
        "accept them with the signature: the history and the counts tell them apart",
        "accept",
    ),
    _key("l", _signing("left out"), "leave them out of the signed sheet", "leave them out"),
    _key("]", actions.decide_first, "decide on them first: to the first of them", "decide first"),
    _key("escape", actions.cancel, "do not sign", "do not sign"),
)

COMPARE = (
    _key("j down", Scroll(1), "down"),
    _key("k up", Scroll(-1), "up"),
    _key("+", actions.take_fact, "add this fact to the sheet", "add fact"),
    _key("t", actions.take, "take the new sheet; verdicts stay with the facts that are the same", "take new sheet"),
    _key("escape q C", Enter("browse"), "keep the sheet as it is", "keep old sheet"),
)


PREVIEW = (
    _key("P", Enter("page"), "open the page in the browser", "in the browser"),
    _key("j down", Scroll(1, PAPER["height"]), "down", "down"),
    _key("k up", Scroll(-1, PAPER["height"]), "up", "up"),
    _key("ctrl+d pagedown space", Scroll(10, PAPER["height"]), "ten down"),
    _key("ctrl+u pageup", Scroll(-10, PAPER["height"]), "ten up"),
    _key("escape q p", Enter("browse"), "back", "back"),
)


def shown(name: str) -> str:
    """The name of a key for people."""
    signs = {"up": "↑", "down": "↓", "left": "←", "right": "→", "escape": "esc", "enter": "enter"}
    return signs.get(name, name)


_GROUPS = {
    "In the list": LIST,
    "On the facts": FACTS,
    "In the article": ARTICLE,
    "While words are selected": WORDS,
    "Reasons for rejecting": REJECT,
    "Signing with undecided facts": SIGN,
    "Beside another model's sheet": COMPARE,
    "In the preview": PREVIEW,
    "Everywhere": EVERYWHERE,
}
HELP = (
    *(
        line
        for head, keys in _GROUPS.items()
        for line in ((head, ""), *((" ".join(map(shown, key.keys)), key.words) for key in keys))
    ),
    ("ctrl+p", "every command by name"),
)
"""All keys, by place: a head with "", or the keys and what they do."""

READING_HELP = (
    _key("j down", Scroll(1, len(HELP)), "down", "down"),
    _key("k up", Scroll(-1, len(HELP)), "up", "up"),
    _key("ctrl+d pagedown space", Scroll(10, len(HELP)), "ten down"),
    _key("ctrl+u pageup", Scroll(-10, len(HELP)), "ten up"),
    _key("escape q ? enter", Enter("browse"), "back", "back"),
)

COMMANDS = (*FACTS[:7], *ARTICLE[1:3], *LIST[1:], *EVERYWHERE[:13])
"""What the command palette offers."""

_PANES = {"list": LIST, "facts": FACTS, "article": ARTICLE}
_MODES = {
    "words": WORDS,
    "reject": REJECT,
    "sign": SIGN,
    "compare": COMPARE,
    "preview": PREVIEW,
    "page": PREVIEW,
    "help": READING_HELP,
}
_SECTION_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


def keys_of(state: State) -> tuple[Key, ...]:
    """The keys that apply now, those of the pane first."""
    if state.mode == "browse":
        return (*_PANES[state.focus], *EVERYWHERE)
    if state.mode == "section" and state.opened is not None:
        its = zip(_SECTION_KEYS, state.opened.kind.sections, strict=False)
        sections = (_key(key, actions.AddUnder(s.name), f"add under {s.title}", s.title) for key, s in its)
        return (*sections, _key("escape", actions.cancel, "add nothing", "leave"))
    return _MODES.get(state.mode, ())


def action_of(state: State, pressed: str) -> Action | None:
    """The action of a key now, None if it has none."""
    return next((key.action for key in keys_of(state) if pressed in key.keys), None)
