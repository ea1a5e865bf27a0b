"""Measures long articles: what is sent, what the client computes, and what smaller parts lose.

    python benchmarks/long.py [RECORDINGS [PLANTED]]

Prints figures on the public reports in fixtures/, repeated where more text is wanted. Where langextract is installed
(`pip install langextract`), it reads the same 20,000 words in the same run, with its defaults: its prompt is that of
the example in its own README. Both are answered at once, by a function, with the same facts: one passage of eight
words for each 300 characters. `PLANTED` is a folder of stories with careful answers, for what the second question adds.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from factsheet import load_kind, make_sheet
from factsheet.chunking import chunk_article
from factsheet.errors import MissingRecordingError
from factsheet.grounding import Locator, ground
from factsheet.merging import merge
from factsheet.models import tokens
from factsheet.models.recorded import Recorded
from factsheet.pipeline import Options, cut
from factsheet.pipeline.parts import draft_parts
from factsheet.pipeline.run import Run
from factsheet.prompting import draft_request
from factsheet.readers import read_article
from factsheet.readers.text import article_from_text
from factsheet.records import Completion, Draft

FIXTURES = Path(__file__).parent.parent / "fixtures"
RECORDINGS = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES / "recordings"
PLANTED = Path(sys.argv[2]) if len(sys.argv) > 2 else FIXTURES / "planted"
"""Stories with careful answers, `{article, answer}`: for the second question, where there are some."""
KIND = load_kind()
REPORTS = ("long-mueller-summary.txt", "long-mueller-i-iii.txt")
TEXT = "\n\n".join((FIXTURES / "articles" / name).read_text(encoding="utf-8") for name in REPORTS)
WORDS = 20_000
TURNS = 3
CHARACTERS_A_FACT = 300
SENTENCE = re.compile(r"[A-Z][^\s.]*(?: [^\s.]+){7,}")
NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]+)+")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def words(number: int) -> str:
    """The first so many words of the reports, begun again at the end, with their paragraphs."""
    text, rest = "", number
    while rest > 0:
        for paragraph in TEXT.split("\n\n"):
            text += paragraph + "\n\n"
            rest -= len(paragraph.split())
            if rest <= 0:
                break
    return text


def passages(text: str) -> list[str]:
    """One passage of eight words for each 300 characters of a text, spread over it."""
    found = [" ".join(match.group().split(" ")[:8]) for match in SENTENCE.finditer(text)]
    wanted = max(1, len(text) // CHARACTERS_A_FACT)
    return found[:: max(1, len(found) // wanted)][:wanted]


class Instant:
    """A model that answers at once with a passage a fact, and counts the characters that it is sent."""

    name = "endpoint/m"

    def __init__(self) -> None:
        self.sent = self.asked = 0

    async def complete(self, request):
        """Answer, and count."""
        self.asked += 1
        self.sent += sum(len(message.content) for message in request.messages)
        facts: dict = {"summary": []}
        if request.chunk is not None:
            facts = KIND.empty() | {"title": {"statement": "Report", "evidence": ["Russian"]}}
            facts["next"] = [
                {"statement": words, "time": None, "according_to": None, "evidence": [words]}
                for words in passages(request.chunk.text())
            ]
        return Completion(json.dumps(facts))


def sent_and_computed() -> None:
    """Prompt characters and CPU seconds for 20,000 words, ours and langextract's; the best of three turns each."""
    text = words(WORDS)
    tokens.count("load the vocabulary")
    # Who says what is kept for the last articles: each turn has a text of its own.
    articles = [article_from_text(f"{text}{turn}", name="-") for turn in range(TURNS)]
    turns = [(located(article), whole(article), langextract(text)) for article in articles]
    best = [min(turn, key=lambda pair: pair[0]) for turn in zip(*turns, strict=True)]
    (ours, found), (checked, instant), theirs = best
    print(f"{len(text.split())} words, {len(text)} characters")
    print(f"before the article in a first request: {before_the_article()} characters, the schema beside it not counted")
    print(f"factsheet    {instant.asked:4} calls  {instant.sent / len(text):5.3f} x characters; {found} facts located")
    print(f"             {ours:5.3f} s CPU to there, {checked:5.3f} s with the summary and the checks")
    if theirs[1]:
        seconds, (asked, sent, found) = theirs
        print(f"langextract  {asked:4} calls  {sent / len(text):5.3f} x characters; {found} facts located")
        print(f"             {seconds:5.3f} s CPU")
        print(f"factsheet's CPU is {ours / seconds:.2f} of it to there, {checked / seconds:.2f} with its checks")


def before_the_article() -> int:
    """Characters of a first request that are the same for every article."""
    article = article_from_text("Nothing was known of it before.", name="-")
    (chunk,) = cut(article, KIND, "endpoint/m", Options())
    messages = draft_request(KIND, chunk, model="m").messages
    return len(messages[0].content) + messages[1].content.index(chunk.text())


