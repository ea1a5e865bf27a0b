"""Review: people go through sheets, decide on each fact, and sign.

`records` has the nouns; `identity` says when a fact of another run is the same; `standing` is a sheet with what
people decided on it, folded from the events that `history` keeps; `deciding` turns a wish into events or says why
not; `editing` examines a fact as it is typed. All of that is pure but `history`. `app` and its panes are the screen,
and `state` what it shows: every key is an action, and `step(state, action)` the next state.
"""
