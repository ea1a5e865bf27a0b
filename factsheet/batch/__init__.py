"""Many articles: a run that can end at any moment, because the ledger keeps what was read, asked, paid for and made.

`ledger` is the record of it all on disk, `wire` reads sources into it and says which articles get a sheet, `asking`
makes the sheets, `digest` writes the page of the day; `engines` say where requests are answered and articles are made,
and `day` runs through them all from one end to the other. Each is entered by its door, the package itself. What goes to
a screen is `cli`'s.
"""
