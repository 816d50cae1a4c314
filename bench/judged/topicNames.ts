import english from "../../src/locales/en/topics.json" with { type: "json" };
import indonesian from "../../src/locales/id/topics.json" with { type: "json" };

/** What topics are called in Indonesian and English, by their keys. */
export const topicNames: { readonly [Key in keyof typeof english]: readonly [indonesian: string, english: string] } =
  Object.fromEntries(
    Object.entries(english).map(([key, name]) => [key, [indonesian[key as keyof typeof english], name]]),
  ) as never;