def located(article) -> tuple[float, int]:
    """CPU seconds from the article to facts that are located and merged, and how many."""
    start = time.process_time()
    instant = Instant()
    run = Run(KIND, instant, Options(), Locator(article.text))
    drafts = asyncio.run(draft_parts(run, cut(article, KIND, instant.name, Options())))
    facts = merge(KIND, drafts, article).facts
    return time.process_time() - start, len(facts["next"])


def whole(article) -> tuple[float, Instant]:
    """CPU seconds to the checked sheet, and what was asked."""
    start = time.process_time()
    instant = Instant()
    asyncio.run(make_sheet(article, KIND, instant))
    return time.process_time() - start, instant


def langextract(text: str) -> tuple[float, tuple[int, int, int] | None]:
    """CPU seconds of langextract, and its calls, characters sent and facts located; None where it is not installed."""
    try:
        import langextract as lx
        from langextract.core.base_model import BaseLanguageModel
        from langextract.core.types import ScoredOutput
    except ImportError:
        return 0.0, None
    asked, sent = 0, 0

    class Answering(BaseLanguageModel):
        def infer(self, batch_prompts, **_):
            nonlocal asked, sent
            for prompt in batch_prompts:
                asked += 1
                sent += len(prompt)
                chunk = prompt.rpartition("Q: ")[2].rpartition("\nA:")[0]
                extractions = [{"fact": words, "fact_attributes": {}} for words in passages(chunk)]
                yield [ScoredOutput(score=1.0, output=json.dumps({"extractions": extractions}))]

    extraction = lx.data.Extraction
    example = lx.data.ExampleData(
        text="ROMEO. But soft! What light through yonder window breaks? It is the east, and Juliet is the sun.",
        extractions=[
            extraction("character", "ROMEO", attributes={"emotional_state": "wonder"}),
            extraction("emotion", "But soft!", attributes={"feeling": "gentle awe"}),
            extraction("relationship", "Juliet is the sun", attributes={"type": "metaphor"}),
        ],
    )
    description = (
        "Extract characters, emotions, and relationships in order of appearance.\n"
        "Use exact text for extractions. Do not paraphrase or overlap entities.\n"
        "Provide meaningful attributes for each entity to add context."
    )
    start = time.process_time()
    result = lx.extract(
        text, description, [example], model=Answering(), fence_output=False, use_schema_constraints=False,
        show_progress=False,
    )  # fmt: skip
    seconds = time.process_time() - start
    return seconds, (asked, sent, len(result.extractions))


def chunked() -> None:
    """Time to cut 600 KB, and how time and memory grow to 5 MB."""
    article = article_from_text((TEXT * 6)[:600_000], name="-")
    for budget in (1000, 4900):
        times = []
        for _ in range(5):
            start = time.process_time()
            parts = chunk_article(article, budget=budget, count=tokens.count, context_tokens=120)
            times.append(time.process_time() - start)
        print(f"cutting 600 KB at {budget} tokens: {len(parts)} parts, {1000 * min(times):.0f} ms")
    for size in (1_250_000, 2_500_000, 5_000_000):
        article = article_from_text((TEXT * 40)[:size], name="-")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        parts = chunk_article(article, budget=1000, count=tokens.count, context_tokens=120)
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        seconds = time.process_time() - start
        print(f"cutting {size / 1e6:.2f} MB: {len(parts)} parts, {seconds:.2f} s, {more:.0f} MB more")


def draft_of(chunk) -> Draft:
    """A draft of the size that a model gives: a dozen names, and a fact for each third sentence."""
    text = chunk.text()
    people = list(dict.fromkeys(NAME.findall(text)))[:12]
    said = passages(text)
    facts = KIND.empty() | {
        "participants": [
            {"name": name, "kind": "person", "role": None, "aliases": [name.split(" ")[-1]], "evidence": [name]}
            for name in people
        ],
        "positions": [
            {
                "holder": people[n % len(people)].split(" ")[-1] if people else "nobody", "verb": "said",
                "statement": words, "quotation": None, "evidence": [words],
            }
            for n, words in enumerate(said)
        ],
        "figures": [
            {"number": number, "unit": None, "of": words, "according_to": None, "evidence": [words]}
            for number, words in zip(NUMBER.findall(text)[:6], said, strict=False)
        ],
        "topics": [{"label": name, "evidence": [name]} for name in people[:4]],
    }  # fmt: skip
    return Draft(ground(KIND, facts, chunk.article.text[: chunk.end]), spans=chunk.spans)


def merged() -> None:
    """Time to merge the drafts of 130 parts."""
    article = article_from_text((TEXT * 6)[:650_000], name="-")
    parts = chunk_article(article, budget=1000, count=tokens.count, context_tokens=120)[:130]
    drafts = [draft_of(chunk) for chunk in parts]
    entries = sum(1 for draft in drafts for _ in KIND.entries(draft.facts))
    times = []
    for _ in range(5):
        start = time.process_time()
        whole = merge(KIND, drafts, article)
        times.append(time.process_time() - start)
    left = sum(1 for _ in KIND.entries(whole.facts))
    print(
        f"merging {len(drafts)} drafts, {entries} entries to {left}: {1000 * times[0]:.0f} ms the first time, "
        f"{1000 * min(times[1:]):.0f} ms again"
    )


