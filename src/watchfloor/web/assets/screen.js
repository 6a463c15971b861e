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

  const copy = async () => {
    const message = document.getElementById("message");
    if (!message) return;
    message.closest("details").open = true;
    getSelection().selectAllChildren(message);
    let told = "The brief is copied, as a message.";
    try {
      await navigator.clipboard.writeText(message.textContent);
    } catch {
      told = "The brief is marked, as a message; copy it with Ctrl+C.";
    }
    document.getElementById("copied").textContent = told;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog[open]")) return;
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
      c: copy,
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

  // A figure can be taken along: its drawing with its colours, and its table.
  const save = (name, type, words) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([words], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const PAINT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-family"];
  const drawn = (svg) => {
    const copy = svg.cloneNode(true);
    const copies = [copy, ...copy.querySelectorAll("*")];
    [svg, ...svg.querySelectorAll("*")].forEach((it, at) => {
      const style = getComputedStyle(it);
      for (const name of PAINT) copies[at].setAttribute(name, style.getPropertyValue(name));
      copies[at].removeAttribute("class");
    });
    const { width, height } = svg.getBoundingClientRect();
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    return new XMLSerializer().serializeToString(copy);
  };
  const painted = async (svg) => {
    const url = URL.createObjectURL(new Blob([drawn(svg)], { type: "image/svg+xml" }));
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    const brush = canvas.getContext("2d");
    brush.fillStyle = getComputedStyle(document.body).backgroundColor;
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    return new Promise((kept) => canvas.toBlob(kept, "image/png"));
  };
  const cell = (it) => `"${it.textContent.trim().replace(/\s+/g, " ").replace(/^([=+@-])(?!\d)/, "'$1").replaceAll('"', '""')}"`;
  const rowed = (table) =>
    [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n") + "\r\n";
  for (const figure of document.querySelectorAll("figure[data-figure]")) {
    const bar = document.createElement("span");
    bar.className = "saves";
    const name = figure.dataset.figure.replace(/[^a-z0-9]+/gi, "-").toLowerCase();
    const add = (words, told, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.setAttribute("aria-label", `Save ${told}: ${figure.dataset.figure}`);
      button.addEventListener("click", act);
      bar.append(button);
    };
    const svg = figure.querySelector("svg[viewBox]:not(.key, .bar-of)");
    const table = figure.querySelector("table");
    if (svg) add("SVG", "the drawing", () => save(`${name}.svg`, "image/svg+xml", drawn(svg)));
    if (svg) add("PNG", "the picture", async () => save(`${name}.png`, "image/png", await painted(svg)));
    if (table) add("CSV", "the table", () => save(`${name}.csv`, "text/csv", rowed(table)));
    figure.prepend(bar);
  }

  for (const button of document.querySelectorAll("[data-opens]")) {
    button.addEventListener("click", () => open(button.dataset.opens));
  }
})();
