// Tables sort by a click on a heading, and copy as Markdown or as CSV.
const cellTexts = (row) => [...row.cells].map((cell) => (cell.querySelector("button.sort") ?? cell).textContent.trim());
const copied = {
  Markdown: (rows) => {
    const line = (cells) => `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
    const [head, ...body] = rows;
    return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
  },
  CSV: (rows) => rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")).join("\n"),
};
// 1,686 MB and 0.47× (0.44 to 0.51) are numbers that begin their cells; what has none comes last.
const figure = (text) => {
  const found = /^[-−+]?[\d,]*\.?\d+/.exec(text);
  return found ? Number(found[0].replaceAll(",", "").replace("−", "-")) : NaN;
};
const sortBy = (table, place, down) => {
  const body = table.tBodies[0];
  const keyed = [...body.rows].map((row) => [row.cells[place].textContent.trim(), row]);
  const numeric = keyed.some(([text]) => !Number.isNaN(figure(text)));
  const compare = ([one], [other]) => {
    if (!numeric) return one.localeCompare(other);
    const [a, b] = [figure(one), figure(other)];
    return Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : a - b;
  };
  const sorted = keyed.sort((one, other) => (down ? compare(other, one) : compare(one, other)));
  body.append(...sorted.map(([, row]) => row));
};
for (const table of document.querySelectorAll("main .table > table:not(.explorer table)")) {
  if (!table.tHead || table.tBodies[0].rows.length < 2) continue;
  [...table.tHead.rows[0].cells].forEach((cell, place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort", textContent: cell.textContent });
    cell.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      sortBy(table, place, down);
    });
  });
  const bar = Object.assign(document.createElement("p"), { className: "copy" });
  for (const [name, write] of Object.entries(copied)) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `Copy as ${name}` });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(write([table.tHead.rows[0], ...table.tBodies[0].rows].map(cellTexts)));
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = `Copy as ${name}`; }, 2000);
    });
    bar.append(button);
  }
  table.parentElement.after(bar);
}
