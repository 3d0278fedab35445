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

async function begin(form, button) {
  waiting?.abort();
  waiting = null;
  const hold = held => form.querySelectorAll("button").forEach(one => one.disabled = held);
  hold(true);
  say(form, null);
  try {
    await done(form, await ask(form));
    hold(false);
  } catch (failure) {
    hold(false);
    // A button that is held back loses the focus.
    button?.focus();
    failed(form, failure);
  }
}

// Beside the addresses that the browser offers to fill in, it offers passkeys. Nobody asked for anything yet, so nothing is said of a question that was not given
// (without cookies none ever is); only an answer that was chosen and refused is told.
async function fill(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) {
    return;
  }
  const mine = waiting = new AbortController();
  while (waiting === mine && await offer(form, mine.signal)) {
    // The page lay open for longer than a question lives, or another tab asked meanwhile: each answer that comes too late is followed by one new question.
  }
}

// Whether to offer it once more.
async function offer(form, signal) {
  try {
    await done(form, await ask(form, { mediation: "conditional", signal }));
    return false;
  } catch (failure) {
    if (failure instanceof Response && failure.url === form.action) {
      failed(form, failure);
      return failure.status === 410;
    }
    return false;
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
    begin(event.target, event.submitter);
  }
});

globalThis.Blazor?.addEventListener("enhancedload", show);
show();
