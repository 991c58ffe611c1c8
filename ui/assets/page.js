// Body of a function that Gradio runs once when the reading view is mounted. `element` is its root;
// `server.read` asks Python for a document. Everything else on the page is found by id or data attribute.
const page = document.documentElement;
const LOST = "与服务的连接中断。请确认 anfa serve 仍在运行，然后重试。";
let returnTo = null; // the link that opened the document, and how far the results were scrolled

const parameters = () => new URLSearchParams(location.search);

function complain(text) {
  let line = document.getElementById("lost");
  if (!line) {
    line = document.createElement("p");
    line.id = "lost";
    line.className = "alert";
    line.setAttribute("role", "alert");
    document.getElementById("alert").before(line);
  }
  line.textContent = text;
}

function showResults() {
  if (page.dataset.view !== "reading") return;
  delete page.dataset.view;
  element.replaceChildren();
  document.title = "安法";
  if (returnTo) {
    window.scrollTo({ top: returnTo.top, behavior: "instant" });
    returnTo.link.focus({ preventScroll: true });
  } else {
    document.querySelector("#query textarea")?.focus();
  }
  returnTo = null;
}

function jump(place) {
  const block = place.offsetHeight > window.innerHeight / 2 ? "start" : "center"; // a chapter shows its heading
  place.scrollIntoView({ block, behavior: "instant" });
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}

let asked = 0; // a slow answer must not replace that of a later click
async function showDocument(show, day) {
  const number = ++asked;
  page.dataset.busy = "";
  let html;
  try {
    html = await server.read([show, day]);
  } catch {
    html = null;
  }
  if (number !== asked) return;
  delete page.dataset.busy;
  if (typeof html !== "string") return complain(LOST);
  document.getElementById("lost")?.remove();
  element.innerHTML = html;
  page.dataset.view = "reading";
  const title = element.querySelector("#document-title");
  if (title) document.title = `${title.textContent} · 安法`;
  const target = element.querySelector(".target");
  if (target) return jump(target);
  window.scrollTo({ top: 0, behavior: "instant" });
  (title ?? element.querySelector("a"))?.focus({ preventScroll: true });
}

function follow() {
  const here = parameters();
  if (here.has("show")) return showDocument(here.get("show"), here.get("day") ?? "");
  asked += 1;
  delete page.dataset.busy;
  showResults();
}

function open(link) {
  const wanted = new URL(link.href).searchParams;
  if (page.dataset.view !== "reading") returnTo = { link, top: window.scrollY };
  const next = parameters();
  next.delete("day");
  for (const [name, value] of wanted) next.set(name, value);
  history.pushState({ anfa: (history.state?.anfa ?? 0) + 1 }, "", `?${next}`);
  follow();
}

let leaving = false; // on the way to the results, over every document read since
function back() {
  const depth = history.state?.anfa ?? 0;
  leaving = depth > 0;
  if (leaving) return history.go(-depth);
  const rest = parameters();
  rest.delete("show");
  history.replaceState({}, "", rest.size ? `?${rest}` : location.pathname);
  follow();
}

document.addEventListener("click", (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (link?.matches("[data-show]")) {
    event.preventDefault();
    open(link);
  } else if (link?.matches("[data-jump]")) {
    event.preventDefault();
    jump(document.getElementById(decodeURIComponent(link.hash.slice(1))));
  } else if (link?.matches("[data-back]")) {
    event.preventDefault();
    back();
  } else if (!link && !getSelection().toString()) {
    const card = event.target.closest(".card");
    if (card) open(card.querySelector("h3 a"));
  }
});

// Enter searches, Shift+Enter breaks the line; an Enter that ends a Chinese input method's word does neither.
// Gradio would read Shift+Enter as "submit", so neither event may reach it.
function enter(event) {
  if (event.key !== "Enter" || !event.target.closest?.("#query textarea")) return;
  event.stopPropagation();
  if (event.type !== "keydown" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  document.getElementById("search").click();
}
document.addEventListener("keydown", enter, true);
document.addEventListener("keypress", enter, true);

// Gradio reports a lost connection in English toasts, which the style sheet hides; say it in Chinese instead.
new MutationObserver((changes) => {
  const toast = (node) => node.nodeType === 1 && (node.matches(".toast-body") || node.querySelector(".toast-body"));
  if (changes.some((change) => [...change.addedNodes].some(toast))) {
    delete page.dataset.busy;
    complain(LOST);
  }
}).observe(document.body, { childList: true, subtree: true });

window.addEventListener("popstate", () => {
  if (leaving && parameters().has("show")) back(); // the page was entered by a link to a document
  else follow();
  leaving = false;
});
if (parameters().has("show")) follow();
