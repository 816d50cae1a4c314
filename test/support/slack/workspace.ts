import { readMessage, type ReadMessage } from "./reading.js";
import type { FakeMessageContent, FakeView } from "./rules.js";

export interface FakePerson {
  readonly id: string;
  name: string;
  locale: string;
  tz: string;
  isAdmin: boolean;
  isGuest: boolean;
  deleted: boolean;
  teamId: string;
  /** Takes no private messages of the app. */
  dmClosed: boolean;
}

export interface FakeConversation {
  readonly id: string;
  /** "group": a private channel. */
  readonly kind: "channel" | "group" | "im" | "mpim";
  name: string;
  readonly members: Set<string>;
  archived: boolean;
  readonly creator?: string;
  /** In seconds since 1970. */
  readonly created?: number;
  /** People of another organisation read it too. */
  shared?: boolean;
}

/** A file of somebody's, as Slack keeps it. */
export interface FakeFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  /** What Slack says of it; the file itself may be another. */
  readonly size: number;
  readonly url_private: string;
  readonly content: Buffer;
  isDeleted: boolean;
}

export interface FakeMessage {
  readonly ts: string;
  readonly channel: string;
  content: FakeMessageContent;
  readonly onlyFor: string | undefined;
  readonly metadata: unknown;
}

export interface OpenView {
  readonly id: string;
  readonly userId: string;
  view: FakeView;
}

/** Something that somebody saw: what tests wait for. */
export type Sight =
  | { readonly kind: "message"; readonly message: FakeMessage }
  | { readonly kind: "view"; readonly view: OpenView }
  | { readonly kind: "home"; readonly userId: string };

export interface Workspace {
  readonly teamId: string;
  readonly botUserId: string;
  readonly people: Map<string, FakePerson>;
  readonly conversations: Map<string, FakeConversation>;
  readonly messages: FakeMessage[];
  readonly files: { readonly channel: string; readonly name: string; readonly content: string }[];
  /** What people handed over, by Slack's ids. */
  readonly handed: Map<string, FakeFile>;
  readonly views: Map<string, OpenView>;
  readonly homes: Map<string, FakeView>;
  addPerson(name: string, about?: Partial<Omit<FakePerson, "id" | "name">>): FakePerson;
  addChannel(name: string, members: readonly string[]): FakeConversation;
  /** A private channel. */
  addGroup(name: string, members: readonly string[], about?: { creator?: string; created?: number }): FakeConversation;
  /** The conversation of just these people with the bot, made on first use. */
  conversationWith(userIds: readonly string[]): FakeConversation;
  post(channel: string, content: FakeMessageContent, more?: { onlyFor?: string; metadata?: unknown }): FakeMessage;
  sawMessage(message: FakeMessage): void;
  openView(userId: string, view: FakeView): OpenView;
  updateView(id: string, view: FakeView): OpenView | undefined;
  publishHome(userId: string, view: FakeView): void;
  /** What this person can read, oldest first. */
  readBy(userId: string): readonly (ReadMessage & FakeMessage)[];
  /** Calls the listener with whatever is seen from now on; answers with how to stop. */
  watch(listener: (sight: Sight) => void): () => void;
}

export function makeWorkspace(): Workspace {
  const people = new Map<string, FakePerson>();
  const conversations = new Map<string, FakeConversation>();
  const messages: FakeMessage[] = [];
  const views = new Map<string, OpenView>();
  const homes = new Map<string, FakeView>();
  const watchers = new Set<(sight: Sight) => void>();
  let count = 0;
  const newId = (letter: string) => `${letter}0FAKE${String(++count).padStart(4, "0")}`;
  const saw = (sight: Sight) => watchers.forEach((watcher) => watcher(sight));

  const workspace: Workspace = {
    teamId: "T0FAKE",
    botUserId: "U0BOT",
    people,
    conversations,
    messages,
    files: [],
    handed: new Map(),
    views,
    homes,

    addPerson(name, about = {}) {
      const standard = { locale: "en-US", tz: "Asia/Jakarta", isAdmin: false, isGuest: false, deleted: false };
      const person = { id: newId("U"), name, ...standard, teamId: "T0FAKE", dmClosed: false, ...about };
      people.set(person.id, person);
      return person;
    },

    addChannel(name, members) {
      const channel = { id: newId("C"), kind: "channel", name, members: new Set(members), archived: false } as const;
      conversations.set(channel.id, channel);
      return channel;
    },

    addGroup(name, members, about = {}) {
      const group = {
        id: newId("C"),
        kind: "group",
        name,
        members: new Set(members),
        archived: false,
        ...about,
      } as const;
      conversations.set(group.id, group);
      return group;
    },

    conversationWith(userIds) {
      const wanted = [...new Set(userIds)].sort();
      const kind = wanted.length === 1 ? "im" : "mpim";
      const isSame = ({ members }: FakeConversation) => [...members].sort().join() === wanted.join();
      const known = [...conversations.values()].find((place) => place.kind === kind && isSame(place));
      if (known) return known;
      const name = kind === "im" ? "directmessage" : `mpdm-${wanted.join("--").toLowerCase()}-1`;
      const id = newId(kind === "im" ? "D" : "G");
      const made = { id, kind, name, members: new Set(wanted), archived: false } as const;
      conversations.set(id, made);
      return made;
    },

    post(channel, content, { onlyFor, metadata } = {}) {
      const ts = `1764000000.${String(++count).padStart(6, "0")}`;
      const message = { ts, channel, content, onlyFor, metadata };
      messages.push(message);
      saw({ kind: "message", message });
      return message;
    },

    sawMessage: (message) => saw({ kind: "message", message }),

    openView(userId, view) {
      const opened = { id: newId("V"), userId, view };
      views.set(opened.id, opened);
      saw({ kind: "view", view: opened });
      return opened;
    },

    updateView(id, view) {
      const known = views.get(id);
      if (!known) return undefined;
      known.view = view;
      saw({ kind: "view", view: known });
      return known;
    },

    publishHome(userId, view) {
      homes.set(userId, view);
      saw({ kind: "home", userId });
    },

    readBy(userId) {
      const isThere = ({ channel }: FakeMessage) => conversations.get(channel)?.members.has(userId) ?? false;
      return messages
        .filter((message) => isThere(message) && (message.onlyFor ?? userId) === userId)
        .map((message) => ({ ...message, ...readMessage(message.content) }));
    },

    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
  return workspace;
}
