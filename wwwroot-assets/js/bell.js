// The bell stands outside of the circuit in which notices are marked as read; the page tells it how many are left.
globalThis.portalBell = (unread, shown) => {
  for (const bell of document.querySelectorAll("a.bell")) {
    bell.dataset.unread = unread;
    for (const part of bell.querySelectorAll("[data-bell]")) {
      part.hidden = unread === 0;
      part.textContent = part.dataset.bell.replace("{0}", shown);
    }
  }
};
