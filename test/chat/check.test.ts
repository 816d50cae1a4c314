import { describe, expect, it } from "vitest";
import { faultsIn, limits } from "../../src/chat/check.js";
import { kitFor, reply, type Command } from "../../src/chat/command.js";
import type { Fields } from "../../src/chat/field.js";
import { wordsOf } from "../support/catalogue.js";

const { command, entry, form } = kitFor<object, string>();
const run = () => reply();

interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

const english: Catalogue = {
  name: "meet",
  summary: "Meet people",
  verbs: { join: { name: "join", summary: "Take part" }, leave: { name: "leave", summary: "Go" } },
  fields: {
    size: { name: "size", label: "How many", choices: { pair: "Two", group: "More" } },
    topic: { name: "topic", label: "About what" },
  },
  forms: { wishes: { title: "Wishes", submit: "Save" } },
  buttons: { join: "Join" },
  hello: "Hello {{name}}",
  people_one: "One",
  people_other: "{{count}} people",
};
const indonesian: Catalogue = {
  name: "temu",
  summary: "Bertemu",
  verbs: { join: { name: "ikut", summary: "Ikut" }, leave: { name: "keluar", summary: "Keluar" } },
  fields: {
    size: { name: "jumlah", label: "Berapa orang", choices: { pair: "Berdua", group: "Lebih" } },
    topic: { name: "topik", label: "Tentang apa" },
  },
  forms: { wishes: { title: "Keinginan", submit: "Simpan" } },
  buttons: { join: "Ikut" },
  hello: "Halo {{name}}",
  people_other: "{{count}} orang",
};

const size = { kind: "choice", choices: ["pair", "group"], required: true } as const;
const topic = { kind: "text" } as const;

function meet(options: Fields = { size, topic }, id = "meet"): Command<object> {
  return command({
    id,
    verbs: { join: entry({ manner: "private", options, run }), leave: entry({ manner: "private", run }) },
    forms: { wishes: form({ manner: "private", fields: options, run }) },
  });
}

/** The catalogue with a value put in or, where it is undefined, taken out. */
function changed(catalogue: Catalogue, path: string, value: string | Catalogue | undefined): Catalogue {
  const [head = "", ...rest] = path.split(".");
  const { [head]: old, ...others } = catalogue;
  if (rest.length === 0) return value === undefined ? others : { ...others, [head]: value };
  return { ...others, [head]: changed(typeof old === "object" ? old : {}, rest.join("."), value) };
}

function faults(en: Catalogue, id: Catalogue, commands: readonly Command<object>[] = [meet()]): string[] {
  const extra = { help: { name: "help", aliases: "what, ?", summary: "Help" } };
  const bantuan = { help: { name: "bantuan", aliases: "apa", summary: "Bantuan" } };
  return faultsIn(commands, wordsOf({ en: { meet: en, ...extra }, id: { meet: id, ...bantuan } }));
}

/** Commands that act on messages, each with words of its own. */
function acting(count: number, change: (words: Record<string, Catalogue>, locale: string) => void = () => undefined) {
  const { message } = kitFor<object, string>();
  const ids = Array.from({ length: count }, (_, index) => `keep${"abcdefgh".charAt(index)}`);
  const commands = ids.map((id) =>
    command({ id, entry: entry({ manner: "private", run }), message: message({ manner: "private", run }) }),
  );
  const wordsIn = (locale: string) => {
    const said = Object.fromEntries(
      ids.map((id): [string, Catalogue] => {
        const label = { name: `${locale} ${id}`, summary: "Keep it" };
        return [id, { name: `${locale}${id}`, summary: "Keep", message: label }];
      }),
    );
    change(said, locale);
    return said;
  };
  return faultsIn(commands, wordsOf({ en: wordsIn("en"), id: wordsIn("id") }));
}

