/** Answered as Slack answers: `{ok:false, error}`. */
export class No extends Error {
  override readonly name = "No";
  readonly code: string;
  readonly why: string;

  constructor(code: string, why = "") {
    super(`${code} ${why}`);
    this.code = code;
    this.why = why;
  }
}
