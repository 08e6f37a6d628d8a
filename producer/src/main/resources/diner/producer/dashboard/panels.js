// The tables and lists below the picture. Each is made anew only when what it shows has changed, so
// that what a reader has selected stays selected.

import { byId, count, duration, el, rate, setText, time } from "./text.js";

const shown = new Map();

function show(id, data, make) {
  const key = JSON.stringify(data);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  byId(id).replaceChildren(...make());
}

const cell = (className, ...children) => el("td", className, ...children);
const heading = (text, className) => {
  const th = el("th", className, text);
  th.scope = "col";
  return th;
};

function table(headings, rows) {
  return el("table", "", el("thead", "", ...headings), el("tbody", "", ...rows));
}

const empty = (text, command) => el("p", "empty", text, command ? " " : null, command ? el("code", "", command) : null);

const ENQUEUE = "bin/producer enqueue burgers --jobs 100";

export function strip(state) {
  const { figures } = state;
  setText("workers", count(figures.workers));
  setText("unfinished", count(figures.unfinished));
  setText("in", rate(figures.in));
  setText("out", rate(figures.out));
  setText("done", count(figures.done));
  setText("failed", count(figures.failed));
  byId("failed").classList.toggle("bad", figures.failed > 0);
  byId("workers").classList.toggle("bad", figures.workers === 0 && figures.unfinished > 0);
}

const TONES = { OK: "good", PARKED: "parked" };

export function lag(topics) {
  const withAges = topics.map((topic) => ({ ...topic, oldest: topic.oldestMillis == null ? "–" : duration(topic.oldestMillis) }));
  show("lag", withAges, () => {
    if (topics.length === 0) return [empty("No topics yet:", "bin/producer topics create")];
    const rows = withAges.flatMap((topic) => {
      const row = el("tr", "",
        cell("name", topic.topic),
        cell("", count(topic.unfinished)),
        cell("wide", count(topic.doneAhead)),
        cell("", topic.oldest),
        cell("text", el("span", "status", el("span", `dot ${TONES[topic.status] ?? "bad"}`), topic.status)));
      if (!topic.why) return [row];
      const why = cell("note", topic.why);
      why.colSpan = 5;
      return [row, el("tr", "", why)];
    });
    return [table([el("tr", "", heading("Topic"), heading("Unfinished"), heading("Done ahead", "wide"), heading("Oldest"), heading("Status", "text"))], rows)];
  });
}

export function batches(rows) {
  show("batches", rows, () => rows.length === 0
    ? [empty("No batches yet:", "bin/producer enqueue burgers --jobs 100 --batch lunch")]
    : rows.map(batch));
}

function batch(row) {
  const answered = row.done + row.failed + row.expired;
  const troubles = [row.failed && `${count(row.failed)} failed`, row.expired && `${count(row.expired)} expired`].filter(Boolean);
  return el("div", "row",
    el("div", "line",
      el("span", "", row.batch),
      troubles.length > 0 ? el("span", "bad-text", troubles.join(", ")) : null,
      el("span", "", row.size > 0 ? `${count(answered)} of ${count(row.size)}` : `${count(answered)} jobs`),
      el("span", "faint", duration(Math.max(0, row.latest - row.began)))),
    row.size > 0 ? progress(row, answered) : null);
}

function progress(row, answered) {
  const bar = el("progress", "");
  bar.setAttribute("aria-label", `batch ${row.batch}`);
  bar.max = row.size;
  bar.value = Math.min(answered, row.size);
  return bar;
}

export function kinds(rows) {
  show("kinds", rows, () => {
    if (rows.length === 0) return [empty("No jobs yet:", ENQUEUE)];
    const group = (text) => { // over p50 and p99, whether p95 is shown or not
      const th = heading(text);
      th.colSpan = 2;
      return th;
    };
    const quantiles = (times) => ["p50", "p95", "p99"].map((name) =>
      cell(name === "p95" ? "wide" : "", times == null ? "–" : duration(times[name])));
    const names = ["p50", "p95", "p99"].map((name) => heading(name, name === "p95" ? "wide" : ""));
    return [table(
      [
        el("tr", "", heading(""), heading("", "wide"), heading("", "wide"),
          heading("", "wide"), group("until started"), heading("", "wide"), group("start to end")),
        el("tr", "", heading("Kind"), heading("Done", "wide"), heading("Failed", "wide"), ...names, ...names.map((th) => th.cloneNode(true))),
      ],
      rows.map((row) => el("tr", "",
        cell("name", row.kind),
        cell("wide", count(row.done)),
        cell(row.failed > 0 ? "wide bad-text" : "wide", count(row.failed)),
        ...quantiles(row.minute.waited),
        ...quantiles(row.minute.ran))))];
  });
}

export function failures(rows, failed) {
  setText("failures-aside", failed === 0 ? "" : `${count(failed)} jobs, by type of error`);
  show("failures", rows, () => rows.length === 0
    ? [empty("Nothing: no job was given up.")]
    : [...rows.map(failure), el("p", "row note", "Their letters: ", el("code", "", "bin/producer dead list"), ", and back to work: ", el("code", "", "dead redrive"))]);
}

function failure(row) {
  return el("div", "row",
    el("div", "line", el("span", "", row.type), el("span", "bad-text", count(row.count))),
    el("ul", "", ...row.samples.map((sample) => el("li", "",
      el("span", "id", sample.job),
      el("small", "", `${sample.kind}, ${sample.attempts === 1 ? "1 attempt" : `${sample.attempts} attempts`}, ${time(sample.at)}`),
      sample.message ? el("p", "", sample.message) : null))));
}
