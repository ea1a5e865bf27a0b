"""Real fakes: an endpoint that answers over HTTP, and a model that answers from a script.

`Server` is a loopback server on a thread. It answers each POST with the next of its scripted replies and repeats the
last one; what it was asked is in `requests` and `headers`. `told` is what it says of itself, by path, and `looks` the
paths that were asked for that. A reply is made by `says`, `status`, `raw`, `cut`, `stalls`
or `drips`, or is a function from the request's body to a reply.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from factsheet.models.specs import Spec
from factsheet.records import Completion, Message, Request, Usage

SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
    "additionalProperties": False,
}
GOOD = '{"title": "Talks"}'
USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 64}}


@dataclass(frozen=True)
class Reply:
    """One HTTP reply; `send` of the body's bytes are sent where it is cut, `pause` seconds between any two."""

    code: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    send: int | None = None
    pause: float | None = None
    before: float = 0.0


def says(text, finish="stop", *, usage=USAGE, **message):
    """A chat completion as servers send it."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
    head = {"id": "c", "object": "chat.completion", "created": 1, "model": "m-1"}
    return body_of({**head, "choices": [choice], "usage": usage})


def body_of(value, code=200, **headers):
    """Any JSON as a reply."""
    return Reply(code, json.dumps(value).encode(), {"Content-Type": "application/json", **headers})


def status(code, message="no", *, kind=None, **headers):
    """An error as OpenAI's API words it."""
    error = {"message": message, "type": kind, "code": kind, "param": None}
    return body_of({"error": error}, code, **{name.replace("_", "-"): value for name, value in headers.items()})


def raw(text, code=200, content_type="text/html"):
    """A body that is no JSON."""
    return Reply(code, text.encode(), {"Content-Type": content_type})


def cut(reply, at=30):
    """A reply whose connection closes in the middle of the body."""
    return Reply(reply.code, reply.body, reply.headers, send=at)


def stalls(seconds, reply):
    """Nothing at all for so long, or until the server closes."""
    return Reply(reply.code, reply.body, reply.headers, before=seconds)


def drips(pause, reply):
    """A body that comes byte by byte."""
    return Reply(reply.code, reply.body, reply.headers, pause=pause)


class Server:
    """A loopback endpoint; use it in a `with` block."""

    def __init__(self, *replies, told=()):
        self._replies = list(replies)
        self.told = dict(told)
        self.looks: list[str] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self.requests: list[dict] = []
        self.headers: list[dict] = []
        self.paths: list[str] = []
        self.open = self.most_open = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Handler", (_Handler,), {"fake": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exc):
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def spec(self, key="sk-secret-0123456789", **more):
        return Spec("endpoint", "m", self.url, key, **more)

    def formats(self):
        """The step of the ladder that each request stood on."""
        out = []
        for body in self.requests:
            wanted = body.get("response_format", {"type": "text"})
            strict = wanted.get("json_schema", {}).get("strict")
            out.append("strict" if strict else wanted["type"])
        return out

    def _next(self, path, body, headers):
        if path.startswith("/api/"):
            return self._says_of_itself(path)
        with self._lock:
            self.requests.append(body)
            self.headers.append(headers)
            reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        return reply if isinstance(reply, Reply) else reply(body)

    def _says_of_itself(self, path):
        self.looks.append(path)
        return body_of(self.told[path]) if path in self.told else status(404)


class _Handler(BaseHTTPRequestHandler):
    """One connection to a `Server`."""

    protocol_version = "HTTP/1.1"
    fake: Server

    def do_GET(self):
        self._send(self.fake._says_of_itself(self.path))

    def do_POST(self):
        server = self.fake
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        with server._lock:
            server.paths.append(self.path)
            server.open += 1
            server.most_open = max(server.most_open, server.open)
        try:
            self._send(server._next(self.path, body, {k.lower(): v for k, v in self.headers.items()}))
        except OSError:
            self.close_connection = True  # the client went away: what timeouts are tested for
        finally:
            with server._lock:
                server.open -= 1

    def _send(self, reply):
        if reply.before:
            self.fake._closing.wait(reply.before)
        self.send_response(reply.code)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.pause:
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if self.fake._closing.wait(reply.pause):
                    return
        else:
            self.wfile.write(reply.body[: reply.send])
        if reply.send is not None:
            self.close_connection = True

    def log_message(self, *args):
        pass


class Scripted:
    """A model whose answers and failures come from a queue; what it was asked is in `requests`."""

    def __init__(self, *answers, name="endpoint/m"):
        self.name = name
        self._answers = list(answers)
        self.requests: list[Request] = []

    async def complete(self, request):
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        return Completion(answer, usage=Usage(10, 0, 5, 1, 0.01)) if isinstance(answer, str) else answer


def question(text="Body.", **more):
    """A small request."""
    messages = (Message("system", "Be brief."), Message("user", text))
    return Request(**{"model": "endpoint/m", "messages": messages, "schema": SCHEMA, **more})
