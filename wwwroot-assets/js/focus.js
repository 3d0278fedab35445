// After a navigation within the site the focus goes to the heading of the new page, so that a screen reader reads it and the next Tab starts
// there. Pages bring their heading when their circuit is up, and a record puts the patient's name in its place: so this waits and follows.
const patience = 15000;
let until = 0;
let last = null;

function follow() {
  if (performance.now() > until) {
    return;
  }
  const free = document.activeElement === document.body || document.activeElement === null;
  const heading = document.querySelector("main h1");
  if (heading && heading !== last && free) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: last !== null });
    last = heading;
  }
}

// What a person does ends the following: the focus is hers.
for (const kind of ["keydown", "pointerdown"]) {
  document.addEventListener(kind, () => { until = 0; }, { capture: true });
}
new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });

function begin() {
  if (document.querySelector("[autofocus]")) {
    return;
  }
  until = performance.now() + patience;
  last = null;
  document.activeElement?.blur();
  follow();
}

// Blazor moves the address for a skip link and scrolls; the focus must go along.
document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest(".skip")) {
    document.getElementById("main")?.focus();
  }
});

let path = location.pathname;
Blazor.addEventListener("enhancedload", () => {
  if (location.pathname !== path) {
    path = location.pathname;
    begin();
  }
});
