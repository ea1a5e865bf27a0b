
// Escape leads from words of the article back to their fact; a click on marked words does, too.
(() => {
  const to = (number) => {
    location.hash = "f" + number;
    document.querySelector("#f" + number + " a")?.focus();
  };
  addEventListener("keydown", (event) => {
    const at = /^#a(\d+)-/.exec(location.hash);
    if (event.key === "Escape" && at) to(at[1]);
  });
  document.getElementById("article").addEventListener("click", (event) => {
    const piece = event.target.closest(".m");
    if (!piece || String(getSelection())) return;
    const at = /^#a(\d+)-/.exec(location.hash);
    const mine = [...piece.classList].filter((name) => /^m\d/.test(name)).map((name) => name.slice(1));
    to(at && mine.includes(at[1]) ? at[1] : mine[0]);
  });
})();
