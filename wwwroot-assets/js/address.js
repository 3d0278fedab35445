// Puts a search into the address bar without loading anything, so that it can be kept and come back to.
export function show(address) {
  history.replaceState(history.state, "", address);
}
