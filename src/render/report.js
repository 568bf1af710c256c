(() => {
  const main = document.querySelector("main"), details = document.getElementById("details");
  const hide = () => { details.hidden = true; };
  const show = (span, x, y) => {
    details.textContent = span.dataset.says;
    details.hidden = false;
    const below = y + 20 + details.offsetHeight < innerHeight;
    details.style.left = Math.max(8, Math.min(x, innerWidth - details.offsetWidth - 8)) + "px";
    details.style.top = Math.max(8, below ? y + 20 : y - details.offsetHeight - 12) + "px";
    span.setAttribute("aria-describedby", "details");
  };
  const at = event => event.target.closest && event.target.closest(".span");
  const pointed = event => { const span = at(event); if (span) show(span, event.clientX, event.clientY); else hide(); };
  document.addEventListener("pointerover", pointed);
  document.addEventListener("click", pointed);
  // The focus stays where it is while the page scrolls to it.
  const focused = () => {
    const span = document.activeElement, box = span.matches(".span:focus-visible") && span.getClientRects()[0];
    if (box) show(span, box.left, box.bottom - 8); else hide();
  };
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", focused, { passive: true });
  document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
  for (const box of document.querySelectorAll("input[data-class]")) {
    const update = () => main.classList.toggle(box.dataset.class, box.checked === (box.dataset.when === "on"));
    box.addEventListener("change", update);
    update();
  }
})();
