"""Links: what is fetched, what is refused, and the messages; all against a loopback server."""

import gzip
import json
import threading
import zlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from factsheet.cli import cli
from factsheet.errors import ReadError
from factsheet.readers import link_addresses, read_article, read_articles
from factsheet.readers.links import Links

TITLE = "Council votes to keep the library open"
STORY = (
    "The council of Lindau voted on Sunday to keep its library open until the end of the year, after readers had "
    "collected four thousand names in a week."
)
PAGE = (
    f"<!DOCTYPE html><html lang=en><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
    f"<p>{STORY}</p><p>The library, which opened in 1911, lends ninety thousand books a year to its readers.</p>"
    "<p>“We shall look for the money elsewhere,” said the mayor, Claudia Frei, after the vote in the town hall.</p>"
    "</article></body></html>"
).encode()


class Site:
    """A site: its pages by path, each (status, headers, body) or a function of the request's headers to one."""

    def __init__(self, pages):
        self.pages = pages
        self.asked = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                headers = {key.lower(): value for key, value in self.headers.items()}
                site.asked.append((self.path, headers))
                found = site.pages.get(self.path, (404, {}, b""))
                status, more, body = found(headers) if callable(found) else found
                self.send_response(status)
                for key, value in more.items():
                    self.send_header(key, value.replace("HERE", site.url))
                if "Content-Length" not in more:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # whoever asked has hung up
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def site(**pages):
    one = Site({f"/{name}": page for name, page in pages.items()})
    thread = threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield one
    finally:
        one.server.shutdown()
        thread.join()
        one.server.server_close()


def html(body=PAGE, **headers):
    return 200, {"Content-Type": "text/html", **{key.replace("_", "-"): value for key, value in headers.items()}}, body


def to(place, status=302):
    return status, {"Location": place}, b""


LOCAL = Links(private=True)


def test_a_page_is_read_and_its_address_kept():
    """The headline and text of the page; the address is where it was in the end, and the source what was asked for."""
    with site(a=to("/b"), b=to("HERE/c#top", 301), c=html()) as one:
        article = read_article(f"{one.url}/a", links=LOCAL)
    assert article.title == TITLE
    assert STORY in article.text
    assert article.url == f"{one.url}/c"
    assert article.source == f"{one.url}/a"


def test_it_says_who_asks():
    """A site can tell this program from a browser, by its name and version."""
    with site(a=html()) as one:
        read_article(f"{one.url}/a", links=LOCAL)
        ((_, headers),) = one.asked
    assert headers["user-agent"].startswith("factsheet/")
    assert headers["host"] == one.url.removeprefix("http://")
    assert "cookie" not in headers


