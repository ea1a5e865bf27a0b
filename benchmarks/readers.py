"""Measures how well real wire files and pages are read, by format, and how fast.

    python benchmarks/readers.py FOLDER

FOLDER holds `items/` and its `INDEX.md`, and `html/` with `NAME.html.gz` beside `NAME.gold.json` (`{gold, title,
date}`). What is right is taken from the bytes of each file by regular expressions that know the format and nothing
of the readers: the headline's element, the text in the body's element, the dates' elements, and the language that
the index names. A body is right when its words and those of the element agree to a token F1 of .95, headlines and
dates when they are equal after white space and punctuation of times.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from factsheet.errors import ReadError
from factsheet.readers import read_articles, sniffing
from factsheet.records import BODY_ZONES

BODY_RIGHT = 0.95
MODES = {"default": {}, "precision": {"favor_precision": True}, "recall": {"favor_recall": True}}
BODY = BODY_ZONES | {"table"}
NOTES = {"byline", "editors-note", "boilerplate", "caption", "standfirst"}
"""What a body's element may also hold, and the readers put into zones of its own."""
PARTS = ("headline", "body", "date", "language")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def f1(one: Counter[str], other: Counter[str]) -> float:
    shared = sum((one & other).values())
    return 2 * shared / (one.total() + other.total()) if one or other else 1.0


def bare(markup: str) -> str:
    """The text of a piece of markup, without what is never text, twice unescaped as feeds send it."""
    for _ in range(2):
        markup = re.sub(
            r"<!--.*?-->|<(script|style|head|header|media-reference|media-metadata|img)\b.*?(?:/>|</\1>)",
            " ",
            markup,
            flags=re.DOTALL | re.IGNORECASE,
        )
        markup = re.sub(r"<!\[CDATA\[|\]\]>", " ", markup)
        markup = html.unescape(
            re.sub(
                r"</?(?:b|i|a|em|strong|span|sub|sup|u|q)\b[^<>]*>",
                "",
                re.sub(r"</?(?!b\b|i\b|a\b|em\b|strong\b|span\b|sub\b|sup\b|u\b|q\b)[A-Za-z][^<>]*>", " ", markup),
            )
        )
    return " ".join(markup.split())


def element(raw: str, *names: str, attributes: str = "[^<>]*") -> list[str]:
    """The content of all elements of the first of these names that has content."""
    for name in names:
        found = re.findall(
            rf"<(?:[\w.-]+:)?{name}(?:\s{attributes})?>(.*?)</(?:[\w.-]+:)?{name}\s*>", raw, re.DOTALL | re.IGNORECASE
        )
        if any(bare(one) for one in found):
            return [one for one in found if bare(one)]
    return []


