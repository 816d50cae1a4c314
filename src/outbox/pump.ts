import type { Courier } from "./courier.js";

export interface PumpParts {
  readonly courier: Courier;
  readonly now: () => Date;
  /** False while the time can't be believed; then nothing is sent. */
  readonly isSteady: () => boolean;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
}

export interface Pump {
  /** Something was written into the outbox: look at once. */
  wake(): void;
  stop(): void;
}

/** Looks at least this often, in ms, for what another program wrote. */
const LONGEST_SLEEP = 30_000;
const SHORTEST_SLEEP = 250;

/** Keeps the courier going: when woken, and whenever the next delivery comes due. */
export function startPump({ courier, now, isSteady, log }: PumpParts): Pump {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function run(): Promise<void> {
    clearTimeout(timer);
    let next: Date | undefined;
    try {
      if (isSteady()) {
        await courier.runDue();
        next = await courier.nextAt();
      }
    } catch (error) {
      log.error({ err: error }, "the courier stumbled and looks again");
    }
    if (isStopped) return;
    const wait = next === undefined ? LONGEST_SLEEP : next.getTime() - now().getTime();
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.min(LONGEST_SLEEP, Math.max(SHORTEST_SLEEP, wait)));
  }

  void run();
  return {
    wake: () => void run(),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
