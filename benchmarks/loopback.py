"""A loopback endpoint for benchmarks and kill tests: set latency, jitter and faults, and a count of what it was sent.

    python benchmarks/loopback.py [--latency S] [--sigma S] [--faults SHARE] [--down-after N --down-for S] …

It prints its port on one line and serves Chat Completions until its standard input closes. Each reply's
`prompt_tokens` is the number of its request, so that a ledger says which replies it holds. `GET /log` gives the
requests so far as JSON: `[[number, SHA-256 of the messages, what was answered, under way at once, when, tokens in,
tokens out], …]`, tokens being those that a provider would bill, at four characters each. It speaks just enough HTTP/1.1
to cost little. With `--steady` a reply depends on its request alone: what goes wrong does so the first time that it is
asked, and the number in it is made of its messages. With `--hostile` more goes wrong, and usage tells those tokens.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import hashlib
import itertools
import json
import math
import random
import re
import sys
import time

SENTENCE = "The council of Northam voted on Monday to close the bridge{}, Mayor Ann Leigh said."
"""Stands in every paragraph that is asked about, so that answers can quote it."""
_SENTENCE = re.compile(r"The council of Northam voted[^.]*\.")

FAULTS = (
    *("429", "429-later", "500", "502-html", "cut", "stalled", "empty", "error-in-200"),
    *("truncated", "refusal", "invalid-json", "wrong-schema", "wrong-model", "drip"),
)

HOSTILE = ("surrogate", "escapes", "no-usage", "odd-usage", "nan", "redirect", "bomb", "loop", "stream", "stream-cut")
"""What a server does besides with `--hostile`."""

FREE = {"429", "429-later", "500", "401", "502-html", "error-in-200", "escapes", "redirect"}
"""What a provider does not bill."""

ODD = (
    {"prompt_tokens": -5, "completion_tokens": 10},
    {"prompt_tokens": 10, "completion_tokens": 2**63},
    {"prompt_tokens": "many", "completion_tokens": None},
    {"prompt_tokens": float("nan"), "completion_tokens": 7},
    {"prompt_tokens": 0, "completion_tokens": 0},
)
"""Usage that no call has."""


def entry(section: str, number: int, sentence: str) -> list[dict] | dict:
    """What an answer says in a section: an entry or two that the article proves, where the section has one."""
    proof = {"evidence": [sentence]}
    return {
        "title": {"statement": "Northam council votes to close the bridge", **proof},
        "summary": [{"statement": "The council voted to close the bridge.", "according_to": "Ann Leigh", **proof}],
        "participants": [
            {"name": "Ann Leigh", "kind": "person", "role": "Mayor", "aliases": ["Leigh"], **proof},
            {"name": "council of Northam", "kind": "organisation", "role": None, "aliases": [], **proof},
        ],
        "location": [{"name": "Northam", "relation": "scene", "country": None, **proof}],
        "topics": [{"label": f"bridge {number}", "code": None, **proof}],
    }.get(section, [])


STEADY = ("429", "500", "502-html", "cut", "empty", "error-in-200", "truncated", "refusal")
"""Faults of which none tells how far an endpoint keeps to a schema: what is asked next does not depend on them."""


class Endpoint:
    """What the connections share."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.log: list[list] = []
        self.under_way = 0
        self.random = random.Random(options.seed)
        self.seen: set[str] = set()

    def wait(self) -> float:
        """Seconds until the reply: the latency, or log-normal around it with the same mean."""
        latency, sigma = self.options.latency, self.options.sigma
        return self.random.lognormvariate(math.log(latency) - sigma * sigma / 2, sigma) if sigma else latency

    def fault(self, number: int, digest: str) -> str:
        """What goes wrong with this request, or "good"."""
        if self.options.steady:
            is_first, drawn = digest not in self.seen, random.Random(digest)
            self.seen.add(digest)
            return drawn.choice(STEADY) if is_first and drawn.random() < self.options.faults else "good"
        if self.options.down_after <= number < self.options.down_after + self.options.down_for:
            return self.options.down_with
        faults = FAULTS + HOSTILE if self.options.hostile else FAULTS
        return self.random.choice(faults) if self.random.random() < self.options.faults else "good"


