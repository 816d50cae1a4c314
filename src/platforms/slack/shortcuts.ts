import type { Deed } from "./deed.js";

/** What can be called without typing: from the lightning menu, or on somebody's message. */
export interface ShortcutPlan {
  readonly id: string;
  /** Under which its words are, in common.json. */
  readonly name: string;
  readonly kind: "global" | "message";
  readonly command: string;
  readonly verb: string;
}

export const shortcuts: readonly ShortcutPlan[] = [
  { id: "v1:introduce", name: "introduce", kind: "global", command: "introduce", verb: "" },
  { id: "v1:meet", name: "meet", kind: "global", command: "meet", verb: "status" },
  { id: "v1:my", name: "my", kind: "global", command: "my", verb: "status" },
  { id: "v1:help", name: "help", kind: "global", command: "help", verb: "" },
  { id: "v1:person", name: "person", kind: "message", command: "people", verb: "" },
];

const ON_MESSAGE = /^v1:([a-z-]+)\.message$/;

/** The shortcut by which a command is called on a message. */
export function messageShortcutId(command: string): string {
  return `v1:${command}.message`;
}

/** The command that is called on a message by this shortcut. */
export function readMessageShortcut(id: string): string | undefined {
  return ON_MESSAGE.exec(id)?.[1];
}

/** What a shortcut asks for. On a message it is about who wrote it: the person's introduction, and a hello. */
export function readShortcutId(id: string, authorId: string | undefined): Deed {
  const plan = shortcuts.find((known) => known.id === id);
  const options = plan?.kind === "message" && authorId !== undefined ? { person: `<@${authorId}>` } : {};
  return { kind: "command", command: plan?.command ?? "", verb: plan?.verb ?? "", options };
}
