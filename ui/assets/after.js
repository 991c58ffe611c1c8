(query, kinds, region, day, standing) => {
  delete document.documentElement.dataset.busy;
  if (document.querySelector("#alert .alert") || document.documentElement.dataset.view) return;
  // The address repeats the question, so that it can be kept, sent on and loaded again.
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  const asked = new URLSearchParams({ q: query });
  if (kinds.length) asked.set("kind", kinds.join(","));
  if (region) asked.set("region", region);
  if (day && day !== now) asked.set("day", day);
  if (!standing) asked.set("all", "1");
  history.replaceState(history.state, "", `?${asked}`);
}
