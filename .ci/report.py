#!/usr/bin/env python3
"""The pages of `dictum report` in a browser: they are opened, filtered, sorted, walked by keys and printed, in light and
in dark, and every number that `dictum query` answers is looked for in what the browser shows and in what it prints.

Needs Chromium: what CHROMIUM names, one on the PATH, or one that apt installs with --install. Without one it says that it
is skipped. `--fetch` only installs what it needs. Speaks to the browser over --remote-debugging-pipe, so no port is opened and no driver is needed."""

import base64, json, os, re, shutil, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DICTUM = str(ROOT / "target/debug/dictum")
TODAY = "2026-11-21"
NAMES = ["chromium", "chromium-browser", "google-chrome", "chromium-headless-shell", "headless_shell"]


def browser(install):
    """The path of a browser, or None."""
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if named or not install or os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return named
    try:
        subprocess.run(["apt-get", "update", "-qq"], timeout=40, check=True, capture_output=True)
        package = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell"]
        subprocess.run(package, timeout=80, check=True, capture_output=True)
    except (subprocess.SubprocessError, OSError):
        return None
    return next(filter(None, map(shutil.which, NAMES)), None)


def others():
    """Readers of others, for print and for calendars: each is None where no registry gives it."""
    folder = ROOT / "target/page-readers"
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(folder)]
        try:
            subprocess.run([*pip, "pypdf==5.1.0", "icalendar==6.1.0"], timeout=60, check=True, capture_output=True)
        except (subprocess.SubprocessError, OSError):
            shutil.rmtree(folder, ignore_errors=True)
    sys.path.insert(0, str(folder))
    try:
        import pypdf
        pdf = lambda path: "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    except ImportError:
        pdf = None
    try:
        import icalendar
        calendar = lambda path: icalendar.Calendar.from_ical(path.read_bytes())
    except ImportError:
        calendar = None
    return pdf, calendar


def calendars(out, calendar):
    """The calendar, by a reader of others, has an event for each line of the CSV that has a day."""
    import csv
    with open(out / "reviews.csv", newline="", encoding="utf-8") as file:
        days = sorted(line["day"] for line in csv.DictReader(file) if line["day"])
    events = calendar(out / "reviews.ics").walk("VEVENT")
    check(sorted(str(event.decoded("DTSTART")) for event in events) == days, "the calendar has other days than the CSV")
    check(len({str(event["UID"]) for event in events}) == len(events), "two events share an id")
    check(all(not event.errors for event in events), "a reader of calendars finds errors")
    DONE["numbers"] += len(days)


