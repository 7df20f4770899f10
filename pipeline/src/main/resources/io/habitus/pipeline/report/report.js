"use strict";
function sortBy(table, column, descending) {
  const body = table.tBodies[0];
  const key = (row) => {
    const text = row.cells[column].textContent.trim().replace("−", "-").replace(/,/g, "");
    const number = Number.parseFloat(text);
    return Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    const one = key(a), other = key(b);
    const numbers = [one, other].every((value) => typeof value === "number");
    return numbers ? one - other : String(one).localeCompare(String(other));
  };
  const rows = Array.from(body.rows).sort(compare);
  if (descending) { rows.reverse(); }
  rows.forEach((row) => body.appendChild(row));
}
document.querySelectorAll("table.sortable").forEach((table) => {
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    head.tabIndex = 0;
    const sort = () => {
      const descending = head.getAttribute("aria-sort") === null ? head.className === "number" : head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortBy(table, column, descending);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") { sort(); } });
  });
});
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
});
