// The picture: jobs as they finish, on a time axis that slides. Waits lie above the one line of
// their event loop, stacked where they overlap; computing lies on the line of its cleaner.

import { byId, colour, count, duration, el, setText, time } from "./text.js";

const SPAN = 20_000;
const MOST = 8_000; // bars kept; the oldest go first
const MANY = 1_500; // bars from which on less is drawn, and less often
const MANY_PAUSE = 30; // milliseconds between two drawings of many
const MOST_SLOTS = 240; // waits stacked; more are drawn over others
const LATE = 2_000; // a bar may come so much later than one that finished after it

const AXIS_HEIGHT = 24;
const WAIT_HEIGHT = 104;
const WORK_HEIGHT = 16;
const GAP = 8;
const WORKER_HEIGHT = 24;
const BAR_MOST = 8;
const NARROW = 700;
const LABEL_WIDTH = 152;

/** An array off the wire as an object; `slot` is its place in the stack. */
function barOf([lane, enqueued, started, finished, status, job, kind, attempts, room]) {
  return { lane, enqueued, started, finished, status, job, kind, attempts, room, slot: 0 };
}

/** Finds each wait the lowest place where it overlaps none, as one would stack them by hand. */
class Stack {
  constructor() {
    this.slots = [];
    this.overflow = 0;
  }

  place(bar) {
    for (let i = 0; i < this.slots.length; i++) {
      if (isFree(this.slots[i], bar)) return this.put(i, bar);
    }
    if (this.slots.length < MOST_SLOTS) {
      this.slots.push([]);
      return this.put(this.slots.length - 1, bar);
    }
    return this.put(this.overflow++ % MOST_SLOTS, bar);
  }

  put(i, bar) {
    this.slots[i].push(bar);
    return i;
  }

  prune(before) {
    for (const slot of this.slots) {
      let gone = 0;
      while (gone < slot.length && slot[gone].finished < before) gone++;
      if (gone > 0) slot.splice(0, gone);
    }
    while (this.slots.length > 0 && this.slots.at(-1).length === 0) this.slots.pop();
  }
}

function isFree(slot, bar) {
  for (let i = slot.length - 1; i >= 0; i--) {
    if (slot[i].finished < bar.started - LATE) return true;
    if (slot[i].started < bar.finished && slot[i].finished > bar.started) return false;
  }
  return true;
}

