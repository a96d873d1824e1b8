  // Apps: level, rule, owner, place, and what is required of them.
  const NONE = "\u0000";
  const levelOf = (app) => (app.level === null ? NONE : app.level);
  const shownLevel = (app) => (app.level === null ? "no level" : app.level);
  options("level", [["", "all"], ...data.levels.map((level) => [level, level]), [NONE, "no level"]]);
  options("state", [["", "all"], ["met", "met"], ["not", "open or overdue"], ["overdue", "overdue"], ["unclassified", "no level"]]);
  options("environment", [["", "all"], ...unique(data.apps.map((app) => app.environment).filter(Boolean)).map((one) => [one, one])]);
  const passes = (app) => {
    const choice = $("state").value;
    const overdue = app.duties.some((duty) => duty.state === "overdue");
    return !choice || (choice === "overdue" ? overdue : choice === "not" ? app.state === "open" || app.state === "overdue" : app.state === choice);
  };
  const duty = (one) => [state(one.state), " " + one.what + ": " + one.detail + " ", source(one.place)];
  /** The first day that is due; reviews that were done do not count. */
  const next = (app) => app.duties.filter((one) => one.day && (one.state === "overdue" || one.day >= data.today)).map((one) => one.day).sort()[0] || "";
  const wide = () => ({ class: "wide" });
  const why = (app) => {
    if (app.level === null) return [app.why + (app.possible.length ? "; it will be " + app.possible.join(" or ") : "")];
    return [app.rule ? make("q", app.rule) : "", " ", source(app.decided_by)];
  };
  view("apps", () => {
    const rows = data.apps.filter((app) => (!$("level").value || levelOf(app) === $("level").value) && passes(app) &&
      (!$("environment").value || app.environment === $("environment").value) &&
      finds([app.app, app.name, app.about, app.owner, app.team, app.environment, app.kind, shownLevel(app),
        ...app.duties.map((one) => one.what + " " + one.detail), ...app.connectors.map((one) => one.connector), ...app.guidelines]));
    found(rows.length, data.apps.length, "app", "apps");
    if (!rows.length) return nothing(data.apps.length ? "No app passes the filter." : "No app is declared.");
    return table("Apps and what is required of them", [
      { name: "App", show: (app) => [app.name + " ", make("code", app.app), app.whole ? "" : make("div", "not all of it could be read", { class: "but" })], by: (app) => app.name },
      { name: "Level", show: (app) => [make("strong", shownLevel(app)), cell("div", why(app), { class: "facts" })], by: (app) => (app.level === null ? -1 : data.levels.indexOf(app.level)) },
      { name: "State", show: (app) => state(app.state), by: (app) => app.state },
      { name: "Next day", show: next },
      { name: "Owner", show: (app) => [app.owner || "", app.team ? make("div", "made by " + app.team, { class: "facts" }) : ""] },
      { name: "Environment", show: (app) => [app.environment || "", make("div", app.live ? "in use" : "not in use yet", { class: "facts" })] },
      { name: "Obligations", show: (app) => list([...app.duties.map(duty), ...(app.guidelines.length ? ["guidelines: " + app.guidelines.join(", ")] : [])]), mark: wide, by: (app) => app.duties.filter((one) => one.state === "open" || one.state === "overdue").length },
      { name: "Certificates", show: (app) => list(app.certificates.map((one) => [state(one.state), " " + one.offer + (one.of ? " of " + one.of : "") + ", " + one.date + (one.until ? " until " + one.until : ", for ever")])), by: (app) => app.certificates.length },
      { name: "Connectors", show: (app) => list(app.connectors.map((one) => [one.connector + " (" + (one.rating || "unrated") + ")" + (one.standing ? ": " + one.standing : "")])), by: (app) => app.connectors.length },
    ], rows, { most: 200 });
  });
  view("levels", () => {
    const rows = [...data.levels, null].map((level) => [level, data.apps.filter((app) => app.level === level)])
      .filter(([level, apps]) => level !== null || apps.length);
    const of = (word) => ([, apps]) => apps.filter((app) => app.state === word).length;
    return table("Levels", [
      { name: "Level", show: ([level]) => (level === null ? "no level" : level), by: ([level]) => (level === null ? -1 : data.levels.indexOf(level)) },
      { name: "Apps", show: ([, apps]) => apps.length, by: ([, apps]) => apps.length },
      { name: "Met", show: of("met"), by: of("met") },
      { name: "Open", show: of("open"), by: of("open") },
      { name: "Overdue", show: of("overdue"), by: of("overdue") },
    ], rows);
  });
  begin();
