// After a navigation within the site the focus goes to the heading of the new page, so that a screen reader reads it and the next Tab starts
// there. Pages bring their heading when their circuit is up, however long that takes, and a record puts the patient's name in its place: so this
// waits and follows, until the focus is put on something else: then it is hers who put it there.
let origin = null;
let following = false;
let last = null;

const target = () => document.querySelector("main [autofocus]") ?? document.querySelector("main h1");

// What had the focus when she set out, mostly the link, is left behind; something else was chosen on the way.
const isFree = () => [null, document.body, origin].includes(document.activeElement);

function follow() {
  const to = target();
  if (!following || !to || to === last || !isFree()) {
    return;
  }
  if (to.tabIndex < 0) {
    to.tabIndex = -1;
  }
  to.focus({ preventScroll: last !== null });
  // The page may be held (inert) just now: then the next change tries again.
  last = document.activeElement === to ? to : last;
}

document.addEventListener("focusin", event => {
  following &&= event.target === target();
});
// Not the body: Blazor may put another one in its place.
new MutationObserver(follow).observe(document, { childList: true, subtree: true });

Blazor.addEventListener("enhancednavigationstart", () => {
  following = false;
  origin = document.activeElement;
});
Blazor.addEventListener("enhancedload", () => {
  following = isFree();
  last = null;
  if (following) {
    document.activeElement?.blur();
    origin = null;
    follow();
  }
});

// Blazor moves the address for a skip link and scrolls; the focus must go along.
document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest(".skip")) {
    document.getElementById("main")?.focus();
  }
});
