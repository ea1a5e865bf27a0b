"""The keys: one table, from which the foot, the help and the command palette are made as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factsheet.review.records import REASONS
from factsheet.review.state import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factsheet.review.state import State


@dataclass(frozen=True, slots=True)
class Key:
    """What some keys do in some place. `short` stands at the foot, "" where there is no room for it."""

    keys: tuple[str, ...]
    action: Action
    words: str
    short: str = ""


def _key(keys: str, name: str, words: str, short: str = "", value: Any = None) -> Key:
    return Key(tuple(keys.split()), Action(name, value), words, short)


EVERYWHERE = (
    _key("?", "help", "show all keys", "keys"),
    _key("u", "undo", "undo your last decision on this sheet", "undo"),
    _key("U ctrl+r", "redo", "redo what was undone"),
    _key("A", "approve", "approve the sheet: sign it", "approve"),
    _key("B", "ask-send-back", "send the sheet back, with the reason", "send back"),
    _key("o", "reopen", "open a signed sheet again"),
    _key("R", "ask-model", "redo the sheet with another model", "redo with"),
    _key("C", "compare", "see the other model's sheet beside this one"),
    _key("M", "missed", "show what no fact covers", "missed?"),
    _key("m", "only", "only what needs me", "mine"),
    _key("]", "next-need", "the next that needs you", "next", 1),
    _key("[", "next-need", "the one before that needs you", "", -1),
    _key("tab", "focus", "the next pane", "", 1),
    _key("shift+tab", "focus", "the pane before", "", -1),
    _key("1", "focus", "the list of sheets", "", "list"),
    _key("2", "focus", "the facts", "", "facts"),
    _key("3", "focus", "the article", "", "article"),
    _key("j down", "move", "down", "", 1),
    _key("k up", "move", "up", "", -1),
    _key("ctrl+d pagedown", "move", "ten down", "", 10),
    _key("ctrl+u pageup", "move", "ten up", "", -10),
    _key("G end", "move", "to the end", "", 10**9),
    _key("g home", "move", "to the start", "", -(10**9)),
    _key("/", "ask-filter", "filter the list as you type, from anywhere"),
    _key("q", "quit", "leave; everything is saved", "quit"),
)

LIST = (
    _key("enter l right", "focus", "open the sheet", "open", "facts"),
    _key("/", "ask-filter", "filter the list as you type, from anywhere", "filter"),
    _key("s", "sort", "sort by the next order", "sort"),
)

FACTS = (
    _key("a", "accept", "accept the fact", "accept"),
    _key("r", "ask-reject", "reject the fact, with the reason", "reject"),
    _key("e", "edit", "edit the fact", "edit"),
    _key("n", "ask-note", "write a note on the fact", "note"),
    _key("x", "clear", "take the verdict on the fact back"),
    _key("enter l right", "focus", "to its words in the article", "", "article"),
    _key("h left escape", "focus", "back to the list", "", "list"),
)

ARTICLE = (
    _key("enter", "users", "to the facts that use this sentence", "facts"),
    _key("v", "select", "select words", "select"),
    _key("+ i", "ask-section", "add a fact from this sentence or the selected words", "add fact"),
    _key("h left escape", "focus", "back to the facts", "", "facts"),
)

WORDS = (
    _key("l w right", "move", "a word more", "word +", 1),
    _key("h b left", "move", "a word less", "word −", -1),
    _key("j down", "move", "to the end of the sentence", "sentence +", "end"),
    _key("k up", "move", "to the start of the sentence", "sentence −", "start"),
    _key("v", "move", "to the other end of the selection", "other end", "swap"),
    _key("+ i enter", "ask-section", "add a fact that these words prove", "add fact"),
    _key("escape", "cancel", "leave the selection", "leave"),
)

REJECT = (
    *(
        _key(key, "reject", f"{reason}: {REASONS[reason]}", reason, reason)
        for key, reason in zip("ismot", REASONS, strict=True)
    ),
    _key("escape", "cancel", "do not reject", "leave"),
)

COMPARE = (
    _key("j down", "line", "down", "", 1),
    _key("k up", "line", "up", "", -1),
    _key("+", "take-fact", "add this fact to the sheet", "add fact"),
    _key("t", "take", "take the new sheet; verdicts stay with the facts that are the same", "take new sheet"),
    _key("escape q C", "browse", "keep the sheet as it is", "keep old sheet"),
)

READING_HELP = (
    _key("j down", "line", "down", "down", 1),
    _key("k up", "line", "up", "up", -1),
    _key("ctrl+d pagedown space", "line", "ten down", "", 10),
    _key("ctrl+u pageup", "line", "ten up", "", -10),
    _key("escape q ? enter", "browse", "back", "back"),
)

_PANES = {"list": LIST, "facts": FACTS, "article": ARTICLE}
_SECTION_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


def keys_of(state: State) -> tuple[Key, ...]:
    """The keys that do something now, those of the place first."""
    if state.mode == "browse":
        return (*_PANES[state.focus], *EVERYWHERE)
    if state.mode == "words":
        return WORDS
    if state.mode == "reject":
        return REJECT
    if state.mode == "compare":
        return COMPARE
    if state.mode == "help":
        return READING_HELP
    if state.mode == "section" and state.opened is not None:
        names = zip(_SECTION_KEYS, state.opened.kind.sections, strict=False)
        sections = tuple(Key((key,), Action("section", s.name), f"add under {s.title}", s.title) for key, s in names)
        return (*sections, _key("escape", "cancel", "add nothing", "leave"))
    return ()


def action_of(state: State, pressed: str) -> Action | None:
    """What a key means now, None where it means nothing."""
    return next((key.action for key in keys_of(state) if pressed in key.keys), None)


def shown(name: str) -> str:
    """A key as people read it."""
    signs = {"up": "↑", "down": "↓", "left": "←", "right": "→", "escape": "esc", "enter": "enter"}
    return signs.get(name, name)


def _help() -> Iterator[tuple[str, str]]:
    groups = {
        "In the list": LIST,
        "On the facts": FACTS,
        "In the article": ARTICLE,
        "While words are selected": WORDS,
        "Reasons for rejecting": REJECT,
        "Beside another model's sheet": COMPARE,
        "Everywhere": EVERYWHERE,
    }
    for head, keys in groups.items():
        yield head, ""
        for key in keys:
            yield " ".join(map(shown, key.keys)), key.words
    yield "ctrl+p", "every command by name"


HELP = tuple(_help())
"""All keys, by place: a head with "", or the keys and what they do."""

COMMANDS = (*FACTS[:5], *ARTICLE[1:3], *LIST[1:], *EVERYWHERE[:11])
"""What the command palette offers."""
