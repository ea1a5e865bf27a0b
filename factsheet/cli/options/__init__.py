"""Options that commands share.

`models` has the options that choose a model, `settings` reads `factsheet.toml`, and `shared` has the other options
with what they do: `--explain`, `--kind`, `-o`.
"""
