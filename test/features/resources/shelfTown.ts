import { openWorld, type Speaker, type World, type WorldOptions } from "../../support/conversation.js";

/** A teacher who has said what they teach. */
export async function teacher(world: World, name: string, locale: "id" | "en", topics = "literacy"): Promise<Speaker> {
  const speaker = await world.member(name, { locale });
  await speaker.says("/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], subjects: topics, level: "primary" });
  return speaker;
}

export interface Town {
  readonly world: World;
  /** Shares, in Indonesian. */
  readonly sari: Speaker;
  /** Reads, in English. */
  readonly tom: Speaker;
  readonly ina: Speaker;
  readonly networkId: string;
}

/** Two teachers with a topic in common and an organiser. */
export async function openTown(options: WorldOptions = {}): Promise<Town> {
  const world = await openWorld(options);
  const sari = await teacher(world, "Sari", "id");
  const tom = await teacher(world, "Tom", "en");
  const ina = await world.member("Ina", { locale: "en", isOrganiser: true });
  const { id: networkId } = await world.db.client.network.findFirstOrThrow();
  return { world, sari, tom, ina, networkId };
}

/** Sari puts an idea of two sentences on the shelf, in her topic. */
export async function sharesIdea({ world, sari }: Pick<Town, "world" | "sari">, title: string): Promise<string> {
  await sari.says(`/bagikan ${title}. Murid mencobanya berdua dulu.`);
  await sari.presses("Bagikan");
  return idOf(world, title);
}

/** Sari shares an opportunity that ends on this day; with `saves`, Tom saves it. */
export async function sharesCall(
  { world, sari, tom }: Town,
  title: string,
  until: string,
  saves = true,
): Promise<string> {
  await sari.says(`/bagikan isi:"${title}" jenis:pendanaan`);
  await sari.presses("Tulis batas waktu");
  await sari.fills({ deadline: until });
  await sari.presses("Bagikan");
  const id = await idOf(world, title);
  if (saves) await world.program.services.resources.shelf.mark(id, await memberNamed(world, tom), "save");
  return id;
}

async function idOf({ db }: World, title: string): Promise<string> {
  return (await db.client.resource.findFirstOrThrow({ where: { title } })).id;
}

/** The member that this person is. */
export async function memberNamed({ db }: World, { id }: Speaker): Promise<string> {
  return (await db.client.account.findFirstOrThrow({ where: { externalId: id } })).memberId;
}

/** What somebody heard since the last time that has these words. */
export async function heard(speaker: Speaker, words: string): Promise<readonly string[]> {
  return (await speaker.hears()).filter((message) => message.includes(words));
}

/** An instant in Jakarta. */
export function wib(date: string, time = "16:00"): Date {
  return new Date(`${date}T${time}:00+07:00`);
}
