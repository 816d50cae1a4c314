import type { PersonNamed } from "../../chat/invocation.js";
import type { Deed } from "./deed.js";
import type { Visitors } from "./visitors.js";

const MENTION = /<@([A-Z0-9]{2,20})[|>]/g;
/** So many are looked up for one command. */
const MOST = 5;

/** Whoever is mentioned in what a person did; guests and people from elsewhere are not among them. */
export async function namedIn(deed: Deed, visitors: Pick<Visitors, "of">): Promise<readonly PersonNamed[]> {
  // Whom somebody else wrote of, the person did not name.
  if (deed.kind === "message") return [];
  const ids = [...new Set([...JSON.stringify(deed).matchAll(MENTION)].flatMap(([, id]) => id ?? []))];
  const found = await Promise.all(
    ids.slice(0, MOST).map(async (userId): Promise<readonly PersonNamed[]> => {
      const visitor = await visitors.of({ userId, name: "" });
      if (visitor.kind === "bot") return [{ externalId: userId, name: "", isBot: true }];
      return visitor.kind === "member" ? [visitor.person] : [];
    }),
  );
  return found.flat();
}
