(...form) => {
  document.documentElement.dataset.busy = "";
  document.getElementById("lost")?.remove();
  return form;
}
