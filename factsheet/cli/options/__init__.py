"""Options that commands share: the model and how it is asked, settings files, where output goes.

`models` has the options that choose a model, `settings` reads `factsheet.toml`, and `shared` has the other options
with what they do: `--explain`, `--kind`, `-o`.
"""

from __future__ import annotations

from factsheet.cli.options.models import Choice, address, cache_path, model_name, model_options, pick_model
from factsheet.cli.options.settings import Settings, load_settings
from factsheet.cli.options.shared import (
    explain_option,
    gather,
    input_format_option,
    output_option,
    printable_json,
    review_options,
    write,
)

__all__ = [
    "Choice",
    "Settings",
    "address",
    "cache_path",
    "explain_option",
    "gather",
    "input_format_option",
    "load_settings",
    "model_name",
    "model_options",
    "output_option",
    "pick_model",
    "printable_json",
    "review_options",
    "write",
]
