import cron from "node-cron";

export interface ScheduleParts {
  /** Wakes whoever looks for due work. */
  readonly wake: () => void;
}

/**
 * node-cron only wakes the planner, each minute; it knows nothing of missed ticks or of other programs. What is due,
 * and who does it, the database says.
 */
export function startSchedule({ wake }: ScheduleParts): { stop(): Promise<void> } {
  const task = cron.schedule("* * * * *", wake, { name: "jejaring", suppressMissedWarning: true });
  return {
    async stop() {
      await task.stop();
    },
  };
}
