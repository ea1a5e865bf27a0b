"""The command that installs an extra in this environment: with pip, pipx or uv."""

from __future__ import annotations

import sys
from pathlib import Path

_PACKAGE = "factsheet"


def command(extra: str) -> str:
    """The command that installs an extra, such as `pipx install --force 'factsheet[review]'`.

    pipx and uv leave a file of their own in the environments that they make, and uv's have no pip. A Python that
    Debian and others manage refuses pip (PEP 668); pipx makes an environment beside it.
    """
    what = f"'{_source()}[{extra}]'"
    place = Path(sys.prefix)
    if (place / "pipx_metadata.json").is_file():
        return f"pipx install --force {what}"
    if (place / "uv-receipt.toml").is_file():
        return f"uv tool install --force {what}"
    if _made_by_uv(place):
        return f"uv pip install --python {_quoted(sys.executable)} {what}"
    if sys.prefix == sys.base_prefix and _is_managed():
        return f"pipx install {what}"
    return f"{_quoted(sys.executable)} -m pip install {what}"


def _source() -> str:
    """What was installed: the checkout or folder that the package was installed from, else its name."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        url = json.loads(distribution(_PACKAGE).read_text("direct_url.json") or "{}").get("url", "")
    except (PackageNotFoundError, ValueError):
        return _PACKAGE
    folder = Path(url2pathname(urlsplit(url).path)) if url.startswith("file:") else None
    return str(folder) if folder and folder.is_dir() else _PACKAGE


def _made_by_uv(place: Path) -> bool:
    """Whether an environment is uv's: its `pyvenv.cfg` names the version that made it."""
    try:
        lines = (place / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return any(line.partition("=")[0].strip() == "uv" for line in lines)


def _is_managed() -> bool:
    """Whether the system's packages own this Python (PEP 668)."""
    import sysconfig

    return (Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED").is_file()


def _quoted(path: str) -> str:
    return f"'{path}'" if " " in path else path
