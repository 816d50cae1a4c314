import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "./command.js";
import { faultsIn } from "./check.js";
import type { Words } from "./words.js";

/** Something in a command file or its words is wrong; the message has a line for each fault, naming the file. */
export class CommandFault extends Error {
  override readonly name = "CommandFault";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `${faults.length === 1 ? "A command can't be used" : "Some commands can't be used"}:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
    );
    this.faults = faults;
  }
}

/** Every file in `folder` is a command: its default export. Throws CommandFault. */
export async function loadCommands<Services>(folder: string, words: Words): Promise<readonly Command<Services>[]> {
  const files = readdirSync(folder)
    .filter((file) => /\.(js|ts)$/.test(file) && !file.endsWith(".d.ts"))
    .sort();
  const commands: Command<Services>[] = [];
  const faults: string[] = [];
  for (const file of files) {
    const name = `commands/${file.replace(/\.(js|ts)$/, ".ts")}`;
    const found = await readCommand<Services>(join(folder, file), name);
    if (typeof found === "string") faults.push(`${name}: ${found}`);
    else commands.push(found);
  }
  faults.push(...faultsIn(commands, words));
  if (faults.length > 0) throw new CommandFault(faults);
  return commands;
}

/** The command in a file, or what is wrong with it. */
async function readCommand<Services>(file: string, name: string): Promise<Command<Services> | string> {
  let exported: unknown;
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    exported = typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  } catch (error) {
    return `it can't be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isCommand<Services>(exported)) return "its default export is not a command; see commands/README.md";
  return `commands/${exported.id}.ts` === name
    ? exported
    : `its id is "${exported.id}"; the id and the name of the file must be the same`;
}

function isCommand<Services>(value: unknown): value is Command<Services> {
  const parts = ["id", "entries", "actions", "forms"];
  return typeof value === "object" && value !== null && parts.every((part) => part in value);
}
