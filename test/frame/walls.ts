import { moduleOf, type Import, type Module, type Source } from "./imports.js";

/** A room of the house and what its files may draw on, besides each other, what all share, and types of the catalogues. */
interface Room {
  readonly name: string;
  readonly files: RegExp;
  /** Files whose values (and types) it may import. */
  readonly values: RegExp;
  /** Files of which it may import types only. */
  readonly types: RegExp;
  /** Packages; those that belong to a room are forbidden everywhere else anyway. */
  readonly packages: RegExp;
  readonly mayUseNode: boolean;
}

const ANY = /^/;
const NONE = /$^/;
const RULES = /^src\/(matching\/|features\/.*\brules\.ts$)/;
/** Read everywhere: how a "no" is said, how text from outside is made safe to keep, what goes one after the other. */
const SHARED = /^src\/(refusal|clean|order)\.ts$/;
/** What a feature may know of links by itself; whoever looks at them is handed in. */
const LINK_RULES = /^src\/links\/(canonical|suspicion|pace)\.ts$/;
const LOOKING = /^src\/links\/(look|remembering|check|visit|body|wire)\.ts$/;
const PURE_PACKAGES = /^temporal-polyfill$/;

/** The first room that holds a file is its room. The table "Who may import whom" of the plan, as code. */
const ROOMS: readonly Room[] = [
  {
    name: "the place where all is put together",
    files:
      /^src\/(main|assemble|services|notices|senses|shelving|topics|sandbox|discord|slack|reopening|connecting)\.ts$/,
    values: ANY,
    types: ANY,
    packages: ANY,
    mayUseNode: true,
  },
  { name: "what all share", files: SHARED, values: NONE, types: NONE, packages: NONE, mayUseNode: false },
  {
    name: "the configuration",
    files: /^src\/config\.ts$/,
    values: NONE,
    types: /^src\/(chat|storage)\//,
    packages: /^zod$/,
    mayUseNode: true,
  },
  { name: "the log", files: /^src\/log\.ts$/, values: NONE, types: NONE, packages: /^pino$/, mayUseNode: true },
  {
    name: "the kit of commands",
    files: /^src\/kit\.ts$/,
    values: /^src\/chat\/|^src\/features\/.*\bnotices\.ts$/,
    types: /^src\/features\/.*\b(service|notices|rules)\.ts$|^src\/documents\/document\.ts$/,
    packages: NONE,
    mayUseNode: false,
  },
  {
    name: "the kernel",
    files: /^src\/chat\//,
    values: NONE,
    types: NONE,
    packages: /^(i18next|temporal-polyfill|zod)$/,
    mayUseNode: true,
  },
  {
    name: "matching",
    files: /^src\/matching\//,
    values: NONE,
    types: NONE,
    packages: PURE_PACKAGES,
    mayUseNode: false,
  },
  {
    name: "threads",
    files: /^src\/threads\//,
    values: /^src\/matching\//,
    types: NONE,
    packages: NONE,
    mayUseNode: true,
  },
  {
    name: "search",
    files: /^src\/search\//,
    values: NONE,
    types: NONE,
    packages: /^@orama\/stemmers$/,
    mayUseNode: false,
  },
  {
    name: "rules",
    files: RULES,
    values: either(RULES, LINK_RULES),
    types: either(RULES, LINK_RULES),
    packages: PURE_PACKAGES,
    mayUseNode: false,
  },
  {
    name: "notices",
    files: /^src\/features\/.*\bnotices\.ts$/,
    values: /^src\/(chat\/|outbox\/notice\.ts$|features\/.*\b(rules|notices)\.ts$)/,
    // What they put into words is the features' own; a document is described, and printed elsewhere.
    types: /^src\/(features\/|documents\/document\.ts$)/,
    packages: NONE,
    mayUseNode: false,
  },
  {
    // service.ts, jobs.ts, and the files that they are made of.
    name: "a feature",
    files: /^src\/features\//,
    values: either(/^src\/(matching|search|storage|tables)\//, LINK_RULES),
    types: /^src\/(outbox\/delivery|jobs\/job|links\/(look|check))\.ts$/,
    packages: /^(ical-generator|temporal-polyfill|zod)$/,
    mayUseNode: false,
  },
  {
    name: "looking at links",
    files: LOOKING,
    values: /^src\/links\//,
    types: NONE,
    packages: NONE,
    mayUseNode: true,
  },
  {
    // Pure: nothing in it reaches out.
    name: "links",
    files: /^src\/links\//,
    values: NONE,
    types: NONE,
    packages: /^(htmlparser2|ipaddr\.js|tldts)$/,
    mayUseNode: false,
  },
  {
    name: "the outbox",
    files: /^src\/outbox\//,
    values: /^src\/(chat|storage)\//,
    types: NONE,
    packages: PURE_PACKAGES,
    mayUseNode: true,
  },
  {
    name: "jobs",
    files: /^src\/jobs\//,
    values: /^src\/storage\//,
    types: NONE,
    packages: /^(cron-parser|node-cron|temporal-polyfill)$/,
    mayUseNode: true,
  },
  {
    name: "storage",
    files: /^src\/storage\//,
    values: NONE,
    // What a platform wants to be stored, it says in a type of its own.
    types: /^src\/(chat\/|platforms\/[^/]+\/store\.ts$)/,
    packages: /^(@prisma\/.*|better-sqlite3|pg|zod)$/,
    mayUseNode: true,
  },
  {
    name: "tables",
    files: /^src\/tables\//,
    values: NONE,
    types: NONE,
    packages: /^csv-(parse|stringify)$/,
    mayUseNode: false,
  },
  {
    name: "documents",
    files: /^src\/documents\//,
    values: NONE,
    types: NONE,
    packages: /^(fontkit|pdfkit)$/,
    mayUseNode: true,
  },
  {
    name: "files",
    files: /^src\/files\//,
    values: NONE,
    types: NONE,
    packages: /^file-type$/,
    mayUseNode: true,
  },
  {
    name: "a platform",
    files: /^src\/platforms\//,
    values: /^src\/chat\//,
    types: NONE,
    packages: ANY,
    mayUseNode: true,
  },
  {
    name: "the web",
    files: /^src\/web\//,
    values: /^src\/chat\//,
    types: /^src\/features\//,
    packages: /^(@hono\/node-server|hono|zod)$/,
    mayUseNode: true,
  },
  {
    name: "a command",
    files: /^commands\//,
    // A large command has a folder for its parts.
    values: /^src\/(kit\.ts$|features\/.*\brules\.ts$|locales\/en\/)|^commands\/\w+\//,
    types: NONE,
    packages: NONE,
    mayUseNode: false,
  },
  {
    name: "the demo community",
    files: /^prisma\//,
    values: either(RULES, LINK_RULES),
    types: /^src\//,
    packages: PURE_PACKAGES,
    mayUseNode: false,
  },
  {
    // Told, judged and drawn from what happened, without asking the program, which shall not be its own judge.
    name: "the record of a simulated year",
    files: /^simulate\/(behaviour|calendar|chance|figures|judge|layout|picture|population|record|report|time)\.ts$/,
    values: /^src\/features\/members\/calendar\/indonesia\.ts$/,
    types: NONE,
    packages: NONE,
    mayUseNode: false,
  },
  {
    name: "the simulated year",
    files: /^simulate\//,
    values: ANY,
    types: ANY,
    packages: NONE,
    mayUseNode: true,
  },
];

/** Packages that one room keeps to itself. */
const OWNERS: readonly { readonly packages: RegExp; readonly files: RegExp }[] = [
  { packages: /^node-cron$/, files: /^src\/jobs\// },
  { packages: /^(@prisma\/.*|better-sqlite3|pg)$/, files: /^src\/storage\// },
  { packages: /^(discord\.js|discord-api-types|@discordjs\/.*)$/, files: /^src\/platforms\/discord\// },
  { packages: /^@slack\//, files: /^src\/platforms\/slack\// },
  { packages: /^(hono|@hono\/.*)$/, files: /^src\/(web|platforms)\/|^src\/(sandbox|connecting)\.ts$/ },
  { packages: /^(fontkit|pdfkit)$/, files: /^src\/documents\// },
  { packages: /^file-type$/, files: /^src\/files\// },
  { packages: /^i18next$/, files: /^src\/chat\// },
  { packages: /^(htmlparser2|ipaddr\.js|tldts)$/, files: /^src\/links\// },
  { packages: /^csv-(parse|stringify)$/, files: /^src\/tables\// },
  { packages: /^pino$/, files: /^src\/(log|main)\.ts$/ },
];

const ENVIRONMENT = /^(src\/config\.ts|scripts\/|bench\/)/;

/** Everything that breaks a wall, as sentences that name the file. */
export function faultsIn(sources: readonly Source[]): string[] {
  const modules = sources.map(moduleOf);
  return [...modules.flatMap(faultsOf), ...cyclesIn(modules)];
}

function faultsOf(module: Module): string[] {
  const room = roomOf(module.path);
  const environment =
    module.readsEnvironment && !ENVIRONMENT.test(module.path)
      ? [`${module.path} reads the environment: only src/config.ts does.`]
      : [];
  if (room === undefined) return [...environment, `${module.path} is in no room: give its folder a row in the table.`];
  const wrong = module.imports.filter((found) => !mayImport(module.path, room, found));
  return [...environment, ...wrong.map((found) => sentence(module.path, room, found))];
}

function either(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join("|"));
}

function sentence(path: string, room: Room, { to, isType }: Import): string {
  return `${path} imports ${isType ? "types of " : ""}${to}: that is not for ${room.name}.`;
}

function mayImport(path: string, room: Room, found: Import): boolean {
  if (found.kind === "node") return room.mayUseNode;
  if (found.kind === "package") return isForRoom(path, room, found.to);
  if (roomOf(found.to)?.values === ANY) return room.values === ANY;
  if (SHARED.test(found.to)) return true;
  if (found.to.startsWith("src/locales/") && found.isType) return true;
  if (isAtHome(path, room, found)) return true;
  return room.values.test(found.to) || (found.isType && room.types.test(found.to));
}

function isForRoom(path: string, room: Room, name: string): boolean {
  const owner = OWNERS.find(({ packages }) => packages.test(name));
  if (owner !== undefined && !owner.files.test(path)) return false;
  return room.packages.test(name);
}

/** Within a room all is open, but platforms keep apart, commands too, and features meet by rules, types and parameters. */
function isAtHome(path: string, room: Room, { to, isType }: Import): boolean {
  if (room.name === "a platform") return folderIn("src/platforms", path) === folderIn("src/platforms", to);
  if (room.name === "a command") return false;
  if (room.name !== "a feature") return room.files.test(to) && roomOf(to) === room;
  if (!to.startsWith("src/features/") || roomOf(to)?.name === "notices") return false;
  return isType || folderIn("src/features", path) === folderIn("src/features", to) || !/\b(service|jobs)\.ts$/.test(to);
}

function folderIn(parent: string, path: string): string | undefined {
  return path.startsWith(`${parent}/`) ? path.slice(parent.length + 1).split("/")[0] : undefined;
}

function roomOf(path: string): Room | undefined {
  return ROOMS.find((room) => room.files.test(path));
}

/** Circles of imports, types included: files that need each other to be understood want to be one, or three. */
function cyclesIn(modules: readonly Module[]): string[] {
  const nextOf = new Map(modules.map(({ path, imports }) => [path, imports.map(({ to }) => to)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`${[...trail.slice(start), path].join(" → ")}: a circle of imports.`);
    if (start >= 0 || done.has(path)) return;
    for (const next of nextOf.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of modules) visit(path, []);
  return found;
}