REFUSED = {
    "no page": ((404, {}, b"no"), r"no such page \(404\)"),
    "gone": ((410, {}, b"no"), "the page is gone"),
    "forbidden": (
        (403, {}, b"no"),
        r"does not let programs read this page \(403\): save it in a browser, and read the",
    ),
    "a login": ((401, {}, b"no"), "needs a login"),
    "payment": ((402, {}, b"no"), "for subscribers"),
    "too many": ((429, {}, b"no"), r"asks programs to wait \(429\)"),
    "broken": ((503, {}, b"no"), "answers 503: try again later"),
    "nothing": (html(b""), "empty: the site sent nothing"),
    "a picture": ((200, {"Content-Type": "image/png"}, b"\x89PNG\r\n"), "a damaged picture|needs tesseract"),
    "a redirect to a file": (to("file:///etc/passwd"), "leads to file:///etc/passwd: only http and https are fetched"),
    "a redirect to a script": (to("javascript:alert(1)"), "only http and https are fetched"),
    "a redirect with a password": (to("http://me:secret@127.0.0.1/"), "has a name or password in it"),
    "a circle": (to("/a"), "more than 8 redirects"),
    "a bomb": (
        html(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip"),
        "unpacks to more than 200 times its size",
    ),
    "a strange packing": (html(zlib.compress(PAGE), Content_Encoding="br"), "packed as 'br', which was not requested"),
    "a damaged packing": (html(b"\x1f\x8b" + bytes(50), Content_Encoding="gzip"), "damaged at byte"),
    "a cut page": (html(PAGE[:400], Content_Length="90000", Connection="close"), "cannot be fetched|breaks off"),
    "a large page": (html(b"<html>" + b"a " * 10_500_000), "larger than 20 MB"),
    "a question": (
        html(b"<html><title>Before you continue</title><body><form action='/consent'>Yes?</form></body></html>"),
        "a question for consent covers it: save it in a browser, and read the file",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_one_line(case):
    """The address, what is wrong, and what to do."""
    page, message = REFUSED[case]
    with site(a=page) as one, pytest.raises(ReadError, match=message) as caught:
        list(read_articles(f"{one.url}/a", links=LOCAL))
    assert str(caught.value).startswith(f"{one.url}/a: ")
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_page_behind_a_paywall_says_so():
    """What such a page shows is read, with a warning that it may be only the beginning."""
    mark = b'<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script></head>'
    with site(a=html(PAGE.replace(b"</head>", mark))) as one:
        article = read_article(f"{one.url}/a", links=LOCAL)
    assert "a paywall covers the page: this may be only its beginning" in article.warnings


def test_an_answer_that_does_not_end_is_given_up():
    """The limit is for the whole page, however the bytes drip."""

    def drip(_):
        threading.Event().wait(3)
        return html()

    with site(a=drip) as one, pytest.raises(ReadError, match=r"no answer within 0\.3 seconds"):
        read_article(f"{one.url}/a", links=Links(private=True, seconds=0.3))


@pytest.mark.parametrize(
    "link", ["ftp://a.example/x", "file:///etc/passwd", "gopher://a.example", "http://", "http://[::1"]
)
def test_other_addresses_are_refused(link):
    """Only the web is fetched; a file is named by its path."""
    with pytest.raises(ReadError, match="only http and https are fetched|not an address"):
        read_article(link)


def test_a_password_is_not_repeated():
    """Neither in the message nor anywhere else."""
    with pytest.raises(ReadError, match=r"^https://…@a\.example/x: has a name or password in it") as caught:
        read_article("https://me:secret@a.example/x")
    assert "secret" not in str(caught.value)


PRIVATE = (
    *("127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
    *("::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("224.0.0.1", "255.255.255.255", "fe80::1%eth0", "ff02::1", "no address"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address):
    """In whatever form they are written, and those of the public internet are not taken for them."""
    assert not link_addresses.is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_known(address):
    """The others are fetched."""
    assert link_addresses.is_public(address)


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://2130706433:1/"]
)
def test_private_links_are_refused_unless_asked_for(link):
    """Before anything is sent, however the address is written."""
    with pytest.raises(ReadError, match=r"leads to the private address \S+ \(--allow-private fetches it\)"):
        read_article(link)


def test_a_name_that_leads_inside_is_refused_at_every_redirect():
    """All addresses of a name are looked at, when it is asked for and not before."""
    resolved = []

    def resolve(host, _):
        resolved.append(host)
        return {"public.example": ["1.1.1.1", "10.0.0.1"], "hop.example": ["127.0.0.1"]}[host]

    with pytest.raises(ReadError, match=r"leads to the private address 10\.0\.0\.1"):
        read_article("http://public.example/", links=Links(resolve=resolve))
    assert resolved == ["public.example"]
    with site(a=to("http://inner.example/secret")) as one:

        def once_public(host, _):
            resolved.append(host)
            return ["127.0.0.1"] if host == "hop.example" else ["192.168.0.1"]

        class Trusting(Links):
            """Lets the first address through, as if it were public: what comes after is looked at all the same."""

        links = Trusting(resolve=once_public)
        links.private = True
        fetched = links._asked

        def strict(url, *more):
            links.private = "hop.example" in url
            return fetched(url, *more)

        links._asked = strict
        with pytest.raises(ReadError, match=r"leads to the private address 192\.168\.0\.1"):
            read_article(f"http://hop.example:{one.server.server_port}/a", links=links)
        assert [path for path, _ in one.asked] == ["/a"]
        assert one.asked[0][1]["host"] == f"hop.example:{one.server.server_port}"


def test_a_page_is_fetched_again_only_if_it_has_changed(tmp_path):
    """The site is asked with what it said last time; what is kept is read where it says that nothing has changed."""

    def page(headers):
        if headers.get("if-none-match") == '"v1"':
            return 304, {"ETag": '"v1"'}, b""
        return html(ETag='"v1"')

    with site(a=page) as one:
        links = Links(private=True, cache=tmp_path / "pages")
        articles = [read_article(f"{one.url}/a", links=links) for _ in range(3)]
        assert [headers.get("if-none-match") for _, headers in one.asked] == [None, '"v1"', '"v1"']
    assert articles[0] == articles[1] == articles[2]


@pytest.mark.parametrize("headers", [{}, {"ETag": '"v1"', "Cache_Control": "private, no-store"}])
def test_a_page_is_not_kept_that_cannot_be_asked_about_or_must_not_be(headers, tmp_path):
    """There is nothing in the folder."""
    with site(a=html(**headers)) as one:
        read_article(f"{one.url}/a", links=Links(private=True, cache=tmp_path / "pages"))
    assert list(tmp_path.rglob("*.page")) == []


def test_a_page_that_was_changed_on_the_disk_is_fetched_again(tmp_path):
    """What is kept is what was fetched, or nothing."""
    with site(a=lambda headers: html(ETag='"v1"') if "if-none-match" not in headers else (304, {}, b"")) as one:
        links = Links(private=True, cache=tmp_path)
        read_article(f"{one.url}/a", links=links)
        (kept,) = tmp_path.glob("*.page")
        kept.write_bytes(b"<html><body><p>Nothing of the kind.</p></body></html>")
        assert read_article(f"{one.url}/a", links=links).title == TITLE


FEED = """<rss version="2.0"><channel><title>Gazette</title>
<item><title>{title}</title><link>HERE/a</link><guid>g-1</guid><description>A vote.</description></item>
<item><title>A page that is gone</title><link>HERE/gone</link><guid>g-2</guid><description>Gone.</description></item>
</channel></rss>"""


def test_full_fetches_what_is_behind_teasers():
    """The story of the page with the feed's guid; where there is none the teaser stays, and says why."""
    with site(a=html()) as one:
        one.pages["/feed"] = (200, {}, FEED.format(title=TITLE).replace("HERE", one.url).encode())
        story, teaser = read_articles(f"{one.url}/feed", links=Links(private=True, full=True))
        plain, _ = read_articles(f"{one.url}/feed", links=LOCAL)
    assert (story.guid, story.url, story.agency) == ("g-1", f"{one.url}/a", "Gazette")
    assert STORY in story.text
    assert (plain.item_type, STORY in plain.text) == ("teaser", False)
    assert teaser.item_type == "teaser"
    assert "the article behind it cannot be read: no such page (404)" in teaser.warnings


def test_the_encoding_that_only_the_server_says_is_used():
    """A page in Windows-1252 that does not say so itself."""
    with site(a=html(PAGE.decode().encode("cp1252"), Content_Type="text/html; charset=windows-1252")) as one:
        assert "“We shall look" in read_article(f"{one.url}/a", links=LOCAL).text


def test_commands_take_links(tmp_path, monkeypatch):
    """`brief`, `read` and a list of `batch`; without --allow-private this machine is not asked."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    with site(a=html(ETag='"v1"')) as one:
        link = f"{one.url}/a"
        refused = CliRunner().invoke(cli, ["read", link])
        assert refused.exit_code == 2
        assert "--allow-private fetches it" in refused.output
        read = CliRunner().invoke(cli, ["read", "--json", "--allow-private", link])
        assert json.loads(read.stdout)["url"] == link
        brief = CliRunner().invoke(cli, ["brief", "-q", "--allow-private", link])
        assert (brief.exit_code, TITLE in brief.output) == (0, True)
        (tmp_path / "factsheet.toml").write_text("allow_private = true\n")
        out = tmp_path / "out"
        batch = CliRunner().invoke(cli, ["batch", "-q", "-", "-o", str(out)], input=f"{link}\n{one.url}/none\n")
        assert batch.exit_code in {0, 1}
        assert len(list((out / "briefs").glob("*.md"))) == 1
    assert list((tmp_path / "cache" / "factsheet" / "pages").glob("*.page"))
    assert "1 page," in CliRunner().invoke(cli, ["cache"]).output
    assert "deleted 1 page" in CliRunner().invoke(cli, ["cache", "clear"]).output
    assert list((tmp_path / "cache" / "factsheet" / "pages").iterdir()) == []


@pytest.mark.parametrize("typed", ["www.example.org/a", "news.example.com/2026/a.html", "www.example.org"])
def test_an_address_without_its_beginning_is_told_from_a_file(typed):
    """The message says how a link begins; of a file that is not there it says nothing of the kind."""
    with pytest.raises(ReadError, match=f"a link begins with https://: https://{typed}$"):
        read_article(typed)
    with pytest.raises(ReadError, match="cannot be read: No such file or directory$"):
        read_article("desk/story.txt")
