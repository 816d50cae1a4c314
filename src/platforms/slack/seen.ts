import type { MessageTold } from "../../chat/message.js";
import { typedText, type Shortcut } from "./decode.js";
import { filesAmong } from "./taking.js";
import type { Visitor, Visitors } from "./visitors.js";

const MENTION = /<@([A-Z0-9]{2,20})(?:\|[^>]*)?>/g;
/** So many are looked up for one message: what opens a form waits three seconds. */
const MOST = 5;

/** The message on which a shortcut was called, with the names that the workspace knows; nobody becomes a member by it. */
export async function toldOf(shortcut: Shortcut, visitors: Pick<Visitors, "of">): Promise<MessageTold | undefined> {
  const { message, channel } = shortcut;
  if (message === undefined) return undefined;
  const { user, username, text, files } = message;
  const ids = [...new Set([...text.matchAll(MENTION)].flatMap(([, id]) => id ?? []))].slice(0, MOST);
  const names = await Promise.all([...ids, user].map((id) => nameOf(id, visitors)));
  const called = ids.flatMap((id, index) => (names[index] ? [[id, names[index]] as const] : []));
  const link = channel?.isDirect === false ? linkTo(shortcut) : undefined;
  return {
    text: typedText(withChannelNames(text)),
    files: filesAmong(files),
    called: Object.fromEntries(called),
    ...(user === undefined ? {} : { author: { externalId: user, name: names.at(-1) ?? username ?? "" } }),
    ...(link === undefined ? {} : { link }),
  };
}

async function nameOf(userId: string | undefined, visitors: Pick<Visitors, "of">): Promise<string | undefined> {
  const visitor: Visitor = userId === undefined ? { kind: "gone" } : await visitors.of({ userId, name: "" });
  return visitor.kind === "member" || visitor.kind === "unknown" ? visitor.person.name : undefined;
}

/** A channel's id says nothing to a reader. */
function withChannelNames(text: string): string {
  return text.replace(/<#[A-Z0-9]+\|([^<>]+)>/g, "#$1");
}

/** The address that "Copy link" gives. */
function linkTo({ domain, channel, message }: Shortcut): string | undefined {
  const ts = message?.ts ?? "";
  if (domain === undefined || channel === undefined || !/^\d+\.\d+$/.test(ts)) return undefined;
  const thread = message?.thread ?? ts;
  const query = thread === ts ? "" : `?${new URLSearchParams({ thread_ts: thread, cid: channel.id }).toString()}`;
  return `https://${domain}.slack.com/archives/${channel.id}/p${ts.replace(".", "")}${query}`;
}
