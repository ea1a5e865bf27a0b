"""A loopback Batch API that behaves as OpenAI documents its own; a program, because its clients are killed.

    python benchmarks/batch_api.py [--plan WORD,…] [--lose WORD,…] [--stop NUMBER,…] [--room N] [--undeleted N]

It prints its port and serves until its standard input closes. A batch goes through `validating`, `in_progress` and
`finalizing`, a state a look, and ends as the word of its number in the plan says (`good` where the plan is shorter).
Results stand in another order than requests. `--lose uploads,batches` loses the first reply to each of these, after
what was asked is done. `--stop 3,8` prints a line at the third and the eighth request and never answers them, so that
whoever sent them can be killed; what an even one asks is done. `--room 4` refuses a batch while more than 4 requests
are under way with it, and `--undeleted 2` the first two deletions. `GET /log` says what was uploaded, begun and run,
and which files are there.
"""

from __future__ import annotations

import argparse
import email
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from loopback import completion

EXPIRED = {
    "code": "batch_expired",
    "message": "This request could not be executed before the completion window expired.",
}
FULL = (
    "Enqueued token limit reached for m in organization org-x. Please try again once some batches have been completed."
)
STATES = ("validating", "in_progress", "finalizing")
ENDS = {"expired": "expired", "cancelled": "cancelled", "full": "failed", "bad-line": "failed", "refused": "failed"}


