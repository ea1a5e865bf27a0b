"""Briefs: one page from a fact sheet.

`content` says what the page holds, `layout` what of it fits and where each line stands, and one printer a
medium (`terminal`, `markdown`) turns that into text. Printers return strings; nothing here writes to a
screen.
"""
