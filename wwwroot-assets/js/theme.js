// Light, dark, or as the system has it. A plain cookie remembers it, and the server writes it into the first HTML, so that no page flashes.
document.addEventListener("click", event => {
  const button = event.target instanceof Element ? event.target.closest("[data-theme-to]") : null;
  if (!button) {
    return;
  }
  const theme = button.dataset.themeTo;
  document.cookie = `__Host-portal-theme=${theme}; path=/; secure; samesite=lax; max-age=${theme === "system" ? 0 : 31536000}`;
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  for (const other of document.querySelectorAll("[data-theme-to]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});
