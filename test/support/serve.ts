import { expect, onTestFinished } from "vitest";
import { startWeb, type WebParts } from "../../src/web/server.js";

/** Serves what the program would serve on its own port. Answers with the address. */
export async function serve(parts: Partial<WebParts>): Promise<string> {
  const web = await startWeb({
    host: "127.0.0.1",
    port: 0,
    troubles: () => Promise.resolve([]),
    incident: () => "1",
    log: { error: (facts) => expect.fail(String(facts["err"])) },
    pages: undefined,
    calls: () => [],
    ...parts,
  });
  onTestFinished(() => web.stop());
  return web.url;
}
