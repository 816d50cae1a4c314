/** How a member likes to be addressed. */
export type AddressForm = "bapak" | "ibu" | "kak" | "name";

export const addressForms = ["bapak", "ibu", "kak", "name"] as const satisfies readonly AddressForm[];

/** safety: may learn who asked an anonymous question. helper: is asked when a question fits nobody. */
export type RoleName = "organiser" | "facilitator" | "greeter" | "safety" | "helper";

const prefixes: Readonly<Record<AddressForm, string>> = { bapak: "Pak ", ibu: "Bu ", kak: "Kak ", name: "" };

/** "Bu Sari Wulandari": Indonesian forms of address stay what they are in every language. */
export function calledName(name: string, address: string | null): string {
  const form = addressForms.find((known) => known === address) ?? "name";
  const prefix = prefixes[form];
  return name.toLowerCase().startsWith(prefix.toLowerCase()) ? name : `${prefix}${name}`;
}

const addressWords = new Set(["bapak", "pak", "bpk", "ibu", "bu", "kakak", "kak", "mr", "mrs", "ms"]);

/** "bu citra" looks for Citra: a form of address says nothing about whom, unless it is all there is. In small letters. */
export function withoutAddress(words: readonly string[]): readonly string[] {
  const telling = words.filter((word) => !addressWords.has(word.replace(/\.$/, "")));
  return telling.length === 0 ? words : telling;
}

export interface Preferred {
  readonly locale: string | null;
  readonly localeHint: string | null;
  readonly timeZone: string | null;
  readonly zoneHint: string | null;
}

/** What a person chose wins over what a platform hinted, and that over the network's own. */
export function chosenZone(member: Preferred, networkZone: string, isKnown: (zone: string) => boolean): string {
  return [member.timeZone, member.zoneHint, networkZone].find((zone) => zone !== null && isKnown(zone)) ?? "UTC";
}

export function chosenLocale(
  member: Preferred,
  networkLocale: string,
  nearest: (tag: string | null) => string | undefined,
): string {
  return nearest(member.locale) ?? nearest(member.localeHint) ?? nearest(networkLocale) ?? "en";
}

/** The text in which a profile is searched begins with the name, in small letters. */
export function renamedIn(searchText: string, before: string, after: string): string {
  const old = before.toLowerCase();
  const rest = searchText.startsWith(old) ? searchText.slice(old.length) : ` ${searchText}`;
  return `${after.toLowerCase()}${rest}`;
}

/** What a platform doesn't let the bot do. `channel` is its name, "" where none is meant. */
export interface TroubleFacts {
  readonly what: "noThreads" | "threadsFull" | "channelClosed" | "channelGone" | "cantSee";
  readonly channel: string;
}

/** Two people in a fixed order, so that a pair is one row whoever is named first. */
export function pairOf(a: string, b: string): readonly [string, string] {
  return a < b ? [a, b] : [b, a];
}

/** What a channel of the network is for. */
export const channelUses = ["introductions", "meetups", "asks", "shelf"] as const;
export type ChannelUse = (typeof channelUses)[number];

export interface ChannelGoneFacts {
  readonly uses: readonly ChannelUse[];
  readonly why: "archived" | "deleted" | "shared" | "removed";
}
