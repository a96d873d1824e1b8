"use strict";
// Draws from the data what the reader chooses. Text goes into the page as text only, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const VERBS = ["Create", "Read", "Write", "Delete", "Append", "Append To", "Assign", "Share"];
  const WORDS = ["nothing", "user", "business unit", "parent and child units", "organization"];
  const GLYPHS = ["○", "◔", "◑", "◕", "●"];
  /** How many lines, and columns of the view at a glance, are drawn at once. */
  const MOST = 400, WIDE = 60;
  const $ = (id) => document.getElementById(id);
  const make = (tag, text, attributes) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    return element;
  };

  // ---- what roles grant ----

  const cache = new Map();
  /** The grid of a role: table to eight squares, each [level, role, line]. Its own line comes before included ones. */
  function grid(role, alone) {
    const key = role * 2 + (alone ? 1 : 0);
    if (cache.has(key)) return cache.get(key);
    const found = new Map();
    for (const source of alone ? [role] : [role, ...data.roles[role].all]) {
      const rows = data.roles[source].grid;
      for (let at = 0; at < rows.length; at += 3) {
        let squares = found.get(rows[at]);
        if (!squares) found.set(rows[at], (squares = VERBS.map(() => [0, source, 0])));
        const pattern = data.patterns[rows[at + 1]];
        for (let verb = 0; verb < 8; verb++) {
          const level = pattern.charCodeAt(verb) - 48;
          if (level > squares[verb][0]) squares[verb] = [level, source, rows[at + 2]];
        }
      }
    }
    if (cache.size > 200) cache.clear();
    cache.set(key, found);
    return found;
  }
  function place(role, [, source, line]) {
    const from = data.roles[source];
    const at = from.at && line ? data.files[from.at[0]] + ":" + line : "";
    return source === role ? at || "built in" : at ? from.symbol + " (" + at + ")" : from.symbol;
  }
  const origin = (role, square) => (square[0] ? WORDS[square[0]] + ": " + place(role, square) : "");
  const declared = data.roles.map((_, index) => index).filter((index) => !data.roles[index].platform);
  const platform = data.roles.map((_, index) => index).filter((index) => data.roles[index].platform);
  const all = [...declared, ...platform];
  const label = (role) => {
    const { name, symbol } = data.roles[role];
    return name === symbol ? name : name + " (" + symbol + ")";
  };

  // ---- the filter ----

  const filter = () => ({
    text: $("text").value.trim().toLowerCase(),
    verb: Number($("verb").value),
    level: Number($("level").value),
    granted: $("granted").checked,
    own: $("own").checked,
    alone: $("alone").checked,
  });
  /** Whether squares pass: the verb that is asked for, or any. */
  function passes(squares, { verb, level, granted }) {
    const least = level || (granted ? 1 : 0);
    const levels = squares ? squares.map((square) => square[0]) : VERBS.map(() => 0);
    return verb < 0 ? levels.some((found) => found >= least) : levels[verb] >= least;
  }
  const names = (table) => [data.tables[table][0], ...data.tables[table][4]];
  const finds = (texts, { text }) => !text || texts.some((one) => one.toLowerCase().includes(text));
  const isShown = (table, choice) => !(choice.own && !data.tables[table][2]);

  // ---- drawing ----

  function square(level, exists, title) {
    const cell = make("td", null, { class: level || exists ? "l" + level : "x" });
    if (title) cell.title = title;
    cell.append(make("i", level || exists ? GLYPHS[level] : "–", { "aria-hidden": "true" }));
    cell.append(make("b", level || exists ? WORDS[level] : "no such privilege"));
    cell.dataset.v = level || exists ? level : -1;
    return cell;
  }
  const exists = (table, verb) => data.tables[table][3][verb] === "1";
  function head(caption, first, columns, kind) {
    const table = make("table", null, { class: kind || "grid" });
    table.append(make("caption", caption));
    const row = table.createTHead().insertRow();
    for (const name of [first, ...columns]) {
      const cell = make("th", null, { scope: "col" });
      // Browsers do not repeat real buttons on the next sheets of paper.
      cell.append(make("span", name, { role: "button", tabindex: "0", title: "Sort by " + name }));
      row.append(cell);
    }
    table.createTBody();
    return table;
  }
  /** Fills a table line by line, the first at once and the others when asked for. */
  function fill(table, lines, draw, most = MOST) {
    const body = table.tBodies[0];
    const wrap = make("div", null, { class: "scroll" });
    wrap.append(table);
    let next = 0;
    const more = make("button", null, { type: "button" });
    const step = (count) => {
      for (const end = Math.min(lines.length, next + count); next < end; next++) body.append(draw(lines[next]));
      more.textContent = "Show " + (lines.length - next) + " more lines";
      more.hidden = next >= lines.length;
      const first = body.querySelector("td");
      if (first && !table.querySelector("td[tabindex]")) first.tabIndex = 0;
    };
    more.addEventListener("click", () => step(lines.length));
    step(most);
    wrap.append(more);
    return wrap;
  }
  function line(name, squares, table, says, role) {
    const row = make("tr");
    row.append(make("th", name, { scope: "row" }));
    VERBS.forEach((_, verb) => {
      const one = squares ? squares[verb] : [0, 0, 0];
      row.append(square(one[0], exists(table, verb), says(one, verb)));
    });
    if (role !== undefined) {
      const granted = (squares || []).filter((one) => one[0]).map((one) => place(role, one));
      row.append(make("td", [...new Set(granted)].join(", "), { class: "from" }));
    }
    return row;
  }
  const nothing = (text) => make("p", text, { class: "facts" });

  function roleGrid(role, choice) {
    const article = make("article");
    const about = data.roles[role];
    article.append(make("h3", about.name));
    const facts = [about.name === about.symbol ? "" : about.symbol];
    facts.push(about.at ? data.files[about.at[0]] + ":" + about.at[1] : "built in");
    if (about.includes.length) facts.push("includes " + about.includes.map((one) => data.roles[one].symbol).join(", "));
    if (!about.whole) facts.push("not all of it could be read");
    article.append(make("p", facts.filter(Boolean).join(" · "), { class: "facts" }));
    if (about.doc) article.append(make("p", about.doc));
    const found = grid(role, choice.alone);
    const byName = finds([about.name, about.symbol], choice);
    const tables = data.tables.map((_, table) => table).filter((table) =>
      (found.has(table) || !choice.granted) && isShown(table, choice) && passes(found.get(table), choice) &&
      (byName || finds(names(table), choice)));
    if (!tables.length) return { article: byName ? article : null, lines: 0, add: nothing("Nothing of it passes the filter.") };
    const table = head("What " + about.name + " grants on tables", "Table", [...VERBS, "From"]);
    const draw = (one) => line(data.tables[one][0], found.get(one), one, (cell) => origin(role, cell), role);
    return { article, lines: tables.length, add: fill(table, tables, draw) };
  }
  function drawRole() {
    const choice = filter();
    const chosen = $("role").value;
    const roles = (chosen === "all" ? declared : [Number(chosen)]).filter((role) => data.roles[role]);
    if (!roles.length) return $("role-view").replaceChildren(nothing("No role is declared."));
    const parts = [];
    let lines = 0;
    for (const role of roles) {
      if (lines > 3000) {
        parts.push(nothing("More roles are not drawn at once; choose one above."));
        break;
      }
      const { article, lines: count, add } = roleGrid(role, choice);
      if (chosen === "all" && (!article || (!count && choice.text))) continue;
      const shown = article || make("article");
      shown.append(add);
      parts.push(shown);
      lines += count;
    }
    $("role-view").replaceChildren(...(parts.length ? parts : [nothing("Nothing passes the filter.")]));
  }

  function drawTable() {
    const choice = filter();
    const chosen = Number($("table").value);
    const about = data.tables[chosen];
    if (!about) return $("table-view").replaceChildren(nothing("No role grants anything on a table."));
    const lines = all.map((role) => [role, grid(role, choice.alone).get(chosen)])
      .filter(([, squares]) => (squares || !choice.granted) && passes(squares, choice))
      .filter(([role]) => finds([...names(chosen), label(role)], choice));
    const article = make("article");
    article.append(make("h3", about[0]));
    const sharing = about[4].length ? " · its privileges hold for " + about[4].join(", ") + " too" : "";
    article.append(make("p", "owned by " + about[1] + sharing, { class: "facts" }));
    const table = head("What roles grant on " + about[0], "Role", [...VERBS, "From"]);
    const draw = ([role, squares]) => line(label(role), squares, chosen, (cell) => origin(role, cell), role);
    article.append(lines.length ? fill(table, lines, draw) : nothing("Nothing passes the filter."));
    $("table-view").replaceChildren(article);
  }

  function drawGlance() {
    const choice = filter();
    const pool = $("glance-roles").value === "1" ? all : declared.length ? declared : all;
    const roles = pool.slice(0, WIDE);
    const widest = (squares) => squares.reduce((wide, one) => (one[0] > wide[0] ? one : wide), squares[0]);
    const of = (role, table) => {
      const squares = grid(role, choice.alone).get(table);
      return squares && (choice.verb < 0 ? widest(squares) : squares[choice.verb]);
    };
    $("glance-verb").textContent = (choice.verb < 0 ? "The widest grant of any verb" : "Verb " + VERBS[choice.verb]) +
      (pool.length > WIDE ? "; the first " + WIDE + " of " + pool.length + " roles" : "");
    const tables = data.tables.map((_, table) => table).filter((table) => isShown(table, choice) &&
      (finds(names(table), choice) || roles.some((role) => finds([label(role)], choice))) &&
      roles.some((role) => passes(grid(role, choice.alone).get(table), choice)));
    if (!tables.length) return $("glance-view").replaceChildren(nothing("Nothing passes the filter."));
    const table = head("Tables by roles", "Table", roles.map((role) => data.roles[role].name), "heat");
    const draw = (one) => {
      const row = make("tr");
      row.append(make("th", data.tables[one][0], { scope: "row" }));
      for (const role of roles) {
        const cell = of(role, one) || [0, role, 0];
        const has = choice.verb < 0 || exists(one, choice.verb);
        row.append(square(cell[0], has, data.roles[role].name + ", " + (origin(role, cell) || "nothing")));
      }
      return row;
    };
    $("glance-view").replaceChildren(fill(table, tables, draw, 60));
  }

  function drawDifferences() {
    const choice = filter();
    const [one, two] = [Number($("one").value), Number($("two").value)];
    const view = $("difference-view");
    if (one === two || !data.roles[one] || !data.roles[two]) {
      return view.replaceChildren(nothing("Choose two roles: what differs is shown, and what only one of them has."));
    }
    const [from, to] = [grid(one, choice.alone), grid(two, choice.alone)];
    const at = (squares, verb) => (squares ? squares[verb][0] : 0);
    let wider = 0, narrower = 0;
    const lines = [];
    data.tables.forEach((_, table) => {
      const [a, b] = [from.get(table), to.get(table)];
      const verbs = VERBS.map((_, verb) => verb).filter((verb) => at(a, verb) !== at(b, verb) &&
        (choice.verb < 0 || choice.verb === verb) && Math.max(at(a, verb), at(b, verb)) >= choice.level);
      if (!verbs.length || !isShown(table, choice) || !finds(names(table), choice)) return;
      for (const verb of verbs) at(b, verb) > at(a, verb) ? wider++ : narrower++;
      lines.push([table, a, b]);
    });
    const tasks = (role) => {
      const found = new Map();
      for (const source of choice.alone ? [role] : [role, ...data.roles[role].all]) {
        for (const [name, level] of data.roles[source].tasks) found.set(name, Math.max(level, found.get(name) || 0));
      }
      return found;
    };
    const [tasksOne, tasksTwo] = [tasks(one), tasks(two)];
    const other = [...new Set([...tasksOne.keys(), ...tasksTwo.keys()])].sort()
      .filter((name) => tasksOne.get(name) !== tasksTwo.get(name) && finds([name], choice));
    const sum = label(two) + " reaches farther than " + label(one) + " in " + wider + " squares and less far in " + narrower + ".";
    const parts = [make("p", lines.length || other.length ? sum : "They grant the same, as far as the filter shows.")];
    if (lines.length) {
      const table = head("From " + label(one) + " to " + label(two), "Table", VERBS);
      parts.push(fill(table, lines, ([index, a, b]) => {
        const row = make("tr");
        row.append(make("th", data.tables[index][0], { scope: "row" }));
        VERBS.forEach((_, verb) => {
          const [x, y] = [at(a, verb), at(b, verb)];
          if (x === y) {
            row.append(square(x, exists(index, verb), x ? "the same: " + origin(two, b[verb]) : ""));
            row.lastChild.className = "same";
            return;
          }
          const word = !x ? "only there" : !y ? "absent" : y > x ? "wider" : "narrower";
          const cell = make("td", null, { class: y > x ? "more" : "less" });
          cell.dataset.v = y - x;
          cell.append(make("i", GLYPHS[x] + "→" + GLYPHS[y], { "aria-hidden": "true" }), make("em", word));
          cell.append(make("b", ": from " + WORDS[x] + " to " + WORDS[y]));
          const side = (role, squares) => data.roles[role].name + ": " + (squares && origin(role, squares[verb]) || "nothing");
          cell.title = side(one, a) + "; " + side(two, b);
          row.append(cell);
        });
        return row;
      }));
    }
    if (other.length) {
      const table = head("Privileges of no table", "Privilege", [label(one), label(two)], "list");
      parts.push(fill(table, other, (name) => {
        const row = make("tr");
        row.append(make("th", name, { scope: "row" }));
        for (const found of [tasksOne, tasksTwo]) row.append(square(found.get(name) || 0, true, ""));
        return row;
      }));
    }
    view.replaceChildren(...parts);
  }

  // ---- people ----

  const people = (seat) => seat.people.join(", ") + (seat.count > seat.people.length ? " and " + (seat.count - seat.people.length) + " more" : "");
  function held(environment, [role, unit, team]) {
    const where = environment.units[unit] || "root unit";
    return data.roles[role].name + (team < 0 ? ", held directly in " + where : ", through team " + data.teams[team] + " of " + where);
  }
  /** For each verb the widest level, and all that leads to it. */
  function reach(environment, seat, table, alone) {
    return VERBS.map((_, verb) => {
      let widest = 0;
      const why = [];
      for (const holding of seat.roles) {
        const squares = grid(holding[0], alone).get(table);
        if (!squares || !squares[verb][0]) continue;
        widest = Math.max(widest, squares[verb][0]);
        const team = holding[2] >= 0 && data.roles[holding[0]].team_only && squares[verb][0] === 1 ? ", rows of the team only" : "";
        why.push(WORDS[squares[verb][0]] + ": " + held(environment, holding) + team + ", " + place(holding[0], squares[verb]));
      }
      return [widest, why.join("; ")];
    });
  }
  function drawPeople() {
    const choice = filter();
    const environment = data.environments[Number($("environment").value)];
    if (!environment) return $("people-view").replaceChildren(nothing("No user has a role in an environment with a database."));
    const holders = environment.seats.reduce((sum, seat) => sum + seat.count, 0) + environment.left[1];
    const parts = [make("p", holders + " of " + (holders + environment.without) + " people hold roles in " + environment.name +
      ", in " + (environment.seats.length + environment.left[0]) + " ways. People to whom the same roles come in the same way are shown together." +
      (environment.left[0] ? " The " + environment.left[0] + " ways with the fewest people, " + environment.left[1] + " in all, are not on this page." : ""))];
    const chosen = $("seat").value, subject = $("subject").value;
    if (subject !== "") {
      const table = Number(subject);
      const lines = environment.seats.map((seat) => [seat, reach(environment, seat, table, choice.alone)])
        .filter(([, squares]) => passes(squares, { ...choice, granted: true }));
      const shown = head("Who can do what with " + data.tables[table][0] + " in " + environment.name, "People", VERBS);
      parts.push(lines.length ? fill(shown, lines, ([seat, squares]) => {
        const but = seat.but.length ? " – " + seat.but.join("; ") : "";
        return line(people(seat) + but, squares, table, ([, why]) => why);
      }) : nothing("No user, within this filter."));
    } else if (chosen !== "") {
      const seat = environment.seats[Number(chosen)];
      const list = make("ul");
      for (const but of seat.but) list.append(make("li", but, { class: "but" }));
      for (const holding of seat.roles) {
        const item = make("li", held(environment, holding) + " ");
        if (holding[3]) item.append(make("code", holding[3]));
        list.append(item);
      }
      parts.push(make("h3", people(seat)), make("p", "in " + environment.units[seat.unit], { class: "facts" }), list);
      const tables = data.tables.map((_, table) => [table, reach(environment, seat, table, choice.alone)])
        .filter(([table, squares]) => isShown(table, choice) && passes(squares, choice) && finds(names(table), choice));
      const shown = head("What they may do in " + environment.name, "Table", VERBS);
      parts.push(tables.length ? fill(shown, tables, ([table, squares]) =>
        line(data.tables[table][0], squares, table, ([, why]) => why)) : nothing("Nothing passes the filter."));
    } else {
      const seats = environment.seats.filter((seat) => finds([...seat.people, ...seat.roles.map((one) => data.roles[one[0]].name)], choice));
      const shown = head("People and their roles in " + environment.name, "People", ["How many", "Unit", "Roles, and how they come"], "list");
      parts.push(seats.length ? fill(shown, seats, (seat) => {
        const row = make("tr");
        row.append(make("th", people(seat), { scope: "row" }), make("td", seat.count), make("td", environment.units[seat.unit]));
        const cell = make("td");
        for (const but of seat.but) cell.append(make("div", but, { class: "but" }));
        for (const holding of seat.roles) cell.append(make("div", held(environment, holding)));
        row.append(cell);
        return row;
      }, 100) : nothing("No user matches the filter."));
    }
    $("people-view").replaceChildren(...parts);
  }

  // ---- choices ----

  const option = (value, text) => make("option", text.length > 90 ? text.slice(0, 90) + "…" : text, { value });
  const options = (id, list) => $(id).replaceChildren(...list);
  function choosePlace() {
    const environment = data.environments[Number($("environment").value)];
    const seats = environment ? environment.seats.slice(0, 1000) : [];
    options("seat", [option("", "all"), ...seats.map((seat, index) => option(index, people(seat)))]);
  }
  const roleOptions = () => all.map((role) => option(role, label(role)));
  options("verb", [option(-1, "any"), ...VERBS.map((verb, index) => option(index, verb))]);
  options("level", [option(0, "any level"), ...[1, 2, 3, 4].map((level) => option(level, GLYPHS[level] + " " + WORDS[level]))]);
  options("role", [...(declared.length ? [option("all", "all declared")] : []), ...roleOptions()]);
  options("table", data.tables.map((table, index) => option(index, table[0])));
  options("one", roleOptions());
  options("two", roleOptions());
  options("environment", data.environments.map((environment, index) => option(index, environment.name)));
  options("subject", [option("", "none"), ...data.tables.map((table, index) => option(index, table[0]))]);
  if (all.length > 1) $("two").selectedIndex = 1;
  const big = declared.reduce((sum, role) => sum + data.roles[role].grid.length / 3, 0) > 1500;
  if (big && declared.length) $("role").value = String(declared[0]);
  choosePlace();

  const views = { glance: drawGlance, "by-role": drawRole, "by-table": drawTable, differences: drawDifferences, people: drawPeople };
  const draw = () => Object.values(views).forEach((view) => view());
  const on = (ids, event, run) => ids.forEach((id) => $(id).addEventListener(event, run));
  let waiting = 0;
  on(["text"], "input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 120);
  });
  on(["verb", "level", "granted", "own", "alone"], "change", draw);
  on(["clear"], "click", () => {
    $("filter").reset();
    draw();
  });
  on(["filter"], "submit", (event) => event.preventDefault());
  on(["glance-roles"], "change", drawGlance);
  on(["role"], "change", drawRole);
  on(["table"], "change", drawTable);
  on(["one", "two"], "change", drawDifferences);
  on(["swap"], "click", () => {
    [$("one").value, $("two").value] = [$("two").value, $("one").value];
    drawDifferences();
  });
  on(["environment"], "change", () => {
    choosePlace();
    drawPeople();
  });
  on(["seat"], "change", () => {
    $("subject").value = "";
    drawPeople();
  });
  on(["subject"], "change", () => {
    $("seat").value = "";
    drawPeople();
  });

  // ---- sorting, keys, and the line that says where a square comes from ----

  function sort(header) {
    const table = header.closest("table");
    const at = [...header.parentNode.children].indexOf(header);
    const down = header.getAttribute("aria-sort") === "ascending" || (at > 0 && !header.hasAttribute("aria-sort"));
    for (const other of header.parentNode.children) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => {
      const cell = row.cells[at];
      return cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell.textContent;
    };
    const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));
    const rows = [...table.tBodies[0].rows].map((row) => [value(row), row]);
    rows.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
    table.tBodies[0].replaceChildren(...rows.map(([, row]) => row));
  }
  document.addEventListener("click", (event) => {
    const header = event.target.closest("th [role=button]");
    if (header) sort(header.parentNode);
  });
  document.addEventListener("keydown", (event) => {
    const header = event.target.closest && event.target.closest("th [role=button]");
    if (!header || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    sort(header.parentNode);
  });
  const says = (cell) => {
    const table = cell.closest("table");
    const row = cell.parentNode;
    const column = table.tHead.rows[0].cells[cell.cellIndex].textContent;
    const words = cell.querySelector("b");
    return row.cells[0].textContent + " · " + column + " · " + (cell.title || (words && words.textContent) || cell.textContent);
  };
  const detail = (event) => {
    const cell = event.target.closest && event.target.closest(".grid td, .heat td");
    if (cell) $("detail").textContent = says(cell);
  };
  document.addEventListener("mouseover", detail);
  document.addEventListener("focusin", detail);
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest && event.target.closest("td[tabindex]");
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("text").focus();
    }
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!cell || !step) return;
    const rows = cell.closest("tbody").rows;
    const row = rows[[...rows].indexOf(cell.parentNode) + step[0]];
    const next = row && row.cells[cell.cellIndex + step[1]];
    if (!next || next.tagName !== "TD") return;
    event.preventDefault();
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  document.querySelectorAll(".scripted").forEach((element) => (element.hidden = false));
  draw();
  document.documentElement.dataset.drawn = "yes";
})();
