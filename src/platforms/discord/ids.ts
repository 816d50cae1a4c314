import { createHash } from "node:crypto";
import { limits } from "./limits.js";

/** What a button or a form of ours carries, so that it works after a restart and in a newer version. */
export type CustomId =
  /** `spaceId` where the message stands in no server: in a private conversation. */
  | {
      readonly kind: "action";
      readonly spaceId: string | undefined;
      readonly action: string;
      readonly subject: string;
    }
  /** A form that came back with all its fields: nothing is remembered for it. */
  | { readonly kind: "form"; readonly spaceId: string | undefined; readonly form: string; readonly subject: string }
  /** Opens a page of a form that is kept. */
  | { readonly kind: "open"; readonly token: string; readonly page: number }
  /** A page of a form that is kept. */
  | { readonly kind: "page"; readonly token: string; readonly page: number };

const VERSION = "v1";
const SNOWFLAKE = /^\d{1,20}$/;

export function isSnowflake(id: string): boolean {
  return SNOWFLAKE.test(id);
}

/**
 * At most 100 characters. Two buttons of one message must not have the same id: `copy` tells those apart that do the
 * same. Throws when an action's name and subject are too long, which is a fault of the command file.
 */
export function writeCustomId(id: CustomId, copy = 0): string {
  const written = [VERSION, ...partsOf(id, copy)].join(":");
  if (written.length <= limits.customId) return written;
  const named = id.kind === "action" ? id.action : id.kind === "form" ? id.form : id.kind;
  throw new Error(
    `the subject of "${named}" is too long for Discord, which takes ${limits.customId} characters in all`,
  );
}

function partsOf(id: CustomId, copy: number): readonly (string | number)[] {
  const nth = copy === 0 ? "" : copy;
  switch (id.kind) {
    case "action":
      return [`a${nth}`, shortSpace(id.spaceId), id.action, id.subject];
    case "form":
      // A form's own id may hold a colon: "<command>:<verb>".
      return ["f", shortSpace(id.spaceId), id.form.replace(":", ";"), id.subject];
    case "open":
      return ["o", id.page, id.token];
    case "page":
      return ["p", id.page, id.token];
  }
}

/** Undefined when it is of another version, or none of ours. */
export function readCustomId(written: string): CustomId | undefined {
  const [version, kind = "", third = "", fourth = "", ...rest] = written.split(":");
  if (version !== VERSION) return undefined;
  if (/^a\d*$/.test(kind))
    return { kind: "action", spaceId: longSpace(third), action: fourth, subject: rest.join(":") };
  if (kind === "f")
    return { kind: "form", spaceId: longSpace(third), form: fourth.replace(";", ":"), subject: rest.join(":") };
  const page = Number(third);
  if ((kind !== "o" && kind !== "p") || !Number.isInteger(page) || fourth === "") return undefined;
  return { kind: kind === "o" ? "open" : "page", page, token: fourth };
}

// A server's id takes 19 characters in decimal, 13 in base 36.
function shortSpace(spaceId: string | undefined): string {
  return spaceId === undefined || !isSnowflake(spaceId) ? "" : BigInt(spaceId).toString(36);
}

function longSpace(short: string): string | undefined {
  if (!/^[0-9a-z]{1,13}$/.test(short)) return undefined;
  return Array.from(short)
    .reduce((sum, digit) => sum * 36n + BigInt(parseInt(digit, 36)), 0n)
    .toString();
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * What Discord knows a message by for a few minutes: sent twice, it is shown once. 24 characters, made from the
 * delivery and its part (a further message of a long card, or one of several people).
 */
export function nonceOf(delivery: string, part = ""): string {
  const bytes = createHash("sha256").update(`${delivery}/${part}`).digest().subarray(0, 15);
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32.charAt(parseInt(five, 2))).join("");
}

/** Names are lower case at Discord; ours are not always. */
export function optionName(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function fieldOfOption(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
