import type { World } from "./conversation.js";

export async function introduced(
  world: World,
  name: string,
  about: Record<string, unknown>,
  locale: "id" | "en" = "id",
) {
  const speaker = await world.member(name, { locale });
  await speaker.says(locale === "id" ? "/kenalan" : "/introduce");
  await speaker.fills({ role: "teacher", languages: ["id", "en"], ...about });
  return speaker;
}

export async function careOf({ db, program }: World, name: string) {
  await program.flush();
  return db.client.member.findFirstOrThrow({ where: { name } });
}

/** Of what was heard, the messages with these words. */
export const about = (heard: readonly string[], words: string) => heard.filter((message) => message.includes(words));

/** As if nothing had been heard of somebody for so many days more, and the last question were as much older. */
export async function quietFor(world: World, name: string, days: number): Promise<void> {
  const { id, lastActiveAt, careAt } = await careOf(world, name);
  const earlier = (at: Date | null) => at && new Date(at.getTime() - days * 86_400_000);
  await world.db.client.member.update({
    where: { id },
    data: { lastActiveAt: earlier(lastActiveAt), careAt: earlier(careAt) },
  });
  // What was sent to them is as much older too, so that the week's budget is free again.
  for (const { memberId, deliveryId, at } of await world.db.client.contact.findMany({ where: { memberId: id } })) {
    const where = { memberId_deliveryId: { memberId, deliveryId } };
    await world.db.client.contact.update({ where, data: { at: new Date(at.getTime() - days * 86_400_000) } });
  }
}
