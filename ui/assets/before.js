(...form) => {
  document.documentElement.dataset.busy = "";
  return form;
}
