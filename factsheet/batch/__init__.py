"""Many articles: what was read, asked, paid for and made, kept so that a run can end at any moment.

`ledger` is the record of it all, `intake` reads sources into it, `grouping` says which articles are one story,
`scheduler` shares the endpoint between all articles, `runner` makes the sheets, `digest` writes the day's page.
What goes to a screen is `cli`'s.
"""
