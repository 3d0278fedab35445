// The token of an activation link is the fragment of its address, which no server sees. It goes into the form's body, out of the
// address bar and the history, and the form is sent at once.
function open() {
  const form = document.getElementById("open-link");
  const token = location.hash.slice(1);
  if (form && token) {
    history.replaceState(null, "", location.pathname);
    form.elements.Link.value = token;
    form.requestSubmit();
  }
}

addEventListener("hashchange", open);
open();
