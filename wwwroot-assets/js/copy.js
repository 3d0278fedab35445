// A button with data-copy puts the value of the field it names, or the text of the element, into the clipboard and says so; one with data-print prints.
document.addEventListener("click", async event => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy], [data-print]") : null;
  if (button?.matches("[data-print]")) {
    print();
    return;
  }
  const field = button && document.getElementById(button.dataset.copy);
  if (field instanceof HTMLInputElement) {
    field.select();
  }
  if (field) {
    await navigator.clipboard.writeText(field instanceof HTMLInputElement ? field.value : field.innerText);
    button.textContent = button.dataset.copied;
  }
});
