// Autosave: what is typed goes to the browser's storage at once and to the site at the next pause.

import { Trouble, post, who } from "./line.js";
import * as local from "./local-copies.js";
import { askToLogIn, openDialog } from "./login-again.js";
import { base, randomKey, show, tab } from "./presence.js";

const PAUSE = 1500; // ms after the last change until the site has it
const LONGEST = 10000; // ms of typing without a pause
const AT_ONCE = 400; // ms after the last change until the browser has it
const LOOK = 3000; // ms between looks for what scripts wrote into the form
const RETRY = [3000, 6000, 15000, 30000]; // ms
const KEEPALIVE = 60000; // bytes that a closing page may still send

const form = document.getElementById("article_form");
const box = document.getElementById("autosave");
const place = box?.dataset;
const copy = box && { key: form.elements.copy_key.value, tab, serial: Number(place.serial), seen: Number(place.serial), article: place.article };
let known = box && !place.unsent ? written() : ""; // what the site has
let last = known; // what the form held when last looked at
let running = null; // the request on its way
let timers = {};
let failures = 0;
let isSending = false;
let mayLeave = false;

if (box) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  setInterval(() => written() !== last && changed(), LOOK);
  document.addEventListener("visibilitychange", () => document.hidden && isUnsent() && attempt());
  addEventListener("pagehide", leave);
  addEventListener("online", () => isUnsent() && attempt());
  addEventListener("beforeunload", (event) => !mayLeave && isUnsent() && event.preventDefault());
  form.addEventListener("submit", send);
  sendKept();
  if (place.unsent) changed();
}

function fields() {
  const own = ([name, value]) => typeof value === "string" && !name.startsWith("_") && !["csrfmiddlewaretoken", "over"].includes(name) && !name.startsWith("copy_");
  return [...new FormData(form)].filter(own);
}

function written() {
  return JSON.stringify(fields());
}

function isUnsent() {
  return written() !== known;
}

// Keeping --------------------------------------------------------------------------------------------

function changed() {
  last = written();
  clearTimeout(timers.local);
  timers.local = setTimeout(keepHere, AT_ONCE);
  if (isSending) return;
  clearTimeout(timers.pause);
  timers.pause = setTimeout(attempt, PAUSE);
  timers.longest ??= setTimeout(attempt, LONGEST);
}

function keepHere() {
  return local.keep(place.user, copy.article, copy.key, { ...signed(copy.serial + 1), fields: fields(), base: form.elements.base?.value, sent: !isUnsent() });
}

function signed(serial) {
  return { tab: copy.tab, seen: copy.seen, serial };
}

function rest() {
  for (const timer of Object.values(timers)) clearTimeout(timer);
  timers = {};
}

// One request at a time; what is typed meanwhile goes with the next. Resolves when the site has the text.
async function save() {
  rest();
  if (running) {
    await running.catch(() => {});
    return save();
  }
  if (!isUnsent()) return;
  keepHere();
  running = saveOnce();
  try {
    await running;
  } finally {
    running = null;
  }
}

// What goes wrong has been told by fail().
function attempt() {
  save().catch((trouble) => {
    if (!(trouble instanceof Trouble)) throw trouble;
  });
}

async function saveOnce() {
  const text = written();
  say("正在自动保存……");
  try {
    const answer = await post(place.url, [...fields(), ...ours(++copy.serial)]);
    if (answer.state !== "saved") {
      goElsewhere(answer);
      return await saveOnce();
    }
    known = text;
    failures = 0;
    keepHere();
    say(`已自动保存 ${answer.at}`);
    show(answer);
    if (isUnsent()) changed();
  } catch (trouble) {
    fail(trouble);
    throw trouble;
  }
}

function ours(serial) {
  return Object.entries({ article: copy.article, key: copy.key, user: place.user, ...signed(serial) });
}

// Another window has this copy, or it is saved: these words get a place of their own there and here.
function goElsewhere({ state, serial, article }) {
  if (state === "stale") {
    copy.serial = serial;
    return;
  }
  const old = copy.key;
  local.drop(place.user, copy.article, copy.key);
  if (article) copy.article = String(article);
  takeOwnKey();
  if (state === "closed") form.elements.copy_key.value = old; // it tells the site as what the text was saved
}

function takeOwnKey() {
  Object.assign(copy, { key: randomKey(), serial: 0, seen: 0 });
  form.elements.copy_key.value = copy.key;
}