describe("the check of what is done with messages", () => {
  it("has nothing to say while each has words of its own", () => {
    expect(acting(limits.messages)).toEqual([]);
  });

  it("finds one more than every platform can show", () => {
    expect(acting(limits.messages + 1)).toEqual([expect.stringMatching(/^commands\/keepf\.ts: more than 5 commands/)]);
  });

  it("finds one label for two", () => {
    const found = acting(2, (said) => (said["keepb"] = changed(said["keepb"] ?? {}, "message.name", "Simpan INI")));
    expect(found).toEqual([]);
    const twice = acting(2, (said, locale) => {
      if (locale === "id")
        for (const id of ["keepa", "keepb"]) said[id] = changed(said[id] ?? {}, "message.name", `${id[0] ?? ""} Ini`);
    });
    expect(twice).toEqual([expect.stringMatching(/id\/keepb\.json: "message\.name" is the label of another/)]);
  });

  it.each([
    ["message.name", undefined, /"message\.name" is missing/],
    ["message.summary", undefined, /"message\.summary" is missing/],
    ["message.name", "n".repeat(25), /"message\.name" is longer than 24/],
    ["message.summary", "s".repeat(151), /"message\.summary" is longer than 150/],
  ])("finds %s that is %s", (key, value, fault) => {
    const found = acting(1, (said, locale) => {
      if (locale === "id") said["keepa"] = changed(said["keepa"] ?? {}, key, value);
    });
    expect(found).toContainEqual(expect.stringMatching(fault));
  });
});

