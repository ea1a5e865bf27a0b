"""Recording: writes completions to disk before they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.errors import UsageError
from factsheet.files import write_whole
from factsheet.models import Wrapper
from factsheet.models.recorded import recording_of, recording_path

if TYPE_CHECKING:
    from pathlib import Path

    from factsheet.models import Model
    from factsheet.records import Completion, Request


class Recording(Wrapper):
    """A model whose completions are kept in a folder; `how` says in each recording how it was made."""

    def __init__(self, model: Model, folder: Path, how: str) -> None:
        super().__init__(model)
        self._folder = folder
        self._how = how

    async def complete(self, request: Request) -> Completion:
        """Ask the wrapped model, and write the answer atomically.

        Raises:
            ModelError: the model inside failed; nothing is written.
            UsageError: the folder cannot be written.
        """
        completion = await self._model.complete(request)
        path = recording_path(self._folder, request)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
        write_whole(path, [recording_of(request, completion, self._how)])
        return completion
