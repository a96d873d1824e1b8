  // Connectors by environments.
  const [ID, NAME, PUBLISHER, TIER, BLOCKABLE, RATING] = [0, 1, 2, 3, 4, 5];
  const BLOCKED = -1, UNKNOWN = -2;
  const GROUPS = { business: "Business", non_business: "Non-business", blocked: "Blocked", ignore: "ignored", unknown: "not known" };
  /** How many columns of environments are drawn at once. */
  const WIDE = 40;
  const all = data.connectors.map((_, index) => index);
  const spread = (ranges, run) => {
    for (let at = 0; at < ranges.length; at += 2) for (let next = 0; next < ranges[at + 1]; next++) run(ranges[at] + next);
  };
  const size = (ranges) => ranges.reduce((sum, count, at) => (at % 2 ? sum + count : sum), 0);
  const letter = (index) => (index < 26 ? "" : letter(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
  const part = (one) => (one.whole ? "" : make("div", "not all of it could be read", { class: "but" }));
  const titled = (one) => one.name + (one.environment && one.environment !== one.name ? " (" + one.environment + ")" : "");

  // Of each class: where each connector is, which is usual, and what is limited.
  for (const [number, one] of data.classes.entries()) {
    one.at = new Int32Array(data.connectors.length).fill(BLOCKED);
    one.cells.forEach((cell, index) => spread(cell.connectors, (id) => (one.at[id] = index)));
    spread(one.blocked, (id) => (one.at[id] = BLOCKED));
    one.unsure = new Uint8Array(data.connectors.length);
    spread(one.ungoverned, (id) => {
      one.unsure[id] = 1;
      if (one.at[id] !== BLOCKED) one.at[id] = UNKNOWN;
    });
    spread(one.unsorted, (id) => (one.at[id] = UNKNOWN));
    const counts = new Map();
    for (const at of one.at) counts.set(at, (counts.get(at) || 0) + 1);
    one.counts = counts;
    one.usual = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([at]) => at)[0];
    one.limited = new Map();
    for (const limit of one.limits) one.limited.set(limit.connector, [...(one.limited.get(limit.connector) || []), limit]);
    one.environments = data.environments.filter((environment) => environment.class === number);
  }
  const classes = data.classes.filter((one) => one.environments.length);
  const limited = new Set(classes.flatMap((one) => one.limits.map((limit) => limit.connector)));
  const isNamed = new Uint8Array(data.connectors.length);
  for (const policy of data.policies) {
    // What falls under rest shares the place that most connectors of the policy have.
    const most = Math.max(0, ...policy.says.map((says) => size(says.connectors)));
    for (const says of policy.says) if (size(says.connectors) < most) spread(says.connectors, (id) => (isNamed[id] = 1));
  }
  for (const one of data.lists) for (const [, ranges] of one.lists) spread(ranges, (id) => (isNamed[id] = 1));

  const said = new Map();
  /** What a policy says about a connector: group and place. */
  function saying(policy, id) {
    if (!said.has(policy)) {
      const found = new Array(data.connectors.length);
      for (const one of data.policies[policy].says) spread(one.connectors, (at) => (found[at] = one));
      said.set(policy, found);
    }
    return said.get(policy)[id];
  }
  const listing = new Map();
  function listed(index, id) {
    if (!listing.has(index)) {
      const found = new Map();
      for (const [place, ranges] of data.lists[index].lists) spread(ranges, (at) => found.set(at, place));
      listing.set(index, found);
    }
    return listing.get(index).get(id);
  }
  const word = (one, at) => (at === BLOCKED ? "blocked" : at === UNKNOWN ? "not known" : "cell " + letter(at));
  /** Each policy that says something about a connector in a class, as a sentence, with its place. */
  function reasons(one, id) {
    const found = one.policies.map((policy) => {
      const { group, place } = saying(policy, id);
      return ["data policy " + data.policies[policy].symbol + ": " + GROUPS[group], place, group === "blocked"];
    });
    for (const index of one.lists) {
      const place = listed(index, id);
      if (place) found.push(["allow-list " + data.lists[index].symbol + " lists it", place, false]);
      else if (one.at[id] === BLOCKED && !found.some((reason) => reason[2])) {
        found.push(["allow-list " + data.lists[index].symbol + " does not list it", data.lists[index].allows, true]);
      }
    }
    if (!one.evaluated) found.push(["data policies are not evaluated", one.environments[0].skipped || "", false]);
    if (!found.length) found.push(["no policy applies", "", false]);
    return found.sort((a, b) => b[2] - a[2]);
  }
  const rules = (limit) => limit.rules.map((rule) => rule.behavior + " " + rule.what).join(", ");
  function sentence(one, id) {
    const at = one.at[id];
    const parts = [at < 0 ? word(one, at) : "may be used, with the " + one.counts.get(at) + " connectors of cell " + letter(at)];
    for (const limit of one.limited.get(id) || []) parts.push("but only these " + limit.kind.replace("_", " ") + " (" + limit.policy + "): " + rules(limit));
    for (const [text, place] of reasons(one, id)) parts.push(text + (place ? " " + place : ""));
    return parts.join("; ");
  }

  options("show", [["differs", "what differs from the usual"], ["all", "all connectors"], ["named", "what a policy names"],
    ["apart", "what differs between environments"], ["limited", "what is allowed in part"], ["usable", "what may be used"], ["blocked", "what is blocked"]]);
  options("environment", [["", "all"], ...data.environments.map((one, index) => [index, titled(one)])]);
  options("tier", [["", "all"], ...unique(data.connectors.map((one) => one[TIER])).map((one) => [one, one.replace("_", " ")])]);
  options("rating", [["", "all"], ...data.ratings.map((one) => [one, one]), ["\u0000", "unrated"]]);

  const chosen = () => {
    const index = $("environment").value;
    return index === "" ? null : data.environments[Number(index)];
  };
  const shownClasses = () => (chosen() ? [data.classes[chosen().class]] : classes);
  function passes(id, over) {
    const one = data.connectors[id];
    if ($("tier").value && one[TIER] !== $("tier").value) return false;
    if ($("rating").value && (one[RATING] === null ? "\u0000" : one[RATING]) !== $("rating").value) return false;
    switch ($("show").value) {
      case "differs": if (!limited.has(id) && !over.some((some) => some.at[id] !== some.usual)) return false; break;
      case "named": if (!isNamed[id]) return false; break;
      case "apart": if (over.every((some) => word(some, some.at[id]) === word(over[0], over[0].at[id]))) return false; break;
      case "limited": if (!over.some((some) => some.limited.has(id))) return false; break;
      case "usable": if (!over.some((some) => some.at[id] >= 0)) return false; break;
      case "blocked": if (!over.some((some) => some.at[id] === BLOCKED)) return false; break;
    }
    return finds([one[ID], one[NAME], one[PUBLISHER]]);
  }
  const tags = (policies) => [policies.map((one) => make("div", one.name + " ").appendChild(make("code", one.place)).parentNode)].flat();

  view("environments", () => {
    if (!data.environments.length) return nothing("No environment is declared, and no policy applies to those to come.");
    const of = (one) => data.classes[one.class];
    const total = (one) => of(one).cells.reduce((sum, cell) => sum + size(cell.connectors), 0);
    const ungoverned = (one) => size(of(one).ungoverned);
    const unsure = (one) => ungoverned(one) + size(of(one).unsorted);
    const number = (name, count) => ({ name, show: count, by: count });
    return table("What applies where, and what it leaves", [
      { name: "Environment", show: (one) => [one.name + " ", one.environment && one.environment !== one.name ? make("code", one.environment) : "", part(one)] },
      { name: "Type", show: (one) => one.kind + (one.managed ? ", managed" : "") + (one.group ? ", in " + one.group : "") },
      { name: "Data policies", show: (one) => (one.skipped ? ["not evaluated: allow-lists alone count ", make("code", one.skipped)] : of(one).policies.length ? tags(of(one).policies.map((index) => data.policies[index])) : "none") },
      { name: "Allow-lists", show: (one) => (of(one).lists.length ? tags(of(one).lists.map((index) => data.lists[index])) : one.managed && !one.skipped ? "none declared; one of the tenant may block more" : "none") },
      number("Connectors", () => data.connectors.length),
      number("Usable", (one) => total(one) - Math.min(total(one), ungoverned(one))),
      number("Blocked", (one) => size(of(one).blocked)),
      number("Not known", unsure),
      number("Cells", (one) => of(one).cells.length),
      { name: "Usual", show: (one) => word(of(one), of(one).usual) + ", " + of(one).counts.get(of(one).usual) },
    ], data.environments, { most: 200 });
  });

  view("connectors", () => {
    const over = shownClasses();
    const rows = all.filter((id) => passes(id, over));
    found(rows.length, all.length, "connector", "connectors");
    if (!over.length) return nothing("No environment is declared.");
    const columns = over.slice(0, WIDE);
    const note = nothing(over.map((one, index) => [one, index]).slice(0, WIDE).map(([one]) =>
      one.environments.map(titled).slice(0, 3).join(", ") + (one.environments.length > 3 ? " and " + (one.environments.length - 3) + " more" : "") +
      ": usual is " + word(one, one.usual) + ", " + one.counts.get(one.usual) + " of " + all.length).join(" · "));
    const parts = [note];
    if (over.length > WIDE) parts.push(nothing("The first " + WIDE + " of " + over.length + " kinds of environments are drawn; choose one above."));
    if (!rows.length) return [...parts, nothing("No connector passes the filter.")];
    const head = (one) => one.environments.slice(0, 3).map((some) => some.environment || "to come").join(", ") + (one.environments.length > 3 ? " +" + (one.environments.length - 3) : "");
    const show = (one) => (id) => {
      const at = one.at[id];
      const some = one.limited.has(id);
      const glyph = make("i", at === BLOCKED ? "✕" : at === UNKNOWN ? "?" : letter(at), { "aria-hidden": "true" });
      const spoken = make("b", word(one, at) + (some ? ", in part only" : ""));
      return some && at !== BLOCKED ? [glyph, spoken, make("em", "in part", { "aria-hidden": "true" })] : [glyph, spoken];
    };
    const mark = (one) => (id) => {
      const at = one.at[id];
      const kind = at === BLOCKED ? "kx" : at === UNKNOWN ? "kq" : "k" + ((at % 6) + 1);
      return { class: kind + (at === one.usual ? " usual" : ""), title: sentence(one, id) };
    };
    parts.push(table("Connectors by environments: a letter is a cell, ✕ is blocked, ? is not known", [
      { name: "Connector", show: (id) => [data.connectors[id][NAME] + " ", make("code", data.connectors[id][ID])], by: (id) => data.connectors[id][NAME] },
      ...columns.map((one) => ({ name: head(one), title: one.environments.map(titled).join(", "), show: show(one), mark: mark(one), by: (id) => one.at[id] })),
      { name: "Licence", show: (id) => data.connectors[id][TIER].replace("_", " ") },
      { name: "Publisher", show: (id) => data.connectors[id][PUBLISHER] },
      ...(data.ratings.length ? [{ name: "Rating", show: (id) => data.connectors[id][RATING] || "unrated", by: (id) => (data.connectors[id][RATING] === null ? -1 : data.ratings.indexOf(data.connectors[id][RATING])) }] : []),
    ], rows, { kind: "squares" }));
    return parts;
  });

  view("cells", () => {
    const over = shownClasses();
    if (!over.length) return nothing("No environment is declared.");
    const matches = (id) => finds(data.connectors[id].slice(0, 3));
    /** Whether two cells can be combined: in each policy they are in one group, or one of them is ignored. */
    const joins = (a, b) => a.groups.every((group, at) => group === b.groups[at] || group === "ignore" || b.groups[at] === "ignore");
    return over.slice(0, WIDE).map((one) => {
      const article = make("article");
      article.append(make("h3", one.environments.map(titled).join(", ")));
      const rows = one.cells.map((cell, index) => {
        const ids = [];
        spread(cell.connectors, (id) => one.unsure[id] || ids.push(id));
        return { cell, index, unsure: size(cell.connectors) - ids.length, shown: wanted() ? ids.filter(matches) : ids };
      }).filter((row) => row.shown.length || (row.unsure && !wanted()));
      const loose = one.cells.some((cell) => cell.groups.includes("ignore"));
      const names = (ids) => {
        const text = (part) => part.map((id) => data.connectors[id][NAME] + " (" + data.connectors[id][ID] + ")").join(", ");
        if (ids.length <= 60) return text(ids);
        const element = make("details");
        element.append(make("summary", text(ids.slice(0, 12)) + " and " + (ids.length - 12) + " more"), text(ids.slice(12)));
        return element;
      };
      article.append(table("Cells", [
        { name: "Cell", show: ({ index }) => letter(index), by: ({ index }) => index },
        { name: "How many", show: ({ cell }) => size(cell.connectors), by: ({ cell }) => size(cell.connectors) },
        ...(one.ungoverned.length ? [{ name: "Not known", show: ({ unsure }) => unsure, by: ({ unsure }) => unsure }] : []),
        { name: "Because", show: ({ cell }) => list([...cell.groups.map((group, at) => GROUPS[group] + " in " + data.policies[one.policies[at]].name), ...(cell.groups.length ? [] : one.lists.length ? ["listed by " + one.lists.map((index) => data.lists[index].name).join(", ")] : ["no policy applies"])]) },
        ...(loose ? [{ name: "Also with", show: ({ cell, index }) => one.cells.map((other, at) => [other, at]).filter(([other, at]) => at !== index && joins(cell, other)).map(([, at]) => letter(at)).join(", ") }] : []),
        { name: "Connectors", show: ({ shown }) => names(shown), mark: () => ({ class: "members" }) },
      ], rows));
      article.append(nothing(many(size(one.blocked), "connector is", "connectors are") + " blocked" +
        (one.ungoverned.length ? "; of " + size(one.ungoverned) + " it is not known whether they may be used, since nothing governs them" : "") +
        (one.unsorted.length ? "; of " + size(one.unsorted) + " it is not known where they are, since policies sort them by hosts that are not given" : "")));
      return article;
    });
  });

  view("limits", () => {
    const rows = shownClasses().flatMap((one) => one.limits.map((limit) => ({ one, limit })))
      .filter(({ limit }) => finds(data.connectors[limit.connector].slice(0, 3)));
    if (!rows.length) return nothing(limited.size ? "Nothing passes the filter." : "What may be used may be used whole: no policy names actions, endpoints or types of connections.");
    return table("What may be used, but only these actions, endpoints or types of connections", [
      { name: "Connector", show: ({ limit }) => [data.connectors[limit.connector][NAME] + " ", make("code", data.connectors[limit.connector][ID])] },
      { name: "Environments", show: ({ one }) => one.environments.map(titled).join(", ") },
      { name: "Policy", show: ({ limit }) => (limit.policy_kind === "data_policy" ? "data policy " : "allow-list ") + limit.policy },
      { name: "Of its", show: ({ limit }) => limit.kind.replace("_", " ") },
      { name: "What is left", show: ({ limit }) => list(limit.rules.map((rule) => [rule.behavior + " " + rule.what + " ", source(rule.place)])) },
      { name: "Source", show: ({ limit }) => source(limit.place) },
    ], rows);
  });

  view("policies", () => {
    if (!data.policies.length && !data.lists.length) return nothing("No policy is declared, so everything may be used with everything.");
    const count = (group) => (one) => (one.says ? one.says.filter((some) => some.group === group).reduce((sum, some) => sum + size(some.connectors), 0) : "");
    const names = (one) => (one.lists ? one.lists.reduce((sum, [, ranges]) => sum + size(ranges), 0) : "");
    return table("Policies", [
      { name: "Policy", show: (one) => [one.name + " ", make("code", one.symbol), part(one)] },
      { name: "Kind", show: (one) => (one.says ? "data policy" : "allow-list") },
      { name: "Applies to", show: (one) => one.scope },
      ...Object.entries(GROUPS).map(([group, name]) => ({ name, show: count(group), by: count(group) })),
      { name: "Listed", show: names, by: names },
      { name: "Source", show: (one) => source(one.place) },
    ], [...data.policies, ...data.lists]);
  });
  begin();
