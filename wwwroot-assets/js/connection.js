// The page while the server, or the server's database, is out of reach: what is shown stays and cannot be used (inert), so that nothing is
// typed or clicked into the void; afterwards the focus is where it was.
const everySeconds = 2;
const banner = document.getElementById("components-reconnect-modal");
const broken = document.getElementById("blazor-error-ui");
const body = document.body;
let focused = null;

/** Asks until the portal and its database answer. Without cookies: the question is nobody's. */
export function whenPortalAnswers(then) {
  const ask = async () => {
    const answer = await fetch("/health/ready", { credentials: "omit", cache: "no-store" }).catch(() => null);
    if (answer?.ok) {
      then();
    } else {
      setTimeout(ask, everySeconds * 1000);
    }
  };
  setTimeout(ask, everySeconds * 1000);
}

// A rejected circuit is gone for good (the session ended, or the server was started anew): only a fresh page helps. The classes are the Blazor script's.
const lost = () => /components-reconnect-(show|failed|rejected)/.test(banner.className);
const isBroken = () => broken.style.display === "block";
const away = () => document.querySelector("[data-outage]") !== null;

function hold(held) {
  const parts = [...body.children].filter(part => !part.classList.contains("over") && !/^(SCRIPT|DIALOG)$/.test(part.tagName));
  if (held === parts.some(part => part.inert)) {
    return;
  }
  if (held) {
    focused = document.activeElement;
    document.querySelector("dialog[open]")?.close();
  }
  parts.forEach(part => { part.inert = held; });
  body.classList.toggle("held", held);
  if (!held && focused?.isConnected && document.activeElement === body) {
    focused.focus({ preventScroll: true });
  }
}

// Only a change: the observer below would see its own writing for ever.
function tellReference(reference) {
  const place = broken.querySelector("[data-reference]");
  if (place.textContent !== reference) {
    place.textContent = reference;
    broken.querySelector("[data-reference-line]").hidden = reference === "";
  }
}

function look() {
  if (banner.classList.contains("components-reconnect-rejected")) {
    location.reload();
  }
  if (isBroken()) {
    tellReference(document.querySelector("[data-circuit]")?.dataset.circuit ?? "");
  }
  hold(lost() || isBroken() || away());
}

const watch = new MutationObserver(look);
watch.observe(banner, { attributes: true, attributeFilter: ["class"] });
watch.observe(broken, { attributes: true, attributeFilter: ["style"] });
// An outage is told by the circuit of the page, which may start long after this.
watch.observe(body, { childList: true, subtree: true });
document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest("[data-reload]")) {
    location.reload();
  }
});

// The error page of a database that is away.
const wait = document.querySelector("[data-wait]")?.dataset.wait;
if (wait) {
  whenPortalAnswers(() => wait === "here" ? location.reload() : location.assign("/"));
}
