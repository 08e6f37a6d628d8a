// Three plots over the last ten minutes. The history comes once, then its end anew each second.

import { byId, colour, count, duration, el, rate } from "./text.js";

const SECONDS = 600;
const FONT = "12px system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const LEAST_MILLIS = 0.1; // a logarithmic scale has no zero

/** Columns over time, of which the oldest are dropped. */
class Columns {
  constructor(number, most) {
    this.most = most;
    this.data = Array.from({ length: number + 1 }, () => []);
  }

  clear() {
    for (const column of this.data) column.length = 0;
  }

  /** Puts a row where it belongs: over an older one of the same time, or at the end. */
  put(at, values) {
    const [times] = this.data;
    let index = times.length;
    while (index > 0 && times[index - 1] >= at) index--;
    if (index === times.length) {
      this.data.forEach((column, i) => column.push(i === 0 ? at : values[i - 1]));
    } else if (times[index] === at) {
      values.forEach((value, i) => { this.data[i + 1][index] = value; });
    }
    if (times.length > this.most) this.data.forEach((column) => column.splice(0, column.length - this.most));
  }
}

class Plot {
  constructor(id, series, format, isLog) {
    this.id = id;
    this.series = series;
    this.format = format;
    this.isLog = isLog;
    this.box = byId(id);
    this.columns = new Columns(series.length, SECONDS);
    this.figures = series.map((one) => el("b", "", "–"));
    byId(`${id}-legend`).replaceChildren(...series.map((one, i) =>
      el("li", "", el("i", `key line ${one.tone}`), one.name, this.figures[i])));
    new ResizeObserver(() => this.resize()).observe(this.box);
    this.draw();
  }

  draw() {
    this.plot?.destroy();
    const ink = colour("ink");
    const soft = colour("soft");
    const axis = { stroke: soft, font: FONT, ticks: { show: false }, grid: { stroke: colour("rule"), width: 1 } };
    this.plot = new uPlot({
      ...this.size(),
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { range: (_, from, to) => [to - SECONDS, to] },
        y: this.isLog
          ? { distr: 3, range: (_, from, to) => [decade(from ?? 10, Math.floor), decade((to ?? 1000) * 1.01, Math.ceil)] }
          : { range: (_, from, to) => [0, Math.max(4, (to ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 80, size: 24, values: (_, at) => at.map((x) => clock(x)) },
        { ...axis, size: 56, space: 32, values: (_, at) => at.map(this.isLog ? inShort : count),
          ...(this.isLog ? { splits: (_, axis, from, to) => decades(from, to) } : { incrs: WHOLE }) },
      ],
      series: [{}, ...this.series.map((one) => ({
        stroke: withAlpha(ink, one.alpha), width: one.width ?? 1.5, points: { show: false },
        fill: one.isFilled ? withAlpha(ink, 0.06) : undefined,
      }))],
      hooks: { setCursor: [(plot) => this.say(plot.cursor.idx)] },
    }, this.columns.data, this.box);
    this.say(null);
  }

  size() {
    return { width: Math.max(160, this.box.clientWidth), height: this.box.clientHeight };
  }

  resize() {
    this.plot.setSize(this.size());
  }

  update() {
    this.plot.setData(this.columns.data);
    this.say(this.plot.cursor.idx);
  }

  /** The figures under the cursor, else the latest. */
  say(index) {
    this.figures.forEach((figure, i) => {
      const column = this.columns.data[i + 1];
      const value = index == null ? column.findLast((one) => one != null) : column[index];
      const text = value == null ? "–" : this.format(value);
      if (figure.textContent !== text) figure.textContent = text;
    });
  }
}

const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

const decade = (millis, round) => 10 ** round(Math.log10(millis));

function decades(from, to) {
  const all = [];
  for (let millis = from; millis <= to * 1.01; millis *= 10) all.push(millis);
  return all;
}

/** A power of ten milliseconds. */
const inShort = (millis) => (millis < 1000 ? `${Number(millis.toPrecision(1))} ms` : `${count(Math.round(millis / 1000))} s`);

const minutes = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clock = (seconds) => minutes.format(seconds * 1000);

function withAlpha(hex, alpha) {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${parts.join(",")},${alpha})`;
}

const QUANTILES = [
  { name: "p50", tone: "strong", alpha: 1 },
  { name: "p95", tone: "middle", alpha: 0.55 },
  { name: "p99", tone: "light", alpha: 0.28 },
];

export class Plots {
  constructor() {
    this.throughput = new Plot("throughput",
      [{ name: "in", tone: "light", alpha: 0.4 }, { name: "out", tone: "strong", alpha: 1, isFilled: true }], rate, false);
    this.waited = new Plot("waited", QUANTILES, duration, true);
    this.ran = new Plot("ran", QUANTILES, duration, true);
    this.all = [this.throughput, this.waited, this.ran];
    this.due = [];
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.all.forEach((plot) => plot.draw()));
  }

  clear() {
    this.all.forEach((plot) => plot.columns.clear());
  }

  take(state) {
    const { throughput, latency } = state;
    throughput.out.forEach((out, i) => this.throughput.columns.put(throughput.from + i, [throughput.in[i], out]));
    for (const minute of latency) {
      this.waited.columns.put(minute.at / 1000, quantiles(minute.waited));
      this.ran.columns.put(minute.at / 1000, quantiles(minute.ran));
    }
    // One a frame: all at once they would hold up the picture.
    if (this.due.length === 0) requestAnimationFrame(() => this.updateNext());
    this.due = [...this.all];
  }

  updateNext() {
    this.due.shift().update();
    if (this.due.length > 0) requestAnimationFrame(() => this.updateNext());
  }
}

const quantiles = (times) => QUANTILES.map(({ name }) => (times == null ? null : Math.max(LEAST_MILLIS, times[name])));
