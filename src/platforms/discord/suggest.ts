import type { Bot } from "../../chat/bot.js";
import { choiceLabel } from "../../chat/form.js";
import { shorten } from "../../chat/text.js";
import { zoneName } from "../../chat/when.js";
import { limits } from "./limits.js";

interface Asked {
  readonly command: string;
  readonly verb: string;
  readonly option: string;
  readonly written: string;
}

interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** What an option can be completed to, while it is typed: a time zone, or several of a list. */
export function suggestions(bot: Bot, { command, verb, option, written }: Asked, locale: string): Suggestion[] {
  const field = bot.commands.find(({ id }) => id === command)?.entries[verb]?.options[option];
  if (field?.kind === "timeZone") return zones(written);
  if (field?.kind !== "choices") return [];
  const label = (value: string) => choiceLabel(bot.words, locale, command, option, value);
  const done = written.split(/[,;]/).map((part) => part.trim());
  const begun = (done.pop() ?? "").toLowerCase();
  const chosen = field.choices.filter((value) => done.some((part) => [value, label(value)].includes(part)));
  return field.choices
    .filter((value) => !chosen.includes(value) && label(value).toLowerCase().startsWith(begun))
    .map((value) => [...chosen, value])
    .map((values) => ({ name: values.map(label).join(", "), value: values.join(",") }))
    .filter(({ value }) => value.length <= limits.choiceName)
    .slice(0, limits.choices)
    .map(({ name, value }) => ({ name: shorten(name, limits.choiceName), value }));
}

/** Zones that Indonesian readers know by a name of their own stand first. */
const FIRST = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"];
const SAMPLE = new Date(Date.UTC(2024, 0, 1));

function zones(written: string): Suggestion[] {
  const wanted = written.trim().toLowerCase().replaceAll(" ", "_");
  const known = [...FIRST, ...Intl.supportedValuesOf("timeZone").filter((zone) => !FIRST.includes(zone))];
  return known
    .map((zone) => ({ zone, name: FIRST.includes(zone) ? `${zone} (${zoneName("id", zone, SAMPLE)})` : zone }))
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, limits.choices)
    .map(({ zone, name }) => ({ name, value: zone }));
}
