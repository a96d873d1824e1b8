  // Who does, answers for, is consulted about and is informed of what.
  const LISTS = { responsible: "R", accountable: "A", consulted: "C", informed: "I" };
  /** How many columns of parties are drawn at once. */
  const WIDE = 40;
  const byName = new Map(data.parties.map((one) => [one.party, one]));
  const named = (name) => byName.get(name).name;
  options("party", [["", "all"], ...data.parties.map((one) => [one.party, one.name])]);
  options("letter", [["", "anything"], ...Object.entries(LISTS).map(([list, letter]) => [list, list + " (" + letter + ")"])]);
  options("show", [["", "all activities"], ["unable", "somebody responsible cannot do it"], ["nobody", "nobody is responsible"], ["none", "nobody is accountable"], ["several", "several are accountable"]]);
  const involved = (one, party) => Object.keys(LISTS).filter((list) => one[list].includes(party));
  const names = (all) => list(all.map((one) => one.name));
  const passes = (one) => {
    const [party, list, show] = ["party", "letter", "show"].map((id) => $(id).value);
    const lists = list ? [list] : Object.keys(LISTS);
    if ((party || list) && !lists.some((some) => (party ? one[some].includes(party) : one[some].length))) return false;
    if (show === "unable" && !one.unable.length) return false;
    if (show === "nobody" && one.responsible.length) return false;
    if (show === "none" && one.accountable.length) return false;
    if (show === "several" && one.accountable.length < 2) return false;
    const people = Object.keys(LISTS).flatMap((some) => one[some]);
    return finds([one.symbol, one.name, one.about, one.what, ...people, ...people.map(named)]);
  };
  const gaps = (one) => [one.responsible.length ? "" : "nobody is responsible", one.accountable.length > 1 ? "several are accountable" : one.accountable.length ? "" : "nobody is accountable",
    one.whole ? "" : "not all of it could be read"].filter(Boolean);
  view("raci", () => {
    const rows = data.responsibilities.filter(passes);
    found(rows.length, data.responsibilities.length, "activity", "activities");
    if (!rows.length) return nothing(data.responsibilities.length ? "No activity passes the filter." : "No responsibility is declared.");
    const used = data.parties.filter((party) => rows.some((one) => involved(one, party.party).length));
    const chosen = $("party").value ? used.filter((one) => one.party === $("party").value) : used;
    const parts = [nothing("R responsible, A accountable, C consulted, I informed.")];
    if (chosen.length > WIDE) parts.push(nothing("The first " + WIDE + " of " + chosen.length + " parties are drawn; choose one above."));
    parts.push(table("Activities by parties", [
      { name: "Activity", show: (one) => [one.name === one.symbol ? "" : one.name + " ", make("code", one.symbol), ...gaps(one).map((gap) => make("div", gap, { class: "but" }))], by: (one) => one.name },
      ...chosen.slice(0, WIDE).map((party) => ({
        name: party.name,
        title: party.party + ", " + party.kind,
        show: (one) => {
          const lists = involved(one, party.party);
          const cannot = one.unable.includes(party.party) ? [make("div", "cannot do it", { class: "but" })] : [];
          return lists.length ? [make("i", lists.map((list) => LISTS[list]).join(" "), { "aria-hidden": "true" }), make("b", lists.join(" and ")), ...cannot] : "";
        },
        mark: (one) => {
          const lists = involved(one, party.party);
          const kind = { responsible: "k1", accountable: "k2", consulted: "k3", informed: "k4" }[lists[0]] || "";
          return { class: kind, title: lists.length ? lists.join(" and ") + (one.unable.includes(party.party) ? ", cannot do it " : " ") + one.place : "not involved" };
        },
        by: (one) => involved(one, party.party).map((list) => LISTS[list]).join(" ") || "Z",
      })),
      { name: "Roles that can do it", show: (one) => (one.activity ? one.can.join(", ") || "not known" : ""), mark: () => ({ class: "wide" }) },
      { name: "Source", show: (one) => source(one.place), mark: () => ({ class: "at" }) },
    ], rows, { kind: "squares" }));
    return parts;
  });
  view("parties", () => {
    const rows = data.parties.filter((one) => (!$("party").value || one.party === $("party").value) && finds([one.party, one.name, one.kind, ...(one.roles || [])]));
    if (!rows.length) return nothing(data.parties.length ? "No party passes the filter." : "No party is named.");
    const of = (list) => (party) => data.responsibilities.filter((one) => one[list].includes(party.party));
    return table("Parties and what they do", [
      { name: "Party", show: (one) => [one.name + " ", make("code", one.party)], by: (one) => one.name },
      { name: "Is", show: (one) => one.kind + (one.external ? ", of another organisation" : "") },
      { name: "Roles of administration", show: (one) => (one.roles === null ? "not known" : one.roles.join(", ") || "none") },
      ...Object.keys(LISTS).map((some) => ({ name: some[0].toUpperCase() + some.slice(1), show: (one) => names(of(some)(one)), by: (one) => of(some)(one).length })),
    ], rows);
  });
  begin();
