import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import type { z } from "zod";
import { fileBytes } from "../../chat/file.js";
import { SandboxFault, type Sandbox } from "./adapter.js";
import { instantOf, later, type SandboxClock, type Timeline } from "./clock.js";
import {
  actBody,
  clockBody,
  messagesQuery,
  personBody,
  pressBody,
  readRequest,
  sayBody,
  submitBody,
} from "./requests.js";

export interface RoutesParts {
  readonly sandbox: Sandbox;
  readonly clock: SandboxClock;
  readonly timeline: Timeline;
  /** What the community calls itself. */
  readonly name: () => Promise<string>;
  readonly timeZone: string;
  readonly commands: () => readonly SandboxCommand[];
  readonly isTimeZone: (name: string) => boolean;
  /** The language and zone that people chose for themselves, by their ids; what they came with counts otherwise. */
  readonly choices: () => Promise<
    ReadonlyMap<string, { readonly locale: string | null; readonly timeZone: string | null }>
  >;
  /** Tells when something new is there to be seen; answers with the function that ends it. */
  readonly onChange: (listener: () => void) => () => void;
}

/** A command for completion: its words in each language. */
export interface SandboxCommand {
  readonly id: string;
  readonly organisersOnly: boolean;
  readonly names: Readonly<Record<string, string>>;
  readonly summaries: Readonly<Record<string, string>>;
  /** Of one that is also called on messages: its label there. */
  readonly message?: { readonly names: Readonly<Record<string, string>> };
  readonly verbs: readonly {
    readonly id: string;
    readonly names: Readonly<Record<string, string>>;
    readonly summaries: Readonly<Record<string, string>>;
  }[];
}

const DAY = 86_400_000;
/** No further than two years at once: a slip of the keyboard should not cost an hour of computing. */
const FARTHEST = 740 * DAY;

/** Far more than the longest form. */
const MOST_BYTES = 256 * 1_024;
/** And for one with a file, of which each three bytes are four letters. */
const MOST_WITH_FILE = MOST_BYTES + Math.ceil(fileBytes.most / 3) * 4;

/** The sandbox over HTTP: what the page uses, and anybody else on this computer. See the README. */
export function sandboxRoutes(parts: RoutesParts): Hono {
  const { sandbox, clock } = parts;
  const app = new Hono();
  let journey: Promise<unknown> = Promise.resolve();

  app.use("/submit", limited(MOST_WITH_FILE));
  app.use((c, next) => (c.req.path.endsWith("/submit") ? next() : limited(MOST_BYTES)(c, next)));

  app.get("/state", async (c) => {
    const [name, people, choices, places, next] = await Promise.all([
      parts.name(),
      sandbox.people(),
      parts.choices(),
      sandbox.places(),
      parts.timeline.nextSeenAt(),
    ]);
    return c.json({
      name,
      now: clock.now().toISOString(),
      timeZone: parts.timeZone,
      next: next?.toISOString() ?? null,
      members: people.map(({ id, name, locale, timeZone, isOrganiser }) => ({
        id,
        name,
        locale: choices.get(id)?.locale ?? locale ?? null,
        timeZone: choices.get(id)?.timeZone ?? timeZone ?? null,
        isOrganiser,
      })),
      channels: places.filter(({ kind }) => kind === "channel").map(({ id, name }) => ({ id, name })),
      commands: parts.commands(),
    });
  });

  app.post("/members", async (c) => {
    const { locale, timeZone, ...body } = await read(c, personBody);
    if (typeof timeZone === "string" && !parts.isTimeZone(timeZone))
      throw new SandboxFault(400, `"${timeZone}" is not a time zone this computer knows.`);
    return c.json(
      await sandbox.addPerson({ ...body, locale: locale ?? undefined, timeZone: timeZone ?? undefined }),
      201,
    );
  });

  app.delete("/members/:id", async (c) => {
    await sandbox.removePerson(c.req.param("id"));
    return c.json({ ok: true });
  });

  app.post("/say", async (c) => {
    const { as, channel, text } = await read(c, sayBody);
    return c.json(await sandbox.say(as, channel ?? undefined, text));
  });

  app.post("/press", async (c) => {
    const { as, message, button } = await read(c, pressBody);
    return c.json(await sandbox.press(as, message, button));
  });

  app.post("/act", async (c) => {
    const { as, message, command } = await read(c, actBody);
    return c.json(await sandbox.act(as, message, command));
  });

  app.post("/submit", async (c) => {
    const { as, form, values, channel } = await read(c, submitBody);
    return c.json(await sandbox.submit(as, form, values, channel ?? undefined));
  });

  app.get("/messages", async (c) => {
    const { as, since, last } = checked(messagesQuery, c.req.query());
    if (as === undefined) throw new SandboxFault(400, "Say who is reading: /sandbox/messages?as=ID");
    return c.json(await sandbox.messages(as, since, last));
  });

  app.post("/clock", async (c) => {
    const body = await read(c, clockBody);
    // One journey at a time: a second one starts where the first one ended.
    const mine = journey
      .catch(() => undefined)
      .then(async () => clock.travel(await destination(parts, body), parts.timeline));
    journey = mine;
    const { now, jobs, delivered } = await mine;
    return c.json({
      now: now.toISOString(),
      jobs: jobs.map((job) => ({ ...job, at: job.at.toISOString() })),
      delivered,
    });
  });

  app.get("/events", (c) =>
    streamSSE(c, async (stream) => {
      const bell = makeBell();
      const end = parts.onChange(bell.ring);
      stream.onAbort(() => {
        end();
        bell.ring();
      });
      while (!stream.aborted) {
        const hasChanged = await bell.heard(HEARTBEAT);
        const data = JSON.stringify({ now: clock.now().toISOString() });
        if (hasChanged) await stream.writeSSE({ event: "changed", data });
        else await stream.write(": still here\n\n");
      }
    }),
  );

  app.onError((error, c) => {
    if (error instanceof SandboxFault) return c.json({ error: error.message }, error.status);
    throw error;
  });
  return app;
}

