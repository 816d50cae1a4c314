import type { Starter } from "./rules.js";

/** To organisers: a channel they watch has been quiet. */
export interface QuietChannelFacts {
  readonly channelId: string;
  readonly name: string;
  readonly days: number;
  readonly starter: Starter;
}
