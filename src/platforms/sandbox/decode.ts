import { z } from "zod";
import type { SandboxPerson, SandboxPlace } from "./store.js";

/** The one space of the sandbox, by its own id. */
export const SPACE = "sandbox";

const formToken = z.object({
  id: z.string(),
  subject: z.string(),
  placeId: z.string(),
  initial: z.record(z.string(), z.unknown()),
  /** Fields that hold somebody, a channel or a file. */
  references: z.record(z.string(), z.enum(["member", "channel", "file"])),
});

export type FormToken = z.infer<typeof formToken>;

/** What `viewForm` packed, or undefined when this is no form of ours. */
export function readFormToken(token: string): FormToken | undefined {
  try {
    return formToken.safeParse(JSON.parse(Buffer.from(token, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

interface Known {
  readonly written: string;
  readonly mention: string;
}

/**
 * `@Sari Wulandari` → `<@id>` and `#perkenalan` → `<#id>`, as the clients of real platforms do while one types. The
 * longest name that fits wins; ids written as `@id` count too. A name that several people have means none of them.
 */
export function withMentions(text: string, people: readonly SandboxPerson[], places: readonly SandboxPlace[]): string {
  const names = people.map(({ id, name }) => ({ written: name, mention: `<@${id}>` }));
  const bearers = new Map<string, number>();
  for (const { name } of people) bearers.set(name.toLowerCase(), (bearers.get(name.toLowerCase()) ?? 0) + 1);
  const own = names.filter(({ written }) => bearers.get(written.toLowerCase()) === 1);
  const ids = people.map(({ id }) => ({ written: id, mention: `<@${id}>` }));
  const channels = places
    .filter(({ kind }) => kind === "channel")
    .flatMap(({ id, name }) => [name, id].map((written) => ({ written, mention: `<#${id}>` })));
  return replaceMarked(replaceMarked(text, "@", [...own, ...ids]), "#", channels);
}

/** The same for a field that holds nothing but a person or a channel, with or without the mark. */
export function asMention(
  written: string,
  kind: "member" | "channel",
  people: readonly SandboxPerson[],
  places: readonly SandboxPlace[],
): string {
  const mark = kind === "member" ? "@" : "#";
  if (written.startsWith("<")) return written;
  const meant = withMentions(written.startsWith(mark) ? written : `${mark}${written}`, people, places);
  return /^<[@#][^<>]+>$/.test(meant) ? meant : written;
}

function replaceMarked(text: string, mark: "@" | "#", known: readonly Known[]): string {
  const longestFirst = known.toSorted((a, b) => b.written.length - a.written.length);
  let result = "";
  for (let index = 0; index < text.length;) {
    // Neither what is a mention already nor an address such as ani@sekolah.id.
    const isMark = text[index] === mark && !/[<\p{L}\p{N}_.-]/u.test(text.charAt(index - 1));
    const rest = text.slice(index + 1).replace(/^"/, "");
    const quoted = text[index + 1] === '"';
    const found = isMark ? longestFirst.find(({ written }) => fits(rest, written, quoted)) : undefined;
    if (found === undefined) {
      result += text[index] ?? "";
      index++;
    } else {
      result += found.mention;
      index += 1 + found.written.length + (quoted ? 2 : 0);
    }
  }
  return result;
}

/** The name stands there and ends there: "@Sari" is not the beginning of "@Sarinah". */
function fits(rest: string, written: string, quoted: boolean): boolean {
  if (written === "" || rest.slice(0, written.length).toLowerCase() !== written.toLowerCase()) return false;
  const next = rest.charAt(written.length);
  return quoted ? next === '"' : next === "" || !/[\p{L}\p{N}_-]/u.test(next);
}
