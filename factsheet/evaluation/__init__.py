"""Scores a model's sheets against annotated articles.

`gold` reads the annotated articles, `scores` compares one sheet with one of them, `intervals` says how sure
the sum is, `report` writes it down. Values in, values out; `factsheet.cli.evaluate` has the sheets made.
"""
