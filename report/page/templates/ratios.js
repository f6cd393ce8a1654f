// One comparison of a reader's choice: the ratios of a case's contenders to a baseline, as a picture and as a table.
const element = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
const asTimes = (ratio) => (ratio === null ? "–" : `${ratio.toFixed(2)}×`);

// What is kept of the other way round is the reciprocal.
const against = (metric, name, baseline) => {
  if (name === baseline) return { ratio: 1, low: null, high: null, verdict: "baseline" };
  const [ratio, low, high, verdict] = metric.pairs[`${name} ${baseline}`] ?? [];
  if (ratio !== undefined) return { ratio, low, high, verdict };
  const [there, lowest, highest, said] = metric.pairs[`${baseline} ${name}`] ?? [];
  if (there === undefined) return { ratio: null, low: null, high: null, verdict: "baseline not measured here" };
  const turned = { less: "more", more: "less" }[said] ?? said;
  return { ratio: 1 / there, low: highest && 1 / highest, high: lowest && 1 / lowest, verdict: turned };
};

const drawn = (tag, more, text = "") => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
};

const ratioPicture = (found, name) => {
  const ends = found.flatMap((each) => [each.ratio, each.low ?? each.ratio, each.high ?? each.ratio]);
  const far = Math.max(...ends.map((end) => Math.abs(Math.log(end))), Math.log(1.5)) * 1.1;
  const x = (ratio) => 190 + (160 * Math.log(ratio)) / far;
  const height = 44 * found.length + 8;
  const picture = drawn("svg", { viewBox: `0 0 420 ${height}`, role: "img", "aria-label": name });
  picture.append(drawn("line", { x1: x(1), x2: x(1), y1: 0, y2: height, stroke: "#8a929b", "stroke-dasharray": "3 3" }));
  // A name stands above its ratio, so that both fit on a phone.
  found.forEach((each, i) => {
    const y = 44 * i + 34;
    const [low, high] = [each.low ?? each.ratio, each.high ?? each.ratio];
    const text = { "font-size": 12, fill: "#1c2126" };
    picture.append(
      drawn("text", { ...text, x: 2, y: y - 16 }, each.told),
      drawn("line", { x1: x(low), x2: x(high), y1: y, y2: y, stroke: each.colour, "stroke-width": 3 }),
      drawn("circle", { cx: x(each.ratio), cy: y, r: 5, fill: each.colour }),
      drawn("text", { ...text, x: x(high) + 9, y: y + 4 }, asTimes(each.ratio)),
    );
  });
  const figure = element("figure", "", { className: "ratios", tabIndex: 0, ariaLabel: name });
  figure.append(picture);
  return figure;
};

const ratioTable = (found, name) => {
  const place = element("div", "", { className: "table", tabIndex: 0, role: "region", ariaLabel: name });
  const table = place.appendChild(element("table"));
  table.append(element("caption", name), element("thead"), element("tbody"));
  const head = table.tHead.appendChild(element("tr"));
  const columns = ["Contender", "Median", "n", "Ratio", "Interval", "Verdict"];
  head.append(...columns.map((text) => element("th", text, { scope: "col" })));
  for (const each of found) {
    const row = table.tBodies[0].appendChild(element("tr"));
    const interval = each.low ? `${each.low.toFixed(2)} to ${each.high.toFixed(2)}` : "–";
    const cells = [String(each.median), String(each.n), asTimes(each.ratio), interval, each.verdict];
    row.append(element("th", each.told, { scope: "row" }), ...cells.map((text) => element("td", text)));
  }
  return place;
};

// A chapter's case in a metric, or why it has none.
const comparison = ({ part, one, metric }, shown, baseline) => {
  const place = element("section");
  place.append(element("h4", `${part.title}, ${one.label}`));
  if (!metric) {
    place.append(element("p", "This metric was not measured here."));
    return place;
  }
  const rows = metric.contenders.filter((each) => shown.has(each.name));
  const found = rows.map((each) => ({ ...each, ...against(metric, each.name, baseline) }));
  const compared = found.filter((each) => each.ratio !== null);
  const name = `${part.title}, ${one.label}: ${metric.label}, ratio to ${baseline}`;
  if (compared.length) place.append(ratioPicture(compared, `Picture of ${name}`));
  place.append(found.length ? ratioTable(found, name) : element("p", "None of the chosen contenders was measured here."));
  return place;
};