class Provider:
    """Its files and batches."""

    def __init__(self, plan: list[str], lose: list[str], stop: list[str]) -> None:
        self.plan, self.lose, self.stop = plan, set(lose), set(map(int, stop))
        self.asked, self.states, self.made = 0, len(STATES), 1
        self.files: dict[str, dict] = {}
        self.bytes: dict[str, bytes] = {}
        self.batches: dict[str, dict] = {}
        self.run: list[str] = []
        self.uploads: list[str] = []
        self.room, self.undeleted = 0, 0

    def add_file(self, name: str, content: bytes, purpose: str) -> dict:
        """Keep a file."""
        number = f"file-{self.made}"
        self.made += 1
        self.bytes[number] = content
        self.uploads += [name] if purpose == "batch" else []
        self.files[number] = {
            "id": number, "object": "file", "bytes": len(content), "created_at": self.made, "filename": name,
            "purpose": purpose, "status": "processed",
        }  # fmt: skip
        return self.files[number]

    def add_batch(self, asked: dict) -> dict:
        """Begin a batch."""
        number = len(self.batches)
        batch = {
            "id": f"batch_{number + 1}", "object": "batch", "endpoint": asked["endpoint"], "errors": None,
            "input_file_id": asked["input_file_id"], "completion_window": asked["completion_window"],
            "status": "validating", "created_at": number, "output_file_id": None, "error_file_id": None,
            "metadata": asked.get("metadata"), "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "_word": self.plan[number] if number < len(self.plan) else "good",
        }  # fmt: skip
        self.batches[batch["id"]] = batch
        return batch

    def look(self, number: str) -> dict:
        """A batch as it was, which is then a state further."""
        batch = self.batches[number]
        before = shown(batch)
        if self.room and batch["status"] == "validating" and not self.fits(batch):
            batch["_word"] = "full"
            self.end(batch)
        elif batch["status"] in STATES[: self.states - 1]:
            batch["status"] = STATES[STATES.index(batch["status"]) + 1]
        elif batch["status"] == STATES[self.states - 1]:
            self.end(batch)
        return before

    def fits(self, batch: dict) -> bool:
        """Whether there is room for the requests of a batch beside those under way."""
        others = [one for one in self.batches.values() if one["status"] in STATES[1:]]
        return sum(len(self.bytes[one["input_file_id"]].splitlines()) for one in (batch, *others)) <= self.room

    def delete(self, number: str) -> dict | None:
        """Delete a file; None where that is refused."""
        if self.undeleted:
            self.undeleted -= 1
            return None
        del self.files[number], self.bytes[number]
        return {"id": number, "object": "file", "deleted": True}

    def end(self, batch: dict) -> None:
        """End a batch as its word says, with its results."""
        word = batch["_word"]
        batch["status"] = ENDS.get(word, "completed")
        lines = [json.loads(line) for line in self.bytes[batch["input_file_id"]].splitlines()]
        if batch["status"] == "failed":
            told = {
                "full": [{"code": "token_limit_exceeded", "message": FULL, "line": None, "param": None}],
                "bad-line": [{"code": "invalid_request", "message": "not a body", "line": 2, "param": "body"}],
                "refused": [
                    {"code": "model_not_found", "message": "there is no such model", "line": None, "param": None}
                ],
            }[word]
            batch["errors"] = {"object": "list", "data": told}
            return
        good, bad = [], []
        for number, line in enumerate(lines):
            row = self.result(word, number, line)
            (bad if row.get("error") or row["response"]["status_code"] != 200 else good).append(json.dumps(row))
        if word == "missing":
            good = good[:-1]
        if word == "malformed":
            good[0] = good[0][: len(good[0]) // 2]
            good.append(json.dumps({"id": "x", "custom_id": "nobody's", "response": None, "error": None}))
        if word == "twice":
            good.append(good[0])
        for name, rows in (("output_file_id", good), ("error_file_id", bad)):
            if rows:
                batch[name] = self.add_file("results", "\n".join(rows[::-1]).encode() + b"\n\n", "batch_output")["id"]
        counts = {"total": len(lines), "completed": len(good), "failed": len(bad)}
        batch["request_counts"] = counts

    def result(self, word: str, number: int, line: dict) -> dict:
        """What came of a request; every third is what the word says where that is of a part."""
        odd = number % 3 == 0
        row = {"id": f"batch_req_{number}", "custom_id": line["custom_id"], "response": None, "error": None}
        if word in {"expired", "cancelled"} and odd:
            return {**row, "error": {**EXPIRED, "code": f"batch_{word}"}}
        body = line["body"]
        if word == "no-temperature" and "temperature" in body:
            return self.error(row, 400, "Unsupported parameter: 'temperature' is not supported with this model.")
        if word in {"429", "500", "400"} and odd:
            return self.error(row, int(word), "not this one")
        self.run.append(line["custom_id"])
        fault = word if word in {"refusal", "truncated", "invalid-json", "wrong-schema"} and odd else "good"
        reply = json.loads(completion(fault, body, len(self.run)))
        return {**row, "response": {"status_code": 200, "request_id": "r", "body": reply}}

    @staticmethod
    def error(row: dict, status: int, message: str) -> dict:
        """A result that the request itself is not taken."""
        body = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
        return {**row, "response": {"status_code": status, "request_id": "r", "body": body}}


def shown(batch: dict) -> dict:
    """A batch as it is sent."""
    return {key: value for key, value in batch.items() if key != "_word"}


def listed(rows: list[dict], query: dict) -> dict:
    """A page of a list, the latest first."""
    rows.reverse()
    after = query.get("after", [None])[0]
    start = next((at + 1 for at, row in enumerate(rows) if row["id"] == after), 0)
    size = int(query.get("limit", ["20"])[0])
    page = rows[start : start + size]
    ends = {"first_id": page[0]["id"] if page else None, "last_id": page[-1]["id"] if page else None}
    return {"object": "list", "data": page, "has_more": start + size < len(rows), **ends}


class Handler(BaseHTTPRequestHandler):
    """Serves what the provider does."""

    protocol_version = "HTTP/1.1"
    provider: Provider
    lock = threading.Lock()

    def do_GET(self):
        """Lists, files and batches."""
        url = urlsplit(self.path)
        if url.path == "/log":
            self.send(self.log())
            return
        parts, query = url.path.split("/")[2:], parse_qs(url.query)
        self.serve(lambda: self.got(parts, query), "")

    def do_POST(self):
        """Uploads and beginnings."""
        size = self.headers["Content-Length"]
        body = self.rfile.read(int(size)) if size else self.chunks()
        if self.path == "/v1/files":
            self.serve(lambda: self.provider.add_file(*self.uploaded(body)), "uploads")
        elif self.path == "/v1/batches":
            self.serve(lambda: shown(self.provider.add_batch(json.loads(body))), "batches")
        else:
            self.send({"error": {"message": "asked at once"}}, 404)

    def do_DELETE(self):
        """Files that go."""
        self.serve(lambda: self.provider.delete(self.path.split("/")[-1]), "deletions")

    def serve(self, do, what):
        """Do what is asked, unless this is an odd request to stop at; and reply, unless it is one or is lost."""
        with self.lock:
            self.provider.asked += 1
            number = self.provider.asked
            code = 200
            try:
                value = None if number in self.provider.stop and number % 2 else do()
            except KeyError:
                value, code = {"error": {"message": "No such File object"}}, 404
            is_lost = what in self.provider.lose
            self.provider.lose.discard(what)
        if number in self.provider.stop:
            print("stopped", flush=True)
            time.sleep(60)
        elif is_lost:
            self.close_connection = True
            self.connection.close()
        elif value is None:
            self.send({"error": {"message": "not now"}}, 500)
        else:
            self.send(value, code)

    def got(self, parts, query):
        """What is got."""
        if parts == ["files"]:
            wanted = query.get("purpose", [None])[0]
            return listed([row for row in self.provider.files.values() if wanted in {None, row["purpose"]}], query)
        if parts == ["batches"]:
            return listed(list(map(shown, self.provider.batches.values())), query)
        return self.provider.bytes[parts[1]] if parts[0] == "files" else self.provider.look(parts[1])

    def log(self):
        """What was done so far."""
        batches = [[row["id"], row["input_file_id"], row["status"]] for row in self.provider.batches.values()]
        there = self.provider
        known = {"uploads": there.uploads, "batches": batches, "run": there.run, "asked": there.asked}
        return {**known, "files": list(there.files), "deleted": there.made - 1 - len(there.files)}

    def uploaded(self, body):
        """Name, content and purpose of a file in a form."""
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = email.message_from_bytes(head + body).get_payload()
        named = {part.get_param("name", header="content-disposition"): part for part in parts}
        file = named["file"]
        return file.get_filename(), file.get_payload(decode=True), named["purpose"].get_payload()

    def chunks(self):
        """A body in chunks."""
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def send(self, value, code=200):
        """Send a whole reply."""
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        kind = "application/octet-stream" if isinstance(value, bytes) else "application/json"
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Print nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plan", default="")
    parser.add_argument("--lose", default="")
    parser.add_argument("--stop", default="")
    parser.add_argument("--states", type=int, default=len(STATES), help="states before the last")
    parser.add_argument("--room", type=int, default=0, help="requests that may be under way")
    parser.add_argument("--undeleted", type=int, default=0, help="deletions that fail")
    options = parser.parse_args()
    Handler.provider = Provider(
        *(list(filter(None, given.split(","))) for given in (options.plan, options.lose, options.stop))
    )
    Handler.provider.states, Handler.provider.room = options.states, options.room
    Handler.provider.undeleted = options.undeleted
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
