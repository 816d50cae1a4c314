import { watchDays } from "../src/features/care/channels/rules.js";
import { channel as channelSpan, kit, note, paragraph, reply, type ContextOf, type Reply } from "../src/kit.js";
import words from "../src/locales/en/care.json" with { type: "json" };

const { command, entry, action } = kit(words);

type Here = ContextOf<typeof words>;

const NAMES_SHOWN = 30;
/** Days, unless an organiser says otherwise. */
const USUAL_DAYS = 14;

async function showQuiet({ actor, services, say, person }: Here): Promise<Reply> {
  const { memberIds, total } = await services.care.dormant.leftInPeace(actor.networkId, NAMES_SHOWN);
  if (total === 0) return reply(paragraph(say("quiet.none")), note(say("quiet.greeters")));
  const names = await services.members.calledNames(memberIds);
  const items = memberIds.map((memberId) => [person({ memberId, name: names.get(memberId) ?? "" })]);
  const rest = total - memberIds.length;
  return {
    kind: "reply",
    card: {
      title: say("quiet.title"),
      blocks: [
        paragraph(say("quiet.text")),
        { kind: "list", items },
        ...(rest > 0 ? [paragraph(say("quiet.more", { count: rest }))] : []),
        note(say("quiet.note")),
        note(say("quiet.greeters")),
      ],
    },
  };
}

/** How to greet is said where somebody looks for who needs a hello. */
async function showGreeters({ actor, services, say, person }: Here): Promise<Reply> {
  const all = await services.care.welcome.greeters(actor.networkId);
  if (all.length === 0) return reply(paragraph(say("greeters.none")), note(say("greeters.how")));
  const called = await services.members.calledNames(all.map(({ memberId }) => memberId));
  const items = all.map(({ memberId, names }) => {
    const who = { name: person({ memberId, name: called.get(memberId) ?? "" }) };
    return names === 0 ? say("greeters.free", who) : say("greeters.line", { ...who, count: names });
  });
  const blocks = [{ kind: "list", items } as const, note(say("greeters.how"))];
  return { kind: "reply", card: { title: say("greeters.title"), blocks } };
}

async function showWatched({ actor, services, say }: Here): Promise<Reply> {
  const rows = await services.care.channels.list(actor.networkId);
  if (rows.length === 0) return reply(paragraph(say("watch.none")));
  const items = rows.map(({ channelId, quietDays }) =>
    say("watch.line", { channel: [channelSpan(channelId)], count: quietDays }),
  );
  return { kind: "reply", card: { title: say("watch.title"), blocks: [{ kind: "list", items }] } };
}

/** Whoever came with many others at once was expected. */
async function admit({ actor, services, say }: Here): Promise<Reply> {
  const count = await services.care.welcome.admit(actor.networkId, actor.memberId);
  return reply(paragraph(count === 0 ? say("admit.none") : say("admit.done", { count })));
}

/** For organisers: who grew quiet, and which channels did. */
export default command({
  id: "care",
  organisersOnly: true,
  verbs: {
    quiet: entry({ manner: "private", run: showQuiet }),
    greeters: entry({ manner: "private", run: showGreeters }),
    watch: entry({
      manner: "private",
      options: { channel: { kind: "channel" }, days: { kind: "whole", ...watchDays } },
      async run(context, { channel, days = USUAL_DAYS }) {
        const { actor, services, say } = context;
        if (!channel) return showWatched(context);
        await services.care.channels.watch(actor.networkId, actor.spaceId, channel, days);
        return reply(paragraph(say("watch.saved", { channel: [channelSpan(channel.externalId)], count: days })));
      },
    }),
    unwatch: entry({
      manner: "private",
      options: { channel: { kind: "channel", required: true } },
      async run({ actor, services, say }, { channel }) {
        await services.care.channels.unwatch(actor.networkId, channel.externalId);
        return reply(paragraph(say("watch.ended", { channel: [channelSpan(channel.externalId)] })));
      },
    }),
    admit: entry({ manner: "private", run: admit }),
  },
  actions: { admit: action({ manner: "private", run: admit }) },
});
