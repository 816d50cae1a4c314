import { describe, expect, it } from "vitest";
import { openWorld, textOfMessage, type Speaker, type WorldOptions } from "../support/conversation.js";

/** In the evening what nobody asked for waits for the morning. */
const EVENING = { start: new Date("2026-11-24T15:00:00Z") };
const LEADS = /You are the facilitator|Anda kini fasilitator/;

/** Sari leads "Membaca"; Budi, Tom and Dewi are in it, Ayu is an organiser and is not. */
async function openCircle(options: WorldOptions = {}) {
  const world = await openWorld(options);
  const sari = await world.member("Sari", { locale: "id" });
  const budi = await world.member("Budi", { locale: "id" });
  const tom = await world.member("Tom", { locale: "en" });
  const dewi = await world.member("Dewi", { locale: "id" });
  const ayu = await world.member("Ayu", { locale: "en", isOrganiser: true });
  await sari.says("/kombel mulai");
  await sari.fills({ name: "Membaca", question: "Apa yang membuat murid suka membaca?", access: "open", rhythm: "7" });
  for (const who of [budi, tom, dewi]) {
    await who.says("/circle");
    await who.presses(who === tom ? "Join 1" : "Ikut 1");
  }
  return { world, sari, budi, tom, dewi, ayu };
}

const atHome = async (who: Speaker) =>
  (await who.reads()).filter(({ where, author }) => where.kind === "room" && author === null).map(textOfMessage);
const about = (heard: readonly string[], words: string | RegExp) =>
  heard.filter((message) => (typeof words === "string" ? message.includes(words) : words.test(message)));

