import type { Hono } from "hono";
import { isDeepStrictEqual } from "node:util";
import type { Program } from "./assemble.js";

/** A platform, opened with certain settings. What is open is stopped like every platform. */
export interface Opened {
  /** What the platform calls; empty where the program opens the connections itself. */
  readonly pages: readonly Hono[];
  /** What is not as it should be and mends itself, for whoever looks after the program. */
  readonly remarks?: () => readonly string[];
  /** Tries no more to open it. */
  stop(): void;
}

/** A platform that can be opened anew with other settings, while everything else goes on. */
export interface Connection<Settings> {
  /** What the platform calls at the moment. */
  pages(): readonly Hono[];
  remarks(): readonly string[];
  /** Opens it, or closes it where there are no settings; leaves it alone when it is open with the very same. */
  use(settings: Settings | undefined): Promise<void>;
  stop(): void;
}

export function makeConnection<Settings>(
  platform: string,
  open: (settings: Settings) => Promise<Opened>,
  { adapters }: Pick<Program, "adapters">,
): Connection<Settings> {
  let current: { readonly settings: Settings; readonly opened: Opened } | undefined;
  // Who asks twice at once gets one after the other.
  let turn: Promise<void> = Promise.resolve();

  async function change(settings: Settings | undefined): Promise<void> {
    if (isDeepStrictEqual(settings, current?.settings) && adapters.has(platform)) return;
    current?.opened.stop();
    current = undefined;
    const adapter = adapters.get(platform);
    adapters.delete(platform);
    await adapter?.stop();
    if (settings !== undefined) current = { settings, opened: await open(settings) };
  }

  return {
    pages: () => current?.opened.pages ?? [],
    remarks: () => current?.opened.remarks?.() ?? [],
    use(settings) {
      turn = turn.catch(() => undefined).then(() => change(settings));
      return turn;
    },
    stop: () => current?.opened.stop(),
  };
}
