"""The widgets of review: they show the states of `desk` and turn keys and clicks into actions, without rules."""
