"""Measures how close estimated answer lengths are to recorded ones, and whether parts leave room for them.

    python benchmarks/estimates.py

For each recorded draft: tokens of its part and of its answer, and how far the estimate is off; then for each story the
tokens out of all its questions; then the recorded parts that an 8,192 window would take, with the fullest of them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "fixtures"))

from record import Kept, stories  # noqa: E402

from factsheet import load_kind, make_sheet, prompting, read_article  # noqa: E402
from factsheet.models import tokens, windows  # noqa: E402
from factsheet.pipeline import answer_length, cut, first_question, second_question  # noqa: E402

KIND = load_kind()


class Noting(Kept):
    """The recorded model, which notes what its drafts used."""

    async def complete(self, request):
        """Answer, and note."""
        completion = await super().complete(request)
        if request.purpose == "draft":
            size, came = tokens.count(request.chunk.text()), completion.usage.completion_tokens
            drafts[request.key] = size, came, answer_length.likely(request.chunk.text(), size)
        return completion


drafts: dict[str, tuple[int, int, int]] = {}


def main() -> None:
    """Print the tables."""
    schema = tokens.count(json.dumps(KIND.model_schema))
    told = []
    for path, options in stories():
        article, model = read_article(path), Noting(ROOT / "fixtures" / "recordings", None)
        sheet = asyncio.run(make_sheet(article, KIND, model, options))
        chunks = cut(article, KIND, model.name, options)
        around = tokens.count(prompting.overhead(KIND, article)) + schema
        first = first_question(KIND, chunks, options, around)
        again = second_question(KIND, model.name, tokens.count(article.text), options)
        used = sheet.provenance.usage
        out, came = first.completion_tokens + again.completion_tokens, used.completion_tokens
        told.append((path.stem, len(chunks), came, out / came - 1))
    print("part   answer  estimate")
    for size, came, likely in sorted(drafts.values()):
        print(f"{size:5}  {came:6}  {likely / came - 1:+7.0%}")
    off = [abs(likely / came - 1) for _, came, likely in drafts.values()]
    print(f"within 25 %: {sum(one <= 0.25 for one in off)} of {len(off)} drafts")
    for name, parts, came, wrong in told:
        print(f"{name:28} {parts:2} parts  {came:6} out  {wrong:+5.0%}")
    print(f"within 25 %: {sum(abs(one[3]) <= 0.25 for one in told)} of {len(told)} stories")
    room = windows.DEFAULT_WINDOW - around + schema
    largest = answer_length.part_within(room)
    fits = [(size + came) / room for size, came, _ in drafts.values() if size <= largest]
    print(f"parts of at most {largest} tokens in a window of {windows.DEFAULT_WINDOW}: {len(fits)}")
    print(f"the fullest takes {max(fits):.0%} of the room with its answer")


if __name__ == "__main__":
    main()
