"use strict";
// Shows one step at a time. Without it, the page is the same steps one after another.
{
  const root = document.documentElement;
  const part = (id) => document.getElementById(id);
  const articles = [...document.querySelectorAll("article")];
  const place = new Map(articles.map((article, k) => [article.id, k]));
  const address = location.href.split("#")[0]; // in full: within a frame, #16 alone means another page
  const came = []; // the steps that a jump left
  const seen = new Set(); // the steps whose numbers are no question any more
  let here = 0;
  let right = 0;
  let asked = 0;

  // --- one step

  function show(k, isJump = false) {
    here = k;
    const article = articles[k];
    document.querySelectorAll(".here").forEach((element) => element.classList.remove("here"));
    for (const element of [article, article.closest(".phase"), article.closest(".iteration")]) {
      element.classList.add("here");
    }
    if (came.at(-1) === article.id) came.pop();
    part("return").hidden = !came.length;
    part("place").value = k + 1;
    part("place").setAttribute("aria-valuetext", article.ariaLabel);
    part("count").textContent = `${article.id} / ${articles.at(-1).id}`;
    part("said").textContent = article.ariaLabel;
    for (const box of article.querySelectorAll(".equation, .graph, .so-far")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
    const isQuestion = part("predict").checked && !seen.has(article.id);
    if (isQuestion) ask(article);
    else seen.add(article.id);
    if (isJump && !isQuestion) article.focus({ preventScroll: true });
    article.querySelector(".made")?.scrollIntoView({ block: "nearest", inline: "center" });
    scrollTo(0, 0);
  }

  function go(k, isJump = false) {
    if (k === here) return;
    if (isJump) came.push(articles[here].id);
    show(k, isJump);
    keep(`${address}#${articles[k].id}`, isJump);
  }

  function keep(to, isJump) {
    try {
      if (isJump) history.pushState(null, "", to);
      else history.replaceState(null, "", to);
    } catch {
      // in a frame without an address of its own
    }
  }

  function fromAddress() {
    const k = place.get(decodeURIComponent(location.hash.slice(1)));
    if (k !== undefined && k !== here) show(k, true);
  }

  // --- ways

  const isDelta = articles.map((article) => "delta" in article.dataset);
  const iteration = articles.map((article) => article.closest(".iteration"));

  function begin(k) {
    return iteration.indexOf(iteration[k]);
  }

  function end(k) {
    return iteration.lastIndexOf(iteration[k]);
  }

  const ways = {
    next: () => (here + 1 < articles.length ? here + 1 : -1),
    previous: () => here - 1,
    "next-delta": () => isDelta.indexOf(true, here + 1),
    "previous-delta": () => (here ? isDelta.lastIndexOf(true, here - 1) : -1),
    first: () => (begin(here) < here ? begin(here) : 0),
    last: () => (end(here) > here ? end(here) : articles.length - 1),
  };
  const keys = {
    ArrowRight: "next",
    ArrowLeft: "previous",
    ArrowDown: "next-delta",
    ArrowUp: "previous-delta",
    Home: "first",
    End: "last",
  };

  function take(way) {
    const k = ways[way]();
    if (k >= 0) go(k);
  }

  function goBack() {
    const id = came.pop();
    if (!id) return;
    go(place.get(id));
    articles[here].focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]), select, [tabindex='0']");
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Backspace") goBack();
    else if (event.key in keys) take(keys[event.key]);
    else return;
    event.preventDefault();
  });

  // a number leads to where it was computed: in this iteration, or before it
  function origin(column) {
    const section = iteration[here];
    const known = [...section.querySelectorAll("article, .given [data-column]")];
    const found = known.find((element) => element.dataset.column === column);
    return found?.matches("article") ? found.id : found?.closest("li").querySelector("a")?.hash.slice(1);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const number = event.target.closest("[data-column]:not(article)");
    const id = link ? link.hash.slice(1) : number && origin(number.getAttribute("data-column"));
    if (!place.has(id)) return;
    event.preventDefault();
    go(place.get(id), true);
  });

  let touch = null;
  const steps = part("steps");
  steps.addEventListener("touchstart", ({ touches, target }) => {
    const isSingle = touches.length === 1 && !target.closest("[tabindex='0'], input");
    touch = isSingle ? { x: touches[0].clientX, y: touches[0].clientY } : null;
  }, { passive: true });
  steps.addEventListener("touchend", ({ changedTouches: [end] }) => {
    if (!touch) return;
    const x = end.clientX - touch.x;
    const y = end.clientY - touch.y;
    if (Math.abs(x) > 50 && Math.abs(x) > 2 * Math.abs(y)) take(x < 0 ? "next" : "previous");
  }, { passive: true });

  // --- predict

  const RAISED = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹";
  const DECIMAL = "[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)";
  const POWER = "([-+]?[0-9]{1,5})";
  const NUMBER = new RegExp(
    `^(${DECIMAL})(?:[eE]${POWER}|\\s*[*x·×∙⋅]\\s*10(?:\\^|\\*\\*)${POWER})?$`,
  );

  // a number such as -0.013, −1/4, 1e-3 or 7.2·10⁻⁵; NaN if it is none
  function read(text) {
    const plain = text
      .replace(/10([⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, raised) =>
        `10^${[...raised].map((sign) => "-+0123456789"[RAISED.indexOf(sign)]).join("")}`)
      .replace(/[−–]/g, "-")
      .trim()
      .replace(/^[=≈~]+/, "");
    const [over, under, ...more] = plain.split("/").map((decimal) => {
      const found = NUMBER.exec(decimal.trim());
      return found ? Number(`${found[1]}e${found[2] ?? found[3] ?? 0}`) : NaN;
    });
    const value = under === undefined ? over : over / under;
    return more.length || !Number.isFinite(value) ? NaN : value;
  }

  // rounded from its shortest form, halves up, as by hand
  function rounded(number, digits) {
    const [mantissa, power] = Math.abs(number).toExponential().split("e");
    const all = mantissa.replace(".", "");
    const whole = Number(all.slice(0, digits)) + (all[digits] >= "5" ? 1 : 0);
    const exponent = power - Math.min(digits, all.length) + 1;
    return Math.sign(number) * Number(`${whole}e${exponent}`);
  }

  function judge(answer, value) {
    const number = read(answer);
    if (Number.isNaN(number)) return answer.includes(",") ? "comma" : "no-number";
    const isRight = [4, 5].some((digits) => number === rounded(value, digits));
    if (isRight || rounded(number, 6) === rounded(value, 6)) return "right";
    const most = Math.max(Math.abs(number), Math.abs(value));
    return Math.abs(number - value) <= 0.01 * most ? "nearly" : "wrong";
  }

  function ask(article) {
    if (!article.classList.contains("asked")) {
      article.classList.add("asked");
      article.querySelector("h4").after(part("question").content.querySelector("form").cloneNode(true));
      article.querySelector(".graph").ariaHidden = "true"; // its description has the number
    }
    article.querySelector("form input").focus();
  }

  function answer(article, verdict) {
    const said = part("question").content.querySelector(`[data-verdict=${verdict}]`);
    article.querySelector(".verdict").textContent = said.textContent;
    part("said").textContent = said.textContent;
    if (["no-number", "comma"].includes(verdict)) return;
    if (!article.dataset.first) {
      article.dataset.first = verdict;
      asked += 1;
      right += ["right", "nearly"].includes(verdict);
      const words = part("score").dataset.words;
      part("score").textContent = words.replace("{right}", right).replace("{asked}", asked);
    }
    if (verdict !== "wrong") reveal(article);
  }

  function reveal(article) {
    seen.add(article.id);
    article.classList.remove("asked");
    article.querySelector(".graph").ariaHidden = null;
    article.querySelectorAll("form :is(input, button, label)").forEach((element) => element.remove());
    article.focus({ preventScroll: true });
  }

  steps.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = event.target.querySelector("input")?.value.trim();
    const article = event.target.closest("article");
    if (text) answer(article, judge(text, Number(article.dataset.value)));
  });
  steps.addEventListener("click", ({ target }) => {
    if (target.matches(".show")) answer(target.closest("article"), "shown");
  });
  steps.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("form")) {
      answer(event.target.closest("article"), "shown");
    }
  });

  // --- the controls

  for (const way of ["previous-delta", "previous", "next", "next-delta"]) {
    part(way).addEventListener("click", () => take(way));
  }
  part("return").addEventListener("click", goBack);
  part("place").max = articles.length;
  part("place").addEventListener("input", ({ target }) => go(target.value - 1));
  part("about").addEventListener("click", ({ target }) => {
    target.ariaExpanded = String(root.classList.toggle("telling"));
  });
  part("theme").addEventListener("change", ({ target }) => {
    if (target.value) root.dataset.theme = target.value;
    else delete root.dataset.theme;
  });
  part("predict").addEventListener("change", ({ target }) => {
    if (!target.checked) document.querySelectorAll(".asked").forEach(reveal);
  });

  for (const link of document.querySelectorAll("main a")) {
    if (!place.has(link.hash.slice(1))) link.removeAttribute("href"); // to a step of another page
  }
  root.classList.add("stepping");
  part("bar").hidden = part("options").hidden = false;
  articles.forEach((article) => { article.tabIndex = -1; });
  addEventListener("hashchange", fromAddress);
  show(0);
  fromAddress();
}
