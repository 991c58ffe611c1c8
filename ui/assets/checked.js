(text, day) => {
  delete document.documentElement.dataset.busy;
  if (document.querySelector("#check-alert .alert") || document.documentElement.dataset.view !== "cite") return;
  // The address repeats the day, never the text: what was pasted stays on this machine and out of the history.
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  history.replaceState(history.state, "", day && day !== now ? `?view=cite&day=${encodeURIComponent(day)}` : "?view=cite");
}
