import type { Bot } from "../../chat/bot.js";
import { textCard } from "../../chat/card.js";
import type { Invocation, Response } from "../../chat/invocation.js";
import type { Envelope, PlatformAdapter, Receipt } from "../../chat/port.js";
import { cleanLine, cleanText, plain } from "../../chat/text.js";
import { asMention, readFormToken, withMentions, type FormToken } from "./decode.js";
import { keepRoom, personSeen, placeAt, placeSeen } from "./places.js";
import { findButton, toldOf, viewForm, viewMessage, withChannelNames, type MessageView } from "./render.js";
import { makeUploads } from "./uploads.js";
import type { NewMessage, SandboxMessage, SandboxPerson, SandboxPlace, SandboxStore } from "./store.js";

/** A request that can't be carried out as it is; `status` is the HTTP status of its answer. */
export class SandboxFault extends Error {
  override readonly name = "SandboxFault";
  readonly status: 400 | 403 | 404 | 409;

  constructor(status: SandboxFault["status"], message: string) {
    super(message);
    this.status = status;
  }
}

export interface SandboxParts {
  readonly store: SandboxStore;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Lets happen what an answer set in motion, so that a caller sees the consequences at once. */
  readonly settle: () => Promise<void>;
  /** Something new is there to be seen. */
  readonly changed: () => void;
}

export type SandboxReply =
  | { readonly kind: "reply"; readonly visibility: "private" | "public"; readonly message: MessageView }
  | ReturnType<typeof viewForm>
  | { readonly kind: "said"; readonly message: MessageView }
  | { readonly kind: "link"; readonly url: string }
  | { readonly kind: "nothing" };

export interface NewPerson {
  readonly id?: string | undefined;
  readonly name: string;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly isOrganiser?: boolean | undefined;
}

export interface Sandbox extends PlatformAdapter {
  readonly people: SandboxStore["people"];
  readonly places: SandboxStore["places"];
  addPerson(person: NewPerson): Promise<{ id: string }>;
  removePerson(id: string): Promise<void>;
  say(as: string, placeId: string | undefined, text: string): Promise<SandboxReply>;
  press(as: string, messageId: string, button: string | number): Promise<SandboxReply>;
  /** Calls a command on a message. */
  act(as: string, messageId: string, command: string): Promise<SandboxReply>;
  submit(
    as: string,
    form: string,
    values: Readonly<Record<string, unknown>>,
    placeId: string | undefined,
  ): Promise<SandboxReply>;
  messages(as: string, since: number, last?: number): Promise<readonly MessageView[]>;
}

const MOST_TEXT = 4_000;

