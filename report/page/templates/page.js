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
