// The banner in #components-reconnect-modal is driven by classes that the Blazor script sets.
// A rejected circuit is gone for good (the session ended, or the server was started anew): only a fresh page helps.
const banner = document.getElementById("components-reconnect-modal");
if (banner) {
  const reload = () => location.reload();
  new MutationObserver(() => {
    if (banner.classList.contains("components-reconnect-rejected")) {
      reload();
    }
  }).observe(banner, { attributes: true, attributeFilter: ["class"] });
  banner.querySelector("button")?.addEventListener("click", reload);
}
