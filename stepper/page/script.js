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

  const heading = (article) => article.querySelector("h4");

  function show(k, isMove = true) {
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
    part("count").textContent = `${k + 1} / ${articles.length}`;
    const isQuestion = part("predict").checked && !seen.has(article.id);
    part("said").textContent = article.ariaLabel + (isQuestion ? "" : ` ${article.dataset.result}`);
    if (isQuestion) ask(article);
    else seen.add(article.id);
    reach(article);
    const control = document.activeElement.closest("#bar :not([hidden]), #options *");
    if (isMove && !isQuestion && !control) heading(article).focus({ preventScroll: true });
    article.querySelector(".made")?.scrollIntoView({ block: "nearest", inline: "center" });
    scrollTo(0, 0);
  }

  // what is wider than the page can be scrolled by keys, unless it is hidden from readers
  function reach(article) {
    for (const box of article.querySelectorAll(".equation, .graph, .so-far")) {
      if (box.scrollWidth > box.clientWidth && !box.ariaHidden) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  function go(k, isJump = false) {
    if (k === here) return;
    if (isJump) came.push(articles[here].id);
    show(k);
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
    const k = place.get(location.hash.slice(1));
    if (k === undefined && location.hash) keep(`${address}#${articles[here].id}`);
    else if (k !== undefined && k !== here) show(k);
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
    if (id) go(place.get(id));
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]), select, [tabindex='0']");
    const isEmpty = event.target.closest("form") && !event.target.value && event.key.startsWith("Arrow");
    if ((isTyping && !isEmpty) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
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
  const COMMA = /^[^0-9,]*([0-9]*),([0-9]+)(?![0-9,])(\s*[eE*x·×∙⋅])?[^,]*$/;

  // a number such as -0.013, −1/4, 1e-3 or 7.2·10⁻⁵; NaN if it is none
  function read(text) {
    const plain = text
      .replace(/10([⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, raised) =>
        `10^${[...raised].map((sign) => "-+0123456789"[RAISED.indexOf(sign)]).join("")}`)
      .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt() - 0xfee0))
      .replace(/[−–]/g, "-")
      .trim()
      .replace(/^[=≈~]+/, "");
    const comma = plain.includes(".") ? null : COMMA.exec(plain);
    const isDecimal = // no thousands
      comma && (!/[1-9]/.test(comma[1]) || comma[2].length !== 3 || comma[3]);
    const pointed = isDecimal ? plain.replace(",", ".") : plain;
    const [over, under, ...more] = pointed.split("/").map((decimal) => {
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

  const isClose = (a, b, within) => Math.abs(a - b) <= within * Math.max(Math.abs(a), Math.abs(b));

  // the verdict on an answer, and the known mistake that it shows
  function judge(answer, value, mistakes) {
    const number = read(answer);
    if (Number.isNaN(number)) return [answer.includes(",") ? "comma" : "no-number"];
    const isRight = [4, 5].some((digits) => number === rounded(value, digits));
    if (isRight || rounded(number, 6) === rounded(value, 6)) return ["right"];
    const isNear = isClose(number, value, 0.01);
    const apart = mistakes.map(({ dataset }) => Math.abs(number - dataset.number));
    const nearest = Math.min(...apart);
    const mistake = mistakes[apart.indexOf(nearest)];
    if (nearest < Math.abs(number - value) && isClose(number, mistake.dataset.number, isNear ? 5e-4 : 0.01)) {
      return ["mistake", mistake.textContent];
    }
    return [isNear ? "nearly" : "wrong"];
  }

  function ask(article) {
    if (!article.classList.contains("asked")) {
      article.classList.add("asked");
      heading(article).after(part("question").content.querySelector("form").cloneNode(true));
      article.querySelector(".graph").ariaHidden = "true"; // its description has the number
    }
    article.querySelector("form input").focus();
  }

  function answer(article, verdict, mistake = "") {
    const words = part("question").content.querySelector(`[data-verdict=${verdict}]`).textContent;
    const said = `${words} ${mistake}`.trim();
    article.querySelector(".verdict").textContent = said;
    part("said").textContent = said;
    if (["no-number", "comma"].includes(verdict)) return;
    if (!article.dataset.first) {
      article.dataset.first = verdict;
      asked += 1;
      right += ["right", "nearly"].includes(verdict);
      const { words: score } = part("score").dataset;
      part("score").textContent = score.replace("{right}", right).replace("{asked}", asked);
    }
    if (!["wrong", "mistake"].includes(verdict)) reveal(article);
  }

  function reveal(article) {
    seen.add(article.id);
    article.classList.remove("asked");
    article.querySelector(".graph").ariaHidden = null;
    article.querySelectorAll("form > :not(.verdict)").forEach((element) => element.remove());
    reach(article);
    heading(article).focus({ preventScroll: true });
  }

  steps.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = event.target.querySelector("input")?.value.trim();
    const article = event.target.closest("article");
    const mistakes = [...article.querySelectorAll(".mistakes li")];
    if (text) answer(article, ...judge(text, Number(article.dataset.value), mistakes));
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

  const wide = matchMedia("(min-width: 40rem)"); // as in the style: there, options are in sight
  const unfold = () => { part("options").open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();

  for (const link of document.querySelectorAll("main a")) {
    if (place.has(link.hash.slice(1))) continue;
    link.removeAttribute("href"); // to a step that is not on this page
    link.title = part("more")?.textContent ?? "";
  }
  root.classList.add("stepping");
  part("bar").hidden = part("options").hidden = false;
  articles.forEach((article) => { heading(article).tabIndex = -1; });
  addEventListener("hashchange", fromAddress);
  show(0, false);
  fromAddress();
}
