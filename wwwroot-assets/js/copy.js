// A button with data-copy puts the value of the field it names into the clipboard and says so.
document.addEventListener("click", async event => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  const field = button && document.getElementById(button.dataset.copy);
  if (field instanceof HTMLInputElement) {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  }
});
