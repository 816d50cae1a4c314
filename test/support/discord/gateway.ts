import type { Server } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { z } from "zod";
import { guildJson, userJson, type World } from "./world.js";

/** Bits of the intents, and which events they let through. */
const INTENTS: Readonly<Record<string, number>> = {
  GUILD_CREATE: 1 << 0,
  GUILD_DELETE: 1 << 0,
  GUILD_MEMBER_ADD: 1 << 1,
  GUILD_MEMBER_REMOVE: 1 << 1,
  VOICE_STATE_UPDATE: 1 << 7,
  MESSAGE_CREATE: 1 << 9,
  MESSAGE_REACTION_ADD: 1 << 10,
  DIRECT_MESSAGE_CREATE: 1 << 12,
};
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  readonly sent: { readonly s: number; readonly t: string; readonly d: unknown }[];
  socket: WebSocket | undefined;
}

const packet = z.object({ op: z.number(), d: z.unknown() });
const identify = z.object({
  token: z.string(),
  intents: z.number(),
  shard: z.tuple([z.number(), z.number()]).optional(),
});
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number() });

/** Which connection a server's events come by; private ones come by the first. */
function isOn([id, count]: Session["shard"], guildId: string | undefined): boolean {
  return (guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count))) === id;
}

export interface Gateway {
  /** How often somebody identified, and how often a session was resumed. */
  readonly identified: () => number;
  readonly resumed: () => number;
  /** Sends an event to whoever is to have it; it is kept for those who resume. */
  dispatch(event: string, data: unknown): void;
  /** Closes every connection with this code; undefined just drops them. */
  close(code: number | undefined): void;
  /** Sends a bare operation, such as 7 (reconnect) or 9 (the session is over). */
  send(op: number, d: unknown): void;
  /** Sends the last events once more, as after a resume that overlaps. */
  repeat(count: number): void;
  /** Heartbeats are not answered from here on. */
  goSilent(isSilent: boolean): void;
  /** The next identification is answered by closing with this code. */
  refuseNext(code: number): void;
  /** From here on no session is begun or resumed: each try is answered with op 9. */
  refuseSessions(isRefusing: boolean): void;
  /** From here on each resuming is taken and the connection closed at once. */
  endResumed(isEnding: boolean): void;
  /** Resolves when somebody identifies or resumes the next time. */
  nextConnection(): Promise<"identified" | "resumed">;
  stop(): void;
}

export interface GatewayParts {
  readonly server: Server;
  readonly world: World;
  readonly token: string;
  readonly url: () => string;
  /** Whether the privileged intents are switched on for the application. */
  readonly privileged: boolean;
  readonly heartbeat: number;
}

/** Discord's gateway: hello, identify, heartbeats, numbered events, resuming. */
export function openGateway({ server, world, token, url, privileged, heartbeat }: GatewayParts): Gateway {
  const sockets = new WebSocketServer({ server, path: "/gateway" });
  const sessions = new Map<string, Session>();
  const waiting: ((how: "identified" | "resumed") => void)[] = [];
  const counts = { identified: 0, resumed: 0 };
  let isSilent = false;
  let isRefusing = false;
  let isEnding = false;
  let refusal: number | undefined;

  const connected = (how: "identified" | "resumed") => {
    counts[how]++;
    for (const tell of waiting.splice(0)) tell(how);
  };

  function push(session: Session, t: string, d: unknown): void {
    const event = { op: 0, s: session.sent.length + 1, t, d };
    session.sent.push(event);
    session.socket?.send(JSON.stringify(event));
  }

  function onIdentify(socket: WebSocket, d: unknown): Session | undefined {
    const asked = identify.parse(d);
    if (isRefusing) {
      connected("identified");
      socket.send(JSON.stringify({ op: 9, d: false }));
      return undefined;
    }
    const code =
      refusal ?? (asked.token !== token ? 4004 : (asked.intents & PRIVILEGED) !== 0 && !privileged ? 4014 : undefined);
    refusal = undefined;
    if (code !== undefined) {
      socket.close(code);
      return undefined;
    }
    const { intents, shard = [0, 1] } = asked;
    const session: Session = { id: world.newId(), intents, shard, sent: [], socket };
    sessions.set(session.id, session);
    const bot = world.users.get(world.botId);
    push(session, "READY", {
      v: 10,
      user: bot && userJson(bot),
      guilds: [...world.guilds.keys()].filter((id) => isOn(shard, id)).map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      application: { id: world.applicationId, flags: 0 },
      shard,
    });
    for (const guild of world.guilds.values())
      if (isOn(shard, guild.id)) push(session, "GUILD_CREATE", guildJson(world, guild));
    connected("identified");
    return session;
  }

  function onResume(socket: WebSocket, d: unknown): Session | undefined {
    const { session_id, seq, token: shown } = resume.parse(d);
    const session = sessions.get(session_id);
    if (isRefusing || session === undefined || shown !== token) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return undefined;
    }
    if (isEnding) {
      connected("resumed");
      socket.close(4_000);
      return undefined;
    }
    session.socket = socket;
    for (const event of session.sent.slice(seq)) socket.send(JSON.stringify(event));
    push(session, "RESUMED", {});
    connected("resumed");
    return session;
  }

  sockets.on("connection", (socket) => {
    let session: Session | undefined;
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeat } }));
    socket.on("message", (raw: Buffer) => {
      const { op, d } = packet.parse(JSON.parse(raw.toString()));
      if (op === 1 && !isSilent) socket.send(JSON.stringify({ op: 11 }));
      if (op === 2) session = onIdentify(socket, d);
      if (op === 6) session = onResume(socket, d);
    });
    socket.on("close", (code) => {
      if (session === undefined) return;
      if (session.socket === socket) session.socket = undefined;
      // A clean farewell ends the session.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
    });
  });

  return {
    identified: () => counts.identified,
    resumed: () => counts.resumed,
    dispatch(event, data) {
      const guildId = z.object({ guild_id: z.string() }).safeParse(data).data?.guild_id;
      const isDirect = event === "MESSAGE_CREATE" && guildId === undefined;
      const needed = INTENTS[isDirect ? "DIRECT_MESSAGE_CREATE" : event] ?? 0;
      for (const session of sessions.values())
        if (isOn(session.shard, guildId) && (needed === 0 || (session.intents & needed) !== 0))
          push(session, event, data);
    },
    close(code) {
      for (const client of sockets.clients) {
        if (code === undefined) client.terminate();
        else client.close(code);
      }
    },
    send(op, d) {
      for (const client of sockets.clients) client.send(JSON.stringify({ op, d }));
    },
    repeat(count) {
      for (const { sent, socket } of sessions.values())
        for (const event of sent.slice(-count)) socket?.send(JSON.stringify({ ...event, op: 0 }));
    },
    goSilent: (silent) => void (isSilent = silent),
    refuseSessions: (refusing) => void (isRefusing = refusing),
    endResumed: (ending) => void (isEnding = ending),
    refuseNext: (code) => void (refusal = code),
    nextConnection: () => new Promise((resolve) => waiting.push(resolve)),
    stop() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
