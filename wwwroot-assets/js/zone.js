// The name of the time zone that this browser keeps, such as Europe/Oslo.
export function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
}
