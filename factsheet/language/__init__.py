"""Words, sentences, numbers and names of a text, and the word lists that several steps share.

Nothing here knows what a fact is. `lists` reads the word lists, which lie in `en/`, each with its source at the top.
"""