class Connection(asyncio.Protocol):
    """One connection that is kept open."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.buffer = b""
        self.tasks: set[asyncio.Task] = set()

    def connection_made(self, transport) -> None:
        """Keep the transport."""
        self.transport = transport

    def connection_lost(self, _error) -> None:
        """Forget the replies that nobody waits for any more."""
        for task in self.tasks:
            task.cancel()

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].decode("latin-1").lower()
            length = 0
            for line in head.split("\r\n")[1:]:
                if line.startswith("content-length:"):
                    length = int(line.partition(":")[2])
            if len(self.buffer) < end + 4 + length:
                return
            body, self.buffer = self.buffer[end + 4 : end + 4 + length], self.buffer[end + 4 + length :]
            task = asyncio.get_running_loop().create_task(self.answer(head, body))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def answer(self, head: str, body: bytes) -> None:
        """Log one request, wait, and reply."""
        endpoint = self.endpoint
        if head.startswith("get"):
            self.send(json.dumps(endpoint.log))
            return
        request = json.loads(body)
        number = len(endpoint.log) + 1
        endpoint.under_way += 1
        digest = hashlib.sha256(json.dumps(request["messages"]).encode()).hexdigest()
        asked = sum(len(message["content"]) for message in request["messages"]) // 4
        row = [number, digest, "broken off", endpoint.under_way, time.time(), asked, 0]
        endpoint.log.append(row)
        try:
            fault = endpoint.fault(number, digest)
            await asyncio.sleep(endpoint.wait())
            row[2] = fault
            row[5:] = (0, 0) if fault in FREE else (asked, len(content(fault, request, number)) // 4)
            told = asked if endpoint.options.hostile else number
            await self.reply(fault, request, 1 + int(digest[:6], 16) % 1000 if endpoint.options.steady else told)
        finally:
            endpoint.under_way -= 1

    async def reply(self, fault: str, request: dict, number: int) -> None:
        """Send the reply of that kind; the slow ones keep the connection until the client closes it."""
        if fault in {"429", "429-later", "500", "401"}:
            extra = "Retry-After: 1\r\n" if fault == "429-later" else ""
            self.send(json.dumps({"error": {"message": "not now", "type": fault}}), int(fault[:3]), extra)
        elif fault == "502-html":
            self.send("<html><title>502 Bad Gateway</title></html>", 502, kind="text/html")
        elif fault == "empty":
            self.send("")
        elif fault == "escapes":
            self.send(json.dumps({"error": {"message": "\x1b[2J\x1b]0;x\x07 \ud800 not now"}}), 503)
        elif fault == "redirect":
            self.send("", 307, "Location: http://198.51.100.7/v1/chat/completions\r\n")
        elif fault == "bomb":
            self.transport.write(_head(200, len(BOMB), "Content-Encoding: gzip\r\n") + BOMB)
        elif fault == "error-in-200":
            self.send(json.dumps({"error": {"message": "upstream failed", "code": 502}}))
        else:
            await self.completion(fault, request, number)

    async def completion(self, fault: str, request: dict, number: int) -> None:
        """Send a completion, whole, cut, stalled or drop by drop."""
        text = completion(fault, request, number)
        if fault in {"loop", "stream", "stream-cut"}:
            await self.stream(fault, json.loads(text))
        elif fault == "cut":
            self.transport.write(_head(200, len(text)) + text[: len(text) // 2].encode())
            self.transport.close()
        elif fault in {"stalled", "drip"}:
            self.transport.write(_head(200, len(text)) + text[:20].encode())
            for char in text[20:] if fault == "drip" else ():
                await asyncio.sleep(0.05)
                self.transport.write(char.encode())
            await asyncio.sleep(3600)
        else:
            self.send(text)

    async def stream(self, fault: str, whole: dict) -> None:
        """Send a completion piece by piece: whole, broken off, or one that goes round in circles for ever."""
        self.transport.write(b"HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        text = whole["choices"][0]["message"]["content"]
        pieces = (text[at : at + 40] for at in range(0, len(text), 40))
        if fault == "loop":
            pieces = itertools.chain(
                ['{"summary": ['], itertools.repeat('{"statement": "again", "evidence": []}, ', 20_000)
            )
        for count, piece in enumerate(pieces):
            if self.transport.is_closing():
                return
            self.event({"choices": [{"delta": {"content": piece}}]})
            if fault == "stream-cut" and count == 3:
                self.transport.close()
                return
            if count % 50 == 49:
                await asyncio.sleep(0)
        self.event({"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": whole["usage"]})
        self.transport.write(b"data: [DONE]\n\n")
        self.transport.close()

    def event(self, value: dict) -> None:
        """Send one piece."""
        self.transport.write(f"data: {json.dumps(value)}\n\n".encode())

    def send(self, text: str, code: int = 200, extra: str = "", kind: str = "application/json") -> None:
        """Send a whole reply."""
        body = text.encode()
        self.transport.write(_head(code, len(body), extra, kind) + body)


def _head(code: int, length: int, extra: str = "", kind: str = "application/json") -> bytes:
    return f"HTTP/1.1 {code} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{extra}\r\n".encode()


BOMB = gzip.compress(bytes(200_000_000), 1)  # takes half a second
"""200 MB in a small body."""


def content(fault: str, request: dict, number: int) -> str:
    """The answer to a request, right but for some faults."""
    schema = request.get("response_format", {}).get("json_schema", {}).get("schema", {})
    asked = _SENTENCE.search(request["messages"][-1]["content"])
    sentence = asked.group() if asked else SENTENCE.format("")
    facts = {name: entry(name, number, sentence) for name in schema.get("required", [])}
    text = json.dumps(facts or {"extractions": [{"vote": sentence, "vote_attributes": {}}]})
    if fault == "truncated":
        return text[: len(text) // 2]
    if fault == "invalid-json":
        return "Here is the sheet: " + text[1:]
    if fault == "wrong-schema":
        return json.dumps({"sheet": [1, 2, 3]})
    if fault == "surrogate":
        return text.replace("Northam", "Northam\ud83c", 1)
    return text.replace('"evidence"', '"certainty": NaN, "evidence"') if fault == "nan" else text


def completion(fault: str, request: dict, number: int) -> str:
    """A Chat Completions reply in which only `fault` is wrong; `number` is what usage says of the prompt."""
    text = content(fault, request, number)
    message: dict = {"role": "assistant", "content": text}
    if fault == "refusal":
        message = {"role": "assistant", "content": None, "refusal": "I would rather not."}
    usage: dict | None = {"prompt_tokens": number, "completion_tokens": len(text) // 4, "total_tokens": 0}
    if fault == "odd-usage":
        usage = ODD[len(text) % len(ODD)]
    finish = "length" if fault == "truncated" else "stop"
    return json.dumps({
        "id": f"c-{number}",
        "object": "chat.completion",
        "created": 1,
        "model": "another-model" if fault == "wrong-model" else request["model"],
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": None if fault == "no-usage" else usage,
    })  # fmt: skip


async def serve(options: argparse.Namespace) -> None:
    """Serve until standard input closes."""
    loop = asyncio.get_running_loop()
    endpoint = Endpoint(options)
    server = await loop.create_server(lambda: Connection(endpoint), "127.0.0.1", options.port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="mean seconds until a reply")
    parser.add_argument("--sigma", type=float, default=0.0, help="of the log-normal latency; 0 for a constant one")
    parser.add_argument("--faults", type=float, default=0.0, help="share of bad replies")
    parser.add_argument("--down-after", type=int, default=1 << 60, help="be down from this request on")
    parser.add_argument("--down-for", type=int, default=0, help="for so many requests")
    parser.add_argument("--down-with", default="500", help="what it answers then")
    parser.add_argument("--hostile", action="store_true", help="more faults, and usage that is true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steady", action="store_true", help="let a reply depend on its request alone")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
