import { z } from "zod";
import type { SandboxPerson, SandboxPlace } from "./store.js";

/** The one space of the sandbox, by its own id. */
export const SPACE = "sandbox";

const formToken = z.object({ id: z.string(), subject: z.string(), initial: z.record(z.string(), z.unknown()) });

/** What `viewForm` packed, or undefined when this is no form of ours. */
export function readFormToken(token: string): z.infer<typeof formToken> | undefined {
  try {
    return formToken.safeParse(JSON.parse(Buffer.from(token, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

/**
 * `@Sari Wulandari` → `<@id>` and `#perkenalan` → `<#id>`, as the clients of real platforms do while one types. The
 * longest name that fits wins; ids written as `@id` count too.
 */
export function withMentions(text: string, people: readonly SandboxPerson[], places: readonly SandboxPlace[]): string {
  const names = people
    .flatMap(({ id, name }) => [
      { written: name, mention: `<@${id}>` },
      { written: id, mention: `<@${id}>` },
    ])
    .sort((a, b) => b.written.length - a.written.length);
  const channels = places
    .filter(({ kind }) => kind === "channel")
    .flatMap(({ id, name }) => [name, id].map((written) => ({ written, mention: `<#${id}>` })))
    .sort((a, b) => b.written.length - a.written.length);
  return replaceMarked(replaceMarked(text, "@", names), "#", channels);
}

function replaceMarked(text: string, mark: "@" | "#", known: readonly { written: string; mention: string }[]): string {
  let result = "";
  for (let index = 0; index < text.length;) {
    const isMark = text[index] === mark && text[index - 1] !== "<";
    const rest = text.slice(index + 1).replace(/^"/, "");
    const quoted = text[index + 1] === '"';
    const found = isMark ? known.find(({ written }) => fits(rest, written, quoted)) : undefined;
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