describe("a circle that is handed over", () => {
  it("twice in one night is told to the last one, once, and in its home as what came of it", async () => {
    const { world, sari, budi, tom } = await openCircle({});
    await world.goes("PT9H");
    await sari.says("/kombel serahkan <@" + budi.id + ">");
    await budi.says("/kombel serahkan <@" + tom.id + ">");
    await world.goes("P2D");
    expect(about(await budi.hears(), LEADS)).toEqual([]);
    expect(about(await tom.hears(), LEADS)).toHaveLength(1);
    const [line = "", ...more] = about(await atHome(sari), "is the facilitator of “Membaca” now");
    expect(line).toContain("Tom kini fasilitator “Membaca”\nSebelumnya Sari. Terima kasih!");
    expect(line).toContain("Until now it was Sari. Thank you!");
    expect(more).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("and given back in the same night is as it was, and told to nobody but its facilitator", async () => {
    const { world, sari, budi, tom } = await openCircle({});
    await world.goes("PT9H");
    await sari.says("/kombel serahkan <@" + budi.id + ">");
    await budi.says("/kombel serahkan <@" + sari.id + ">");
    await world.goes("P2D");
    expect(about(await budi.hears(), LEADS)).toEqual([]);
    expect(about(await sari.hears(), LEADS)).toHaveLength(1);
    expect(about(await atHome(tom), "is the facilitator")).toEqual([]);
  });

  it("by an organiser who is not in it reads as what it is, to all three", async () => {
    const { world, sari, budi, tom, ayu } = await openCircle();
    await world.goes("PT1H");
    await ayu.says(`/circle hand-over person:<@${budi.id}> circle:Membaca`);
    expect(ayu.sees()).toBe(
      "Budi is the facilitator of “Membaca” now and hears of it, and so does whoever led it until now.",
    );
    await world.goes("P2D");
    expect(about(await budi.hears(), "Ayu, salah satu pengurus, meminta Anda memimpinnya.")).toHaveLength(1);
    expect(
      about(await sari.hears(), "Budi kini fasilitator “Membaca”\nPengurus komunitas yang mengaturnya."),
    ).toHaveLength(1);
    expect(about(await atHome(tom), "Until now it was Sari.")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("by an organiser twice before morning tells whoever led it who does now", async () => {
    const { world, sari, budi, tom, ayu } = await openCircle(EVENING);
    await ayu.says(`/circle hand-over person:<@${budi.id}> circle:Membaca`);
    await ayu.says(`/circle hand-over person:<@${tom.id}> circle:Membaca`);
    await world.goes("P2D");
    expect(about(await budi.hears(), /fasilitator/)).toEqual([]);
    expect(about(await tom.hears(), LEADS)).toHaveLength(1);
    const told = about(await sari.hears(), "fasilitator “Membaca”\nPengurus");
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("Tom kini fasilitator “Membaca”");
  });

  it("in the night in which they were replaced as deputy still tells the new facilitator", async () => {
    const { world, sari, budi, tom, ayu } = await openCircle();
    await world.goes("PT1H");
    await sari.says("/kombel wakil <@" + budi.id + ">");
    await world.goes("PT8H");
    await ayu.says(`/circle deputy person:<@${tom.id}> circle:Membaca`);
    await ayu.says(`/circle hand-over person:<@${budi.id}> circle:Membaca`);
    await world.goes("P2D");
    const heard = await budi.hears();
    expect(about(heard, "Terima kasih sudah ikut memimpin")).toEqual([]);
    expect(about(heard, LEADS)).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });

  it("to somebody who leaves before morning asks nothing of them", async () => {
    const { world, sari, budi } = await openCircle(EVENING);
    await sari.says("/kombel wakil <@" + budi.id + ">");
    await budi.says("/kombel keluar");
    await budi.presses("Ya, keluar");
    await sari.says("/kombel selesai");
    await sari.fills({});
    await world.goes("P2D");
    expect(about(await budi.hears(), "Membaca")).toEqual([]);
  });
});

describe("the deputy of a circle", () => {
  it("who is replaced is named to the facilitator at once, and to all in the home", async () => {
    const { world, sari, budi, tom, dewi } = await openCircle();
    await world.goes("PT1H");
    await sari.says("/kombel wakil <@" + budi.id + ">");
    expect(sari.sees()).toBe("Budi kini wakil di “Membaca”.");
    await sari.says("/kombel wakil <@" + budi.id + ">");
    expect(sari.sees()).toContain("Budi sudah wakil di kombel ini.");
    await world.goes("P1D");
    await sari.says("/kombel wakil <@" + tom.id + ">");
    expect(sari.sees()).toBe("Tom kini wakil di “Membaca”, menggantikan Budi. Keduanya dikabari.");
    await world.goes("P1D");
    expect(about(await atHome(dewi), "Tom kini wakil di “Membaca”\nSebelumnya Budi. Terima kasih!")).toHaveLength(1);
    expect(about(await budi.hears(), "Terima kasih sudah ikut memimpin")).toEqual([]);
    await tom.says("/circle hand-over <@" + budi.id + ">");
    expect(tom.sees()).toContain("That is for the facilitator of this circle, Sari, and for organisers.");
    expect(world.faults).toEqual([]);
  });

  it("who is replaced where there is no home hears of it alone; by an organiser's hand, so does the facilitator", async () => {
    const { world, sari, budi, tom, dewi, ayu } = await openCircle();
    await world.goes("PT1H");
    // What is for all of them comes in a conversation of theirs, which is no home.
    await world.db.client.circle.updateMany({ data: { homeProblem: "tooMany" } });
    await sari.says("/kombel wakil <@" + budi.id + ">");
    await world.goes("P8D");
    await sari.says("/kombel wakil <@" + tom.id + ">");
    await world.goes("P8D");
    const [letter = ""] = about(await budi.hears(), "Tom kini wakil di “Membaca”");
    expect(letter).toContain("Terima kasih sudah ikut memimpin; Anda tetap ikut seperti biasa.");
    expect(letter).not.toContain("Pengurus");
    await ayu.says(`/circle deputy person:<@${dewi.id}> circle:Membaca`);
    expect(ayu.sees()).toBe("Dewi is the deputy in “Membaca” now, in place of Tom. Both hear of it.");
    await world.goes("P9D");
    expect(about(await tom.hears(), "An organiser of the community has arranged it.")).toHaveLength(1);
    expect(about(await sari.hears(), "Dewi kini wakil di “Membaca”\nSebelumnya Tom.")).toHaveLength(1);
    expect(world.faults).toEqual([]);
  });
});

it("an organiser who finishes a circle they are not in is not thanked for leading it", async () => {
  const { sari, ayu, tom } = await openCircle();
  await ayu.says(`/circle finish Membaca`);
  expect(ayu.sees()).toContain("What the circle takes with it");
  await ayu.fills({});
  expect(ayu.sees()).toBe("“Membaca” is finished. Everybody in it hears of it.\n[Open again]");
  await sari.says("/kombel buka-lagi Membaca");
  await sari.says("/kombel selesai");
  await sari.fills({});
  expect(sari.sees()).toContain("Terima kasih sudah memimpin sampai akhir.");
  await ayu.says(`/circle hand-over person:<@${tom.id}> circle:Membaca`);
  expect(ayu.sees()).toContain("This circle is finished, so nothing was changed.");
});

describe("a circle that is over", () => {
  it("invites nobody any more, nor asks who is to be let in", async () => {
    const { world, sari, budi, tom } = await openCircle(EVENING);
    await tom.says("/circle leave");
    await tom.presses("Yes, leave");
    await budi.says("/kombel undang <@" + tom.id + ">");
    await sari.says("/kombel selesai");
    await sari.fills({});
    await world.goes("P2D");
    expect(about(await tom.hears(), "Membaca")).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("says on which day it ended, and when it is opened before anybody has heard of it, nobody hears of either", async () => {
    const { world, sari, budi, tom } = await openCircle(EVENING);
    await sari.says("/kombel selesai");
    await sari.fills({});
    await tom.says("/circle status Membaca");
    expect(tom.sees()).toContain("Last day: Tuesday, 24 November 2026");
    await sari.says("/kombel buka-lagi Membaca");
    await world.goes("P2D");
    for (const who of [budi, tom])
      expect(about(await who.hears(), /finished|selesai|open again|dibuka lagi/)).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("or that goes on takes no more votes, and says so", async () => {
    const { world, sari, budi, tom, dewi } = await openCircle();
    await world.goes("P27D");
    await sari.presses("Teruskan");
    await tom.presses("Keep going");
    await dewi.presses("Teruskan");
    expect(dewi.sees()).toContain("Dengan ini sudah ada keputusan");
    await budi.presses("Selesaikan kombel");
    expect(budi.sees()).toBe("Pertanyaan ini sudah terjawab: kombelnya berjalan terus.");
    expect(world.faults).toEqual([]);
  });
});

it("a circle whose facilitator has left the community reads in its home who leads it now", async () => {
  const { world, sari, budi, tom } = await openCircle();
  await world.goes("PT1H");
  await sari.leaves();
  await world.goes("P2D");
  expect(about(await budi.hears(), "“Membaca” membutuhkan Anda sebagai fasilitator")).toHaveLength(1);
  const told = about(await atHome(tom), "Budi is the facilitator of “Membaca” now");
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("Whoever led it until now has left the community.");
  expect(world.faults).toEqual([]);
});

it("a circle whose facilitators leave the community in one night reads once who leads it now", async () => {
  const { world, sari, budi, tom, dewi } = await openCircle(EVENING);
  await world.goes("PT10M");
  await sari.leaves();
  await budi.leaves();
  await world.goes("P2D");
  expect(about(await tom.hears(), "“Membaca” needs you as its facilitator")).toHaveLength(1);
  expect(about(await atHome(dewi), "Tom is the facilitator of “Membaca” now")).toHaveLength(1);
  expect(world.faults).toEqual([]);
});

it("whoever leads a circle again before they heard that another did hears of neither", async () => {
  const { world, sari, budi, tom, ayu } = await openCircle(EVENING);
  await world.goes("PT10M");
  await ayu.says(`/circle hand-over person:<@${budi.id}> circle:Membaca`);
  await budi.leaves();
  await world.goes("P2D");
  expect(about(await sari.hears(), "fasilitator")).toEqual([]);
  expect(about(await atHome(tom), "is the facilitator")).toEqual([]);
  await sari.says("/kombel status");
  expect(sari.sees()).toMatch(/Fasilitator.*Sari/);
  expect(world.faults).toEqual([]);
});