def lost() -> None:
    """The share of the facts found in one call that parts of 1,000 tokens do not have, from recordings."""
    article = read_article(FIXTURES / "articles" / REPORTS[0])
    sheets = []
    for options in (Options(chunk_tokens=20_000), Options(chunk_tokens=1000)):
        model = Recorded(RECORDINGS, "endpoint/hand-written")
        try:
            sheets.append(asyncio.run(make_sheet(article, KIND, model, options)))
        except MissingRecordingError:
            print(f"{REPORTS[0]}: there are no recordings with {options.chunk_tokens} tokens a part")
            return
    large, small = sheets
    print(f"{REPORTS[0]}: {large.provenance.chunks} part against {small.provenance.chunks}")
    total = missing = 0
    for section in KIND.sections:
        if not section.many or section.is_summary:
            continue
        ours, theirs = large.facts.get(section.name, []), small.facts.get(section.name, [])
        gone = [entry for entry in ours if not any(same(section, entry, other) for other in theirs)]
        total, missing = total + len(ours), missing + len(gone)
        print(f"  {section.name:16} {len(ours):4} in one call, {len(theirs):4} in small parts, {len(gone):3} lost")
        for entry in gone:
            print(f"    {' | '.join(str(entry[name]) for name in section.same_by if entry[name])[:100]}")
    print(f"  lost: {missing} of {total}, {missing / total:.0%}")


def same(section, one, other) -> bool:
    """Whether two entries are about one thing: the same by name, or on the same words of the article."""
    first = section.same_by[0] if section.same_by else None
    if first and str(one.get(first)).casefold() == str(other.get(first)).casefold():
        return section.fields[0].named or spans(section, one) & spans(section, other) != set()
    return bool(spans(section, one) & spans(section, other))


def spans(section, entry) -> set[int]:
    """The tens of characters that the evidence of an entry covers."""
    return {
        ten
        for name in section.evidence
        for item in entry.get(name, ())
        if item["start"] is not None
        for ten in range(item["start"] // 10, item["end"] // 10 + 1)
    }


class Weighing:
    """A model that hands on answers, and weighs what is asked and answered: requests and tokens by purpose."""

    name = "endpoint/hand-written"

    def __init__(self, answers) -> None:
        self._answers = answers
        self.requests: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()

    async def complete(self, request):
        """Answer, and weigh; every line of a second question is supported where no answer to it was recorded."""
        try:
            completion = await self._answers(request)
        except MissingRecordingError:
            if request.purpose != "verify":
                raise
            lines = len(re.findall(r"(?m)^\d+\. ", request.messages[-1].content))
            told = [{"number": n, "verdict": "supported", "words": ""} for n in range(1, lines + 1)]
            completion = Completion(json.dumps({"answers": told}))
        texts = [*(message.content for message in request.messages), json.dumps(request.schema), completion.text]
        purpose = "second" if request.purpose == "verify" else "first"
        self.requests[purpose] += 1
        self.tokens[purpose] += sum(map(tokens.count, texts))
        return completion


def asked_twice() -> None:
    """What the second question adds to the stories of the fixtures, and to those with planted errors."""
    recorded = []
    for line in (FIXTURES / "recorded.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, *options = line.split()
            values = {key: int(value) for key, value in (option.split("=") for option in options)}
            recorded.append(
                (read_article(FIXTURES / "articles" / name), Options(**values), Recorded(RECORDINGS, "").complete)
            )
    added("the fixtures' stories", recorded)
    planted = []
    for path in sorted(PLANTED.glob("*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        planted.append((article_from_text(story["article"], name=path.name), Options(), answering(story["answer"])))
    if planted:
        added(f"the stories in {PLANTED.name}", planted)


def answering(facts):
    """What gives these facts to every first question."""

    async def complete(request):
        if request.purpose == "verify":
            raise MissingRecordingError("not recorded")
        return Completion(json.dumps(facts, ensure_ascii=False))

    return complete


def added(about: str, stories) -> None:
    """Print requests and tokens with the second question over those without, and how many entries are not proven."""
    requests, used, unproven, roots, missing = Counter(), Counter(), 0, 0.0, 0
    for article, options, answers in stories:
        model = Weighing(answers)
        try:
            sheet = asyncio.run(make_sheet(article, KIND, model, options))
        except MissingRecordingError:
            missing += 1
            continue
        requests, used = requests + model.requests, used + model.tokens
        unproven += sum(one.standing != "proven" for one in sheet.standings)
        roots += math.sqrt(tokens.count(article.text))
    print(f"the second question, {about}: {len(stories) - missing} of {len(stories)} have recorded answers")
    for what, by in (("requests", requests), ("tokens", used)):
        if by["first"]:
            total = by["first"] + by["second"]
            print(f"  {what:9} {by['first']:7,} without, {total:7,} with it: {total / by['first']:.2f} x (bar 1.35)")
    if roots:
        print(f"  {unproven} entries not proven, {unproven / roots:.2f} x the root of an article's tokens")


def main() -> None:
    """Print all figures."""
    sent_and_computed()
    asked_twice()
    chunked()
    merged()
    lost()


if __name__ == "__main__":
    main()
