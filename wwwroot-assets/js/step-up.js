// Asks for the second factor in the middle of a page. The code goes from this form to the server and never through the circuit, which could
// not write the session's new cookie. A page calls portalStepUp() and waits for yes or no.
const dialog = () => document.getElementById("step-up");
const error = () => document.getElementById("step-up-error");
let answer = null;

function settle(confirmed) {
  answer?.(confirmed);
  answer = null;
}

globalThis.portalStepUp = () => new Promise(resolve => {
  const box = dialog();
  if (!box || box.open) {
    resolve(false);
    return;
  }
  answer = resolve;
  error().textContent = "";
  box.querySelectorAll("form").forEach(form => form.reset());
  box.querySelectorAll("[data-passkey-error]").forEach(place => place.textContent = "");
  box.addEventListener("close", () => settle(false), { once: true });
  box.showModal();
});

async function send(form) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  error().textContent = "";
  try {
    await take(await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }), form);
  } catch {
    error().textContent = error().dataset.failed;
  } finally {
    button.disabled = false;
  }
}

async function take(response, form) {
  if (response.ok) {
    settle(true);
    dialog().close();
  } else if (response.status === 401 || response.status === 400) {
    // The session has ended, or another person signed in: the page as it stands is nobody's.
    location.reload();
  } else {
    const refused = response.status === 403;
    error().textContent = refused ? error().dataset.refused : error().dataset.failed;
    form.elements.Code.select();
  }
}

document.addEventListener("submit", event => {
  if (event.target.closest("#step-up") && !event.target.matches("[data-passkey]")) {
    event.preventDefault();
    send(event.target);
  }
});

// The passkey's form in the dialog went through: passkey.js sends no page away then.
document.addEventListener("portal:passkey", event => {
  if (event.target.closest("#step-up")) {
    event.preventDefault();
    settle(true);
    dialog().close();
  }
});

document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest("[data-step-up-cancel]")) {
    dialog().close();
  }
});
