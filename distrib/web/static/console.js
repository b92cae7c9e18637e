// Everything reads and works without this: it runs countdowns down and lets keys walk.
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

function stand(row) {
  row.parentElement.querySelector(":scope > [aria-current]")?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-walk] > li")];
  const next = rows[rows.findIndex((row) => row.hasAttribute("aria-current")) + step];
  if (!next) return;
  for (const row of rows) row.removeAttribute("aria-current");
  stand(next);
  next.querySelector("a, button, summary")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

let before = "";
addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key;
  if (before === "g" && places[key]) location.href = places[key];
  else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (key === "/") {
    const field = document.querySelector("input[type=search]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  }
  before = key;
});

addEventListener("click", (event) => {
  const row = event.target.closest("[data-walk] > li");
  if (row && !event.target.closest("a, button, input, summary")) stand(row);
});
