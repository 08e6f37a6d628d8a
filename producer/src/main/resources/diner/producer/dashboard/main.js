// Puts what comes where it belongs. All state is the gateway's: a snapshot replaces everything, so
// that a page that comes back after any length of time is right at once.

import { Picture } from "./picture.js";
import { Plots } from "./plots.js";
import { batches, failures, kinds, lag, strip } from "./panels.js";
import { follow } from "./stream.js";
import { byId, count, setText, time } from "./text.js";

const picture = new Picture();
const plots = new Plots();
let skipped = 0;

const on = {
  snapshot({ state, bars }) {
    picture.clear();
    plots.clear();
    picture.take(bars);
    on.state(state);
  },
  bars: (bars) => picture.take(bars),
  skipped({ frames }) {
    skipped += frames;
  },
  state(state) {
    picture.onTime(state.now);
    strip(state);
    lag(state.topics);
    batches(state.batches);
    kinds(state.kinds);
    failures(state.failures, state.figures.failed);
    plots.take(state);
    notice(state);
    picture.showEmpty(emptyText(state));
    setText("names", `group ${state.names.group}, topics ${state.names.topicPrefix}.*`);
    setText("since", `Counted since ${time(state.since)}${state.isCaughtUp ? "" : ", still reading"}`
      + (state.figures.unreadable > 0 ? `; ${count(state.figures.unreadable)} records were no replies` : "")
      + (skipped > 0 ? `; this page was too slow for ${count(skipped)} updates` : "")
      + ".");
  },
};

function emptyText({ figures }) {
  const answered = figures.done + figures.failed + figures.expired;
  if (figures.unfinished > 0 && figures.workers === 0) return "Jobs wait, no worker runs: bin/worker";
  if (figures.unfinished > 0) return "Nothing has finished for 20 seconds; jobs are at work.";
  return answered === 0 ? "No jobs yet: bin/producer enqueue burgers --jobs 100" : "Nothing to do: bin/producer enqueue burgers --jobs 100";
}

function notice({ away }) {
  const box = byId("notice");
  box.hidden = away == null;
  if (away != null) setText("notice", `Kafka can't be looked at, so these are the last figures: ${away}`);
  link(away == null ? "live" : "Kafka is away", away == null);
}

function link(text, isGood) {
  setText("connection-text", text);
  byId("connection-dot").className = isGood ? "dot good" : "dot bad";
}

follow((name, data) => on[name](data), (isOpen, why) => isOpen || link(why, false));
