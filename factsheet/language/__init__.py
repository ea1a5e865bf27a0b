"""Words, sentences, numbers and names of a text, and the word lists behind them: what several steps share.

Nothing here knows what a fact is. Lists are data files in `data/`, each with its source on its first lines.
"""
