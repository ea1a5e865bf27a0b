"""The pages in a real browser: every fact links to its words and back by keyboard, and nothing is fetched.

`make browser` installs what this needs and runs it where there is a Chromium; `make test` leaves it out.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import NEWS, STRINGS, hostile_sheet
from test_digest import _add

from factsheet.batch.digest import index_page, read_day
from factsheet.batch.ledger import open_ledger
from factsheet.briefs import html
from factsheet.proving import prove
from factsheet.proving.subject import Subject
from factsheet.sheets import load

api = pytest.importorskip("playwright.sync_api", reason="make browser installs it")
axe = pytest.importorskip("axe_playwright_python", reason="make browser installs it")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]

CASES = Path(__file__).parent / "cases" / "briefs"
WIDTHS = (360, 768, 1440)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="module")
def browser():
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files of two briefs, and of every hostile string."""
    folder = tmp_path_factory.mktemp("pages")
    for name in ("versailles", "hostile"):
        whole = load((CASES / f"{name}.json").read_text(encoding="utf-8"), NEWS)
        proven = replace(whole, standings=prove(NEWS, Subject(NEWS, whole.article, whole.facts), whole.findings))
        (folder / f"{name}.html").write_text(html.render(proven, NEWS), encoding="utf-8")
    for number, text in enumerate(STRINGS):
        page = html.render(hostile_sheet(text), NEWS)
        (folder / f"string-{number}.html").write_text(page, encoding="utf-8", errors="replace")
    return folder


class Visit:
    """A page that was opened, and what it did besides."""

    def __init__(self, browser, path, width=1440, scheme="light", *, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
        )
        self.page = context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    @property
    def is_quiet(self):
        return not self.said and len(self.asked) == 1


IS_MARKED = """anchor => {
    const number = /a(\\d+)/.exec(anchor)[1];
    let on = document.getElementById(anchor);
    while (!on.matches(".m")) on = on.nextElementSibling;
    const box = on.getBoundingClientRect();
    const colours = [on, document.getElementById("f" + number)].map(one => getComputedStyle(one).backgroundColor);
    return box.bottom > 0 && box.top < innerHeight && !colours.includes("rgba(0, 0, 0, 0)");
}"""


def within_seconds(page, condition, argument):
    """Whether a condition comes true while the page scrolls; a policy forbids the browser's own waiting."""
    for _ in range(60):
        if page.evaluate(condition, argument):
            return True
        page.wait_for_timeout(50)
    return False


def violations(page):
    """What axe-core finds, past the page's own policy."""
    session = page.context.new_cdp_session(page)
    source = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    session.send("Runtime.evaluate", {"expression": source})
    told = "JSON.stringify(found.violations.map(one => [one.id, one.nodes[0].html]))"
    ask = f"axe.run(document, {{runOnly: {list(RULES)}}}).then(found => {told})"
    return session.send("Runtime.evaluate", {"expression": ask, "awaitPromise": True, "returnByValue": True})["result"][
        "value"
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_fact_leads_to_its_words_and_back_by_keyboard(browser, pages, width):
    """Tab to each fact, Enter shows its words marked and in view; Escape leads back to the fact."""
    visit = Visit(browser, pages / "versailles.html", width)
    page = visit.page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wanted = page.eval_on_selector_all("a.go", "all => all.map(one => one.getAttribute('href'))")
    seen = []
    for _ in range(1000):
        page.keyboard.press("Tab")
        href = page.evaluate(
            "document.activeElement.matches('a.go') ? document.activeElement.getAttribute('href') : ''"
        )
        if not href:
            if len(seen) == len(wanted):
                break
            continue
        number = re.match(r"#a(\d+)-", href)[1]
        page.keyboard.press("Enter")
        assert within_seconds(page, IS_MARKED, href[1:]), href
        page.keyboard.press("Escape")
        assert page.evaluate("location.hash") == f"#f{number}"
        assert page.evaluate("document.activeElement.closest('[id]').id") == f"f{number}"
        seen.append(href)
    assert seen == wanted
    assert visit.is_quiet


@pytest.mark.parametrize("width", WIDTHS)
def test_it_works_without_a_script(browser, pages, width):
    """A click on a fact marks its words; the number behind them, reached by the next Tab, leads back."""
    visit = Visit(browser, pages / "versailles.html", width, script=False)
    shown = [one.get_attribute("href") for one in visit.page.locator("a.go:visible").all()]
    for number in (re.search(r"\d+", href)[0] for href in (shown[1], shown[len(shown) // 2], shown[-1])):
        visit.page.click(f"#f{number} a.go")
        assert visit.page.url.endswith(f"#a{number}-1")
        back = visit.page.locator(f"#article sup a[href='#f{number}']").first
        assert back.is_visible()
        for _ in range(60):
            visit.page.keyboard.press("Tab")
            if visit.page.locator(":focus").get_attribute("href") == f"#f{number}":
                break
        visit.page.keyboard.press("Enter")
        assert visit.page.url.endswith(f"#f{number}")
    assert visit.is_quiet


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["versailles", "hostile"])
def test_axe_finds_nothing(browser, pages, name, width, scheme):
    """WCAG 2.2 AA and axe's own advice, everything unfolded; nothing is wider than the screen."""
    visit = Visit(browser, pages / f"{name}.html", width, scheme)
    assert visit.is_quiet
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(visit.page) == "[]"
    visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(visit.page) == "[]"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_printed_it_is_one_page(browser, pages, paper):
    """The brief alone, on either paper, and whatever stands in its fields."""
    for path in sorted(pages.iterdir()):
        printed = Visit(browser, path).page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, path.name


def test_hostile_strings_do_nothing(browser, pages):
    """No script runs, nothing is asked for, no policy is broken, and the page is no wider than the screen."""
    for path in sorted(pages.glob("string-*.html")):
        visit = Visit(browser, path, 768)
        assert visit.is_quiet, (path.name, visit.said, visit.asked)
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name
        visit.page.context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_day_is_filtered_by_its_map_and_axe_finds_nothing(browser, tmp_path, width):
    """A click on a tile shows its subject alone, another one all; what somebody types is searched for."""
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        with ledger.transaction() as database:
            database.execute("INSERT INTO runs (id, started, pid, kind, model) VALUES (1, '', 1, 'news', 'm')")
        for number, subject in enumerate(("sport", "sport", "politics"), 1):
            _add(ledger, number, outline={"subjects": [subject], "summary": [{"statement": f"Number {number}."}]})
        (tmp_path / "index.html").write_text(index_page(read_day(ledger)), encoding="utf-8")
    visit = Visit(browser, tmp_path / "index.html", width)
    page = visit.page
    assert violations(page) == "[]"
    shown = "document.querySelectorAll('main li:not([hidden])').length"
    assert page.evaluate(shown) == 3
    page.locator("rect.tile").first.click()
    assert page.evaluate(shown) == 2
    page.locator("rect.tile").first.click()
    assert page.evaluate(shown) == 3
    page.fill("#q", "number 3")
    assert page.evaluate(shown) == 1
    assert visit.is_quiet
