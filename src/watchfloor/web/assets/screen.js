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

  // What becomes known while a page is open is said, and moves nothing under the reader's hand. A page that
  // nobody looks at holds no connection: browsers have but a few for one server.
  const banner = document.getElementById("fresh");
  let source = null;
  let last = banner?.dataset.after ?? "";
  const counts = { changes: 0, alerts: 0 };
  const tell = (name) => (event) => {
    last = event.lastEventId;
    counts[name] += JSON.parse(event.data).length;
    const words = [];
    if (counts.changes) words.push(`${counts.changes} ${counts.changes === 1 ? "change" : "changes"}`);
    if (counts.alerts) words.push(`${counts.alerts} ${counts.alerts === 1 ? "alert" : "alerts"}`);
    banner.querySelector("span").textContent = `${words.join(" and ")} since this page was loaded.`;
    banner.hidden = false;
  };
  const listen = () => {
    if (!banner || source || document.visibilityState !== "visible") return;
    source = new EventSource(`/api/v1/stream${last ? `?after=${last}` : ""}`);
    source.addEventListener("changes", tell("changes"));
    source.addEventListener("alerts", tell("alerts"));
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      listen();
    } else if (source) {
      source.close();
      source = null;
    }
  });
  listen();

  for (const button of document.querySelectorAll("[data-opens]")) {
    button.addEventListener("click", () => open(button.dataset.opens));
  }
})();
