import { fileJson } from "./methods.js";
import { buttonsOf, shown } from "./reading.js";
import type { FakeBlock } from "./rules.js";
import type { FakeSlack } from "./server.js";
import type { FakeFile, FakeMessage, OpenView, Sight } from "./workspace.js";

/** What somebody got to see after doing something. */
export type Outcome =
  | { readonly kind: "message"; readonly message: FakeMessage }
  | { readonly kind: "view"; readonly view: OpenView; readonly errors: Readonly<Record<string, string>> };

type Inputs = Extract<FakeBlock, { type: "input" }>;

/** How a client of Slack hands things over: through Socket Mode, or by signed requests. */
export interface Wire {
  send(
    type: "slash_commands" | "interactive" | "events_api",
    payload: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
}

/** A message on which a shortcut is called. */
export interface SeenMessage extends Pick<FakeMessage, "ts" | "channel"> {
  readonly author: string;
  readonly text?: string;
  /** Ids of files that hang on it. */
  readonly files?: readonly string[];
  /** The first of the thread in which it stands. */
  readonly thread?: string;
}

/** What people do in Slack, with the payloads that their clients send. */
export interface SlackPeople {
  /** Types `/jejaring TEXT`. */
  slash(userId: string, channelId: string, text: string): Promise<Outcome>;
  /** Presses a button, by its label, on a message or in a view. */
  press(userId: string, on: { readonly ts: string } | OpenView, label: string): Promise<Outcome>;
  pressHome(userId: string, label: string): Promise<Outcome>;
  submit(view: OpenView, values: Readonly<Record<string, string | readonly string[]>>): Promise<Outcome>;
  shortcut(userId: string, id: string, on?: SeenMessage): Promise<Outcome>;
  /** Writes an ordinary message: in a channel, a group, or to the bot. */
  write(userId: string, channelId: string, text: string, extra?: Readonly<Record<string, unknown>>): Promise<void>;
  /** As `write`, to the bot, and waits for what it answers. */
  tell(userId: string, text: string): Promise<Outcome>;
  event(event: Readonly<Record<string, unknown>>, eventId?: string): Promise<void>;
  openHome(userId: string): Promise<void>;
  /** Resolves with the next thing that this person sees. */
  next(userId: string): Promise<Outcome>;
}

const PATIENCE = 6_000;

export function makePeople(slack: FakeSlack, wire: Wire): SlackPeople {
  const { workspace } = slack;
  let count = 0;

  function outcomeFor(userId: string, sight: Sight): Outcome | undefined {
    switch (sight.kind) {
      case "message": {
        const { message } = sight;
        const isThere = workspace.conversations.get(message.channel)?.members.has(userId) ?? false;
        const sees = message.onlyFor === undefined ? isThere : message.onlyFor === userId;
        return sees ? { kind: "message", message } : undefined;
      }
      case "view":
        return sight.view.userId === userId ? { kind: "view", view: sight.view, errors: {} } : undefined;
      case "home":
        return undefined;
    }
  }

  function next(userId: string, what = "anything"): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        stop();
        reject(new Error(`${userId} saw nothing after ${what}; complaints: ${JSON.stringify(slack.complaints)}`));
      }, PATIENCE);
      const stop = workspace.watch((sight) => {
        const outcome = outcomeFor(userId, sight);
        if (!outcome) return;
        stop();
        clearTimeout(late);
        resolve(outcome);
      });
    });
  }

  const person = (userId: string) => ({
    id: userId,
    username: workspace.people.get(userId)?.name ?? "",
    team_id: team(),
  });
  const team = () => workspace.teamId;
  const teamOf = (userId: string) => ({ id: workspace.people.get(userId)?.teamId ?? team(), domain: "sekolah" });
  const channelOf = (id: string) => ({ id, name: workspace.conversations.get(id)?.name ?? "" });

  async function interact(userId: string, payload: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const seen = next(userId, JSON.stringify(payload["type"]));
    const answer = await wire.send("interactive", {
      user: person(userId),
      team: teamOf(userId),
      api_app_id: "A0FAKE",
      token: "legacy",
      trigger_id: slack.trigger(userId),
      is_enterprise_install: false,
      ...payload,
    });
    const outcome = corrected(payload, answer);
    // Nothing else will be seen, and nobody waits for it.
    if (outcome) seen.catch(() => undefined);
    return outcome ?? seen;
  }

  /** A form that was not taken: the answer to it says what is to be corrected. */
  function corrected(payload: Readonly<Record<string, unknown>>, answer: unknown): Outcome | undefined {
    if (typeof answer !== "object" || answer === null || !("response_action" in answer)) return undefined;
    const view = workspace.views.get(String((payload["view"] as { id?: string } | undefined)?.id));
    if (!view) throw new Error("an answer to a form that is not open");
    if (answer.response_action === "errors" && "errors" in answer)
      return { kind: "view", view, errors: answer.errors as Record<string, string> };
    if (answer.response_action === "update" && "view" in answer) {
      const updated = workspace.updateView(view.id, answer.view as OpenView["view"]);
      return updated && { kind: "view", view: updated, errors: {} };
    }
    return undefined;
  }

  async function pressIn(
    userId: string,
    blocks: readonly FakeBlock[],
    label: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> {
    const buttons = buttonsOf(blocks);
    const button = buttons.find(
      ({ text }) => shown(text.text) === label || shown(text.text).split(" · ").includes(label),
    );
    if (!button) throw new Error(`no button "${label}", only ${buttons.map(({ text }) => text.text).join(", ")}`);
    const { action_id, block_id, value, text } = button;
    const action = {
      type: "button",
      action_id,
      block_id,
      text,
      action_ts: "1",
      ...(value === undefined ? {} : { value }),
    };
    return interact(userId, { type: "block_actions", actions: [action], ...payload });
  }

  async function event(content: Readonly<Record<string, unknown>>, eventId = `Ev${++count}`): Promise<void> {
    await wire.send("events_api", {
      type: "event_callback",
      team_id: team(),
      api_app_id: "A0FAKE",
      event_id: eventId,
      event_time: 1,
      authorizations: [{ team_id: team(), user_id: workspace.botUserId, is_bot: true }],
      event: content,
    });
  }

  async function write(userId: string, channelId: string, text: string, extra = {}): Promise<void> {
    const kind = workspace.conversations.get(channelId)?.kind ?? "channel";
    const content = { user: userId, channel: channelId, channel_type: kind, text: escaped(text), ts: `1.${++count}` };
    await event({ type: "message", ...content, ...extra });
  }

  const people: SlackPeople = {
    next,
    event,
    write,

    async slash(userId, channelId, text) {
      const seen = next(userId, text);
      await wire.send("slash_commands", {
        token: "legacy",
        command: "/jejaring",
        text: escaped(text),
        team_id: teamOf(userId).id,
        team_domain: "sekolah",
        channel_id: channelId,
        channel_name: channelOf(channelId).name,
        user_id: userId,
        user_name: workspace.people.get(userId)?.name ?? "",
        api_app_id: "A0FAKE",
        is_enterprise_install: "false",
        trigger_id: slack.trigger(userId),
        response_url: slack.responseUrl(userId, channelId),
      });
      return seen;
    },

    async press(userId, on, label) {
      if ("view" in on) {
        const view = { ...on.view, id: on.id };
        return pressIn(userId, on.view.blocks, label, { container: { type: "view", view_id: on.id }, view });
      }
      const message = workspace.messages.find(({ ts }) => ts === on.ts);
      if (!message) throw new Error(`there is no message ${on.ts}`);
      const isEphemeral = message.onlyFor !== undefined;
      const container = { type: "message", message_ts: on.ts, channel_id: message.channel, is_ephemeral: isEphemeral };
      return pressIn(userId, message.content.blocks, label, {
        container,
        channel: channelOf(message.channel),
        message: { ts: on.ts, type: "message" },
        response_url: slack.responseUrl(userId, message.channel, on.ts),
      });
    },

    async pressHome(userId, label) {
      const home = workspace.homes.get(userId);
      if (!home) throw new Error("this person has no Home tab yet");
      const view = { ...home, id: "V0HOME" };
      return pressIn(userId, home.blocks, label, { container: { type: "view", view_id: view.id }, view });
    },

    submit(view, values) {
      const { handed } = workspace;
      const state = { values: Object.fromEntries(inputsOf(view).map((input) => stateOf(input, values, handed))) };
      return interact(view.userId, {
        type: "view_submission",
        view: { ...view.view, id: view.id, state },
        response_urls: [],
      });
    },

    shortcut(userId, id, on) {
      if (!on) return interact(userId, { type: "shortcut", callback_id: id, action_ts: "1" });
      const { ts, channel, author, text = "", files = [], thread } = on;
      const handed = files.flatMap((file) => workspace.handed.get(file) ?? []).map(fileJson);
      return interact(userId, {
        type: "message_action",
        callback_id: id,
        action_ts: "1",
        message_ts: ts,
        message: {
          ...{ type: "message", user: author, ts, text },
          ...(handed.length === 0 ? {} : { files: handed }),
          ...(thread === undefined ? {} : { thread_ts: thread }),
        },
        channel: channelOf(channel),
        response_url: slack.responseUrl(userId, channel),
      });
    },

    async tell(userId, text) {
      const seen = next(userId, text);
      await write(userId, workspace.conversationWith([userId]).id, text);
      return seen;
    },

    openHome: (userId) => event({ type: "app_home_opened", user: userId, channel: "D0", tab: "home" }),
  };
  return people;
}

