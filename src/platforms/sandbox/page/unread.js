// @ts-check
/** @import { Place } from "./world.js" */

const KEY = "jejaring.read";

/**
 * How far this tab has read, for every member it has been. What was there when the tab was opened counts as read, so
 * that the marks show what happened since: above all while the clock was moved.
 */
export function makeReading() {
  /** @type {{ from: number | null, upTo: Record<string, number> }} */
  const read = { from: null, upTo: {}, ...stored() };
  const save = () => window.sessionStorage.setItem(KEY, JSON.stringify(read));
  return {
    /** @param {number} latest  the latest message at the first look */
    begin(latest) {
      if (read.from !== null && latest >= read.from) return;
      // Numbers that went back mean a new database: nothing of the old marks holds.
      read.from = latest;
      read.upTo = {};
      save();
    },
    /**
     * @param {string} as
     * @param {Place} place
     */
    count(as, { id, messages }) {
      const upTo = read.upTo[`${as} ${id}`] ?? read.from ?? 0;
      return messages.filter(({ seq, author }) => seq > upTo && author !== as).length;
    },
    /**
     * @param {string} as
     * @param {Place} place
     */
    mark(as, { id, messages }) {
      const latest = messages.at(-1)?.seq ?? 0;
      const key = `${as} ${id}`;
      if (latest <= (read.upTo[key] ?? 0)) return;
      read.upTo[key] = latest;
      save();
    },
  };
}

/** @typedef {ReturnType<typeof makeReading>} Reading */

function stored() {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}
