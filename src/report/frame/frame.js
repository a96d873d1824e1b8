  // What all pages of lists share. Text goes into the page as text only, never as markup.
  const data = JSON.parse(document.getElementById("data").textContent);
  /** How many lines are drawn at once. */
  const MOST = 400;
  const $ = (id) => document.getElementById(id);
  const make = (tag, text, attributes) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    return element;
  };
  const nothing = (text) => make("p", text, { class: "facts" });
  const many = (count, one, more) => count + " " + (count === 1 ? one : more);
  const unique = (list) => [...new Set(list)].sort();
  const option = (value, text) => make("option", text.length > 90 ? text.slice(0, 90) + "…" : text, { value });
  const options = (id, list) => $(id).replaceChildren(...list.map(([value, text]) => option(value, text)));
  const wanted = () => $("text").value.trim().toLowerCase();
  /** Whether every word that is looked for is in one of the texts. */
  const finds = (texts) => {
    const words = wanted().split(/\s+/).filter(Boolean);
    if (!words.length) return true;
    const all = texts.filter(Boolean).join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  };

  /** A cell: a text, an element, or a list of both. */
  function cell(tag, content, attributes) {
    const element = make(tag, null, attributes);
    element.append(...[content].flat().filter((one) => one !== null && one !== undefined && one !== "").map((one) => one instanceof Node ? one : String(one)));
    return element;
  }
  const state = (word) => make("span", word, { class: "s-" + word });
  const source = (place) => (place ? make("code", place) : "");
  const list = (items) => {
    if (!items.length) return "";
    const element = make("ul");
    for (const item of items) element.append(cell("li", item));
    return element;
  };

  const waiting = [];
  /**
   * A table of rows that sorts by its heads. Each column has a name, `show` for what is in its cell, and may have `by`, a
   * text or number to sort by. Rows are drawn in steps; before the page is printed, all are.
   */
  function table(caption, columns, rows, { kind = "list", most = MOST } = {}) {
    const wrap = make("div", null, { class: "scroll" });
    const element = make("table", null, { class: kind });
    element.append(make("caption", caption));
    const head = element.createTHead().insertRow();
    const body = element.createTBody();
    const more = make("button", null, { type: "button" });
    let order = rows, next = 0;
    const step = (count) => {
      const part = document.createDocumentFragment();
      for (const end = Math.min(order.length, next + count); next < end; next++) {
        const line = make("tr");
        columns.forEach(({ show, mark }, at) => {
          const made = cell(at ? "td" : "th", show(order[next]), at ? mark && mark(order[next]) : { scope: "row" });
          line.append(made);
        });
        part.append(line);
      }
      body.append(part);
      more.textContent = "Show " + many(order.length - next, "more line", "more lines");
      more.hidden = next >= order.length;
      if (kind !== "list" && !body.querySelector("td[tabindex]")) {
        const first = body.querySelector("td");
        if (first) first.tabIndex = 0;
      }
    };
    const sort = (at) => {
      const header = head.cells[at];
      const down = header.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const { by, show } = columns[at];
      const value = by || ((row) => cell("td", show(row)).textContent);
      const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));
      order = rows.map((row) => [value(row), row]).sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0])).map(([, row]) => row);
      const drawn = Math.max(next, most);
      body.replaceChildren();
      next = 0;
      step(drawn);
    };
    columns.forEach(({ name, title }, at) => {
      const header = make("th", null, { scope: "col" });
      // Browsers do not repeat real buttons on the next sheets of paper.
      const button = make("span", name, { role: "button", tabindex: "0", title: title || "Sort by " + name });
      button.addEventListener("click", () => sort(at));
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        sort(at);
      });
      header.append(button);
      head.append(header);
    });
    more.addEventListener("click", () => step(order.length));
    step(most);
    waiting.push(() => element.isConnected && step(order.length));
    wrap.append(element, more);
    return wrap;
  }

  const draws = [];
  /** Draws what passes the filter into a part of the page, now and whenever the filter changes. */
  function view(id, draw) {
    draws.push(() => $(id + "-view").replaceChildren(...[draw()].flat()));
  }
  const draw = () => {
    waiting.length = 0;
    draws.forEach((one) => one());
  };
  const found = (count, all, one, more) => ($("found").textContent = count + " of " + many(all, one, more));
  let timer = 0;
  $("filter").addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(draw, event.target.id === "text" ? 120 : 0);
  });
  $("filter").addEventListener("submit", (event) => event.preventDefault());
  $("clear").addEventListener("click", () => {
    $("filter").reset();
    draw();
  });

  const says = (square) => {
    const head = square.closest("table").tHead.rows[0].cells[square.cellIndex].textContent;
    return square.parentNode.cells[0].textContent + " · " + head + " · " + (square.dataset.says || square.title || square.textContent);
  };
  const detail = (event) => {
    const square = event.target.closest && event.target.closest(".squares td");
    if (square) $("detail").textContent = says(square);
  };
  document.addEventListener("mouseover", detail);
  document.addEventListener("focusin", detail);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("text").focus();
    }
    const square = event.target.closest && event.target.closest("td[tabindex]");
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!square || !move) return;
    const rows = square.closest("tbody").rows;
    const row = rows[[...rows].indexOf(square.parentNode) + move[0]];
    const next = row && row.cells[square.cellIndex + move[1]];
    if (!next || next.tagName !== "TD") return;
    event.preventDefault();
    square.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => (one.open = true));
    waiting.forEach((step) => step());
  });
  /** Shows the parts that need a script, and draws them. */
  function begin() {
    document.querySelectorAll(".scripted").forEach((element) => (element.hidden = false));
    if (!document.querySelector(".squares")) $("detail").hidden = true;
    draw();
    if (document.querySelector(".squares")) $("detail").hidden = false;
    document.documentElement.dataset.drawn = "yes";
  }