describe("the check of commands and their words", () => {
  it.each([0, 10_000_001, NaN])("finds a file of at most %d bytes", (maxBytes) => {
    const found = faults(english, indonesian, [meet({ size, topic: { kind: "file", maxBytes } })]);
    expect(found).toContainEqual(expect.stringMatching(/^commands\/meet\.ts: the field "topic" has a maxBytes/));
  });

  it("has nothing to say about sound ones", () => {
    expect(faults(english, indonesian)).toEqual([]);
  });

  it.each<[string, string, string | Catalogue | undefined, RegExp]>([
    ["no name", "name", undefined, /"name" is missing/],
    ["a name with a space", "name", "temu kita", /"name" must be 1 to 32 lower-case letters/],
    ["a name with a capital", "name", "Temu", /"name" must be/],
    ["a name of 33 letters", "name", "t".repeat(33), /"name" must be/],
    ["no summary", "summary", undefined, /"summary" is missing/],
    ["an empty summary", "summary", " ", /"summary" is missing/],
    ["a long summary", "summary", "s".repeat(101), /"summary" is longer than 100 characters/],
    ["no verb", "verbs.join.name", undefined, /"verbs\.join\.name" is missing/],
    ["no option's word", "fields.topic.name", undefined, /"fields\.topic\.name" is missing/],
    ["a long label", "fields.topic.label", "l".repeat(46), /"fields\.topic\.label" is longer than 45/],
    ["a long hint", "fields.topic.hint", "h".repeat(101), /"fields\.topic\.hint" is longer than 100/],
    ["a choice without a label", "fields.size.choices.pair", undefined, /"fields\.size\.choices\.pair" is missing/],
    ["a long choice", "fields.size.choices.pair", "c".repeat(76), /is longer than 75/],
    ["a long title", "forms.wishes.title", "t".repeat(25), /"forms\.wishes\.title" is longer than 24/],
    ["no submit", "forms.wishes.submit", undefined, /"forms\.wishes\.submit" is missing/],
    ["a long button", "buttons.join", "b".repeat(37), /"buttons\.join" is longer than 36/],
    [
      "two verbs of one word",
      "verbs.leave.name",
      "ikut",
      /"verbs\.leave\.name" is "ikut", which already means \/meet join/,
    ],
    [
      "two options of one word",
      "fields.topic.name",
      "jumlah",
      /"fields\.topic\.name" is "jumlah", which already means/,
    ],
    ["an option called like another's id", "fields.topic.name", "size", /"size", which already means the field "size"/],
    ["a verb called like another's id", "verbs.leave.name", "join", /"join", which already means \/meet join/],
    [
      "an alias that is another's name",
      "verbs.leave.aliases",
      "pergi, ikut",
      /"ikut", which already means \/meet join/,
    ],
    ["no sentence", "hello", undefined, /"hello" is missing/],
    ["an empty sentence", "hello", "", /"hello" is empty/],
    ["a placeholder lost", "hello", "Halo", /"hello" lacks \{\{name\}\}/],
    [
      "a placeholder too many",
      "hello",
      "Halo {{name}} {{age}}",
      /"hello" has \{\{age\}\}, which the English sentence does not/,
    ],
    ["a placeholder half written", "hello", "Halo {{name}} {{name}", /"hello" has a placeholder that is not written/],
    ["a placeholder with spaces", "hello", "Halo {{ name }}", /"hello" has a placeholder that is not written|lacks/],
    ["a sentence that English has not", "bye", "Sampai jumpa", /"bye" is not in the English file/],
    ["no plural form", "people_other", undefined, /"people" is missing/],
    ["a plural form that the language has not", "people_one", "{{count}} orang", /"people_one" is never said/],
  ])("finds %s, and names the file", (_what, path, value, sentence) => {
    const found = faults(english, changed(indonesian, path, value));
    expect(found).toContainEqual(expect.stringMatching(sentence));
    for (const fault of found) expect(fault).toMatch(/^src\/locales\/id\/meet\.json(:| is missing)/);
  });

  it("finds a plural form that English lacks", () => {
    expect(faults(changed(english, "people_one", undefined), indonesian)).toEqual([
      'src/locales/en/meet.json: "people_one" is missing',
    ]);
  });

  it("lets each language have as many second words as its speakers use", () => {
    const more = changed(changed(indonesian, "aliases", "ketemu, jumpa"), "verbs.leave.plain", "pamit");
    expect(faults(english, more)).toEqual([]);
  });

  it("finds one word for two commands, also across languages, and for two plain messages", () => {
    const help = command({ id: "help", entry: entry({ manner: "private", run }) });
    expect(faults(english, changed(indonesian, "aliases", "WHAT"), [help, meet()])).toEqual([
      'src/locales/id/meet.json: "aliases" is "what", which already means /help',
    ]);
    const plain = changed(changed(indonesian, "verbs.join.plain", "ayo"), "verbs.leave.plain", "Ayo");
    expect(faults(english, plain)).toEqual([
      'src/locales/id/meet.json: "verbs.leave.plain" is "ayo", which already means /meet join',
    ]);
  });

  it("finds a file that is in one language only", () => {
    const words = wordsOf({ en: { meet: english, a: {} }, id: { meet: indonesian, b: {} } });
    expect(faultsIn([meet()], words)).toEqual([
      "src/locales/id/a.json is missing",
      "src/locales/id/b.json has no English file",
    ]);
  });

  const texts = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, topic]));
  it.each<[string, Command<object>, string]>([
    ["an id with capitals", meet(undefined, "Meet"), 'commands/Meet.ts: the id "Meet" is not lower-case letters'],
    ["neither entry nor verbs", command({ id: "meet" }), "commands/meet.ts: it has neither an entry nor verbs"],
    ["too many options", meet(texts(limits.fields + 1)), `commands/meet.ts: more than ${limits.fields} fields`],
    [
      "too many choices",
      meet({ size: { kind: "choice", choices: Array.from({ length: 26 }, (_, index) => `c${index}`) } }),
      'commands/meet.ts: the field "size" has 26 choices; 1 to 25 fit on every platform',
    ],
    [
      "no choices",
      meet({ size: { kind: "choices", choices: [] } }),
      'commands/meet.ts: the field "size" has 0 choices; 1 to 25 fit on every platform',
    ],
    [
      "an option's id that is no word",
      meet({ "how-many": topic }),
      'commands/meet.ts: the field id "how-many" is not one English word',
    ],
    [
      "a verb that stands in none of the groups",
      { ...meet(), groups: { joining: ["join"] } },
      'commands/meet.ts: the verb "leave" must stand in one of its groups, once',
    ],
    [
      "a verb that stands in two groups",
      { ...meet(), groups: { joining: ["join", "leave"], going: ["leave"] } },
      'commands/meet.ts: the verb "leave" must stand in one of its groups, once',
    ],
    [
      "a required option after one that is not",
      meet({ topic, size }),
      'commands/meet.ts: the option "size" is required, so it must stand before those that are not',
    ],
    [
      "too many verbs",
      command({
        id: "meet",
        verbs: Object.fromEntries(
          Array.from({ length: limits.entries + 1 }, (_, index) => [`v${index}`, entry({ manner: "private", run })]),
        ),
      }),
      `commands/meet.ts: more than ${limits.entries} verbs`,
    ],
  ])("finds %s, and names the file", (_what, faulty, fault) => {
    expect(faults(english, indonesian, [faulty])).toContain(fault);
  });

  it("finds two commands of one id", () => {
    expect(faults(english, indonesian, [meet(), meet()])).toEqual([
      'commands/meet.ts: another file has the id "meet" too',
    ]);
  });
});
