"""The word lists that lie in the folder `data` of a package.

A list is plain text: a line that begins with "#" says where it is from, a line "[NAME]" begins a part. They are
read through pkgutil, as importlib.resources takes as long to import as all lists take to read.
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


def word_lines(package: str, name: str) -> list[str]:
    """The lines of a list that are neither empty nor comments, the names of its parts among them."""
    return [line for line in word_file(package, name).splitlines() if line.strip() and not line.startswith("#")]


def word_parts(package: str, name: str) -> dict[str, list[str]]:
    """The lines of a list part by part, without space around them; the part "" is what stands before the first name."""
    parts: dict[str, list[str]] = {"": []}
    part = parts[""]
    for raw in word_lines(package, name):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            part = parts.setdefault(line[1:-1].strip(), [])
        else:
            part.append(line)
    return parts
