import { isSignIn } from "./services.js";
import { GONE, visit, type Wire } from "./visit.js";

/** `unsure` is everything that may pass: a full server, a closed door, a network that is down. */
export type Checked = "works" | "gone" | "unsure";

/** Whether links still lead somewhere. As safe as a look, reads no body, never rejects. */
export function makeCheck(wire: Wire): (href: string) => Promise<Checked> {
  return async (href) => {
    const visited = await visit(href, wire, wire.deadline());
    if (visited.kind === "nowhere") return "gone";
    if (visited.kind === "unseen") return "unsure";
    visited.close();
    const status = visited.response.statusCode ?? 0;
    if (GONE.has(status)) return "gone";
    return status >= 200 && status < 300 && !isSignIn(visited.url) ? "works" : "unsure";
  };
}
