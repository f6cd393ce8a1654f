// A comparison follows its reader's choice, and the address holds it: #choose?part=…&case=…&metric=…&baseline=…&with=…
for (const explorer of document.querySelectorAll(".explorer")) {
  const parts = JSON.parse(explorer.querySelector("script").textContent);
  const form = explorer.querySelector("form");
  const chosen = explorer.querySelector(".chosen");
  const prefix = "#choose?";
  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text ?? "", ...more });
  const read = () => new URLSearchParams(location.hash.startsWith(prefix) ? location.hash.slice(prefix.length) : "");

  const pick = (list, name, of = "name") => list.find((one) => one[of] === name) ?? list[0];
  const state = () => {
    const asked = read();
    const part = pick(parts, asked.get("part"), "key");
    const one = pick(part.cases, asked.get("case"));
    const metric = pick(one.metrics, asked.get("metric"));
    const known = metric.contenders.map((each) => each.name);
    const shown = asked.has("with") ? asked.get("with").split(",").filter((name) => known.includes(name)) : known;
    const baseline = pick(metric.contenders, asked.get("baseline")).name;
    return { part, one, metric, shown: shown.length ? shown : known, baseline };
  };
  // What is kept of the other way round is the reciprocal.
  const against = (metric, name, baseline) => {
    if (name === baseline) return { ratio: 1, low: null, high: null, verdict: "" };
    const [ratio, low, high, verdict] = metric.pairs[`${name} ${baseline}`] ?? [];
    if (ratio !== undefined) return { ratio, low, high, verdict };
    const [there, lowest, highest, said] = metric.pairs[`${baseline} ${name}`];
    const turned = { less: "more", more: "less" }[said] ?? said;
    return { ratio: 1 / there, low: highest && 1 / highest, high: lowest && 1 / lowest, verdict: turned };
  };
  const times = (value) => `${value.toFixed(2)}×`;

  const select = (label, name, options, value) => {
    const field = make("label", label);
    const list = field.appendChild(make("select", "", { name }));
    for (const [key, text] of options) list.append(make("option", text, { value: key, selected: key === value }));
    return field;
  };
  const ask = ({ part, one, metric, shown, baseline }) => {
    const focused = document.activeElement?.name;
    form.replaceChildren(
      select("Chapter", "part", parts.map((each) => [each.key, each.title]), part.key),
      select("Case", "case", part.cases.map((each) => [each.name, each.label]), one.name),
      select("Metric", "metric", one.metrics.map((each) => [each.name, each.label]), metric.name),
      select("Baseline", "baseline", metric.contenders.map((each) => [each.name, each.label]), baseline),
    );
    const fieldset = form.appendChild(make("fieldset"));
    fieldset.append(make("legend", "Contenders"));
    for (const each of metric.contenders) {
      const field = fieldset.appendChild(make("label"));
      field.append(make("input", "", { type: "checkbox", name: "with", value: each.name, checked: shown.includes(each.name) }));
      field.append(` ${each.label}`);
    }
    if (focused && focused !== "with") form.elements[focused]?.focus();
  };
  const draw = ({ metric, shown, baseline }) => {
    const rows = metric.contenders.filter((each) => shown.includes(each.name));
    const found = rows.map((each) => ({ ...each, ...against(metric, each.name, baseline) }));
    const ends = found.flatMap((each) => [each.ratio, each.low ?? each.ratio, each.high ?? each.ratio]);
    const far = Math.max(...ends.map((end) => Math.abs(Math.log(end))), Math.log(1.5)) * 1.1;
    // Names have the left half to themselves.
    const x = (ratio) => 560 + (170 * Math.log(ratio)) / far;
    const svg = (tag, more, text) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
      made.textContent = text ?? "";
      return made;
    };
    const height = 34 * found.length + 20;
    const picture = svg("svg", { viewBox: `0 0 760 ${height}`, role: "img", "aria-label": `Ratios to ${baseline}, ${metric.label}` });
    picture.append(svg("line", { x1: x(1), x2: x(1), y1: 0, y2: height, stroke: "#8a929b", "stroke-dasharray": "3 3" }));
    found.forEach((each, i) => {
      const y = 34 * i + 26;
      if (each.low) picture.append(svg("line", { x1: x(each.low), x2: x(each.high), y1: y, y2: y, stroke: each.colour, "stroke-width": 3 }));
      picture.append(svg("circle", { cx: x(each.ratio), cy: y, r: 5, fill: each.colour }));
      picture.append(svg("text", { x: 4, y: y + 4, "font-size": 12, fill: "#1c2126" }, each.label));
      picture.append(svg("text", { x: x(each.ratio), y: y - 9, "font-size": 12, fill: "#1c2126", "text-anchor": "middle" }, times(each.ratio)));
    });
    explorer.querySelector(".ratios").replaceChildren(picture);
    const table = explorer.querySelector("table");
    const head = make("tr");
    for (const text of ["Contender", "Median", "n", "Ratio", "Interval", "Verdict"]) head.append(make("th", text, { scope: "col" }));
    const body = make("tbody");
    for (const each of found) {
      const row = body.appendChild(make("tr"));
      row.append(make("th", each.label, { scope: "row" }));
      const interval = each.low ? `${each.low.toFixed(2)} to ${each.high.toFixed(2)}` : "–";
      const words = each.name === baseline ? "baseline" : each.verdict;
      for (const text of [String(each.median), String(each.n), times(each.ratio), interval, words]) row.append(make("td", text));
    }
    table.replaceChildren(make("caption", `${metric.label}, ratio to ${baseline}`), make("thead"), body);
    table.tHead.append(head);
  };

  // A box that is ticked stays as it is: its form is not made anew.
  const show = (anew) => {
    const now = state();
    if (anew) ask(now);
    draw(now);
  };
  const data = explorer.querySelector("a.data");
  data.href = URL.createObjectURL(new Blob([JSON.stringify(parts, null, 1)], { type: "application/json" }));
  form.addEventListener("input", (event) => {
    const given = new FormData(form);
    const asked = new URLSearchParams();
    for (const name of ["part", "case", "metric", "baseline"]) asked.set(name, given.get(name));
    const boxes = form.querySelectorAll("input[name=with]").length;
    // All of them is no choice: another case has others.
    if (given.getAll("with").length < boxes) asked.set("with", given.getAll("with").join(","));
    history.replaceState(null, "", prefix + asked);
    show(event.target.name !== "with");
    explorer.querySelector(".said").textContent = `Compared with ${asked.get("baseline")}.`;
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => show(true));
  explorer.querySelector(".without").hidden = true;
  form.hidden = chosen.hidden = false;
  show(true);
  if (location.hash.startsWith(prefix)) explorer.scrollIntoView();
}
