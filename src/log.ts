import { pino, type DestinationStream, type Logger } from "pino";

/**
 * JSON lines for operators. What people wrote never gets in: errors keep their kind, code and the places in our code,
 * but of their message only what can't quote anybody, and secrets are masked wherever they stand.
 */
export function makeLog(level: string, destination: DestinationStream): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    destination,
  );
}

export interface ErrorLine {
  readonly kind: string;
  readonly code?: string;
  readonly message: string;
  readonly at: readonly string[];
  readonly cause?: ErrorLine;
}

const FRAMES = 8;

export function describeError(error: unknown): ErrorLine {
  if (!(error instanceof Error)) return { kind: typeof error, message: "not an error", at: [] };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { kind: error.name, ...code, message: mask(safeMessage(error)), at: frames(error), ...cause };
}

/** The ORM's messages quote the whole query with its values; only their last line says what went wrong. */
function safeMessage(error: Error): string {
  const lines = error.message.split("\n").filter((line) => line.trim() !== "");
  const isQuery = error.name.startsWith("PrismaClient");
  if (isQuery && error.name === "PrismaClientValidationError") return "a query was not valid";
  return (isQuery ? (lines.at(-1) ?? "") : (lines[0] ?? "")).slice(0, 300);
}

function frames(error: Error): string[] {
  return (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim().slice("at ".length));
}

/** user:password@ in addresses, and the usual shapes of platform tokens. */
const SECRETS = [
  /(?<=:\/\/[^:/@\s]*:)[^@/\s]+(?=@)/g,
  /\bxox[a-z]-[\w-]{8,}/g,
  /\bxapp-[\w-]{8,}/g,
  /\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g,
];

export function mask(text: string): string {
  return SECRETS.reduce((masked, secret) => masked.replace(secret, "***"), text);
}
