import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
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
    const module = (await import(pathToFileURL(join(folder, file)).href)) as { default?: unknown };
    const name = `commands/${basename(file).replace(/\.(js|ts)$/, ".ts")}`;
    if (!isCommand<Services>(module.default))
      faults.push(`${name}: its default export is not a command; see commands/README.md`);
    else if (`commands/${module.default.id}.ts` !== name)
      faults.push(`${name}: its id is "${module.default.id}"; file and id must be the same`);
    else commands.push(module.default);
  }
  faults.push(...faultsIn(commands as readonly Command<never>[], words));
  if (faults.length > 0) throw new CommandFault(faults);
  return commands;
}

function isCommand<Services>(value: unknown): value is Command<Services> {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    "entries" in value &&
    "actions" in value &&
    "forms" in value
  );
}
