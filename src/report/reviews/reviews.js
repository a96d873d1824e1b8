  // What is due.
  const MONTHS = [1, 3, 6, 12, 24, 60].filter((months) => months < data.months);
  options("kind", [["", "all"], ...unique(data.due.map((one) => one.kind)).map((kind) => [kind, data.due.find((one) => one.kind === kind).title])]);
  options("state", [["", "all"], ["overdue", "overdue"], ["open", "without a day"], ["due", "due"]]);
  options("within", [["", many(data.months, "month", "months")], ...MONTHS.map((months) => [months, many(months, "month", "months")])]);
  /** The last day of the period, a number of months from today; the end of the month where it has no such day. */
  function until(months) {
    const [year, month, day] = data.today.split("-").map(Number);
    const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
  }
  view("due", () => {
    const last = $("within").value ? until(Number($("within").value)) : data.until;
    const rows = data.due.filter((one) => (!$("kind").value || one.kind === $("kind").value) &&
      (!$("state").value || one.state === $("state").value) && (one.day === null || one.day <= last) &&
      finds([one.day, one.title, one.subject, one.name, one.what, one.by, one.owner, one.place]));
    found(rows.length, data.due.length, "line", "lines");
    if (!rows.length) return nothing(data.due.length ? "Nothing passes the filter." : "Nothing is due in this time.");
    const when = (one) => (one.day === null ? "no day" : one.day);
    const far = (one) => (one.days === null ? "" : one.days < 0 ? many(-one.days, "day", "days") + " ago" : one.days ? "in " + many(one.days, "day", "days") : "today");
    return table("What is due, in order of days", [
      { name: "Day", show: when, by: (one) => one.day || "" },
      { name: "In", show: far, by: (one) => (one.days === null ? -1e9 : one.days) },
      { name: "State", show: (one) => state(one.state), by: (one) => one.state },
      { name: "Kind", show: (one) => one.title },
      { name: "What", show: (one) => [one.name + " ", make("code", one.subject)] },
      { name: "To do", show: (one) => one.what },
      { name: "By", show: (one) => one.by },
      { name: "Owner", show: (one) => one.owner },
      { name: "Source", show: (one) => source(one.place) },
    ], rows);
  });
  begin();
