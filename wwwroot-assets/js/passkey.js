// Passkeys: the server asks, the browser puts the question to the device, and the answer goes back in the form that began it. A form with data-passkey
// ("get" or "create") says where the question comes from (data-ask) and, in its action, where the answer goes.
const knows = typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
let waiting = null;

function say(form, what) {
  const place = form.querySelector("[data-passkey-error]");
  place.textContent = what ? place.dataset[what] ?? place.dataset.failed : "";
}

async function send(address, form, more = {}) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) {
    body.set(name, value);
  }
  const response = await fetch(address, { method: "POST", body });
  if (!response.ok) {
    throw response;
  }
  return response;
}

const device = {
  get: (options, how) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), ...how }),
  create: (options, how) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), ...how }),
};

async function ask(form, how) {
  const { ticket, options } = await (await send(form.dataset.ask, form)).json();
  const credential = await device[form.dataset.passkey](options, how);
  return send(form.action, form, { Ticket: ticket, Credential: JSON.stringify(credential) });
}

// The step-up dialog goes on by itself; other forms say, or are told, which page comes next.
async function done(form, response) {
  if (form.dispatchEvent(new CustomEvent("portal:passkey", { bubbles: true, cancelable: true }))) {
    location.assign(form.dataset.to ?? (await response.json()).to);
  }
}

function failed(form, failure) {
  if (failure instanceof Response) {
    if ([400, 401, 409].includes(failure.status)) {
      // The session has ended, the page is out of date, or the factor is asked for first: the server knows which.
      location.reload();
    }
    say(form, { 403: "refused", 404: "none", 410: "again" }[failure.status] ?? "failed");
  } else {
    say(form, { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }[failure.name] ?? "failed");
  }
}

async function begin(form) {
  waiting?.abort();
  waiting = null;
  const buttons = form.querySelectorAll("button");
  buttons.forEach(button => button.disabled = true);
  say(form, null);
  try {
    await done(form, await ask(form));
  } catch (failure) {
    failed(form, failure);
  } finally {
    buttons.forEach(button => button.disabled = false);
  }
}

// Beside the addresses that the browser offers to fill in, it offers passkeys. Nobody asked for anything yet, so nothing is said when nothing comes of it.
async function fill(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) {
    return;
  }
  const mine = waiting = new AbortController();
  try {
    await done(form, await ask(form, { mediation: "conditional", signal: mine.signal }));
  } catch (failure) {
    if (failure instanceof Response && failure.status !== 404 && failure.status !== 429) {
      failed(form, failure);
    }
  }
}

function show() {
  waiting?.abort();
  waiting = null;
  document.querySelectorAll("[data-passkey-start]").forEach(part => part.hidden = !knows);
  document.querySelectorAll("[data-passkey-missing]").forEach(part => part.hidden = knows);
  const form = document.querySelector("form[data-passkey-fill]");
  if (knows && form) {
    fill(form);
  }
}

document.addEventListener("submit", event => {
  if (event.target instanceof HTMLFormElement && event.target.matches("form[data-passkey]")) {
    event.preventDefault();
    begin(event.target);
  }
});

globalThis.Blazor?.addEventListener("enhancedload", show);
show();
