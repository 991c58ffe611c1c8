// Body of a function that Gradio runs once when the reading view is mounted. `element` is its root;
// `server.read` asks Python for a document. Everything else on the page is found by id or data attribute.
const page = document.documentElement;
const LOST = "与服务的连接中断。请确认 anfa serve 仍在运行，然后重试。";
let returnTo = null; // the link that opened the document, and how far the page was scrolled

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

const TITLES = { search: "安法", cite: "引用核验 · 安法", graph: "图谱 · 安法" };
const FIRST = { search: "#query textarea", cite: "#check-text textarea", graph: "#start" }; // the field of each tab
const RETURN = { search: "← 返回检索结果", cite: "← 返回引用核验", graph: "← 返回图谱" };
const tab = () => (["cite", "graph"].includes(parameters().get("view")) ? parameters().get("view") : "search");
const left = { search: "", cite: "?view=cite", graph: "?view=graph" }; // the address of each tab as it was last left

function markTab() {
  for (const link of document.querySelectorAll("[data-tab]")) {
    if (link.dataset.tab === tab()) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function showTab() {
  const reading = page.dataset.view === "reading";
  if (tab() === "search") delete page.dataset.view;
  else page.dataset.view = tab();
  markTab();
  document.title = TITLES[tab()];
  if (tab() === "graph") showGraph(parameters().get("node")?.trim() ?? "");
  if (!reading) return;
  element.replaceChildren();
  if (returnTo) {
    window.scrollTo({ top: returnTo.top, behavior: "instant" });
    returnTo.link.focus({ preventScroll: true });
  } else {
    document.querySelector(FIRST[tab()])?.focus();
  }
  returnTo = null;
}

function visit(address) {
  const here = parameters();
  here.delete("show");
  left[tab()] = here.size ? `?${here}` : "";
  returnTo = null;
  history.pushState({}, "", address || location.pathname);
  follow();
}

function turn(to) {
  if (to !== tab() || page.dataset.view === "reading") visit(left[to]);
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
  markTab(); // where the way back leads
  element.querySelector("[data-back]").textContent = RETURN[tab()];
  const title = element.querySelector("#document-title");
  if (title) document.title = `${title.textContent} · 安法`;
  const target = element.querySelector(".target");
  if (target) return jump(target);
  window.scrollTo({ top: 0, behavior: "instant" });
  (title ?? element.querySelector("a"))?.focus({ preventScroll: true });
}

let drawn; // what the graph that is shown was asked for
async function showGraph(node) {
  const around = document.getElementById("around");
  const name = () => {
    const title = around.querySelector("#middle-title :last-child");
    if (title) document.title = `${title.textContent} · 图谱 · 安法`;
  };
  if (node === drawn) return name();
  document.getElementById("start").value = node;
  const number = ++asked;
  page.dataset.busy = "";
  let html;
  try {
    html = await server.around(node);
  } catch {
    html = null;
  }
  if (number !== asked) return;
  delete page.dataset.busy;
  if (typeof html !== "string") return complain(LOST);
  document.getElementById("lost")?.remove();
  around.innerHTML = html;
  drawn = around.querySelector(".alert") ? undefined : node;
  name();
  const [canvas, middle] = [around.querySelector(".canvas"), around.querySelector(".node.ring-0")];
  if (!middle) return;
  const [frame, box] = [canvas.getBoundingClientRect(), middle.getBoundingClientRect()];
  canvas.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
  const title = around.querySelector("#middle-title");
  title.scrollIntoView({ block: "nearest", behavior: "instant" });
  title.focus({ preventScroll: true });
}

// The ties of the node that is pointed at or has the focus stand out; the focus is never out of sight.
function light(event) {
  const node = event.target.closest?.(".canvas .node");
  const at = node?.dataset.at;
  if (event.type === "focusin") node?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  for (const tie of document.querySelectorAll(".canvas [data-ends]"))
    tie.classList.toggle("lit", at !== undefined && tie.dataset.ends.split(" ").includes(at));
}
document.addEventListener("focusin", light);
document.addEventListener("mouseover", light);

document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("#start");
  if (!field) return;
  event.preventDefault();
  drawn = undefined; // asked again, answered again
  visit(`?${new URLSearchParams({ view: "graph", node: field.value.trim() })}`);
});

function follow() {
  const here = parameters();
  if (here.has("show")) return showDocument(here.get("show"), here.get("day") ?? "");
  asked += 1;
  delete page.dataset.busy;
  showTab();
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
  } else if (link?.matches("[data-node]")) {
    event.preventDefault();
    visit(link.getAttribute("href")); // a link in a drawing has no plain href
  } else if (link?.matches("[data-tab]")) {
    event.preventDefault();
    turn(link.dataset.tab);
  } else if (!link && !getSelection().toString()) {
    const card = event.target.closest(".card");
    if (card) open(card.querySelector("h3 a"));
  }
});

// Enter searches, Shift+Enter breaks the line; an Enter that ends a Chinese input method's word does neither.
// Gradio would read Shift+Enter as "submit", so neither event may reach it.
function enter(event) {
  if (event.key !== "Enter" || !event.target.closest?.("#query textarea, #check-text textarea")) return;
  event.stopPropagation();
  if (event.target.closest("#check-text")) return; // pasted text has many lines: every Enter breaks one
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
follow();
