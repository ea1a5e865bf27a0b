"""JSON of well-known makers: how each is recognised, and its reader. Other JSON is read as news items or fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.readers import (
    json_arc,
    json_feed,
    json_ghost,
    json_guardian,
    json_schema_org,
    json_social,
    json_times,
    json_wordpress,
)
from factsheet.readers.json_items import has, lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.readers.json_items import Items
    from factsheet.records import Json


def items(value: Json) -> Items | None:
    """The items of a document by a known maker, or None."""
    return next((take(value) for known, take in _MAKERS if known(value)), None)


def _is_telegram(value: Json) -> bool:
    every = value.get("chats") if isinstance(value, dict) else None
    if isinstance(every, dict) and isinstance(every.get("list"), list):
        return True
    return has(value, "messages", "name", "type", "id") and isinstance(value["messages"], list)


def _is_mastodon(value: Json) -> bool:
    outbox = has(value, "orderedItems") and isinstance(value["orderedItems"], list)
    found = value["statuses"] if has(value, "statuses") else value if isinstance(value, list) else [value]
    return outbox or lists(found, "account", "content", "created_at")


def _is_whisper(value: Json) -> bool:
    return has(value, "segments", "text") and lists(value["segments"], "start", "text")


_MAKERS: tuple[tuple[Callable[[Json], bool], Callable[[Json], Items]], ...] = (
    (json_feed.is_json_feed, json_feed.json_feed),
    (json_schema_org.is_schema_org, json_schema_org.schema_org),
    (json_wordpress.is_word_press, json_wordpress.word_press),
    (json_ghost.is_ghost, json_ghost.ghost),
    (json_arc.is_arc, json_arc.arc),
    (json_guardian.is_guardian, json_guardian.guardian),
    (json_times.is_times, json_times.times),
    (_is_telegram, json_social.telegram),
    (_is_mastodon, json_social.mastodon),
    (_is_whisper, json_social.whisper),
)
"""How a document of each maker is known, and what reads it."""
