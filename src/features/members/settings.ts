import { z } from "zod";
import { criteria, weightRange } from "../meetups/weighing/rules.js";
import { gateDefaults } from "../nudges/rules.js";

const time = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/);

const gate = z.object({
  perDay: z.number().int().min(0).max(10).default(gateDefaults.perDay),
  perWeek: z.number().int().min(0).max(50).default(gateDefaults.perWeek),
  quietFrom: time.default(gateDefaults.quietFrom),
  quietUntil: time.default(gateDefaults.quietUntil),
  weekend: z.array(z.number().int().min(1).max(7)).default([...gateDefaults.weekend]),
  fridayFrom: time.default(gateDefaults.fridayFrom),
  fridayUntil: time.default(gateDefaults.fridayUntil),
});

const schema = z.object({
  gate: gate.default(() => gate.parse({})),
  /** Channels of the first space, by the platform's own ids. */
  channels: z
    .object({
      introductions: z.string().optional(),
      meetups: z.string().optional(),
      asks: z.string().optional(),
      shelf: z.string().optional(),
    })
    .default({}),
  /** What counts how much in meet-ups, where it isn't the usual. */
  weights: z.partialRecord(z.enum(criteria), z.number().min(weightRange.min).max(weightRange.max)).default({}),
  /** Whoever had joined by then (an instant in ISO 8601) was expected, however many came at once. */
  admittedUntil: z.string().optional(),
});

/** What organisers decided for the whole network. */
export type NetworkSettings = z.infer<typeof schema>;

/** Rows written by an older version lack what is new: defaults fill in. */
export function parseSettings(stored: unknown): NetworkSettings {
  return schema.parse(stored ?? {});
}
