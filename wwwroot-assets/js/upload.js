// Sends a chosen file to an address and gives back what the server answered: its text where it took the file, else the status. The token is that of the dialog which
// stands on every page of somebody who is signed in.
export async function send(address, input) {
  const file = document.getElementById(input)?.files?.[0];
  const token = document.querySelector("#step-up input[name='__RequestVerificationToken']");
  if (!file || !token) {
    return "none";
  }
  const form = new FormData();
  form.append(token.name, token.value);
  form.append("file", file);
  try {
    const response = await fetch(address, { method: "POST", body: form });
    return response.ok ? await response.text() : String(response.status);
  } catch {
    return "failed";
  }
}
