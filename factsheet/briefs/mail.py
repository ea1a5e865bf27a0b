"""Prints a brief as an unsent mail (RFC 5322, MIME): the page as text, and as HTML with inline styles.

Outlook and Gmail drop style sheets and scripts, so that every element says itself how it looks, and the columns of a
dispute are a table. What the page holds is for `layout` to say. Headers cannot be added to: the title is free of line
breaks (`text.plain`), and the mail package encodes it. `X-Unsent` lets Outlook open the file as a draft.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from factsheet.briefs import terminal
from factsheet.briefs.content import compose, with_underscores
from factsheet.briefs.layout import PAPER, fit
from factsheet.briefs.page import group_head, heading, running, side_lines, with_refs
from factsheet.briefs.templating import language_tag, template

if TYPE_CHECKING:
    from factsheet.kinds import Kind
    from factsheet.records import FactSheet

COLUMNS = 72
"""What fits a mail that is quoted once."""
_HEADLINE = 200
"""Characters of a subject: no reader shows more."""


def render(sheet: FactSheet, kind: Kind) -> bytes:
    """The brief of `sheet` as a message with two forms of the page, for a file that ends in .eml."""
    whole = compose(sheet, kind, short=True)
    page = fit(whole, **PAPER).page
    text = terminal.render(fit(with_underscores(whole), width=COLUMNS, height=PAPER["height"]), colour=False)
    html = template("mail.html").render(
        page=page,
        language=language_tag(sheet.article),
        group_head=group_head,
        heading=heading,
        running=running,
        side_lines=side_lines,
        with_refs=with_refs,
    )
    return message(page.headline, text, html)


def message(subject: str, text: str, html: str) -> bytes:
    """An unsent message with the page in two forms."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject[:_HEADLINE]
    mail["X-Unsent"] = "1"
    mail.set_content(text, charset="utf-8")
    mail.add_alternative(html, subtype="html", charset="utf-8")
    return mail.as_bytes()