function fail(trouble) {
  if (!(trouble instanceof Trouble)) throw trouble;
  const here = keepHere();
  const where = here ? "文字已存在这台电脑上" : "这台电脑上也存不下，请不要关闭这个页面";
  if (trouble.kind === "login" || trouble.kind === "other_user") {
    say(trouble.kind === "login" ? `您已退出登录，${where}。` : `现在登录的是 ${trouble.words}，没有自动保存；${where}。`, true);
    if (!isSending) askToLogIn(trouble, attempt, { open: failures++ === 0 });
  } else if (trouble.kind === "refused") {
    say(`${trouble.words}（${where}）`);
  } else {
    say(`连不上网站，${where}，连上后会自动送去。`);
    timers.pause = setTimeout(attempt, RETRY[Math.min(failures++, RETRY.length - 1)]);
  }
}

function say(words, mayLogIn = false) {
  box.textContent = words;
  if (!mayLogIn) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet-button";
  button.textContent = "重新登录";
  button.addEventListener("click", openDialog);
  box.append(" ", button);
}

// Leaving and coming back ----------------------------------------------------------------------------

function leave() {
  if (!isUnsent() || mayLeave) return;
  keepHere();
  const body = [...fields(), ...ours(++copy.serial)];
  if (new URLSearchParams(body).toString().length < KEEPALIVE) post(place.url, body, { keepalive: true }).catch(() => {});
}

// What this browser kept and the site never got goes there now, and is offered beside what is saved.
async function sendKept() {
  let isNew = false;
  for (const kept of local.unsent(place.user)) {
    const sign = { key: kept.key, tab: kept.tab, serial: kept.serial, seen: kept.seen, article: kept.article };
    try {
      let answer = await sendOne(kept, sign);
      if (answer.state === "elsewhere" || answer.state === "closed") {
        answer = await sendOne(kept, { ...sign, key: randomKey(), seen: 0, article: answer.article ?? kept.article });
      }
      if (answer.state === "saved" && kept.key === copy.key) takeOwnKey(); // it is not what this page shows
      isNew ||= answer.state === "saved" && kept.article === copy.article;
      local.drop(place.user, kept.article, kept.key);
    } catch {
      return; // it stays here until the next time
    }
  }
  if (isNew) offer();
}

function sendOne(kept, sign) {
  return post(place.url, [...kept.fields, ...Object.entries({ ...sign, user: place.user, late: "1" })]);
}

async function offer() {
  const answer = await fetch(`${place.offers}?${new URLSearchParams({ article: copy.article, key: copy.key, user: place.user })}`);
  if (!answer.ok) return;
  const offers = document.getElementById("offers");
  offers.querySelectorAll(".offer:not(.restored)").forEach((old) => old.remove());
  offers.insertAdjacentHTML("beforeend", await answer.text());
}

// Saving by the button -------------------------------------------------------------------------------

// The text is at the site before the form goes, which also shows that the login holds: nothing sent can be lost.
async function send(event) {
  if (mayLeave) return;
  event.preventDefault();
  if (isSending) return; // pressed twice
  isSending = true;
  const { submitter } = event;
  try {
    rest();
    await reach();
  } catch (trouble) {
    isSending = false;
    return hinder(trouble, () => form.requestSubmit(submitter));
  }
  form.querySelector(".not-sent")?.remove();
  local.drop(place.user, copy.article, copy.key);
  go(submitter);
}

async function reach() {
  try {
    await save();
  } catch (trouble) {
    if (trouble.kind !== "refused") throw trouble; // what is wrong with it the form says
  }
  await who();
}

function go(submitter) {
  form.elements.copy_serial.value = copy.serial;
  form.elements.copy_tab.value = copy.tab;
  mayLeave = true;
  form.requestSubmit(submitter);
  if (submitter?.formTarget === "_blank") return stay();
  setTimeout(stay, 20000); // the answer did not come: go on keeping
}

function stay() {
  isSending = mayLeave = false;
}

function hinder(trouble, again) {
  if (trouble.kind === "login" || trouble.kind === "other_user") {
    tell("您已经退出登录，文字还没有保存。请重新登录，登录后会自动接着保存。");
    askToLogIn(trouble, again);
  } else {
    tell("现在连不上网站，文字还没有保存。请不要关闭这个页面，稍后再试。");
  }
}

function tell(words) {
  const note = form.querySelector(".not-sent") ?? document.createElement("p");
  note.className = "errornote not-sent";
  note.setAttribute("role", "alert");
  note.textContent = words;
  form.querySelector(".submit-row").before(note);
}