/** Something else was sent where a file should be. */
const NO_FILE = "?";

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** A platform of our own on this computer: it keeps people, places and messages, and knows nothing of features. */
export function makeSandbox(parts: SandboxParts): Sandbox {
  const { store } = parts;
  const uploads = makeUploads(parts.newId);
  let bot: Bot | undefined;

  function theBot(): Bot {
    if (!bot) throw new SandboxFault(409, "The sandbox is not open yet.");
    return bot;
  }

  async function personOf(id: string): Promise<SandboxPerson> {
    const person = (await store.people()).find((known) => known.id === id);
    if (!person) throw new SandboxFault(404, `There is no member "${id}" here.`);
    return person;
  }

  /** The places this person can see, the own conversation with the bot among them. */
  async function placesOf(person: SandboxPerson): Promise<readonly SandboxPlace[]> {
    const places = await store.places();
    return places.filter((place) => place.kind === "channel" || place.members.includes(person.id));
  }

  async function conversationOf(person: SandboxPerson): Promise<SandboxPlace> {
    const id = `dm-${person.id}`;
    return store.openPlace({ id, kind: "dm", name: "Jejaring", members: [person.id] }, undefined, parts.now());
  }

  async function placeFor(person: SandboxPerson, placeId: string | undefined): Promise<SandboxPlace> {
    if (placeId === undefined || placeId === `dm-${person.id}`) return conversationOf(person);
    const place = (await placesOf(person)).find(
      (known) => known.id === placeId || known.name === placeId.replace(/^#/, ""),
    );
    if (!place) throw new SandboxFault(404, `There is no place "${placeId}" that this member can see.`);
    return place;
  }

  async function post(message: Omit<NewMessage, "id" | "at">): Promise<SandboxMessage> {
    const posted = await store.post({ ...message, id: parts.newId(), at: parts.now() });
    parts.changed();
    return posted;
  }

  /** Hands a response to the person: a message in the place where it was asked for, or a form. */
  async function show(
    response: Response,
    person: SandboxPerson,
    place: SandboxPlace,
    pressed?: SandboxMessage,
  ): Promise<SandboxReply> {
    if (response.kind === "nothing") return response;
    if (response.kind === "form") return viewForm(response.form, place.id, await store.places());
    const card = withChannelNames(response.card, await store.places());
    const replaced = response.replaces && pressed ? await store.replace(pressed.id, card) : undefined;
    const isPublic = response.visibility === "public";
    const message =
      replaced ??
      (await post({
        placeId: place.id,
        proactive: false,
        card,
        ...(isPublic ? {} : { onlyFor: person.id }),
      }));
    parts.changed();
    return { kind: "reply", visibility: response.visibility, message: viewMessage(message, place) };
  }

  async function ask(
    invocation: Invocation,
    person: SandboxPerson,
    place: SandboxPlace,
    pressed?: SandboxMessage,
  ): Promise<SandboxReply> {
    const response = await theBot().handle(invocation);
    const reply = await show(response, person, place, pressed);
    // The answer stands, whatever becomes of the deliveries: they are tried again, and their faults are told then.
    await parts.settle().catch(() => undefined);
    return reply;
  }

  async function talk(person: SandboxPerson, place: SandboxPlace, text: string): Promise<SandboxReply> {
    const message = await post({
      placeId: place.id,
      authorId: person.id,
      proactive: false,
      card: textCard(plain(text)),
    });
    await theBot().observe({ kind: "message", place: placeSeen(place), person: personSeen(person) });
    return { kind: "said", message: viewMessage(message, place) };
  }

  /** People, channels and files as a real platform's client would send them. */
  async function filledIn(
    { initial, references }: FormToken,
    given: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    const [people, places] = [await store.people(), await store.places()];
    const values: Record<string, unknown> = { ...initial, ...given };
    for (const [id, kind] of Object.entries(references)) {
      const value = values[id];
      if (kind === "file") values[id] = isNothing(given[id]) ? initial[id] : (uploads.take(given[id]) ?? NO_FILE);
      else if (typeof value === "string" && value.trim() !== "")
        values[id] = asMention(value.trim(), kind, people, places);
    }
    return values;
  }

  /** A message that this person can see, and where it stands. */
  async function messageFor(person: SandboxPerson, messageId: string) {
    const message = await store.message(messageId);
    const places = [...(await placesOf(person)), await conversationOf(person)];
    const place = places.find(({ id }) => id === message?.placeId);
    if (!message || !place || (message.onlyFor !== undefined && message.onlyFor !== person.id))
      throw new SandboxFault(404, "There is no such message that this member can see.");
    return { message, place };
  }

  return {
    platform: "sandbox",
    people: store.people,
    places: store.places,

    start(started) {
      bot = started;
      return Promise.resolve();
    },

    stop() {
      bot = undefined;
      return Promise.resolve();
    },

    readFile: (_spaceId, ref, maxBytes) => Promise.resolve(uploads.read(ref, maxBytes)),

    async deliver(envelope: Envelope): Promise<Receipt> {
      const place = await placeAt(parts, envelope);
      const message = await post({
        placeId: place.id,
        proactive: envelope.proactive,
        card: withChannelNames(envelope.card, await store.places()),
        nonce: envelope.nonce,
      });
      return { messageId: message.id, ...(place.kind === "room" ? { roomId: place.id } : {}) };
    },

    async keepHome(home) {
      const report = await keepRoom(parts, home);
      parts.changed();
      return report;
    },

    async addPerson({ id = parts.newId(), name, locale, timeZone, isOrganiser = false }) {
      const clean = cleanLine(name, 80);
      if (clean === "") throw new SandboxFault(400, "A member needs a name that can be seen.");
      if ((await store.people()).some((known) => known.id === id))
        throw new SandboxFault(409, `There is a member "${id}" already.`);
      const person: SandboxPerson = { id, name: clean, locale, timeZone, isOrganiser };
      await store.addPerson(person, parts.now());
      await conversationOf(person);
      await theBot().observe({ kind: "joined", place: placeSeen(undefined), person: personSeen(person) });
      parts.changed();
      return { id };
    },

    async removePerson(id) {
      const person = await personOf(id);
      await store.removePerson(id, parts.now());
      await theBot().observe({ kind: "left", place: placeSeen(undefined), person: personSeen(person) });
      await parts.settle();
      parts.changed();
    },

    async say(as, placeId, text) {
      if (text.length > MOST_TEXT) throw new SandboxFault(400, `A message has at most ${MOST_TEXT} characters.`);
      const person = await personOf(as);
      const place = await placeFor(person, placeId);
      const typed = cleanText(text);
      if (typed === "") throw new SandboxFault(400, "A message needs some text.");
      const isCommand = typed.startsWith("/");
      // The bot writes by itself in rooms too, so there as well STOP is meant for it.
      const isForBot = isCommand || place.kind === "dm" || (place.kind === "room" && theBot().isPlainCommand(typed));
      if (!isForBot && place.isArchived === true) throw new SandboxFault(409, "This room was put away.");
      if (!isForBot) return talk(person, place, typed);
      if (!isCommand) await talk(person, place, typed);
      const line = withMentions(typed, await store.people(), await store.places());
      return ask({ kind: "words", text: line, place: placeSeen(place), person: personSeen(person) }, person, place);
    },

    async press(as, messageId, wanted) {
      const person = await personOf(as);
      const { message, place } = await messageFor(person, messageId);
      const button = findButton(message.card, wanted);
      if (!button) throw new SandboxFault(404, `This message has no button "${wanted}".`);
      if (button.kind === "link") return { kind: "link", url: button.url };
      const { action, subject } = button;
      return ask(
        { kind: "action", action, subject, place: placeSeen(place), person: personSeen(person) },
        person,
        place,
        message,
      );
    },

    async act(as, messageId, command) {
      const person = await personOf(as);
      const { message, place } = await messageFor(person, messageId);
      const author = (await store.people()).find(({ id }) => id === message.authorId);
      const told = toldOf(message, author, uploads.lend);
      const where = { place: placeSeen(place), person: personSeen(person) };
      return ask({ kind: "message", command, message: told, ...where }, person, place);
    },

    async submit(as, token, values, placeId) {
      const person = await personOf(as);
      const form = readFormToken(token);
      if (!form)
        throw new SandboxFault(400, "This is not a form of the sandbox; take `form` from the answer that opened it.");
      const place = await placeFor(person, placeId ?? form.placeId);
      const filled = await filledIn(form, values);
      const { id, subject } = form;
      return ask(
        { kind: "form", form: id, subject, values: filled, place: placeSeen(place), person: personSeen(person) },
        person,
        place,
      );
    },

    async messages(as, since, last) {
      const person = await personOf(as);
      const places = new Map(
        [...(await placesOf(person)), await conversationOf(person)].map((place) => [place.id, place]),
      );
      const messages = await store.messages(as, [...places.keys()], since, last);
      return messages.flatMap((message) => {
        const place = places.get(message.placeId);
        return place ? [viewMessage(message, place)] : [];
      });
    },
  };
}