def truth(form: str, raw: str) -> dict[str, list[str]]:
    """What a file says: possible headlines, possible bodies, dates as digits. A list is empty where it says nothing."""
    if form == "nitf":
        heads = element(raw, "hl1") or element(raw, "title")
        return {
            "headline": heads[:1],
            "body": element(raw, r"body\.content"),
            "date": re.findall(r'<date\.issue[^>]*norm="([^"]+)"', raw),
        }
    if form == "newsml-g2":
        heads = re.findall(r"<(?:\w+:)?headline((?:\s[^<>]*)?)>(.*?)</", raw, re.DOTALL)
        plain = [text for attributes, text in heads if "role=" not in attributes] or [text for _, text in heads]
        content = re.search(r"<(?:\w+:)?contentSet.*?</(?:\w+:)?contentSet", raw, re.DOTALL)
        body = (
            element(content[0], r"body\.content")
            or element(content[0], "section", attributes=r'[^<>]*class="main[^<>]*')
            or element(content[0], "inlineXML")
            or element(content[0], "inlineData")
            if content
            else []
        )
        return {"headline": plain, "body": body, "date": element(raw, "firstCreated") + element(raw, "versionCreated")}
    if form == "newsml-1":
        heads = [one for one in element(raw, "HeadLine") if "no headline" not in one.lower()]
        return {
            "headline": heads,
            "body": element(raw, r"body\.content") or element(raw, "DataContent"),
            "date": element(raw, "FirstCreated") + element(raw, "ThisRevisionCreated"),
        }
    if form == "feed":
        items = element(raw, "item", "entry")
        return {
            "headline": [t for one in items for t in element(one, "title")[:1]],
            "body": [
                t
                for one in items
                for t in element(one, "content:encoded", "content", "description", "summary", "body")[:1]
            ],
            "date": [t for one in items for t in element(one, "pubDate", "published", "updated")],
        }
    if form == "json":
        value = json.loads(raw)
        found: dict[str, list[str]] = defaultdict(list)
        _json_truth(value, found)
        return {part: found[part] for part in PARTS}
    if form == "xml":
        return {
            "headline": element(raw, "headline", "title"),
            "body": element(raw, "ContentText", "body", "content"),
            "date": element(raw, "PublishDate", "publicationDate", "CreatedDateTime", "created", "time"),
        }
    if form == "anpa":
        body = re.search(r"\x02(.*?)(?:\x03|\Z)", raw, re.DOTALL)[1].replace("\r", "")
        heads = [
            re.sub(r"[<=]\s*$", "", line[1:].strip()).strip()
            for line in body.split("\n")
            if line.startswith("^") and not re.match(r"\^(?:By|AP Photo|\(?Eds|Adv|Associated|EDITOR)", line)
        ]
        text = "\n".join(line for line in body.split("\n")[1:] if not line.startswith("^"))
        text = re.sub(r"(\d)\{", r"\1½", text.replace("_", " "))
        stamp = re.search(r"(\d\d)-(\d\d)-(\d\d) (\d{4})GMT", raw)
        return {
            "headline": heads[1:2],
            "body": [text],
            "date": [f"20{stamp[3]}-{stamp[1]}-{stamp[2]}T{stamp[4]}"] if stamp else [],
        }
    if form == "zczc":
        lines = raw.replace("\r\n", "\n").replace("\r", "\n").split("NNNN")[0].split("\n")
        fields = [line for line in lines if re.match(r"[%#$:&*@]|[A-Z]{2}#|\s*ZCZC", line, re.IGNORECASE)]
        heads = [line.lstrip("$") for line in fields if line[:1] == "$"] + [f[3:] for f in fields if f[:3] == "TI#"]
        body = "\n".join(line for line in lines if line not in fields)
        return {"headline": [one for one in heads if len(one.split()) > 2], "body": [body], "date": []}
    if form == "iptc7901":
        body = re.search(r"(?:\x02|\A[^\n]*\s+/[^\n]*/\s*\n)(.*?)(?:\x03|\Z)", raw, re.DOTALL)[1].replace("\r", "")
        head, _, text = body.partition("=\n")
        lines = [line for line in head.split("\n") if line.strip() and not re.match(r"By |[A-Z0-9 ]+$|/", line)]
        text = re.split(r"\n# (?:dpa )?notebook|\n\* \* \* \*", text, flags=re.IGNORECASE)[0]
        return {"headline": [" ".join(lines)], "body": [re.sub(r"\n\s*dpa [a-z ]+\s*$", "", text)], "date": []}
    return {part: [] for part in PARTS}


def _json_truth(value, found) -> None:
    if isinstance(value, list):
        for one in value:
            _json_truth(one, found)
        return
    if not isinstance(value, dict):
        return
    item = {key.lower(): one for key, one in value.items()}
    if not any(
        key in item for key in ("headline", "headlines", "body_html", "bodyxhtml", "versioncreated", "article_html")
    ):
        for one in value.values():
            _json_truth(one, found)
        return
    heads = [one["value"] for one in item.get("headlines") or () if one.get("role") == "main"] or [item.get("headline")]
    texts = [
        item.get(key) for key in ("article_html", "body_html", "body_xhtml", "body_html5", "bodyxhtml", "body_text")
    ]
    texts += [one.get("value") for one in item.get("bodies") or ()]
    found["headline"] += [one for one in heads if isinstance(one, str) and one.strip()]
    found["body"] += [one for one in texts if isinstance(one, str) and bare(one)]
    found["date"] += [
        item[key] for key in ("firstcreated", "versioncreated", "version_created") if isinstance(item.get(key), str)
    ]


def decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def index(folder: Path) -> dict[str, str]:
    """The language that the index names for a file; where it is not sure, none."""
    rows = [
        line.split(" | ") for line in (folder / "INDEX.md").read_text(encoding="utf-8").splitlines() if " | " in line
    ]
    return {
        row[0].removeprefix("| "): row[3].strip()
        for row in rows
        if len(row) > 4 and re.fullmatch(r"[A-Za-z-]{2,5}", row[3].strip())
    }


def day(text: str) -> str:
    text = re.sub(r"^\s*(\d\d)\.(\d\d)\.(\d{4})", r"\3\2\1", text)
    digits = re.sub(r"\D", "", text)
    if re.match(r"\d{8}", digits) and not re.match(r"\s*[A-Za-z]", text):
        return digits[:12]
    from email.utils import parsedate

    parsed = parsedate(text)
    return "".join(f"{n:02}" for n in parsed[:5]) if parsed else digits[:12]


def text(article, zones) -> Counter[str]:
    return words(" ".join(article.text[p.start : p.end] for p in article.paragraphs if p.zone in zones))