function limited(maxSize: number) {
  return bodyLimit({
    maxSize,
    // The rest of the body is not read, so nothing else can come on this connection.
    onError: (c) => c.json({ error: `A request has at most ${maxSize} bytes.` }, 413, { Connection: "close" }),
  });
}

/** In ms; a silent connection may be cut by whatever lies between. */
const HEARTBEAT = 20_000;

/** Rings once for any number of changes; whoever comes first hears at once how things are. */
function makeBell(): { ring(): void; heard(patience: number): Promise<boolean> } {
  let rung = true;
  let wake: () => void = () => undefined;
  return {
    ring() {
      rung = true;
      wake();
    },
    /** Waits for the bell, at most `patience` ms: whether it rang. */
    async heard(patience) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, patience);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const heard = rung;
      rung = false;
      return heard;
    },
  };
}

async function read<S extends z.ZodObject>(c: Context, schema: S): Promise<z.output<S>> {
  const body: unknown = await c.req.json().catch(() => {
    throw new SandboxFault(400, "The body is not JSON.");
  });
  return checked(schema, body);
}

function checked<S extends z.ZodObject>(schema: S, given: unknown): z.output<S> {
  const read = readRequest(schema, given);
  if (!read.ok) throw new SandboxFault(400, read.problem);
  return read.value;
}

async function destination({ clock, timeline }: RoutesParts, body: z.infer<typeof clockBody>): Promise<Date> {
  const now = clock.now();
  const to = await target(body, now, timeline);
  if (!to || Number.isNaN(to.getTime()))
    throw new SandboxFault(
      400,
      'Write {"to": an instant such as "2026-12-01T08:30:00Z", or "next"} or {"by": a duration such as "P1D", "PT1H" or "14d"}.',
    );
  if (to.getTime() < now.getTime())
    throw new SandboxFault(400, `The clock only goes forward; it is ${now.toISOString()} now.`);
  if (to.getTime() - now.getTime() > FARTHEST)
    throw new SandboxFault(400, "The clock goes at most two years at a time.");
  return to;
}

async function target({ to, by }: z.infer<typeof clockBody>, now: Date, timeline: Timeline): Promise<Date | undefined> {
  if ((to === undefined) === (by === undefined)) return undefined;
  if (by !== undefined) return typeof by === "number" ? new Date(now.getTime() + by) : later(now, by);
  if (to !== "next") return to === undefined ? undefined : instantOf(to);
  const next = await timeline.nextSeenAt();
  return next && next > now ? next : now;
}
