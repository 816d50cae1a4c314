import { readProtocolSubject, readStepSubject, type ProtocolDeed } from "../../src/features/circles/protocols/rules.js";
import {
  evidenceDocument,
  paragraph,
  protocolCard,
  protocolSureCard,
  protocolsCard,
  reply,
  stepCard,
  textOf,
  type Reply,
} from "../../src/kit.js";
import { action, entry, ownCircleId, whichCircle, type Here } from "./shared.js";

/** The protocol that runs in a meeting, or those that suit the stage. */
async function showProtocols(context: Here, meetingId: string, isAll: boolean): Promise<Reply> {
  const { actor, services, locale, from, now } = context;
  const { stage, led } = await services.circles.protocols.sight(meetingId, actor.memberId);
  const reader = { locale, from, timeZone: actor.timeZone, isApart: true };
  const card = led
    ? stepCard(reader, meetingId, led.run, now)
    : protocolsCard(reader, meetingId, isAll ? undefined : stage);
  return { kind: "reply", card };
}

async function begin({ actor, services, locale, from, now }: Here, subject: string): Promise<Reply> {
  const { meetingId, protocol = "dilemma", minutes } = readProtocolSubject(subject);
  const { run } = await services.circles.protocols.start(meetingId, actor.memberId, protocol, minutes);
  const reader = { locale, from, timeZone: actor.timeZone, isApart: true };
  return { kind: "reply", card: stepCard(reader, meetingId, run, now) };
}

function deed(what: ProtocolDeed) {
  return action({
    manner: "replace",
    async run({ actor, services, locale, from, now }, subject) {
      const { meetingId, isApart } = readStepSubject(subject);
      const led = await services.circles.protocols.deed(meetingId, actor.memberId, what, isApart);
      const { run, timeZone, memberIds } = led;
      const clock = isApart ? actor.timeZone : timeZone;
      const cardFor = (reader: Pick<Here, "locale" | "from">) =>
        stepCard({ ...reader, timeZone: clock, isApart }, meetingId, run, now);
      // In the home all of them read what one has pressed.
      const card = isApart ? cardFor({ locale, from }) : await services.forRoom(actor.spaceId, memberIds, cardFor);
      return { kind: "reply", card };
    },
  });
}

async function evidence({ actor, services, say, locale, from, today }: Here, id: string): Promise<Reply> {
  const facts = await services.circles.evidence(id, actor.memberId);
  const document = evidenceDocument(facts, { locale, from });
  const name = `${textOf(say("evidence.file"))}-${today}`;
  const content = Buffer.from(await services.print.pdf(document)).toString("base64");
  return reply(
    paragraph(say("evidence.text", { name: facts.circle })),
    { kind: "file", file: { name: `${name}.html`, mediaType: "text/html", content: services.print.page(document) } },
    { kind: "file", file: { name: `${name}.pdf`, mediaType: "application/pdf", content, encoding: "base64" } },
  );
}

/** Protocols in a meeting, and what a circle can show for its work. */
export const showing = {
  verbs: {
    protocol: entry({
      manner: "private",
      options: whichCircle,
      async run(context, { circle }) {
        const { actor, services } = context;
        const id = await ownCircleId(context, circle);
        return showProtocols(context, await services.circles.meetings.views.nearest(id, actor.memberId), false);
      },
    }),
    evidence: entry({
      manner: "private",
      options: whichCircle,
      async run(context, { circle }) {
        const id = await ownCircleId(context, circle);
        return evidence(context, id);
      },
    }),
  },
  actions: {
    evidence: action({ manner: "private", run: evidence }),
    protocolAll: action({ manner: "private", run: (context, id) => showProtocols(context, id, true) }),
    protocolShow: action({
      manner: "private",
      async run({ actor, services, locale, from }, subject) {
        const { meetingId, protocol = "dilemma" } = readProtocolSubject(subject);
        const { timeZone } = await services.circles.protocols.sight(meetingId, actor.memberId);
        return { kind: "reply", card: protocolCard({ locale, from, timeZone }, meetingId, protocol) };
      },
    }),
    protocolStart: action({
      manner: "private",
      async run(context, subject) {
        const { actor, services, locale, from, day, time } = context;
        const wanted = readProtocolSubject(subject);
        const { timeZone, led, at, timing } = await services.circles.protocols.sight(wanted.meetingId, actor.memberId);
        if (led !== undefined || timing === "now") return begin(context, subject);
        const when = at === undefined ? "" : `${day(at)}, ${time(at)}`;
        return { kind: "reply", card: protocolSureCard({ locale, from, timeZone }, wanted, { timing, when }) };
      },
    }),
    protocolSure: action({ manner: "private", run: begin }),
    protocolPause: deed("pause"),
    protocolResume: deed("resume"),
    protocolNext: deed("next"),
    protocolBack: deed("back"),
    protocolMore: deed("more"),
    protocolEnd: deed("end"),
  },
};
