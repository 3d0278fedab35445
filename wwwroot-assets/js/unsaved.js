// Text in a form marked data-guard must not be lost by the way. Three things for it (a form marked data-typed has the first alone):
// what is typed reaches the server while it is typed, not only when the field is left; leaving asks; and going back or forth asks too.
const pause = 2000;
const latest = 20000;
const timers = new WeakMap();
// The address of the page that the touched form is on.
let here = location.href;

const touched = () => document.querySelector("form[data-guard][data-touched]");
const mayLeave = () => {
  const form = touched();
  return !form || document.body.classList.contains("held") || confirm(form.dataset.guard);
};

// A change event hands the text to the server, which counts it as something a person did. Dates are left alone: half a date is none.
function send(field) {
  clearTimeout(timers.get(field)?.timer);
  timers.delete(field);
  if (field.isConnected) {
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

document.addEventListener("input", event => {
  const field = event.target;
  const form = field instanceof Element && field.closest("form[data-guard], form[data-typed]");
  if (!form) {
    return;
  }
  if (form.matches("[data-guard]")) {
    form.dataset.touched = "";
    here = location.href;
  }
  if (field.matches("textarea, input[type=text], input[type=email]")) {
    const since = timers.get(field)?.since ?? performance.now();
    clearTimeout(timers.get(field)?.timer);
    const wait = Math.max(0, Math.min(pause, since + latest - performance.now()));
    timers.set(field, { since, timer: setTimeout(send, wait, field) });
  }
});

// Before Blazor hears of it: capture comes first.
document.addEventListener("click", event => {
  const link = event.target instanceof Element && event.target.closest("a[href]");
  if (!link || link.target === "_blank" || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
    return;
  }
  const to = new URL(link.href, location.href);
  const stays = to.origin === location.origin && to.pathname === location.pathname;
  if (!stays && !mayLeave()) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (!stays) {
    touched()?.removeAttribute("data-touched");
  }
}, { capture: true });

document.addEventListener("submit", event => {
  // A dialog is answered and the page stays.
  if (event.target.closest("dialog")) {
    return;
  }
  if (!event.target.matches("form[data-guard]") && !mayLeave()) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (!event.target.matches("form[data-guard]")) {
    touched()?.removeAttribute("data-touched");
  }
}, { capture: true });

// The address has changed already when this is told; staying means to put it back.
addEventListener("popstate", event => {
  const form = touched();
  if (!form || new URL(here).pathname === location.pathname) {
    return;
  }
  if (mayLeave()) {
    form.removeAttribute("data-touched");
  } else {
    event.stopImmediatePropagation();
    history.pushState(null, "", here);
  }
}, { capture: true });

addEventListener("beforeunload", event => {
  if (touched() && !document.body.classList.contains("held")) {
    event.preventDefault();
  }
});