export class Picture {
  constructor() {
    this.canvas = byId("canvas");
    this.context = this.canvas.getContext("2d");
    this.tip = byId("tip");
    this.bars = [];
    this.lanes = [];
    this.stacks = new Map();
    this.rows = [];
    this.isSample = false;
    this.skew = null; // the gateway's clock beyond ours
    this.heldAt = null; // the time that is shown while somebody looks closely
    this.selected = null;
    this.isDirty = true;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.readColours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.readColours());
    new ResizeObserver(() => this.layOut()).observe(byId("picture"));
    this.listen();
    this.drawnAt = 0;
    const frame = (at) => {
      if (this.bars.length < MANY || at - this.drawnAt >= MANY_PAUSE) {
        this.drawnAt = at;
        this.draw();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  readColours() {
    this.colours = Object.fromEntries(["ink", "soft", "rule", "waiting", "computing", "failed"].map((name) => [name, colour(name)]));
    this.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    this.isDirty = true;
  }

  // What comes

  clear() {
    this.bars = [];
    this.stacks.clear();
    this.skew = null;
    this.release();
  }

  /** The least delay seen is the best guess at how far the clocks are apart. */
  onTime(now) {
    const skew = now - Date.now();
    this.skew = this.skew == null ? skew : Math.max(this.skew - 1, skew);
    this.isDirty = true;
  }

  take({ now, lanes, bars, drawn }) {
    this.onTime(now);
    this.setLanes(lanes);
    for (const array of bars) {
      const bar = barOf(array);
      bar.slot = this.stackOf(bar.lane).place(bar);
      this.bars.push(bar);
    }
    this.prune(now - SPAN);
    this.isSample = drawn.offered > drawn.drawn;
    const one = Math.round(drawn.offered / Math.max(1, drawn.drawn));
    const share = one > 1 ? `1 of ${count(one)}` : `${Math.floor((100 * drawn.drawn) / drawn.offered)} %`;
    setText("drawn", this.isSample ? `${share} drawn` : "");
  }

  stackOf(lane) {
    if (!this.stacks.has(lane)) this.stacks.set(lane, new Stack());
    return this.stacks.get(lane);
  }

  prune(before) {
    const keepFrom = Math.min(before, (this.heldAt ?? Infinity) - SPAN);
    let gone = Math.max(0, this.bars.length - MOST);
    while (gone < this.bars.length && this.bars[gone].finished < keepFrom) gone++;
    if (gone > 0) this.bars.splice(0, gone);
    for (const stack of this.stacks.values()) stack.prune(before - LATE);
  }

  setLanes(lanes) {
    if (JSON.stringify(lanes) === JSON.stringify(this.lanes)) return;
    this.lanes = lanes;
    const numbers = new Set(lanes.map((lane) => lane.number));
    for (const number of this.stacks.keys()) if (!numbers.has(number)) this.stacks.delete(number);
    this.layOut();
  }

  showEmpty(text) {
    const box = byId("picture-empty");
    const isEmpty = this.bars.length === 0;
    if (box.hidden === isEmpty) box.hidden = !isEmpty;
    if (isEmpty && box.textContent !== text) box.textContent = text;
  }

  // Where it goes

  layOut() {
    const width = byId("picture").clientWidth;
    this.width = width;
    this.left = width < NARROW ? 0 : LABEL_WIDTH;
    this.rows = [];
    let y = 0;
    let worker = null;
    const waits = this.lanes.filter((lane) => !lane.isComputing).length;
    const waitHeight = waits > 4 ? WAIT_HEIGHT / 2 : WAIT_HEIGHT;
    for (const lane of this.lanes) {
      const isNew = lane.worker !== worker;
      worker = lane.worker;
      if (isNew) y += WORKER_HEIGHT;
      const label = this.left === 0 && !isNew ? WORK_HEIGHT : 0;
      const height = lane.isComputing ? WORK_HEIGHT : waitHeight;
      this.rows.push({ lane, worker: isNew ? worker : null, top: y + label, bottom: y + label + height, unit: null });
      y += label + height + (lane.isComputing ? 4 : GAP * 2);
    }
    const height = Math.max(160, y + GAP + AXIS_HEIGHT);
    const ratio = Math.min(devicePixelRatio || 1, 2);
    this.height = height;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.isDirty = true;
  }

  now() {
    return this.heldAt ?? Date.now() + (this.skew ?? 0);
  }

  x(at, now) {
    return this.left + (1 - (now - at) / SPAN) * (this.width - this.left);
  }

  y(row, bar) {
    return row.bottom - (bar.slot + 1) * row.unit;
  }

  // How it is drawn

  draw() {
    if (this.width == null) return;
    // What stands still is not drawn again; who wants no motion gets a new picture when something came.
    const slides = this.bars.length > 0 && this.heldAt == null && !this.calm.matches;
    if (!slides && !this.isDirty) return;
    this.isDirty = false;
    const now = this.now();
    const { context } = this;
    context.clearRect(0, 0, this.width, this.height);
    context.font = this.font;
    this.drawAxis(now);
    const byLane = new Map(this.rows.map((row) => [row.lane.number, row]));
    this.countAtOnce(byLane, now);
    for (const row of this.rows) this.drawRow(row);
    context.save();
    context.beginPath();
    context.rect(this.left, 0, this.width - this.left, this.height);
    context.clip();
    this.drawBars(byLane, now);
    this.drawSelected(byLane, now);
    context.restore();
  }

  drawAxis(now) {
    const { context, colours } = this;
    const bottom = this.height - AXIS_HEIGHT;
    context.textBaseline = "top";
    const second = this.width - this.left < 420 ? 10_000 : 5_000;
    for (let age = SPAN; age >= 0; age -= second) {
      const x = Math.round(this.x(now - age, now)) - 0.5;
      context.fillStyle = colours.rule;
      context.fillRect(Math.min(x, this.width - 1), 0, 1, bottom);
      context.fillStyle = colours.soft;
      context.textAlign = age === 0 ? "right" : age === SPAN ? "left" : "center";
      const text = age > 0 ? `−${age / 1000} s` : this.heldAt == null ? "now" : `held at ${time(now)}`;
      context.fillText(text, x, bottom + 8);
    }
    context.textAlign = "left";
  }

  countAtOnce(byLane, now) {
    for (const row of this.rows) row.atOnce = 0;
    for (const bar of this.bars) {
      const row = byLane.get(bar.lane);
      if (row != null && bar.finished > now - SPAN) row.atOnce = Math.max(row.atOnce, bar.slot + 1);
    }
  }

  drawRow(row) {
    const { context, colours } = this;
    const { lane } = row;
    context.textBaseline = "alphabetic";
    if (row.worker != null) {
      context.fillStyle = colours.ink;
      context.fillText(this.fit(row.worker, this.width), 0, row.top - GAP);
    }
    context.fillStyle = colours.soft;
    const name = lane.isComputing ? lane.name : nameOfLoop(lane.name);
    const isCounted = !lane.isComputing && !this.isSample && row.atOnce > 1 && row.atOnce < MOST_SLOTS;
    const overlap = isCounted ? `up to ${row.atOnce} at once` : "";
    if (this.left > 0) {
      context.fillText(this.fit(name, LABEL_WIDTH - GAP), 0, lane.isComputing ? row.bottom - 4 : row.bottom - (overlap ? 16 : 0));
      context.fillText(overlap, 0, row.bottom);
    } else if (row.worker == null) {
      context.fillText(name, 0, row.top - 4);
    } else {
      context.textAlign = "right";
      context.fillText(overlap ? `${name}, ${overlap}` : name, this.width, row.top - GAP);
      context.textAlign = "left";
    }
    // The line: of an event loop, the one thread that all of its waits share.
    context.fillStyle = lane.isComputing ? colours.rule : colours.soft;
    context.fillRect(this.left, lane.isComputing ? row.bottom - WORK_HEIGHT / 2 : row.bottom, this.width - this.left, 1);
  }

  fit(text, width) {
    if (this.context.measureText(text).width <= width) return text;
    let end = text.length;
    while (end > 1 && this.context.measureText(`${text.slice(0, end)}…`).width > width) end--;
    return `${text.slice(0, end)}…`;
  }

  drawBars(byLane, now) {
    const { context, colours } = this;
    for (const row of this.rows) {
      const unit = Math.min(BAR_MOST, (row.bottom - row.top) / Math.max(1, row.atOnce));
      row.unit = row.unit == null || this.calm.matches ? unit : row.unit + (unit - row.unit) * 0.2;
    }
    const scale = (this.width - this.left) / SPAN;
    const offset = this.width - now * scale;
    for (const [fill, alpha, bars] of this.byColour(byLane)) {
      context.fillStyle = fill;
      context.globalAlpha = alpha;
      for (const [bar, row] of bars) {
        const isComputing = row.lane.isComputing;
        const isFailed = bar.status !== "done";
        const x = bar.started * scale + offset;
        const width = Math.max(isFailed ? 3 : 1, (bar.finished - bar.started) * scale);
        if (x + width < this.left || x > this.width) continue;
        if (isComputing) {
          context.fillRect(x, row.top, Math.max(1, width - 0.5), WORK_HEIGHT);
        } else {
          const gap = row.unit > 3 ? 1 : row.unit > 1.5 ? 0.4 : 0;
          context.fillRect(x, row.bottom - (bar.slot + 1) * row.unit, width, row.unit - gap);
        }
      }
    }
    context.globalAlpha = 1;
    if (this.bars.length < MANY) this.drawTouches(byLane, scale, offset);
  }

  /** So that the colour is changed three times, not for each bar; failures lie above all else. */
  byColour(byLane) {
    const [waiting, computing, failed] = [[], [], []];
    for (const bar of this.bars) {
      const row = byLane.get(bar.lane);
      if (row == null) continue;
      (bar.status !== "done" ? failed : row.lane.isComputing ? computing : waiting).push([bar, row]);
    }
    const { colours } = this;
    return [[colours.waiting, 0.62, waiting], [colours.computing, 1, computing], [colours.failed, 0.9, failed]];
  }

  /** The event loop itself is busy only where a job starts and where it ends. */
  drawTouches(byLane, scale, offset) {
    const { context } = this;
    context.fillStyle = this.colours.soft;
    for (const bar of this.bars) {
      const row = byLane.get(bar.lane);
      if (row == null || row.lane.isComputing) continue;
      context.fillRect(bar.started * scale + offset, row.bottom + 1, 1, 4);
      context.fillRect(bar.finished * scale + offset - 1, row.bottom + 1, 1, 4);
    }
  }

  drawSelected(byLane, now) {
    const bar = this.selected;
    const row = bar && byLane.get(bar.lane);
    if (!row) return;
    const { context } = this;
    const x = this.x(bar.started, now);
    const top = row.lane.isComputing ? row.top : this.y(row, bar);
    const height = row.lane.isComputing ? WORK_HEIGHT : Math.max(row.unit, 2);
    context.strokeStyle = this.colours.ink;
    context.lineWidth = 1.5;
    context.strokeRect(x - 1, top - 1, Math.max(2, this.x(bar.finished, now) - x) + 2, height + 2);
  }

  // Who looks closely

  listen() {
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerdown", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.release());
    this.canvas.addEventListener("blur", () => this.release());
    document.addEventListener("pointerdown", (event) => event.target !== this.canvas && this.release());
    this.canvas.addEventListener("keydown", (event) => this.onKey(event));
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const bar = this.barAt(event.clientX - box.left, event.clientY - box.top);
    if (bar == null && this.selected == null) return;
    if (bar == null) {
      this.release();
    } else if (bar !== this.selected) {
      this.select(bar);
    }
  }

  barAt(x, y) {
    const row = this.rows.find(({ top, bottom }) => y >= top - 2 && y <= bottom + 4);
    if (row == null || x < this.left) return null;
    const now = this.now();
    const at = now - (1 - (x - this.left) / (this.width - this.left)) * SPAN;
    const reach = (SPAN / (this.width - this.left)) * 3;
    let best = null;
    let least = row.lane.isComputing ? Infinity : Math.max(6, row.unit);
    for (const bar of this.bars) {
      if (bar.lane !== row.lane.number || at < bar.started - reach || at > bar.finished + reach) continue;
      const distance = row.lane.isComputing ? Math.abs((bar.started + bar.finished) / 2 - at) : Math.abs(this.y(row, bar) + row.unit / 2 - y);
      if (distance < least) [best, least] = [bar, distance];
    }
    return best;
  }

  onKey(event) {
    if (event.key === "Escape") return this.release();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step == null || this.rows.length === 0) return;
    event.preventDefault();
    const now = this.now();
    const shown = this.bars.filter((bar) => bar.finished <= now && bar.finished > now - SPAN).sort((one, other) => one.finished - other.finished);
    if (shown.length === 0) return;
    const index = shown.indexOf(this.selected);
    const bar = index < 0 ? shown.at(-1) : shown[Math.max(0, Math.min(shown.length - 1, index + step))];
    this.select(bar);
    setText("picture-said", `${bar.kind} job ${bar.job}, ${bar.status}, ran ${duration(bar.finished - bar.started)}`);
  }

  select(bar) {
    this.heldAt = this.now();
    this.selected = bar;
    this.isDirty = true;
    this.showTip(bar);
  }

  release() {
    this.heldAt = null;
    this.selected = null;
    this.tip.hidden = true;
    this.isDirty = true;
  }

  showTip(bar) {
    const row = this.rows.find(({ lane }) => lane.number === bar.lane);
    const line = (name, value) => el("tr", "", el("th", "", name), el("td", "", value));
    const isRoom = bar.room >= 0;
    this.tip.replaceChildren(
      el("span", "id", bar.job),
      el("table", "",
        line(bar.kind, `${bar.status}${bar.attempts > 1 ? `, ${bar.attempts} attempts` : ""}`),
        ...(isRoom ? [line("room", String(bar.room))] : [line("until started", duration(bar.started - bar.enqueued))]),
        line(isRoom ? "cleaned in" : "start to end", duration(bar.finished - bar.started)),
        line("finished", time(bar.finished)),
        line("on", row ? `${row.lane.worker}, ${row.lane.name}` : "–")));
    this.tip.hidden = false;
    const x = Math.max(0, Math.min(this.x((bar.started + bar.finished) / 2, this.heldAt) - this.tip.offsetWidth / 2, this.width - this.tip.offsetWidth));
    const y = row ? row.bottom + 12 : 0;
    this.tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}

const nameOfLoop = (name) => name.replace(/^vert\.x-eventloop-thread-/, "event loop ");
