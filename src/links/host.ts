import { parse } from "tldts";

export interface HostParts {
  /** What somebody registered, by the public suffix list: "kelas.smpn1.sch.id" → "smpn1.sch.id". */
  readonly domain: string;
  /** Its first label, "smpn1", and what follows it, "sch.id"; both "" where nothing is registered, as with addresses. */
  readonly name: string;
  readonly suffix: string;
  /** The labels before the domain. */
  readonly before: readonly string[];
}

/**
 * Takes a host name of a URL apart. Whoever has "x.github.io" or "x.blogspot.com" is its owner, too: suffixes that
 * companies let others use count as suffixes.
 */
export function partsOf(host: string): HostParts {
  const { domain, domainWithoutSuffix, publicSuffix, subdomain } = parse(host, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  if (domain === null) return { domain: host, name: "", suffix: "", before: [] };
  const before = (subdomain ?? "").split(".").filter((label) => label !== "");
  return { domain, name: domainWithoutSuffix ?? "", suffix: publicSuffix ?? "", before };
}

/** Ways to the same pages: the web, a telephone, a slow network. */
const SAME_PAGES = /^(?:www\d?|m|mobile|mbasic|amp)$/;

/** The host without what only says how its pages are shown: "id.m.wikipedia.org" → "id.wikipedia.org". */
export function bareHost(host: string): string {
  const { domain, before } = partsOf(host);
  return [...before.filter((label) => !SAME_PAGES.test(label)), domain].join(".");
}
