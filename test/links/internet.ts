import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo, type Server as NetServer } from "node:net";
import { onTestFinished } from "vitest";
import type { Wire } from "../../src/links/visit.js";

/** Public, and belongs to nobody here: no test opens a connection to it. */
export const PUBLIC = "45.60.70.80";
export const PUBLIC_V6 = "2a04:4e42::81";

export interface Internet {
  readonly wire: Wire;
  /** What would have been connected to, in order: "address port". */
  readonly connects: string[];
  readonly asked: string[];
  readonly reasons: string[];
  /** The deadline passes. */
  end(): void;
}

/** What a name stands for: addresses, or what is answered to the first, second … question. */
export type Names = Readonly<Record<string, readonly string[] | ((question: number) => readonly string[])>>;

/** An internet of made-up names, all of whose computers are this server on 127.0.0.1. */
export async function internet(server: Server | NetServer, names: Names = {}): Promise<Internet> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port: local } = server.address() as AddressInfo;
  const deadline = new AbortController();
  const [connects, asked, reasons]: [string[], string[], string[]] = [[], [], []];
  return {
    connects,
    asked,
    reasons,
    end: () => deadline.abort(),
    wire: {
      async resolve(host) {
        asked.push(host);
        const answer = names[host] ?? (host.endsWith(".example.org") ? [PUBLIC] : []);
        return typeof answer === "function" ? answer(asked.filter((name) => name === host).length) : answer;
      },
      connect(address, port) {
        connects.push(`${address} ${port}`);
        return connect({ host: "127.0.0.1", port: local });
      },
      deadline: () => deadline.signal,
      log: ({ why }) => reasons.push(why),
    },
  };
}

export function site(listener: RequestListener): Server {
  return createServer(listener);
}

/** A site of one page. */
export function page(html: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Server {
  return site((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(html);
  });
}
