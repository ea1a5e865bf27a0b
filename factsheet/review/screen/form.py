"""The form of a fact: one field per line, checked as you type. It knows the fact's section but not the desk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static, TextArea

from factsheet.briefs.text import plain
from factsheet.review.desk.editing import read_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from factsheet.kinds import Field, Section
    from factsheet.review.desk.editing import Draft, Examined

_PAUSE_S = 0.15
"""Seconds without a key after which the form is examined: a person who types is not kept waiting."""


class Form(ModalScreen["dict[str, Any] | None"]):
    """Edits one entry; returns it once it is valid, None if the form is left.

    `texts` are what the fields show, `typed` is called with them whenever they change.
    """

    AUTO_FOCUS: ClassVar[str | None] = "*"
    BINDINGS: ClassVar = [
        Binding("ctrl+s", "save", "save"),
        Binding("escape", "leave", "leave"),
        Binding("ctrl+r", "reset", "start over", priority=True),
    ]

    def __init__(self, draft: Draft, texts: dict[str, str], typed: Callable[[dict[str, str]], None]) -> None:
        super().__init__()
        self.draft = draft
        self.section = draft.section
        self.texts = texts
        self._typed = typed

    def compose(self) -> ComposeResult:
        """A label and a field for each field of the section, and what is wrong at the foot."""
        yield _text(f"{'Edit' if self.draft.before else 'Add'}: {self.section.title}", "head")
        with VerticalScroll(can_focus=False):
            for field in _shown(self.section):
                yield _text(_label(field), "label")
                yield self._field(field)
        yield _text("", "verdict")
        yield _text("ctrl+s save  tab next field  esc leave, text is kept  ctrl+r start over", "keys")

    def _field(self, field: Field) -> Input | TextArea:
        text = self.texts.get(field.name, "")
        if field.is_evidence or field.states or field.quoted or field.schema.get("type") == "array":
            return TextArea(text, id=f"field-{field.name}", tab_behavior="focus", soft_wrap=True)
        choices = field.schema.get("enum")
        return Input(
            text,
            id=f"field-{field.name}",
            suggester=SuggestFromList(map(str, choices)) if choices else None,
            select_on_focus=False,
        )

    def on_mount(self) -> None:
        """Validate the entry at once."""
        if self.texts != self.draft.fresh:
            self._say("what you typed before is here again; ctrl+r starts over")
        else:
            self.call_after_refresh(self._look)

    def on_input_changed(self) -> None:
        """Validate it when the person pauses."""
        self._changed()

    def on_text_area_changed(self) -> None:
        """Validate it when the person pauses."""
        self._changed()

    def on_input_submitted(self) -> None:
        """Enter goes to the next field."""
        self.focus_next()

    def _changed(self) -> None:
        texts = self._read()
        if texts != self.texts:
            self.texts = texts
            self.run_worker(self._soon(), exclusive=True, group="examine")

    async def _soon(self) -> None:
        await asyncio.sleep(_PAUSE_S)
        self._typed(self.texts)
        self._tell(await asyncio.to_thread(self.draft.examine, self._value()))

    def _look(self) -> Examined:
        found = self.draft.examine(self._value())
        self._tell(found)
        return found

    def _tell(self, found: Examined) -> None:
        lines = [f"refused: {plain(why)}" for why in found.refused]
        lines += [f"check: {plain(finding.message)}" for finding in found.findings if finding.level != "note"]
        self._say("\n".join(lines) if lines else "good: its words are in the article, no check complains")

    def _say(self, text: str) -> None:
        # A look that was under way when the form was left finds nobody to tell.
        for verdict in self.query("#verdict").results(Static):
            verdict.update(Content(text))

    def _read(self) -> dict[str, str]:
        out = {}
        for field in _shown(self.section):
            widget = self.query_one(f"#field-{field.name}")
            out[field.name] = widget.text if isinstance(widget, TextArea) else getattr(widget, "value", "")
        return out

    def _value(self) -> dict[str, Any]:
        return read_form(self.section, self.texts, self.draft.before)

    def action_save(self) -> None:
        """Return the entry if it is valid; otherwise say why not."""
        self.texts = self._read()
        found = self._look()
        if not found.refused:
            self.dismiss(found.value)

    def action_leave(self) -> None:
        """Leave the form; what was typed is kept for the next time."""
        self._typed(self._read())
        self.dismiss(None)

    def action_reset(self) -> None:
        """Show the fact as it stands again."""
        for field in _shown(self.section):
            widget = self.query_one(f"#field-{field.name}")
            if isinstance(widget, TextArea):
                widget.load_text(self.draft.fresh.get(field.name, ""))
            elif isinstance(widget, Input):
                widget.value = self.draft.fresh.get(field.name, "")


def _shown(section: Section) -> list[Field]:
    """What a person is asked for: the same as a model."""
    return [field for field in section.fields if field.is_asked]


def _label(field: Field) -> str:
    if field.is_evidence:
        return f"{field.name}: words of the article, one quotation a line"
    if "enum" in field.schema:
        return f"{field.name}: {', '.join(map(str, field.schema['enum']))}"
    if field.schema.get("type") == "array":
        return f"{field.name}: one a line"
    return field.name


def _text(text: str, name: str) -> Static:
    """Text without markup."""
    is_label = name == "label"
    return Static(Content(text), markup=False, id=None if is_label else name, classes=name)
