// Comforts for those who run scripts; every page works without. Listeners sit on the document: parts are swapped.
(() => {
  "use strict";
  const body = document.body;
  const one = (selector, from = document) => from.querySelector(selector);
  const on = (type, listener, capture) => document.addEventListener(type, listener, capture);
  const byId = (id) => document.getElementById(id);
  const nothing = document.createElement("i");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  const menus = () => all("details.menu[open]");

  // Screen readers hear a change, also of the same words twice.
  const announce = (text) => {
    const region = one("#announcer");
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  };

  const copy = async (button) => {
    const text = button.dataset.copy || button.previousElementSibling.textContent;
    await navigator.clipboard.writeText(text);
    announce(body.dataset.copied + ": " + text);
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 1500);
  };

  const reveal = (button) => {
    const field = byId(button.dataset.reveal);
    field.type = field.type === "password" ? "text" : "password";
    const { other, otherLabel } = button.dataset;
    button.dataset.other = button.textContent;
    button.dataset.otherLabel = button.getAttribute("aria-label");
    button.textContent = other;
    button.setAttribute("aria-label", otherLabel);
  };

  const dismiss = (button) => {
    button.closest("[data-flash]").remove();
    one("#main").focus();
  };

  on("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    let button;
    if ((button = hit("[data-copy]"))) copy(button);
    else if ((button = hit("[data-reveal]"))) reveal(button);
    else if ((button = hit("[data-dismiss]"))) dismiss(button);
    else if ((button = hit("[data-dialog]")) && !event.ctrlKey && !event.metaKey) byId(button.dataset.dialog).showModal();
    if (!hit("details.menu")) menus().forEach((menu) => { menu.open = false; });
  });

  // A shown password must not be remembered as text.
  on("submit", () => {
    all("[data-reveal]").forEach((button) => {
      byId(button.dataset.reveal).type = "password";
    });
  }, true);

  const boxes = () => all("[data-rows] tbody input[type=checkbox]");
  const countTicked = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all("[data-bulk]").forEach((bar) => {
      bar.classList.toggle("active", ticked > 0);
      one("[data-bulk-count]", bar).textContent = ticked;
    });
    all("[data-tick-all]").forEach((box) => {
      box.checked = ticked > 0 && ticked === boxes().length;
      box.indeterminate = ticked > 0 && !box.checked;
    });
  };

  on("change", (event) => {
    const field = event.target;
    if (field.matches("[data-auto-submit]")) field.form.requestSubmit();
    if (field.matches("[data-tick-all]")) boxes().forEach((box) => { box.checked = field.checked; });
    if (field.type === "checkbox") countTicked();
  });

  const listOf = (field) => byId(field.getAttribute("aria-controls"));
  const fold = (field, shown) => {
    listOf(field).hidden = !shown;
    field.setAttribute("aria-expanded", !!shown);
    field.removeAttribute("aria-activedescendant");
  };
  const pick = (field, option) => {
    field.value = option.dataset.value;
    fold(field);
    one("[data-add]", field.parentElement)?.click();
  };
  let typing;
  const suggest = (field) => {
    clearTimeout(typing);
    typing = setTimeout(async () => {
      const typed = field.value;
      const answer = await fetch(field.dataset.suggest + encodeURIComponent(typed));
      const html = answer.ok ? await answer.text() : "";
      if (typed !== field.value || field !== document.activeElement) return;
      listOf(field).innerHTML = html;
      fold(field, html.trim());
    }, 200);
  };
  const choose = (field, event) => {
    const list = all("li", listOf(field));
    const at = list.findIndex((option) => option.id === field.getAttribute("aria-activedescendant"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = list.at(((step < 0 ? Math.max(at, 0) : at) + step) % list.length);
      list.forEach((option) => option.classList.toggle("bg-body-secondary", option === next));
      field.setAttribute("aria-activedescendant", next.id);
    } else if (event.key === "Enter" && at >= 0) pick(field, list[at]);
    else if (event.key === "Escape") fold(field);
    else return;
    event.preventDefault();
  };
  on("input", ({ target }) => target.dataset.suggest && suggest(target));
  on("focusout", ({ target }) => target.dataset.suggest && fold(target));
  on("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); pick(document.activeElement, option); }
  });

  let leader = 0;
  let swapped;
  const rows = () => all("[data-rows] tbody tr");
  const current = () => one("[data-rows] tr.row-current") || document.activeElement.closest("[data-rows] tbody tr") || nothing;

  const move = (step) => {
    const list = rows();
    const at = list.indexOf(current());
    const row = list[at < 0 ? 0 : Math.min(Math.max(at + step, 0), list.length - 1)];
    if (!row) return;
    list.forEach((other) => other.classList.toggle("row-current", other === row));
    (one("[data-open]", row) || one("a, button, input", row))?.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const go = (letter) => one(`.nav-list a[href^="/${letter}"]`)?.click();

  const keys = {
    "/": () => { const field = one("[data-search-focus=list]") || one("[data-search-focus]"); field?.focus(); field?.select(); },
    "?": () => one("#shortcut-help")?.showModal(),
    j: () => move(1),
    k: () => move(-1),
    x: () => one("input[type=checkbox]", current())?.click(),
    e: () => one("[data-edit]", current())?.click(),
    g: () => { leader = Date.now(); },
  };

  on("keydown", (event) => {
    if (event.target.ariaExpanded === "true") choose(event.target, event);
    if (event.key === "Escape") one("[data-cancel]", event.target.closest("[data-editing]") || nothing)?.click();
    if (event.key === "Escape") menus().forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
    if (body.dataset.shortcuts !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]") || one("dialog[open]")) return;
    if (Date.now() - leader < 1000 && /^[a-z]$/.test(event.key)) {
      leader = 0;
      event.preventDefault();
      go(event.key);
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  on("focusin", (event) => {
    const row = event.target.closest("[data-rows] tbody tr");
    swapped = row?.id;
    if (row) rows().forEach((other) => other.classList.toggle("row-current", other === row));
  });

  // Shown without asking again: a flash is read only once.
  const show = (request) => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = one("main", page);
    if (!main) return location.assign(request.responseURL);
    document.title = page.title;
    if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
    one("main").replaceWith(document.adoptNode(main));
    window.htmx?.process(main);
    settle();
    (one("#error-summary") || main).focus();
  };

  const upload = (form, button) => {
    const bar = one("[data-upload-progress]", form);
    const text = one("[data-upload-text]", form);
    const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    const megabytes = (bytes) => size.format(bytes / 1e6) + " MB";
    const request = new XMLHttpRequest();
    const fail = () => {
      bar.hidden = true;
      form.removeAttribute("aria-busy");
      text.textContent = "";
      alertIn(form, body.dataset.failed);
    };
    request.upload.onprogress = (event) => {
      one("progress", bar).value = (event.loaded / event.total) * 100;
      text.textContent = megabytes(event.loaded) + " / " + megabytes(event.total);
    };
    request.onload = () => show(request);
    request.onerror = fail;
    request.onabort = fail;
    request.open("POST", form.action);
    request.send(new FormData(form, button));
    form.setAttribute("aria-busy", "true");
    bar.hidden = false;
    announce(one("label", bar).textContent);
  };

  const alertIn = (form, words) => {
    one("[data-upload-failure]", form)?.remove();
    const line = document.createElement("p");
    line.className = "problem";
    line.dataset.uploadFailure = "";
    line.setAttribute("role", "alert");
    line.textContent = words;
    form.prepend(line);
  };

  on("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-upload]")) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") upload(form, event.submitter);
  });
  // After an upload there is no page behind the address.
  addEventListener("popstate", () => location.reload());

  // Heard at each tenth, not at each poll.
  let tenth = 0;
  const hearProgress = () => {
    const bar = one("[data-progress] progress");
    const reached = bar && bar.max ? Math.floor((bar.value / bar.max) * 10) : 0;
    if (reached > tenth) announce(one("[data-progress] .hint").textContent);
    tenth = reached;
  };

  const settle = () => {
    countTicked();
    hearProgress();
    const flash = one(".flash-text");
    if (flash) announce(flash.textContent);
  };
  on("htmx:after:swap", () => {
    countTicked();
    hearProgress();
    if (swapped && document.activeElement === body) one(`#${swapped} [aria-invalid], #${swapped}[data-editing] input, #${swapped} [data-edit]`)?.focus();
  });
  settle();
})();
