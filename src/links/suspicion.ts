import { isAddress } from "./address.js";
import { canonicalLink } from "./canonical.js";
import { partsOf } from "./host.js";
import { lookalikeOf } from "./lookalike.js";
import { SHORTENERS } from "./trusted.js";
import { isReadable } from "./writing.js";

/** Why somebody should look at a link before others do. */
export type Suspicion =
  /** It can't be opened by everybody: see `canonicalLink`. */
  | { readonly kind: "refused" }
  /** The list that was handed in has it. */
  | { readonly kind: "listed" }
  /** It can be taken for a domain that teachers trust. */
  | { readonly kind: "lookalike"; readonly of: string }
  /** Letters of several scripts, or letters that only look like a–z. */
  | { readonly kind: "homograph" }
  /** A number instead of a name: nobody can tell whose it is. */
  | { readonly kind: "address" }
  /** It hides where it leads. */
  | { readonly kind: "shortener" };

/**
 * The gravest reason to hold a link back, or undefined. Where redirects end is a link of its own: ask again.
 * @param isListed whether a list of harmful places has this host name or domain (lower case, Punycode)
 */
export function suspicion(href: string, isListed: (name: string) => boolean = () => false): Suspicion | undefined {
  const link = canonicalLink(href);
  if (link === undefined) return { kind: "refused" };
  const host = new URL(link.href).hostname;
  if (isListed(host) || isListed(partsOf(host).domain)) return { kind: "listed" };
  const of = lookalikeOf(host);
  if (of !== undefined) return { kind: "lookalike", of };
  if (!isReadable(host)) return { kind: "homograph" };
  if (isAddress(host)) return { kind: "address" };
  return SHORTENERS.has(host.replace(/^www\./, "")) ? { kind: "shortener" } : undefined;
}