/** As Slack sends what was typed: people as `<@id>` stay, every other sign is escaped. */
function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  return text.replace(/<[@#][A-Z0-9]+(?:\|[^>]*)?>|[&<>]/g, (sign) => signs[sign] ?? sign);
}

export function inputsOf({ view }: OpenView): readonly Inputs[] {
  return view.blocks.filter((block) => block.type === "input");
}

/** What a field has when nobody touches it. */
export function initialOf({ element }: Inputs): string | readonly string[] | undefined {
  switch (element.type) {
    case "plain_text_input":
    case "number_input":
    case "url_text_input":
      return element.initial_value;
    case "datepicker":
      return element.initial_date;
    case "timepicker":
      return element.initial_time;
    case "users_select":
      return element.initial_user;
    case "channels_select":
      return element.initial_channel;
    case "static_select":
      return element.initial_option?.value;
    case "multi_static_select":
      return element.initial_options?.map(({ value }) => value);
    case "file_input":
      return undefined;
  }
}

function stateOf(
  input: Inputs,
  values: Readonly<Record<string, string | readonly string[]>>,
  handed: ReadonlyMap<string, FakeFile>,
): [string, Readonly<Record<string, unknown>>] {
  const { element, block_id: block = "" } = input;
  const given = values[block.replace(/^f:/, "")] ?? initialOf(input);
  return [block, { [element.action_id]: { type: element.type, ...typedInto(input, given, handed) } }];
}

function typedInto(
  { element }: Inputs,
  given: string | readonly string[] | undefined,
  handed: ReadonlyMap<string, FakeFile>,
): Readonly<Record<string, unknown>> {
  const one = typeof given === "string" ? given : (given?.[0] ?? null);
  switch (element.type) {
    case "plain_text_input":
    case "number_input":
    case "url_text_input":
      return { value: one };
    case "datepicker":
      return { selected_date: one };
    case "timepicker":
      return { selected_time: one };
    case "users_select":
      return { selected_user: one };
    case "channels_select":
      return { selected_channel: one };
    case "file_input":
      return { files: (given === undefined ? [] : [given].flat()).flatMap((id) => handed.get(id) ?? []).map(fileJson) };
    case "static_select":
      return { selected_option: element.options.find(({ value }) => value === one) ?? null };
    case "multi_static_select": {
      const some = typeof given === "string" ? [given] : (given ?? []);
      return { selected_options: element.options.filter(({ value }) => some.includes(value)) };
    }
  }
}
