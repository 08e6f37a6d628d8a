// The stream of events, which comes back by itself. A state comes every second, so silence means
// that the other side is gone, whatever the connection says.

const SILENCE_MILLIS = 8_000;
const AGAIN_MILLIS = [1_000, 1_000, 2_000, 5_000];

/** Calls `on` with each event's name and data, and `onLink` with what has become of the connection. */
export function follow(on, onLink) {
  let source = null;
  let failures = 0;
  let silence = 0;
  let again = 0;

  const open = () => {
    source = new EventSource("/events");
    for (const name of ["snapshot", "state", "bars", "skipped"]) {
      source.addEventListener(name, (event) => {
        failures = 0;
        listen();
        onLink(true);
        on(name, JSON.parse(event.data));
      });
    }
    source.onerror = () => reopen("connection lost, trying again…");
    listen();
  };

  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => reopen("no sign of life, trying again…"), SILENCE_MILLIS);
  };

  const reopen = (why) => {
    source.close();
    clearTimeout(silence);
    clearTimeout(again);
    onLink(false, why);
    again = setTimeout(open, AGAIN_MILLIS[Math.min(failures++, AGAIN_MILLIS.length - 1)]);
  };

  open();
}
