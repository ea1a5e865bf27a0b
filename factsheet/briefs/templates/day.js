
// Filters the list as somebody types or chooses; the arrow keys go through what is found, Escape begins anew.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const rows = [...document.querySelectorAll("main li")];
  const form = document.querySelector("form");
  const at = (id) => document.getElementById(id);
  const search = at("q");
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const subject = at("subject").value;
    const agency = at("agency")?.value;
    const needs = at("needs")?.checked;
    let found = 0;
    rows.forEach((row, number) => {
      const section = row.parentElement.parentElement;
      row.hidden =
        (subject && section.dataset.subject !== subject) ||
        (agency && row.dataset.agency !== agency) ||
        (needs && !row.dataset.needs) ||
        !wanted.every((word) => words[number].includes(word));
      if (!row.hidden) found += 1;
    });
    document.querySelectorAll("main section").forEach((section) => {
      section.hidden = !section.querySelector("li:not([hidden])");
    });
    at("found").textContent = found + " of " + rows.length;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = rows.filter((row) => !row.hidden).map((row) => row.querySelector("a"));
    const here = links.indexOf(document.activeElement);
    if (step && (here >= 0 || document.activeElement === search)) {
      event.preventDefault();
      const next = here + step;
      if (next < 0) search.focus();
      else links[Math.min(next, links.length - 1)]?.focus();
    } else if (event.key === "Escape") {
      form.reset();
      filter();
      search.focus();
    }
  });
  document.querySelector(".map")?.addEventListener("click", (event) => {
    const subject = event.target.dataset.subject;
    if (!subject) return;
    at("subject").value = at("subject").value === subject ? "" : subject;
    filter();
  });
  filter();
  search.focus();
})();