def judge(articles, said, language) -> dict[str, bool | None]:
    """Whether each part of each article of a file is right; None where the file does not say it."""
    texts = [text(a, BODY) for a in articles]
    noted = [text(a, BODY | NOTES) for a in articles]
    heads = {bare(one).casefold() for one in said["headline"]}
    bodies = [words(bare(one)) for one in said["body"]]
    bodies = [one for one in bodies if one]
    dates = {day(one) for one in said["date"]}
    right: dict[str, bool | None] = dict.fromkeys(PARTS)
    if heads:
        right["headline"] = all(bare(a.title or "").casefold() in heads for a in articles)
    if bodies:
        joined = sum(bodies, Counter())
        best = [max(f1(found, one) for one in bodies for found in pair) for pair in zip(texts, noted, strict=True)]
        whole = max(f1(sum(some, Counter()), joined) for some in (texts, noted))
        right["body"] = all(one >= BODY_RIGHT for one in best) or whole >= BODY_RIGHT
    if dates:
        right["date"] = all(
            any(
                day(a.published or "").startswith(one) or one.startswith(day(a.published or "") or "-") for one in dates
            )
            for a in articles
        )
    if language:
        right["language"] = any((a.language or "").lower()[:2] == language.lower()[:2] for a in articles)
    return right


def items(folder: Path, *, verbose: bool) -> None:
    languages = index(folder)
    scores: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((folder / "items").rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        form = sniffing.sniff(data)
        score = scores[form]
        score["files"] += 1
        problems: list[ReadError] = []
        try:
            articles = list(read_articles(path, on_problem=problems.append))
        except ReadError as error:
            articles, problems = [], [error]
        score["articles"] += len(articles)
        score["no article"] += not articles
        if not articles:
            continue
        name = str(path.relative_to(folder / "items"))
        for part, right in judge(articles, truth(form, decoded(data)), languages.get(name)).items():
            if right is not None:
                score[f"{part} of"] += 1
                score[part] += right
                if verbose and not right:
                    print(f"  {part}: {name}")
    print("| format | files | articles | no article | " + " | ".join(PARTS) + " |")
    print("| --- " * (4 + len(PARTS)) + "|")
    for form, score in sorted(scores.items()):
        cells = [f"{score[part]}/{score[f'{part} of']}" if score[f"{part} of"] else "–" for part in PARTS]
        print(
            f"| {form} | {score['files']} | {score['articles']} | {score['no article']} | " + " | ".join(cells) + " |"
        )
    total = sum(scores.values(), Counter())
    print("all: " + ", ".join(f"{part} {total[part] / max(1, total[f'{part} of']):.3f}" for part in PARTS))


def pages(folder: Path) -> None:
    import trafilatura

    sums: Counter[str] = Counter()
    halves: Counter[int] = Counter()
    said: Counter[str] = Counter()
    count = 0
    for path in sorted((folder / "html").glob("*.html.gz")):
        known = json.loads(path.with_name(path.name.replace(".html.gz", ".gold.json")).read_text(encoding="utf-8"))
        gold = words(known["gold"])
        data = gzip.decompress(path.read_bytes())
        count += 1
        for mode, options in MODES.items():
            text = trafilatura.extract(data, include_comments=False, **options) or ""
            sums[f"trafilatura, {mode}"] += f1(words(text), gold)
        try:
            article = next(read_articles(path, format="html"))
            body = " ".join(article.text[p.start : p.end] for p in article.body())
            title, date = article.title or "", article.published or ""
        except ReadError:
            body = title = date = ""
        sums["factsheet"] += f1(words(body), gold)
        halves[count % 2] += f1(words(body), gold)
        if known.get("title"):
            said["headlines of"] += 1
            said["headlines"] += words(title) == words(known["title"])
        if known.get("date"):
            said["dates of"] += 1
            said["dates"] += date[:10] == known["date"][:10]
            said["no date"] += not date
    print(
        f"\nToken F1 of the body on {count} pages: "
        + ", ".join(f"{name} {value / count:.3f}" for name, value in sums.most_common())
    )
    print(f"every second page: {halves[1] / ((count + 1) // 2):.3f} and {halves[0] / (count // 2):.3f}")
    print(
        f"headlines as in the gold text {said['headlines']}/{said['headlines of']}; "
        f"days {said['dates']}/{said['dates of']}, none on {said['no date']}"
    )


def speed(folder: Path) -> None:
    print()
    for form in ("newsml-g2", "newsml-1", "nitf", "json"):
        paths = [
            path
            for path in sorted((folder / "items").rglob("*"))
            if path.is_file() and sniffing.sniff(path.read_bytes()) == form
        ]
        start, count = time.process_time(), 0
        while (spent := time.process_time() - start) < 2:
            for path in paths:
                try:
                    count += sum(1 for _ in read_articles(path, on_problem=lambda _: None))
                except ReadError:
                    count += 1
        print(f"{form}: {count / spent:.0f} items a second on one core")


if __name__ == "__main__":
    data = Path(sys.argv[1])
    items(data, verbose="-v" in sys.argv)
    pages(data)
    speed(data)
