"""The text of the word lists that lie in the folder `data` of a package.

Through pkgutil rather than importlib.resources: that takes as long to import as all lists take to read.
"""

from __future__ import annotations

import pkgutil


def word_file(package: str, name: str) -> str:
    """The text of `data/NAME.txt` in `package`.

    Raises:
        FileNotFoundError: the package has no such list.
    """
    data = pkgutil.get_data(package, f"data/{name}.txt")
    if data is None:
        raise FileNotFoundError(f"{package}: there is no data/{name}.txt")
    return data.decode("utf-8").replace("\r\n", "\n")
