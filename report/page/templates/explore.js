// Comparisons follow their reader's choice, and the address holds it:
// #choose?part=…&metric=…&baseline=…&with=…&case.<part>=…&only=on
for (const explorer of document.querySelectorAll(".explorer")) {
  const parts = JSON.parse(explorer.querySelector("script").textContent);
  const form = explorer.querySelector("form");
  const prefix = "#choose?";
  const read = () => new URLSearchParams(location.hash.startsWith(prefix) ? location.hash.slice(prefix.length) : "");
  const named = (list, name) => list.find((one) => one.name === name);
  // Of several with one name the first.
  const each = (lists) => lists.flat().filter((one, i, all) => named(all, one.name) === one);
  // Those that are asked for, or all: an address of another report may name none of these.
  const listed = (asked, all) => {
    const known = (asked ?? "").split(",").filter((name) => all.includes(name));
    return new Set(known.length ? known : all);
  };

  const state = () => {
    const asked = read();
    const keys = listed(asked.get("part") ?? parts[0].key, parts.map((part) => part.key));
    const chosen = parts.filter((part) => keys.has(part.key));
    const cases = chosen.map((part) => named(part.cases, asked.get(`case.${part.key}`)) ?? part.cases[0]);
    const metrics = each(cases.map((one) => one.metrics));
    const metric = named(metrics, asked.get("metric")) ?? metrics[0];
    const compared = chosen.map((part, i) => ({ part, one: cases[i], metric: named(cases[i].metrics, metric.name) }));
    const contenders = each(compared.map((one) => one.metric?.contenders ?? []));
    const shown = listed(asked.get("with"), contenders.map((one) => one.name));
    const wanted = named(contenders, asked.get("baseline"));
    const baseline = wanted ?? contenders[0];
    return { compared, metrics, metric, contenders, shown, wanted, baseline, only: asked.get("only") === "on" };
  };

  const select = (label, name, options, value) => {
    const field = element("label", label);
    const list = field.appendChild(element("select", "", { name }));
    for (const one of options) list.append(element("option", one.label, { value: one.name, selected: one.name === value }));
    return field;
  };
  const box = (name, value, label, checked) => {
    const field = element("label");
    field.append(element("input", "", { type: "checkbox", name, value, checked }), ` ${label}`);
    return field;
  };
  const boxes = (legend, fields) => {
    const fieldset = element("fieldset");
    fieldset.append(element("legend", legend), ...fields);
    return fieldset;
  };
  const ask = ({ compared, metrics, metric, contenders, shown, baseline, only }) => {
    const { name, type, value } = document.activeElement ?? {};
    const keys = compared.map(({ part }) => part.key);
    const several = compared.filter(({ part }) => part.cases.length > 1);
    const told = contenders.map((one) => ({ ...one, label: one.told }));
    form.replaceChildren(
      boxes("Chapters", parts.map((part) => box("part", part.key, part.title, keys.includes(part.key)))),
      select("Metric", "metric", metrics, metric.name),
      select("Baseline", "baseline", told, baseline.name),
      ...several.map(({ part, one }) => select(`Case of ${part.title}`, `case.${part.key}`, part.cases, one.name)),
      boxes("Contenders", told.map((one) => box("with", one.name, one.label, shown.has(one.name)))),
      boxes("The rest of the page", [box("only", "on", "Hide chapters and contenders that are not chosen", only)]),
    );
    // The field that was used keeps the focus.
    const again = [...form.elements].find((one) => name && one.name === name && (type !== "checkbox" || one.value === value));
    again?.focus();
  };

  const hideRest = ({ compared, contenders, shown, only }) => {
    const kept = compared.map(({ part }) => part.title);
    const measured = parts.map((part) => part.title);
    for (const heading of document.querySelectorAll("main > section > h2")) {
      const gone = only && measured.includes(heading.textContent) && !kept.includes(heading.textContent);
      heading.parentElement.hidden = gone;
      document.querySelector(`nav a[href="#${heading.id}"]`).parentElement.hidden = gone;
    }
    const unchosen = contenders.filter((one) => !shown.has(one.name)).flatMap((one) => [one.name, one.label]);
    const naming = (cell) => cell.textContent.trim().split(/ – |, |\n/)[0];
    for (const row of document.querySelectorAll("main tbody tr")) {
      if (row.closest(".explorer, .weighing")) continue;
      row.hidden = only && [...row.cells].some((cell) => unchosen.includes(naming(cell)));
    }
  };

  const show = () => {
    const now = state();
    ask(now);
    const places = now.compared.map((one) => comparison(one, now.shown, now.baseline.name));
    explorer.querySelector(".comparisons").replaceChildren(...places);
    hideRest(now);
    const without = now.contenders.filter((one) => !now.shown.has(one.name)).map((one) => one.label);
    document.dispatchEvent(new CustomEvent("choice", { detail: { without, baseline: now.wanted?.label } }));
    return now;
  };
  form.addEventListener("input", () => {
    const given = new FormData(form);
    const asked = new URLSearchParams();
    for (const [name, value] of given) if (name !== "part" && name !== "with") asked.set(name, value);
    // All contenders are no choice: another chapter has others.
    const all = form.querySelectorAll("input[name=with]").length;
    if (given.getAll("with").length < all) asked.set("with", given.getAll("with").join(","));
    if (given.has("part")) asked.set("part", given.getAll("part").join(","));
    history.replaceState(null, "", prefix + asked);
    explorer.querySelector(".said").textContent = `Compared with ${show().baseline.label}.`;
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", show);

  const data = explorer.querySelector("a.data");
  data.href = URL.createObjectURL(new Blob([JSON.stringify(parts, null, 1)], { type: "application/json" }));
  explorer.querySelector(".without").hidden = true;
  form.hidden = explorer.querySelector(".chosen").hidden = false;
  show();
  if (location.hash.startsWith(prefix)) explorer.scrollIntoView();
}
