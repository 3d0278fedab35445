// The token of the link is the fragment of its address, which no server sees. It goes into the form's body and out of the address bar; the person sends the form.
function take() {
  const form = document.getElementById("confirm-email");
  const token = location.hash.slice(1);
  if (form && token) {
    history.replaceState(null, "", location.pathname);
    form.elements.Link.value = token;
    form.hidden = false;
    document.getElementById("no-link")?.remove();
  }
}

addEventListener("hashchange", take);
take();
