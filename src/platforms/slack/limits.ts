/**
 * What Slack takes at most, in characters or pieces; more is refused as a whole. Whether `&amp;` counts as one character
 * or as five is written nowhere, so it is measured as it is sent.
 * Sources: docs.slack.dev/reference/block-kit, docs.slack.dev/reference/views, docs.slack.dev/apis/web-api/rate-limits.
 */
export const limits = {
  /** Blocks of a message, and of a modal or a Home tab. */
  blocks: 50,
  viewBlocks: 100,
  header: 150,
  /** One text of a message or view. */
  text: 3_000,
  /** All texts of a message together: beyond about 13,000, which is written nowhere, it is refused. */
  body: 7_000,
  /** The text for notifications and screen readers. */
  fallback: 2_500,
  buttons: 25,
  button: 75,
  buttonValue: 2_000,
  actionId: 255,
  url: 3_000,
  modalTitle: 24,
  options: 100,
  option: 75,
  input: 3_000,
  label: 2_000,
  metadata: 3_000,
  /** People of a group conversation, without the bot. */
  room: 8,
  /** Bytes of a file that the bot sends: as many as one that it takes. */
  file: 10_000_000,
} as const;

/** How long, in ms, between two messages into the same conversation: "about one a second", with something to spare. */
export const BETWEEN_MESSAGES = 1_100;
