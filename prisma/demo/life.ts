import type { Bot } from "../../src/chat/bot.js";
import { hash } from "../../src/features/meetups/rules.js";
import type { Job, Work } from "../../src/jobs/job.js";
import type { Database } from "../../src/storage/database.js";
import { demoPeople } from "./people.js";

export interface DemoLifeParts {
  readonly db: Database;
  readonly bot: Bot;
  readonly say: (as: string, placeId: string, text: string) => Promise<unknown>;
}

/** How the names of these jobs begin. */
export const PRETENDING = "demo.";

const HOUR = 3_600_000;
const byKey = new Map(demoPeople.map((person) => [person.key, person]));

/** What pretend people write when it is their turn to begin. */
const GREETINGS: Readonly<Record<"en" | "id", readonly string[]>> = {
  en: [
    "Hello! Nice to meet you. When would twenty minutes suit you?",
    "Hi there. I liked the question. Shall we talk later this week?",
  ],
  id: [
    "Halo, salam kenal! Kapan enaknya kita mengobrol dua puluh menit?",
    "Salam kenal. Pertanyaannya menarik. Pekan ini ada waktu luang?",
  ],
};

/** Of ten pretend people, so many say that they met; one is still waiting, the others stay silent, as people do. */
const MET_OF_TEN = 6;

/** Lets the pretend community live: hosts mostly write first, and mostly people tell how it went. Others stay silent. */
export function demoLife({ db, bot, say }: DemoLifeParts): readonly Job[] {
  const openMeetings = async () => {
    const rounds = await db.client.round.findMany({ where: { step: "close" }, select: { id: true } });
    if (rounds.length === 0) return [];
    return db.client.meeting.findMany({
      where: { roundId: { in: rounds.map(({ id }) => id) }, status: "open" },
      include: {
        members: { include: { member: { include: { accounts: { where: { space: { platform: "sandbox" } } } } } } },
      },
    });
  };
  type Meeting = Awaited<ReturnType<typeof openMeetings>>[number];
  const keyOf = ({ member }: Meeting["members"][number]) =>
    member.accounts.find(({ externalId }) => byKey.has(externalId))?.externalId;

  const greet: Job = {
    name: `${PRETENDING}greet`,
    async upcoming(limit) {
      const meetings = (await openMeetings()).filter(({ id }) => hash(`${id} greet`) % 3 !== 0);
      const hosts = meetings.flatMap((meeting) => {
        const host = meeting.members.find(({ memberId, signAt }) => memberId === meeting.hostId && signAt === null);
        const key = host && keyOf(host);
        return key === undefined ? [] : [{ meeting, key }];
      });
      const rooms = await db.client.room.findMany({ where: { key: { in: hosts.map(({ meeting }) => meeting.id) } } });
      return hosts
        .flatMap(({ meeting, key }): Work[] => {
          const room = rooms.find((known) => known.key === meeting.id);
          return room ? [{ at: new Date(room.createdAt.getTime() + HOUR), id: `${room.externalId} ${key}` }] : [];
        })
        .sort((a, b) => a.at.getTime() - b.at.getTime())
        .slice(0, limit);
    },
    async run({ id }) {
      const [placeId = "", key = ""] = id.split(" ");
      const texts = GREETINGS[byKey.get(key)?.locale ?? "id"];
      await say(key, placeId, texts[hash(id) % texts.length] ?? "");
      return "a pretend host wrote first";
    },
  };

  const answer: Job = {
    name: `${PRETENDING}answer`,
    async upcoming(limit) {
      const asked = (await openMeetings()).filter(({ checkInAt }) => checkInAt === null);
      const rounds = await db.client.round.findMany({
        where: { step: "close" },
        select: { id: true, checkInAt: true },
      });
      return asked
        .flatMap((meeting) =>
          meeting.members.flatMap((member): Work[] => {
            const key = member.answer === null ? keyOf(member) : undefined;
            const chance = hash(`${meeting.id} ${key ?? ""}`) % 10;
            const round = rounds.find(({ id }) => id === meeting.roundId);
            if (key === undefined || !round || chance > MET_OF_TEN) return [];
            const at = new Date(round.checkInAt.getTime() + HOUR + chance * 600_000);
            return [{ at, id: `${chance < MET_OF_TEN ? "met" : "notYet"} ${key} ${meeting.id}` }];
          }),
        )
        .sort((a, b) => a.at.getTime() - b.at.getTime())
        .slice(0, limit);
    },
    async run({ id }) {
      const [what = "met", key = "", meetingId = ""] = id.split(" ");
      const name = byKey.get(key)?.name ?? "";
      await bot.handle({
        kind: "action",
        action: `meet.${what}`,
        subject: meetingId,
        place: { platform: "sandbox", spaceId: "sandbox" },
        person: { externalId: key, name },
      });
      return "a pretend member answered";
    },
  };
  return [greet, answer];
}
