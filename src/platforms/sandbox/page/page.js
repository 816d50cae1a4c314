// @ts-check
import { act, fetchMessages, fetchState, listen, press, say as post, submit, Trouble } from "./api.js";
import { readAddress, writeAddress } from "./address.js";
import { showClock } from "./clock.js";
import { showComposer } from "./composer.js";
import { openForm } from "./dialog.js";
import { part } from "./dom.js";
import { drawEmpty } from "./empty.js";
import { showLook } from "./look.js";
import { showMessages } from "./messages.js";
import { notice } from "./notice.js";
import { showPeople } from "./people.js";
import { showSide } from "./side.js";
import { say } from "./speech.js";
import { makeReading } from "./unread.js";
import { conversationOf, LATEST, makeWorld, placesOf, withMessages } from "./world.js";

/** @import { FormReply, Message, Reply } from "./types.js" */

const world = makeWorld();
const reading = makeReading();

const look = showLook(world, () => {
  side.draw();
  composer.redraw();
  clock.draw();
  messages.draw();
});
const side = showSide(world, reading, go);
const messages = showMessages(world, { onPress, onAct }, (known, place) =>
  drawEmpty(known, place, (line) => void speakUp(line)),
);
const composer = showComposer(world, speakUp);
const clock = showClock(world, refresh);
showPeople(world, become);

/**
 * Does something and shows what came of it; answers whether it went well.
 * @param {() => Promise<void>} act
 */
async function attempt(act) {
  try {
    await act();
    notice.clear();
    return true;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    notice.show(error);
    return false;
  }
}

/** @param {string} text */
function speakUp(text) {
  const { as, place } = world.get();
  return attempt(async () => receive(await post(as, place, text), as, place));
}

/**
 * @param {Message} message
 * @param {number} button
 * @param {HTMLButtonElement} element
 */
function onPress(message, button, element) {
  doWith(message, element, (as) => press(as, message.id, button));
}

/**
 * @param {Message} message
 * @param {string} command
 * @param {HTMLButtonElement} element
 */
function onAct(message, command, element) {
  doWith(message, element, (as) => act(as, message.id, command));
}

/**
 * @param {Message} message
 * @param {HTMLButtonElement} element
 * @param {(as: string) => Promise<Reply>} deed
 */
function doWith(message, element, deed) {
  // A second press while the first is under way is the same press.
  if (element.getAttribute("aria-disabled") === "true") return;
  const { as } = world.get();
  element.setAttribute("aria-disabled", "true");
  part("told").textContent = say("message.pressing", { label: element.textContent });
  void attempt(async () => receive(await deed(as), as, message.where.id)).then(() => {
    element.removeAttribute("aria-disabled");
  });
}

/**
 * Shows an answer where it was asked for.
 * @param {Reply} reply
 * @param {string} as
 * @param {string} place
 */
function receive(reply, as, place) {
  if (reply.kind === "form") openReplyForm(reply, as, place);
  else if (reply.kind === "link") window.open(reply.url, "_blank", "noopener,noreferrer");
  else if (reply.kind !== "nothing" && world.get().as === as) {
    world.change({ messages: withMessages(world.get().messages, [reply.message]) });
    messages.toEnd();
  }
}

/**
 * @param {FormReply} reply
 * @param {string} as
 * @param {string} place
 */
function openReplyForm(reply, as, place) {
  let { form } = reply;
  openForm(world.get(), reply, async (values) => {
    const answer = await submit(as, place, form, values);
    if (answer.kind !== "form") {
      receive(answer, as, place);
      notice.clear();
      return undefined;
    }
    form = answer.form;
    return answer;
  });
}

/** @param {string} place */
function go(place) {
  world.change({ place });
  writeAddress(world.get().as, place);
  messages.toEnd();
}

/**
 * Be this member from now on: in the same channel, or else in the conversation with the bot.
 * @param {string} as
 * @param {string} [wished]
 */
function become(as, wished) {
  const before = world.get();
  const place = before.place === conversationOf(before) ? `dm-${as}` : before.place;
  world.change({ as, place: wished ?? place, messages: [], isWhole: true });
  void refresh().then(() => messages.toEnd());
}

/** How long one fetch follows the other at the soonest, in ms, while there is much going on. */
const REST = 250;
let isWanted = false;
/** @type {Promise<void> | undefined} */
let fetching;

/** Fetches what is new. While one fetch is under way, any number of calls lead to one more. */
function refresh() {
  isWanted = true;
  fetching ??= fetchWhileWanted().finally(() => (fetching = undefined));
  return fetching;
}

async function fetchWhileWanted() {
  while (isWanted) {
    isWanted = false;
    try {
      await fetchAll();
      part("offline").hidden = true;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      part("offline").hidden = false;
    }
    if (isWanted) await new Promise((resolve) => setTimeout(resolve, REST));
  }
}

let wantsAll = false;

async function fetchAll() {
  const { as } = world.get();
  const state = await fetchState();
  world.setNow(state.now);
  const person = state.members.find(({ id }) => id === as) ?? state.members[0];
  if (!person) return world.change({ state });
  const latest = await fetchMessages(person.id, wantsAll ? undefined : LATEST);
  // Somebody chose another member meanwhile: what came is not for them.
  if (world.get().as !== as) return void refresh();
  reading.begin(latest.at(-1)?.seq ?? 0);
  world.change({ state, as: person.id, messages: latest, isWhole: wantsAll || latest.length < LATEST });
  const known = world.get();
  if (!placesOf(known).some(({ id }) => id === known.place)) world.change({ place: conversationOf(known) });
  writeAddress(world.get().as, world.get().place);
}

part("earlier").addEventListener("click", () => {
  wantsAll = true;
  void refresh();
});
part("skip").addEventListener("click", (event) => {
  event.preventDefault();
  part("scroller").focus();
});
window.addEventListener("hashchange", () => {
  const { as, place } = readAddress();
  const known = world.get();
  if (as !== known.as) become(as, place);
  else if (place !== known.place && placesOf(known).some(({ id }) => id === place)) go(place);
});

look.speakAsChosen();
const { as, place } = readAddress();
world.change({ as, place });
void refresh().then(() => {
  document.body.removeAttribute("aria-busy");
  messages.toEnd();
});
listen(
  (now) => {
    world.setNow(now);
    clock.draw();
    void refresh();
  },
  (isUp) => {
    part("offline").hidden = isUp;
  },
);