class Browser:
    """A browser, message by message."""

    def __init__(self, path, folder):
        ours, theirs = os.pipe(), os.pipe()
        os.set_inheritable(ours[0], True)
        os.set_inheritable(theirs[1], True)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe"]
        # The browser reads from 3 and writes to 4, whatever numbers the pipes have here.
        command = f'exec "$0" "$@" 3<&{ours[0]} 4>&{theirs[1]}'
        self.process = subprocess.Popen(
            ["bash", "-c", command, path, *flags, f"--user-data-dir={folder}/profile"],
            close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(ours[0]), os.close(theirs[1])
        self.out, self.read = ours[1], theirs[0]
        self.buffer, self.number, self.events, self.session = b"", 0, [], None

    def take(self, until):
        while b"\0" not in self.buffer:
            if time.monotonic() > until:
                raise TimeoutError("the browser does not answer")
            part = os.read(self.read, 1 << 20)
            if not part:
                raise EOFError("the browser has ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + 60
        while True:
            answer = self.take(until)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def run(self, script):
        """What a script gives."""
        result = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", script))
        return result["result"].get("value")

    def open(self, path):
        """Opens a page of its own and waits until its script has drawn."""
        self.session = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.ask(domain + ".enable")
        self.events.clear()
        self.ask("Page.navigate", url=path.as_uri())
        until = time.monotonic() + 60
        while self.run("document.documentElement && document.documentElement.dataset.drawn") != "yes" and "index" not in path.name:
            if time.monotonic() > until:
                raise TimeoutError(f"{path} does not draw")
            time.sleep(0.05)

    def trouble(self):
        """What went wrong in a page, and what it asked for beside itself."""
        found = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                found.append(parameters["exceptionDetails"]["exception"].get("description", "an exception"))
            elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                found.append(parameters["entry"]["text"])
            elif method == "Network.requestWillBeSent":
                found.append(parameters["request"]["url"])
        return found

    def press(self, key):
        for kind in ["keyDown", "keyUp"]:
            text = {"text": key} if len(key) == 1 and kind == "keyDown" else {}
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, **text)

    def close(self):
        self.session = None
        try:
            self.ask("Browser.close")
            self.process.wait(10)
        except (EOFError, TimeoutError, OSError, subprocess.TimeoutExpired):
            self.process.kill()


HELPERS = """
  window.set = (id, value) => { const field = document.getElementById(id);
    field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); };
  window.lines = (view) => [...document.querySelectorAll(`#${view}-view tbody tr`)].map((row) => [...row.cells].map((cell) => cell.textContent));
  window.settled = () => new Promise((done) => setTimeout(done, 250));
"""

# Every text that is seen, with its contrast to what is behind it (WCAG 2.2, 1.4.3).
CONTRAST = """(() => {
  const light = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const of = (colour) => { const [r, g, b] = parts(colour); return 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b); };
  const behind = (element) => { for (let one = element; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor; const [, , , alpha] = parts(colour);
    if (alpha === undefined || alpha === 1) return colour; } return getComputedStyle(document.body).backgroundColor; };
  const poor = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, style, [aria-hidden=true], option")) continue;
    const [one, two] = [of(getComputedStyle(element).color), of(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < 4.5) poor.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...poor].slice(0, 8);
})()"""

FAULTS = []
DONE = {"pages": 0, "numbers": 0, "printed": 0}


def check(truth, text):
    if not truth:
        FAULTS.append(text)
        print("  WRONG:", text)


def query(project, *arguments):
    command = [DICTUM, "query", *arguments, "--output", "json", "--today", TODAY, str(project)]
    return json.loads(subprocess.run(command, capture_output=True, text=True).stdout)


def common(page, name):
    """What holds for every page."""
    asked = [one for one in page.trouble() if not one.endswith(name + ".html")]
    check(not asked, f"{name}: {asked}")
    tree = page.ask("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "link", "combobox", "searchbox", "checkbox", "table", "textbox"}
    for node in tree:
        role = node.get("role", {}).get("value")
        if role in roles and not node.get("ignored"):
            check(node.get("name", {}).get("value"), f"{name}: a {role} has no name")
    check(page.run("document.querySelectorAll('h1').length") == 1, f"{name}: one first heading")
    for scheme in ["light", "dark"]:
        page.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        poor = page.run(CONTRAST)
        check(not poor, f"{name} in {scheme}: too little contrast: {poor}")
    page.ask("Emulation.setEmulatedMedia", features=[])
    DONE["pages"] += 1


def keys(page, name):
    """`/` goes to the filter, a head sorts, arrows walk over squares."""
    page.run("document.activeElement.blur()")
    page.press("/")
    check(page.run("document.activeElement.id") == "text", f"{name}: `/` does not go to the filter")
    check(page.run("document.getElementById('text').value") == "", f"{name}: `/` writes itself")
    heads = page.run("""(() => { const head = document.querySelector("main th [role=button]"); if (!head) return null;
        head.focus(); return true; })()""")
    if heads:
        page.press("Enter")
        order = page.run("document.querySelector('main th[aria-sort]') && document.querySelector('main th[aria-sort]').getAttribute('aria-sort')")
        check(order in ("ascending", "descending"), f"{name}: Enter on a head does not sort")
    if page.run("!!document.querySelector('.squares td[tabindex]')"):
        page.run("document.querySelector('.squares td[tabindex]').focus()")
        before = page.run("document.getElementById('detail').textContent")
        page.press("ArrowRight")
        after = page.run("document.getElementById('detail').textContent")
        check(before != after and ".dictum:" in before, f"{name}: an arrow does not move, or no line is named: {after}")


def printed(page, name, folder, read, wanted):
    """Prints a page, and looks for texts in what is printed."""
    answer = page.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    path = folder / (name + ".pdf")
    path.write_bytes(base64.b64decode(answer["data"]))
    check(path.read_bytes()[:5] == b"%PDF-", f"{name}: nothing is printed")
    DONE["printed"] += 1
    if read:
        # Lines break anywhere in print, so blanks mean nothing.
        text = re.sub(r"\s", "", read(path))
        for one in wanted:
            check(re.sub(r"\s", "", one) in text, f"{name}: `{one}` is not printed")
            DONE["numbers"] += 1


def connectors(page, project, folder, read):
    page.run(HELPERS)
    rows = {row[0]: row for row in page.run("lines('environments')")}
    wanted = []
    page.run("set('show', 'all')")
    options = page.run("[...document.getElementById('environment').options].map((one) => [one.value, one.textContent])")
    for value, title in options[1:]:
        symbol = re.search(r"\(([^()]*)\)$", title)
        symbol = symbol.group(1) if symbol else title
        if symbol.startswith("environments to come"):
            continue
        answer = query(project, "connectors", "-e", symbol)
        unsure, cells = len(answer["ungoverned"]), [len(cell["connectors"]) for cell in answer["cells"]]
        numbers = [answer["connectors"], sum(cells) - unsure, len(answer["blocked"]), unsure, len(cells)]
        row = next(row for name, row in rows.items() if name.strip() == symbol or name.endswith(" " + symbol))
        check(row[4:9] == [str(one) for one in numbers], f"{symbol}: {row[4:9]}, not {numbers}")
        DONE["numbers"] += len(numbers)
        wanted += [str(one) for one in numbers]
        page.run(f"set('environment', '{value}')")
        page.run("settled()")
        page.run("[...document.querySelectorAll('#connectors-view button')].forEach((one) => one.click())")
        marks = page.run("[...document.querySelectorAll('#connectors-view td:nth-child(2) i')].map((one) => one.textContent)")
        check(marks.count("✕") == len(answer["blocked"]), f"{symbol}: {marks.count('✕')} are drawn as blocked")
        check(marks.count("?") == unsure, f"{symbol}: {marks.count('?')} are drawn as not known")
        unknown = set(answer["ungoverned"])
        for index, cell in enumerate(answer["cells"][:26]):
            sure = [one for one in cell["connectors"] if one not in unknown]
            check(marks.count(chr(65 + index)) == len(sure), f"{symbol}: cell {chr(65 + index)}")
            DONE["numbers"] += 1
        check(len(marks) == answer["connectors"], f"{symbol}: {len(marks)} connectors are drawn")
        counts = [int(row[1]) for row in page.run("lines('cells')")]
        check(counts == cells, f"{symbol}: cells {counts}, not {cells}")
        DONE["numbers"] += len(cells) + 2
    page.run("set('environment', ''); set('text', 'sql server')")
    page.run("settled()")
    shown = page.run("lines('connectors').map((row) => row[0])")
    check(shown and all("sql" in one.lower() for one in shown), f"the filter leaves {shown[:3]}")
    page.run("document.getElementById('clear').click()")
    keys(page, "connectors")
    printed(page, "connectors", folder, read, wanted)


def apps(page, project, folder, read):
    page.run(HELPERS)
    rows = {row[0].split(" ")[-1]: row for row in page.run("lines('apps')")}
    answers = query(project, "app")
    check(len(rows) == len(answers), f"{len(rows)} of {len(answers)} apps are drawn")
    # Cells beside each other are read line by line, so words are looked for in print, and no sentences.
    wanted = [answer["app"] for answer in answers]
    for answer in answers:
        row = rows[answer["app"]]
        check(row[1].startswith(answer["level"] or "no level"), f"{answer['app']}: level {row[1]}")
        for duty in answer["duties"]:
            line = f"{duty['state']} {duty['what']}: {duty['detail']} {duty['place'] or ''}"
            check(line in row[6], f"{answer['app']}: `{line}` is not drawn")
            DONE["numbers"] += 1
        for one in answer["connectors"]:
            check(one["connector"] in row[8] and one["standing"] in row[8], f"{answer['app']}: {one}")
    if answers:
        page.run(f"set('text', '{answers[0]['app']}')")
        page.run("settled()")
        shown = page.run("lines('apps').length")
        check(0 < shown <= len(answers), f"the filter leaves {shown}")
        page.run("document.getElementById('clear').click()")
        keys(page, "apps")
    printed(page, "apps", folder, read, wanted)


def responsibilities(page, project, folder, read):
    page.run(HELPERS)
    built = folder / "dist"
    subprocess.run([DICTUM, "build", str(project), "--out", str(built), "-q"], capture_output=True)
    bundle = built / "bundle.json"
    rows = {row[0].split(" ")[-1]: row for row in page.run("lines('raci')")}
    if bundle.exists():
        wanted = json.loads(bundle.read_text())["responsibilities"]
        check(len(rows) == len(wanted), f"{len(rows)} of {len(wanted)} activities are drawn")
        heads = page.run("[...document.querySelectorAll('#raci-view thead th span')].map((one) => one.title.split(',')[0])")
        for one in wanted:
            row = rows[one["symbol"]]
            for at, party in list(enumerate(heads))[1:-2]:
                lists = [list for list in ["responsible", "accountable", "consulted", "informed"] if party in one[list]]
                letters = " ".join(list[0].upper() for list in lists)
                check(row[at] == letters + " and ".join(lists), f"{one['symbol']}: `{row[at]}` of {party}")
                DONE["numbers"] += 1
    if rows:
        page.run("set('show', 'none')")
        page.run("settled()")
        check(page.run("lines('raci').length") == 0, "every activity has somebody accountable")
        page.run("document.getElementById('clear').click()")
        page.run("settled()")
        page.run("document.querySelector('.squares td[tabindex]').focus()")
    printed(page, "responsibilities", folder, read, list(rows))


def reviews(page, project, folder, read):
    import csv, io
    page.run(HELPERS)
    command = [DICTUM, "report", "reviews", "-o", "csv", "--today", TODAY, "-q", str(project)]
    sheet = list(csv.DictReader(io.StringIO(subprocess.run(command, capture_output=True, text=True).stdout)))
    rows = page.run("lines('due')")
    check(len(rows) == len(sheet), f"{len(rows)} of {len(sheet)} lines are drawn")
    for row, line in zip(rows, sheet):
        check(row[0] == (line["day"] or "no day") and row[2] == line["state"] and row[5] == line["what"], f"{row}")
        DONE["numbers"] += 1
    if any(line["state"] == "overdue" for line in sheet):
        page.run("set('state', 'overdue')")
        page.run("settled()")
        shown = page.run("lines('due').map((row) => row[2])")
        check(shown == [line["state"] for line in sheet if line["state"] == "overdue"], f"the filter leaves {shown}")
        page.run("set('state', ''); set('within', '1')")
        page.run("settled()")
        last = page.run("lines('due').map((row) => row[0]).filter((day) => day > '2026-12-21' && day !== 'no day').length")
        check(last == 0, "a month is longer than it is")
        page.run("document.getElementById('clear').click()")
        keys(page, "reviews")
    printed(page, "reviews", folder, read, [line["day"] for line in sheet if line["day"]])


def roles(page, project, folder, read):
    import csv, io
    page.run("""window.change = (id, value) => { const field = document.getElementById(id);
        field.value = value; field.dispatchEvent(new Event("change", { bubbles: true })); };""")
    chosen = page.run("[...document.getElementById('role').options].map((one) => [one.value, one.textContent]).filter(([value]) => value !== 'all')")
    command = [DICTUM, "matrix", "--effective", "--output", "csv", "-q", str(project)]
    sheet = list(csv.DictReader(io.StringIO(subprocess.run(command, capture_output=True, text=True).stdout)))
    for value, title in chosen:
        symbol = re.search(r"\(([^()]*)\)$", title)
        symbol = symbol.group(1) if symbol else title
        lines = [line for line in sheet if line["role"] == symbol and line["table"]]
        if not lines:
            continue
        page.run(f"change('role', '{value}')")
        page.run("document.querySelectorAll('#role-view button').forEach((one) => one.click())")
        verbs = ["create", "read", "write", "delete", "append", "append_to", "assign", "share"]
        for level, word in enumerate(["user", "bu", "deep", "org"], 1):
            count = sum(line[verb] == word for line in lines for verb in verbs)
            drawn = page.run(f"document.querySelectorAll('#role-view td.l{level}').length")
            check(count == drawn, f"{symbol}: {drawn} squares are {word}, not {count}")
            DONE["numbers"] += 1
    printed(page, "roles", folder, None, [])


def main():
    if "--fetch" in sys.argv:
        browser(True)
        others()
        return 0
    path = browser("--install" in sys.argv)
    if not path:
        print("skipped: there is no Chromium; CHROMIUM names one")
        return 0
    read, calendar = others()
    for one, what in [(read, "what is printed: pypdf"), (calendar, "calendars: icalendar")]:
        if not one:
            print(f"not read, {what} is absent and no registry gives it")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        shutil.copytree(ROOT / "policies", scratch / "policies")
        estate = scratch / "policies/estate"
        estate.mkdir()
        shutil.copy(ROOT / "tests/suite/report/estate.dictum", estate)
        (estate / "dictum.toml").write_text('[project]\nname = "estate"\n[catalog]\nmax_age = 600\n')
        chromium = Browser(path, scratch)
        try:
            for project in sorted((scratch / "policies").iterdir()):
                os.chdir(project)
                out = scratch / "out" / project.name
                subprocess.run([DICTUM, "report", "all", ".", "--out", str(out), "--today", TODAY, "-q"], check=True)
                start = time.monotonic()
                for page, look in {"roles": roles, "connectors": connectors, "apps": apps, "responsibilities": responsibilities, "reviews": reviews}.items():
                    chromium.open(out / (page + ".html"))
                    common(chromium, page)
                    look(chromium, Path("."), out, read)
                if calendar:
                    calendars(out, calendar)
                chromium.open(out / "index.html")
                common(chromium, "index")
                print(f"{project.name}: {time.monotonic() - start:.1f} s")
        finally:
            os.chdir(ROOT)
            chromium.close()
    print(f"{DONE['pages']} pages opened, {DONE['numbers']} numbers found, {DONE['printed']} pages printed, {len(FAULTS)} wrong")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main())
