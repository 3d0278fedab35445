// Keys for people who work without a mouse. "/" puts the cursor into the search box of the page, where there is one.
document.addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const target = event.target;
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) {
    return;
  }
  const box = document.querySelector("[data-search-key]");
  if (box instanceof HTMLElement) {
    event.preventDefault();
    box.focus();
  }
});
