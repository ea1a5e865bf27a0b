"""Briefs: one page from a fact sheet.

`content` says what the page holds. For a terminal, `layout` says what of it fits and where each line is, and
`terminal` prints that; `markdown` prints all of it. Printers return strings; nothing here writes to a screen.
"""
