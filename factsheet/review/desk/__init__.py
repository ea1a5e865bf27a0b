"""The pure half of review: no widgets and no drawing.

`records` has the nouns. `standing` is a sheet with what people decided on it, folded from the events that `history`
stores; `deciding` turns a decision into events or refuses it; `editing` validates a fact as it is typed; `desk` reads
and writes all of it, from the sheets on the `shelf`. `state` is what the screen shows; `actions`, `moves` and `updates`
lead from one state to the next, `keys` says by which key, and `painting` and `reading` make styled lines of a state.
"""
