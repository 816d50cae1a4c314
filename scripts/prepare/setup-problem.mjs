// @ts-check

/** Something the person at the keyboard can put right: told as sentences, without a stack trace. */
export class SetupProblem extends Error {
  /**
   * @param {string} message what happened and what to do next
   * @param {number} exitCode 78 (a fault of the set-up) unless it was something else
   */
  constructor(message, exitCode = 78) {
    super(message);
    this.name = "SetupProblem";
    this.exitCode = exitCode;
  }
}
