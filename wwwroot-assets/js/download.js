// Asks for a file by a form of its own: a circuit can send none. The form's token is that of the dialog which stands on every page of somebody who is signed in.
export function ask(address) {
  const token = document.querySelector("#step-up input[name='__RequestVerificationToken']");
  if (!token) return false;
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.hidden = true;
  form.append(token.cloneNode());
  document.body.append(form);
  form.submit();
  form.remove();
  return true;
}
