/** Discord's limits, in UTF-16 units where they are lengths. From its reference of messages, components and commands. */
export const limits = {
  /** Of all text displays of a message together. */
  messageText: 4_000,
  /** Components of a message, nested ones included. */
  components: 40,
  buttonsInRow: 5,
  buttonLabel: 80,
  url: 512,
  customId: 100,
  /** Fields of a form on one page. */
  modalFields: 5,
  modalTitle: 45,
  inputLabel: 45,
  inputHint: 100,
  inputText: 4_000,
  selectOptions: 25,
  optionLabel: 100,
  optionValue: 100,
  threadName: 100,
  nonce: 25,
  commandText: 100,
  choices: 25,
  choiceName: 100,
  optionText: 6_000,
  mentionedUsers: 100,
} as const;

/** A card that needs more messages than this is cut off with "…". */
export const MOST_MESSAGES = 5;
