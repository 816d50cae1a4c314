import { Resolver } from "node:dns/promises";
import { connect } from "node:net";
import type { Wire } from "./visit.js";

/** For the whole of a look, in ms. */
const PATIENCE = 5_000;
/** For one answer of a name server, in ms. */
const NAME_PATIENCE = 1_500;
/** There is no such name, or it has no addresses of this kind. */
const NONE = new Set(["ENOTFOUND", "ENODATA"]);

/** @param nameServers "address:port", instead of those of the system */
export function makeWire(log: Wire["log"], nameServers?: readonly string[]): Wire {
  // It asks by itself: the system's own lookup holds a thread for as long as a name server takes.
  const resolver = new Resolver({ timeout: NAME_PATIENCE, tries: 2 });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  return {
    log,
    async resolve(host) {
      const both = [resolver.resolve4(host), resolver.resolve6(host)];
      return (await Promise.all(both.map(orNone))).flat();
    },
    connect: (address, port) => connect({ host: address, port }),
    deadline: () => AbortSignal.timeout(PATIENCE),
  };
}

async function orNone(answer: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && "code" in error && NONE.has(String(error.code))) return [];
    throw error;
  }
}
