// Keys for people who work without a mouse. Single keys can be switched off (WCAG 2.2, 2.1.4); the list under "?" says what there is.
const goWithin = 1500;
const list = () => document.getElementById("keys");
const isOn = () => document.documentElement.dataset.keys !== "off";
let goUntil = 0;

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function openList() {
  const dialog = list();
  const back = document.activeElement;
  dialog.showModal();
  dialog.querySelector("h2").focus();
  dialog.addEventListener("close", () => back?.focus?.(), { once: true });
}

function section(step) {
  const all = [...document.querySelectorAll("main .section-head > h2[tabindex]")];
  if (all.length === 0) {
    return false;
  }
  const at = all.indexOf(document.activeElement);
  const next = all[at === -1 ? (step > 0 ? 0 : all.length - 1) : at + step];
  next?.focus({ preventScroll: true });
  next?.closest(".section").scrollIntoView();
  return true;
}

function search() {
  const box = document.querySelector("[data-search-key]");
  box?.focus();
  return box !== null;
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  link?.click();
  return link !== null;
}

// In a table whose rows are decided on: arrows go from row to row, a letter presses the row's own button.
function row(key, target) {
  const here = target instanceof Element ? target.closest("[data-row]") : null;
  if (!here || performance.now() < goUntil) {
    return false;
  }
  if (key === "ArrowDown" || key === "ArrowUp") {
    const all = [...here.parentElement.querySelectorAll("[data-row][tabindex]")];
    all[all.indexOf(here) + (key === "ArrowDown" ? 1 : -1)]?.focus();
    return true;
  }
  const button = here.querySelector(`[data-row-key="${CSS.escape(key.toLowerCase())}"]:not(:disabled)`);
  button?.click();
  return button !== null;
}

function act(key) {
  if (performance.now() < goUntil) {
    goUntil = 0;
    return go(key);
  }
  switch (key) {
    case "/": return search();
    case "[": return section(-1);
    case "]": return section(1);
    case "?": openList(); return true;
    case "g": goUntil = performance.now() + goWithin; return true;
    default: return false;
  }
}

document.addEventListener("keydown", event => {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || document.body.classList.contains("held");
  if (!busy && isOn() && !document.querySelector("dialog[open]") && (row(event.key, event.target) || act(event.key))) {
    event.preventDefault();
  }
});

document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest("[data-keys-open]")) {
    openList();
  }
});

document.addEventListener("change", event => {
  if (event.target instanceof HTMLInputElement && event.target.matches("[data-keys-on]")) {
    const value = event.target.checked ? "on" : "off";
    document.documentElement.dataset.keys = value;
    document.cookie = `__Host-portal-keys=${value}; path=/; secure; samesite=lax; max-age=31536000`;
  }
});
