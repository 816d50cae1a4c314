import type refusals from "./locales/en/refusals.json";

/** The sentences in `src/locales/<language>/refusals.json`. */
export type RefusalCode = keyof typeof refusals;

/**
 * A "no" that a person understands: which sentence, and the facts in it. Features throw it, the kernel words it in
 * the reader's language. Anything else that is thrown is a bug and answered with an incident number.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, string | number>>;
  /** The field that it is about: where it stands in the form, the form comes back with all that was typed. */
  readonly field: string | undefined;

  constructor(code: RefusalCode, facts: Readonly<Record<string, string | number>> = {}, field?: string) {
    super(code);
    this.code = code;
    this.facts = facts;
    this.field = field;
  }
}
