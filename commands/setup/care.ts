import { watchDays } from "../../src/features/care/channels/rules.js";
import {
  channel as channelSpan,
  kit,
  messagesCard,
  paragraph,
  Refusal,
  reply,
  type ContextOf,
  type Reply,
} from "../../src/kit.js";
import words from "../../src/locales/en/setup.json" with { type: "json" };

const { entry } = kit(words);

type Here = ContextOf<typeof words>;

const NAMES_SHOWN = 30;
/** Days, unless an organiser says otherwise. */
const USUAL_DAYS = 14;

async function showQuiet({ actor, services, from, person }: Here): Promise<Reply> {
  const { memberIds, total } = await services.care.dormant.leftInPeace(actor.networkId, NAMES_SHOWN);
  if (total === 0) return reply(paragraph(from("care", "quiet.none")));
  const names = await services.members.calledNames(memberIds);
  const items = memberIds.map((memberId) => [person({ memberId, name: names.get(memberId) ?? "" })]);
  const rest = total - memberIds.length;
  return {
    kind: "reply",
    card: {
      title: from("care", "quiet.title"),
      blocks: [
        paragraph(from("care", "quiet.text")),
        { kind: "list", items },
        ...(rest > 0 ? [paragraph(from("care", "quiet.more", { count: rest }))] : []),
      ],
    },
  };
}

async function showWatched({ actor, services, say }: Here): Promise<Reply> {
  const rows = await services.care.channels.list(actor.networkId);
  if (rows.length === 0) return reply(paragraph(say("watch.none")));
  const items = rows.map(({ channelId, quietDays }) =>
    say("watch.line", { channel: [channelSpan(channelId)], count: quietDays }),
  );
  return { kind: "reply", card: { title: say("watch.title"), blocks: [{ kind: "list", items }] } };
}

/** What organisers hear of quiet people and channels, and of all that is written unasked. */
export const care = {
  quiet: entry({ manner: "private", run: showQuiet }),
  watch: entry({
    manner: "private",
    options: {
      channel: { kind: "channel" },
      days: { kind: "whole", ...watchDays },
      end: { kind: "yesno" },
    },
    async run(context, { channel, days = USUAL_DAYS, end = false }) {
      const { actor, services, say } = context;
      if (!channel) return showWatched(context);
      const shown = [channelSpan(channel.externalId)];
      if (end) {
        await services.care.channels.unwatch(actor.networkId, channel.externalId);
        return reply(paragraph(say("watch.ended", { channel: shown })));
      }
      await services.care.channels.watch(actor.networkId, actor.spaceId, channel, days);
      return reply(paragraph(say("watch.saved", { channel: shown, count: days })));
    },
  }),
  messages: entry({
    manner: "private",
    async run(context) {
      const { actor, services } = context;
      const [week, month] = await Promise.all(
        [7, 30].map((span) => services.care.messages.summary(actor.networkId, span)),
      );
      if (!week || !month) throw new Refusal("gone");
      return { kind: "reply", card: messagesCard(week, month, context) };
    },
  }),
};
