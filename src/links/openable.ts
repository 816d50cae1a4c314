import { isAddress, isPublic } from "./address.js";

/** In UTF-16 units. */
const LONGEST = 2_000;
const PORTS = new Set(["", "80", "443"]);
/** What a host may be called; URLs would allow quotes and stars, too. */
const HOST = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}$/;
const LONGEST_HOST = 253;

/**
 * The address of a page that anybody on the internet could open, or undefined: not http(s), with a name or password,
 * another port than 80 and 443, a host without a dot, an IP address that is not public, over 2,000 characters.
 * Never throws. Numbers in any notation (2130706433, 0x7f.1, 0177.0.0.1) are read as browsers read them.
 */
export function openable(href: string, base?: string): URL | undefined {
  if (href.length > LONGEST || !URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  if (url.username !== "" || url.password !== "" || !PORTS.has(url.port)) return undefined;
  url.hostname = url.hostname.replace(/\.$/, "");
  const host = url.hostname;
  if (host.length > LONGEST_HOST || !HOST.test(host) || url.href.length > LONGEST) return undefined;
  return isAddress(host) && !isPublic(host) ? undefined : url;
}
