import { expect, it } from "vitest";
import { cardText } from "../../src/chat/card.js";
import { makePace, ofMember } from "../../src/chat/pace.js";
import { openWorld } from "../support/conversation.js";

const said = { en: "That was a lot at once", id: "Permintaan Anda banyak sekaligus" } as const;

for (const locale of ["en", "id"] as const) {
  it(`five hundred commands of one member are answered with one friendly sentence, and others go on (${locale})`, async () => {
    let at = 0;
    const { program, db, faults } = await openWorld({ locale, pace: makePace({ clock: () => at }) });
    const person = (index: number) => ({ externalId: `guru-${index}`, name: `Guru ${index}`, locale });
    const place = { platform: "sandbox", spaceId: "sandbox" };
    const ask = async (index: number) => {
      const help = { kind: "command", command: "help", verb: "", options: {} } as const;
      const response = await program.bot.handle({ ...help, place, person: person(index) });
      return response.kind === "reply" ? cardText(response.card) : response.kind;
    };
    const answers: string[] = [];
    for (let turn = 0; turn < 500; turn++, at += 120) answers.push(await ask(0));
    expect(answers.filter((answer) => answer.startsWith(said[locale]))).toHaveLength(1);
    const silent = answers.filter((answer) => answer === "nothing").length;
    expect(500 - 1 - silent).toBeLessThanOrEqual(ofMember.most + 60 * ofMember.perSecond);
    // STOP is heard all the same.
    await program.bot.handle({ kind: "words", text: "STOP", place, person: person(0) });
    expect(await db.client.member.count({ where: { stoppedAt: { not: null } } })).toBe(1);

    const all = () => Promise.all(Array.from({ length: 50 }, (_, index) => ask(index + 1)));
    await all();
    const begin = process.cpuUsage();
    const others = await all();
    const { user, system } = process.cpuUsage(begin);
    for (const answer of others) expect(answer).not.toMatch(said[locale]);
    // All together, as far as this process was at work: when other programs have the processor, nobody waits for us.
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(faults).toEqual([]);
  });
}
