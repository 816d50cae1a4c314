// @ts-check
import { moveClock, Trouble } from "./api.js";
import { h, icon, part } from "./dom.js";
import { notice } from "./notice.js";
import { isWord, pageLanguage, say } from "./speech.js";
import { handsAt, longDay, shortDay, shortMoment, timeOfDay, zoneName } from "./when.js";
import { zoneOf } from "./world.js";

/** @import { Journey, JobLine } from "./types.js" */
/** @import { World } from "./world.js" */

const TICK = 5_000;

/** How far each button goes, as an ISO duration. */
const LEAPS = /** @type {const} */ ({ "clock-hour": "PT1H", "clock-day": "P1D", "clock-week": "P1W" });
const LENGTHS = { PT1H: 3_600_000, P1D: 86_400_000, P1W: 7 * 86_400_000 };

/** Jobs that nobody in the community notices. */
const HOUSEKEEPING = "house.";

/**
 * The sandbox's clock, with buttons to let time pass and a list of what happened meanwhile. A journey is over when
 * `fetchNews` has brought what it led to.
 * @param {World} world
 * @param {() => Promise<void>} fetchNews
 */
export function showClock(world, fetchNews) {
  /** @type {{ from: number, to: number | undefined } | undefined} */
  let journey;

  function draw() {
    const known = world.get();
    const language = pageLanguage();
    const zone = zoneOf(known);
    const now = world.now();
    const { hours, minutes } = handsAt(zone, now);
    part("hand-hour").setAttribute("transform", `rotate(${hours * 30 + minutes / 2} 12 12)`);
    part("hand-minute").setAttribute("transform", `rotate(${minutes * 6} 12 12)`);
    part("clock-time").textContent = `${timeOfDay(zone, now)} ${zoneName(language, zone, now)}`;
    part("clock-day-name").textContent = longDay(language, zone, now);
    const shared = known.state.timeZone;
    const theirs = `${timeOfDay(shared, now)} ${zoneName(language, shared, now)}`;
    const isSame = zone === shared || timeOfDay(zone, now) === timeOfDay(shared, now);
    part("clock-community").textContent = isSame ? "" : say("clock.community", { time: theirs });
    drawButtons(now);
  }

  /** @param {Date} now */
  function drawButtons(now) {
    const { state } = world.get();
    const next = state.next === null ? undefined : new Date(state.next);
    for (const id of [...Object.keys(LEAPS), "clock-next"]) button(id).disabled = journey !== undefined;
    if (!next) button("clock-next").disabled = true;
    const when = next && shortMoment(pageLanguage(), zoneOf(world.get()), next);
    part("clock-next-at").textContent = when === undefined ? say("clock.noNext") : say("clock.nextAt", { when });
    const progress = /** @type {HTMLProgressElement} */ (part("clock-progress"));
    progress.hidden = journey === undefined;
    if (journey?.to === undefined) progress.removeAttribute("value");
    else progress.value = Math.min(1, Math.max(0, (now.getTime() - journey.from) / (journey.to - journey.from)));
  }

  /**
   * @param {{ to: string } | { by: "PT1H" | "P1D" | "P1W" }} travel
   * @param {HTMLElement} from  the button that was pressed
   */
  async function go(travel, from) {
    if (journey) return;
    const start = world.now().getTime();
    journey = { from: start, to: "by" in travel ? start + LENGTHS[travel.by] : undefined };
    part("told").textContent = say("clock.passing");
    draw();
    try {
      const arrived = await moveClock(travel);
      world.setNow(arrived.now);
      await fetchNews();
      notice.clear();
      tellJourney(arrived);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      notice.show(error);
    } finally {
      journey = undefined;
      draw();
      from.focus();
    }
  }

  /** @param {Journey} arrived */
  function tellJourney({ now, jobs, delivered }) {
    const zone = zoneOf(world.get());
    const seen = gathered(
      jobs.filter(({ job }) => !job.startsWith(HOUSEKEEPING)),
      (at) => shortDay(pageLanguage(), zone, at),
    );
    const lines = seen.map(({ line, count }) => {
      const moment = shortMoment(pageLanguage(), zone, new Date(line.at));
      return h("li", {}, h("time", { datetime: line.at }, moment), jobText(line, count));
    });
    const moment = say("journal.now", { when: shortMoment(pageLanguage(), zone, new Date(now)) });
    const sum =
      delivered > 0 ? say("journal.delivered", { n: delivered }) : seen.length === 0 ? say("journal.nothing") : "";
    const close = h(
      "button",
      { type: "button", class: "quiet round", "aria-label": say("journal.close") },
      icon("close"),
    );
    close.addEventListener("click", () => {
      part("journal").hidden = true;
      button("clock-next").focus();
    });
    part("journal").replaceChildren(
      h("div", { class: "head" }, h("h2", {}, say("journal.title")), close),
      h("ul", {}, ...lines),
      h("p", {}, sum, " ", moment),
    );
    part("journal").hidden = false;
    part("told").textContent = `${moment} ${sum}`;
  }

  for (const [id, by] of /** @type {[keyof typeof LEAPS, "PT1H" | "P1D" | "P1W"][]} */ (Object.entries(LEAPS)))
    button(id).addEventListener("click", () => void go({ by }, button(id)));
  button("clock-next").addEventListener("click", () => void go({ to: "next" }, button("clock-next")));
  part("journal").addEventListener("keydown", (event) => {
    if (event.key === "Escape") part("journal").querySelector("button")?.click();
  });
  setInterval(draw, TICK);
  world.onChange(draw);
  return { draw };
}

/** @param {string} id */
function button(id) {
  return /** @type {HTMLButtonElement} */ (part(id));
}

/**
 * What many did on one day, each for himself, is one line with the number of them.
 * @param {readonly JobLine[]} jobs
 * @param {(at: Date) => string} dayOf
 */
function gathered(jobs, dayOf) {
  /** @type {Map<string, { line: JobLine, count: number }>} */
  const lines = new Map();
  jobs.forEach((line, index) => {
    const isOneOfMany = !/\d/.test(line.result);
    const key = isOneOfMany ? `${line.job} ${dayOf(new Date(line.at))}` : String(index);
    lines.set(key, { line: lines.get(key)?.line ?? line, count: (lines.get(key)?.count ?? 0) + 1 });
  });
  return [...lines.values()];
}

/**
 * A job in the page's words; one that the page has no words for is named as it is.
 * @param {JobLine} line
 * @param {number} count  how many times it was done
 */
function jobText({ job, result }, count) {
  const [n = count, m = 0] = (result.match(/\d+/g) ?? []).map(Number);
  const key = `job.${job}`;
  return isWord(key) ? say(key, { n, m }) : say("journal.line", { job, result });
}
