"""JSON of social networks and speech recognition: exports of Telegram and Mastodon, Whisper's transcripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factsheet.readers import cues
from factsheet.readers.dates import moment, said_time
from factsheet.readers.documents import article_of
from factsheet.readers.fragments import add_html
from factsheet.readers.json_items import each, filled, has, raw, said, url
from factsheet.readers.jsonvalues import objects
from factsheet.readers.manuscript import Manuscript, printable, tidy
from factsheet.readers.plaintext import add_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from factsheet.readers.json_items import Item, Items
    from factsheet.records import Article, Json

_SECONDS = re.compile(r"\d{1,7}(?:\.\d{1,20})?")
_CODE = re.compile(r"[a-z]{2,3}")


def telegram(value: Json) -> Items:
    """The messages with text of a channel, or of all in an export, without service messages."""
    listed = value["chats"]["list"] if "chats" in value else None
    chats = [(f"/chats/list/{index}", one) for index, one in enumerate(listed)] if listed is not None else [("", value)]
    for pointer, chat in chats:
        messages = chat.get("messages") if isinstance(chat, dict) else None
        for index, one in enumerate(messages if isinstance(messages, list) else []):
            if has(one, "text") and one.get("type", "message") == "message" and tidy(_spans(one["text"])):
                yield f"{pointer}/messages/{index}", _message(one, said(chat, "name"))


def _message(item: Item, channel: str) -> Callable[[str], Article]:
    def article(name: str) -> Article:
        manuscript = Manuscript(name, "json")
        manuscript.know(
            byline=said(item, "author"),
            agency=said(item, "forwarded_from") or said(item, "from") or channel,
            published=moment(str(item.get("date_unixtime") or "")) or said_time(said(item, "date")),
            guid=str(item.get("id") or ""),
        )
        add_plain(manuscript, printable(_spans(item["text"])))
        return article_of(manuscript)

    return article


def _spans(text: Json) -> str:
    """The text of a message, whose formatted parts are objects."""
    listed = text if isinstance(text, list) else [text]
    parts = (one.get("text") if isinstance(one, dict) else one for one in listed)
    return "".join(part for part in parts if isinstance(part, str))


def mastodon(value: Json) -> Items:
    """The posts of an outbox or an API response; a boosted post is its author's."""
    if isinstance(value, list):
        yield from each(value, "", _fill_status)
        return
    if "orderedItems" not in value:
        found = each(value["statuses"], "/statuses", _fill_status) if "statuses" in value else None
        yield from found if found is not None else [("", filled(value, _fill_status))]
        return
    for index, one in enumerate(value["orderedItems"]):
        if has(one, "object") and isinstance(one["object"], dict) and one.get("type") == "Create":
            yield f"/orderedItems/{index}/object", filled(one["object"], _fill_note)


def _fill_note(manuscript: Manuscript, item: Item) -> None:
    manuscript.know(
        title=said(item, "name") or said(item, "summary"),
        byline=said(item, "attributedTo").rstrip("/").rpartition("/")[2],
        published=said_time(said(item, "published")),
        updated=said_time(said(item, "updated")),
        url=url(said(item, "url")),
        guid=said(item, "id"),
    )
    add_html(manuscript, raw(item, "content"))


def _fill_status(manuscript: Manuscript, item: Item) -> None:
    passed_on = item.get("reblog")
    item = passed_on if isinstance(passed_on, dict) else item
    if item.get("visibility") in {"private", "direct"}:
        manuscript.warn("a post that was not for everybody")
    manuscript.know(
        title=said(item, "spoiler_text"),
        byline=said(item, "account", "display_name") or said(item, "account", "acct"),
        published=said_time(said(item, "created_at")),
        updated=said_time(said(item, "edited_at")),
        url=url(said(item, "url")),
        guid=said(item, "uri") or str(item.get("id") or ""),
        language=said(item, "language"),
    )
    add_html(manuscript, raw(item, "content"))


def whisper(value: Json) -> Items:
    """What was said in a recording, with its times."""

    def article(name: str) -> Article:
        manuscript = Manuscript(name, "json")
        language = said(value, "language")
        manuscript.know(language=language if _CODE.fullmatch(language) else None)
        spoken = (
            cues.Cue(
                said(one, "text"), _number(one.get("start")), _number(one.get("end")), said(one, "speaker") or None
            )
            for one in objects(value["segments"])
        )
        return cues.article_of(manuscript, spoken)

    yield "", article


def _number(value: Json) -> float | None:
    """A number of seconds, which is a string here as it was written; None for another value."""
    match = _SECONDS.fullmatch(str(value))
    return float(match[0]) if match else None
