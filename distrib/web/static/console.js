// Everything reads and works without this: it runs countdowns down and lets keys walk and press the buttons in sight.
"use strict";

const places = Object.fromEntries(
  [...document.querySelectorAll(".menu a[data-key]")].map((link) => [link.dataset.key, link.href]),
);

function shown(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  return seconds < 6000
    ? `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
    : `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))}`;
}

function tick() {
  for (const clock of document.querySelectorAll("[data-until]")) {
    clock.textContent = shown(Math.max(0, Math.round(Number(clock.dataset.until) - Date.now() / 1000)));
  }
}
if (document.body.dataset.live && !matchMedia("(prefers-reduced-motion: reduce)").matches) setInterval(tick, 1000);

const ROWS = "[data-walk] > li";

function stand(row) {
  for (const other of document.querySelectorAll(`${ROWS}[aria-current]`)) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
}

function walk(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  const next = rows[rows.findIndex((row) => row.hasAttribute("aria-current")) + step];
  if (!next) return;
  stand(next);
  next.querySelector("a, button, summary")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// A key presses the button that names it: in the current row, else the one beside no row.
function press(key) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const row = document.querySelector(`${ROWS}[aria-current]`);
  const button = row?.querySelector(named) ?? document.querySelector(`main button${named}, main summary[data-key="?"]${named}`);
  if (!button || (button.closest(ROWS) && button.closest(ROWS) !== row)) return false;
  button.click();
  if (button.localName === "summary") {
    button.parentElement.scrollIntoView({ block: "nearest" });
    const field = button.parentElement.open && button.parentElement.querySelector("select, input:not([type=hidden])");
    (field || button).focus();
  }
  return true;
}

let before = "";
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  const panel = event.key === "Escape" && event.target.closest(".hand-on[open]");
  if (panel) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
    if (!(event.repeat && !typing && (event.key === "j" || event.key === "k"))) return;
  }
  const key = event.key;
  if (before === "g" && places[key]) location.href = places[key];
  else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (key === "/") {
    const field = document.querySelector("input[type=search]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  } else if (before !== "g" && key.length === 1 && key !== " " && press(key)) event.preventDefault();
  before = key;
});

addEventListener("click", (event) => {
  const row = event.target.closest(ROWS);
  if (row && !event.target.closest("a, button, input, summary")) stand(row);
});
addEventListener("focusin", (event) => {
  const row = event.target.closest(ROWS);
  if (row) stand(row);
});

// What was asked for once is not asked for twice, and the page says that it is being done.
addEventListener("submit", (event) => {
  if (document.body.dataset.busy) event.preventDefault();
  else if (event.target.method === "post") {
    document.body.dataset.busy = "yes";
    const said = document.querySelector("[data-working]");
    if (said) {
      said.closest(".silent")?.classList.remove("silent");
      said.textContent = said.dataset.working;
    }
  }
});
addEventListener("pageshow", () => delete document.body.dataset.busy);

// Back from a step: the row that it was about is the one that keys speak of.
function arrive() {
  const row = document.getElementById(location.hash.slice(1));
  row?.closest("details:not([open])")?.setAttribute("open", "");
  if (row && row.matches(ROWS)) stand(row);
  if (!row || row.tabIndex >= 0) return;
  const first = row.matches(ROWS) ? row.querySelector("a") : row;
  if (document.getElementById("said")) first.setAttribute("aria-describedby", "said");
  first.focus({ preventScroll: true });
}
arrive();
addEventListener("hashchange", arrive);
