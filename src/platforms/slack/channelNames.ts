/** Slack takes lower-case letters, digits, hyphens and underscores, 80 at most. */
const LENGTH = 80;
/** What a group without a name that Slack could take is called. */
const NAMELESS = "jejaring";

/**
 * A group's name as a channel's. It never holds an underscore, which is kept for the number behind it where the name is
 * somebody's already.
 * @param number 1 for the name itself
 */
export function channelName(name: string, number: number): string {
  const suffix = number === 1 ? "" : `_${number}`;
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return (plain || NAMELESS).slice(0, LENGTH - 4).replace(/-+$/, "") + suffix;
}

/** Whether a channel is called so, with whatever number. */
export function isCalled(channel: string, name: string): boolean {
  const base = channelName(name, 1);
  return channel === base || (channel.startsWith(`${base}_`) && /^\d+$/.test(channel.slice(base.length + 1)));
}
