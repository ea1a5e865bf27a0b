"""Prints a brief as a mail that waits to be sent (RFC 5322, MIME): the page as text, and as HTML with inline styles.

Outlook and Gmail drop style sheets and scripts, so that every element says itself how it looks, and the columns of a
dispute are a table. What the page holds is for `layout` to say. Headers cannot be added to: the title is free of line
breaks (`text.plain`), and the mail package encodes it. `X-Unsent` lets Outlook open the file as a draft.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from factsheet.briefs import terminal
from factsheet.briefs.layout import PAPER, lay_out, on_paper
from factsheet.briefs.page import group_head, heading, side_who, side_words, with_refs
from factsheet.briefs.templating import language_tag, template

if TYPE_CHECKING:
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

_COLUMNS = 72
"""What fits a mail that is quoted once."""
_HEADLINE = 200
"""Characters of a subject: no reader shows more."""


def render(sheet: FactSheet, kind: Kind) -> bytes:
    """The brief of `sheet` as a message with two forms of the page, for a file that ends in .eml."""
    page = on_paper(sheet, kind)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = page.headline[:_HEADLINE]
    message["X-Unsent"] = "1"
    text = terminal.render(lay_out(sheet, kind, width=_COLUMNS, height=PAPER["height"]), colour=False)
    message.set_content(text, charset="utf-8")
    html = template("mail.html").render(
        page=page,
        language=language_tag(sheet.article),
        group_head=group_head,
        heading=heading,
        side_who=side_who,
        side_words=side_words,
        with_refs=with_refs,
    )
    message.add_alternative(html, subtype="html", charset="utf-8")
    return message.as_bytes()
