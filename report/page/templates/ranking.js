// A ranking follows its reader's weights, and whom they compare with whom. Scores and draws are logarithms of costs: a
// weighted mean of them is the logarithm of a weighted geometric mean.
for (const weighing of document.querySelectorAll(".weighing")) {
  const { contenders, scores, draws, weightings } = JSON.parse(weighing.querySelector("script").textContent);
  const form = weighing.querySelector("form");
  const sliders = [...form.querySelectorAll("input")];
  const body = weighing.querySelector("tbody");
  const rows = contenders.map((name) => [...body.rows].find((row) => row.cells[1].textContent === name));
  let choice = { without: [], baseline: undefined };
  const leftOut = (i) => choice.without.includes(contenders[i]);
  const close = 1e-9;

  // The best of those who are compared is at 0 in every question.
  const toTheBest = (costs) => {
    const known = costs.filter((_, i) => !leftOut(i));
    const least = costs[0].map((_, q) => Math.min(...known.map((own) => own[q] ?? Infinity)));
    return costs.map((own) => own.map((cost, q) => (cost === null ? null : cost - least[q])));
  };
  // One total a contender; null for who is left out, and where a question that has weight has no evidence.
  const totals = (costs, weights) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return costs.map((own, i) => {
      if (leftOut(i) || own.some((cost, q) => cost === null && weights[q] > 0)) return null;
      return own.reduce((total, cost, q) => total + (weights[q] ? cost * weights[q] : 0), 0) / sum;
    });
  };
  const order = (found) => found.map((_, i) => i).filter((i) => found[i] !== null).sort((a, b) => found[a] - found[b]);
  // Equals share a place.
  const least = (found, places) => places.filter((i) => found[i] <= found[places[0]] + close);
  const shares = (each) => {
    const firsts = contenders.map(() => 0);
    for (const found of each) {
      const first = least(found, order(found));
      for (const i of first) firsts[i] += 1 / first.length / each.length;
    }
    return firsts;
  };
  const asTimes = (log) => (log === null ? "–" : `${Math.exp(log).toFixed(2)}×`);
  const asShare = (share) => `${(100 * share).toFixed(0)} %`;

  const rank = () => {
    const weights = sliders.map((slider) => Number(slider.value));
    sliders.forEach((slider) => { slider.nextElementSibling.value = slider.value; });
    const said = weighing.querySelector(".said");
    if (weights.every((weight) => weight === 0)) {
      said.textContent = "Give at least one question a weight.";
      return;
    }
    const costs = toTheBest(scores);
    const now = totals(costs, weights);
    const places = order(now);
    const redrawn = shares(draws.map((draw) => totals(draw, weights)));
    const reweighted = shares(weightings.map((own) => totals(scores, own)));
    const base = now[contenders.indexOf(choice.baseline)] ?? null;
    const unranked = contenders.map((_, i) => i).filter((i) => now[i] === null);
    for (const i of [...places, ...unranked]) {
      const place = 1 + places.filter((j) => now[j] < now[i] - close).length;
      const cost = now[i] === null ? null : now[i] - (base ?? 0);
      const own = costs[i].map(asTimes);
      const texts = [now[i] === null ? "–" : place, contenders[i], asTimes(cost), asShare(redrawn[i]), asShare(reweighted[i])];
      [...texts, ...own].forEach((text, c) => { rows[i].cells[c].textContent = text; });
      rows[i].hidden = leftOut(i);
      body.append(rows[i]);
    }
    const best = least(now, places);
    const who = best.map((i) => contenders[i]).join(" and ");
    const beside = base === null ? "" : ` ${choice.baseline} is at 1.00×.`;
    said.textContent = best.length
      ? `With these weights ${who} ${best.length > 1 ? "cost" : "costs"} least.${beside}`
      : "No contender has evidence for every question that has weight.";
  };

  form.hidden = false;
  form.addEventListener("input", rank);
  form.addEventListener("reset", () => setTimeout(rank));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("choice", ({ detail }) => { choice = detail; rank(); });
  rank();
}
