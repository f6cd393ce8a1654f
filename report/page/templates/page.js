"use strict";

// The contents stand open where there is room for them beside the text.
const wide = matchMedia("(min-width: 75rem)");
const openContents = () => { document.querySelector("nav details").open = wide.matches; };
openContents();
wide.addEventListener("change", openContents);

// What is folded opens for who follows a link to it.
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target) target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();

// A ranking follows its reader's weights. Scores and draws are logarithms of costs: a weighted mean of them is the
// logarithm of a weighted geometric mean.
for (const weighing of document.querySelectorAll(".weighing")) {
  const { contenders, scores, draws } = JSON.parse(weighing.querySelector("script").textContent);
  const form = weighing.querySelector("form");
  const sliders = [...form.querySelectorAll("input")];
  const body = weighing.querySelector("tbody");
  const rows = contenders.map((name) => [...body.rows].find((row) => row.cells[1].textContent === name));

  // One total a contender; null where a question that has weight has no evidence.
  const totals = (costs, weights) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return costs.map((own) => {
      if (own.some((cost, i) => cost === null && weights[i] > 0)) return null;
      return own.reduce((total, cost, i) => total + (weights[i] ? cost * weights[i] : 0), 0) / sum;
    });
  };
  const order = (found) => found.map((_, i) => i).filter((i) => found[i] !== null).sort((a, b) => found[a] - found[b]);
  // Equals share a place; scores are written with four digits.
  const least = (found, places) => places.filter((i) => found[i] <= found[places[0]] + 1e-4);

  const rank = () => {
    const weights = sliders.map((slider) => Number(slider.value));
    sliders.forEach((slider) => { slider.nextElementSibling.value = slider.value; });
    const said = weighing.querySelector(".said");
    if (weights.every((weight) => weight === 0)) {
      said.textContent = "Give at least one question a weight.";
      return;
    }
    const now = totals(scores, weights);
    const places = order(now);
    const firsts = contenders.map(() => 0);
    for (const draw of draws) {
      const found = totals(draw, weights);
      const first = least(found, order(found));
      for (const i of first) firsts[i] += 1 / first.length;
    }
    const unranked = contenders.map((_, i) => i).filter((i) => now[i] === null);
    for (const i of [...places, ...unranked]) {
      const cells = rows[i].cells;
      cells[0].textContent = now[i] === null ? "–" : String(1 + places.filter((j) => now[j] < now[i] - 1e-4).length);
      cells[2].textContent = now[i] === null ? "–" : `${Math.exp(now[i]).toFixed(2)}×`;
      cells[3].textContent = `${((100 * firsts[i]) / draws.length).toFixed(0)} %`;
      body.append(rows[i]);
    }
    const best = least(now, places);
    said.textContent = best.length
      ? `With these weights ${best.map((i) => contenders[i]).join(" and ")} ${best.length > 1 ? "cost" : "costs"} least.`
      : "No contender has evidence for every question that has weight.";
  };

  form.hidden = false;
  form.addEventListener("input", rank);
  form.addEventListener("reset", () => setTimeout(rank));
  form.addEventListener("submit", (event) => event.preventDefault());
  rank();
}

// A picture that can be zoomed gives way to a drawing of the same data with sliders, and back.
for (const button of document.querySelectorAll("button.zoom")) {
  const figure = button.closest("figure");
  const picture = figure.querySelector("svg");
  const place = document.createElement("div");
  place.hidden = true;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", picture.getAttribute("aria-label"));
  button.before(place);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const zoomed = place.hidden;
    if (zoomed && !place.hasChildNodes()) {
      const spec = JSON.parse(figure.querySelector("script").textContent);
      const drawing = place.appendChild(document.createElement("div"));
      await vegaEmbed(drawing, spec, { actions: false, renderer: "svg" });
    }
    place.hidden = !zoomed;
    picture.style.display = zoomed ? "none" : "";
    button.textContent = zoomed ? "Show all" : "Zoom in";
  });
}
