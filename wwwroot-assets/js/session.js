// Ends what is shown when the session ends, in every tab, and warns before (WCAG 2.2.1). The server knows how long there is: asking counts for nothing,
// staying does. Between tabs goes only "look again"; nothing is kept in the browser.
import { whenPortalAnswers } from "./connection.js";

const askEvery = 5000;
const staticEvery = 4000;
const sayAt = [60, 30, 20, 10];
// A server that takes a question and does not answer is away as well.
const patience = 5000;
const tabs = new BroadcastChannel("portal-session");
const box = () => document.getElementById("session");
const part = name => box().querySelector(`[data-session-${name}]`);

let endsAt = 0;
let asked = 0;
let asking = null;
let said = Infinity;
let over = false;
let mayStay = true;
let dismissed = false;
let doubted = false;
let opening = false;
let unsaid = [];

const left = () => Math.max(0, (endsAt - Date.now()) / 1000);
const warnAt = () => Number(box().dataset.warn);

function take(answer) {
  // Somebody else has signed in at this browser: what this page shows is not theirs.
  if (!answer.session && answer.why === "ended" && !doubted) {
    // Nobody knows of an end: the question may have crossed a change of the cookie. Once more, then.
    doubted = true;
    setTimeout(ask, 1000);
    return;
  }
  if (!answer.session || answer.session !== box().dataset.session) {
    end(answer.why ?? "ended");
    return;
  }
  doubted = false;
  endsAt = Date.now() + answer.left * 1000;
  mayStay = answer.stay;
  for (const one of box().querySelectorAll("[data-session-idle]")) {
    one.hidden = !answer.stay;
  }
  for (const one of box().querySelectorAll("[data-session-old]")) {
    one.hidden = answer.stay;
  }
}

function ask() {
  asked = Date.now();
  asking ??= fetch("/session/state", { cache: "no-store", signal: AbortSignal.timeout(patience) })
    .then(answer => answer.ok ? answer.json() : null)
    .catch(() => null)
    .then(answer => {
      asking = null;
      if (over || !box()) {
        return;
      }
      if (answer) {
        take(answer);
      } else if (left() === 0) {
        // The server is away and the time is up: what is shown goes all the same.
        end("idle");
      }
      if (!over) {
        draw();
      }
    });
}

async function stay() {
  if (!mayStay) {
    // The end cannot be put off; the last moments are for finishing.
    dismissed = true;
    close();
    return;
  }
  const answer = await fetch("/session/stay", { method: "POST", body: new FormData(part("stay")), signal: AbortSignal.timeout(patience) })
    .then(sent => sent.ok ? sent.json() : null)
    .catch(() => null);
  if (answer && !over) {
    take(answer);
    tabs.postMessage("look");
    draw();
    close();
  } else {
    ask();
  }
}

function end(why) {
  if (over) {
    return;
  }
  over = true;
  const here = location.pathname + location.search;
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.className = "signed-out";
  note.textContent = box().dataset.over;
  document.title = note.textContent;
  // Nothing is asked about unsaved text: it is on the server.
  document.body.classList.add("held");
  document.body.replaceChildren(note);
  tabs.postMessage("look");
  const leave = () => location.replace(`/signed-out?why=${why}&returnUrl=${encodeURIComponent(here)}`);
  fetch("/health/live", { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(patience) }).then(leave, () => whenPortalAnswers(leave));
}

function open() {
  if (!box().open && !document.body.classList.contains("held")) {
    said = Infinity;
    opening = true;
    box().showModal();
    opening = false;
  }
}

// The dialog takes the focus, and the field that had it tells that it was changed. That is nothing a person did, or the warning itself would prolong the
// session: it is told when somebody has answered.
addEventListener("change", event => {
  if (opening) {
    event.stopImmediatePropagation();
    unsaid.push(event.target);
  }
}, { capture: true });

// However the dialog was closed.
addEventListener("close", event => {
  if (event.target !== box()) {
    return;
  }
  for (const field of unsaid.splice(0)) {
    if (field.isConnected) {
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}, { capture: true });

// The element that had the focus gets it back from the dialog itself.
function close() {
  if (box().open) {
    box().close();
  }
}

function draw() {
  const seconds = Math.ceil(left());
  if (seconds > warnAt()) {
    dismissed = false;
    close();
    return;
  }
  if (dismissed) {
    return;
  }
  open();
  part("left").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  // Not at every second: a screen reader would speak of nothing else.
  const due = sayAt.find(at => seconds <= at && at < said && seconds > at - 5);
  if (due) {
    said = due;
    part("said").textContent = part("said").dataset.said.replace("{0}", seconds);
  }
}

const hasCircuit = () => Boolean(document.querySelector("[data-circuit]")?.dataset.circuit);

function tick() {
  if (over || !box()) {
    return;
  }
  const since = Date.now() - asked;
  const near = left() <= warnAt();
  // A page without a circuit hears of an end that came from elsewhere by asking only.
  const alone = !hasCircuit() && document.visibilityState === "visible";
  if ((near && !box().open && since > (dismissed ? askEvery : 1000)) || (near && since > askEvery) || (left() === 0 && since > 1000) || (alone && since > staticEvery)) {
    ask();
  } else if (near && box().open) {
    draw();
  }
}

function begin() {
  if (!box()) {
    // Signed out, or not yet signed in: the other tabs may not know.
    tabs.postMessage("look");
    return;
  }
  endsAt = Date.now() + Number(box().dataset.left) * 1000;
  asked = Date.now();
  tabs.postMessage("look");
}

tabs.addEventListener("message", () => { if (!over && box()) { ask(); } });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && !over && box()) { ask(); } });

document.addEventListener("click", event => {
  // Any click, also beside the dialog, but the one that signs out.
  if (box()?.open && event.target instanceof Element && !event.target.closest("form[action='/sign-out']")) {
    stay();
  }
});

// Any key keeps the session, but those that move about the dialog or press its other button.
document.addEventListener("keydown", event => {
  const dialog = box();
  if (!dialog?.open || /^(Tab|Shift|Control|Alt|Meta)$/.test(event.key)) {
    return;
  }
  const isOut = event.target instanceof Element && event.target.closest("form[action='/sign-out']");
  if (!(isOut && (event.key === "Enter" || event.key === " "))) {
    event.preventDefault();
    stay();
  }
}, { capture: true });

// Escape closes a dialog: it is somebody there.
document.addEventListener("cancel", event => {
  if (event.target === box()) {
    event.preventDefault();
    stay();
  }
}, { capture: true });

// A circuit whose session has ended is cut off by the server.
const banner = document.getElementById("components-reconnect-modal");
if (banner) {
  new MutationObserver(() => {
    if (!over && box() && /components-reconnect-(show|failed|rejected)/.test(banner.className)) {
      ask();
    }
  }).observe(banner, { attributes: true, attributeFilter: ["class"] });
}

// A page that the browser keeps for "back" must not show again what it showed.
addEventListener("pagehide", event => { document.documentElement.hidden = event.persisted; });
addEventListener("pageshow", event => {
  if (event.persisted) {
    location.reload();
  }
});

Blazor.addEventListener("enhancedload", begin);
begin();
setInterval(tick, 1000);
