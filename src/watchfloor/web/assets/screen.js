// Keys, and what is new while a page is open. Every page can be read and used without this.
(() => {
  "use strict";
  const items = () => [...document.querySelectorAll("[data-item]")].filter((it) => it.offsetParent !== null);
  let picked = -1;
  let goes = false;

  const pick = (step) => {
    const all = items();
    if (!all.length) return;
    all[picked]?.classList.remove("is-picked");
    picked = Math.min(Math.max(picked + step, 0), all.length - 1);
    const item = all[picked];
    item.classList.add("is-picked");
    item.scrollIntoView({ block: "nearest" });
    const link = item.querySelector("[data-open]") ?? item.querySelector("a");
    if (link) link.focus({ preventScroll: true });
  };

  const open = (id) => document.getElementById(id)?.showModal();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    if (goes) {
      goes = false;
      const link = document.querySelector(`nav [data-key="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    const acts = {
      j: () => pick(1),
      k: () => pick(-1),
      "?": () => open("shortcuts"),
      "/": () => document.getElementById("find").focus(),
      g: () => { goes = true; },
    };
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  });

  for (const button of document.querySelectorAll("[data-opens]")) {
    button.addEventListener("click", () => open(button.dataset.opens));
  }
})();
