import pg from "pg";
import { Socket } from "node:net";

/**
 * Time limits, in ms: a server that vanished, a statement that hangs or a forgotten transaction must not hold a
 * command for more than 10 s. The server itself cancels a statement before the connection counts as dead.
 */
const LIMITS = { connect: 5_000, statement: 6_000, silence: 7_000, idleInTransaction: 30_000 };

/** A pool whose connections heal by themselves: one that breaks is thrown away, the next query opens another. */
export function openPool(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: LIMITS.connect,
    statement_timeout: LIMITS.statement,
    idle_in_transaction_session_timeout: LIMITS.idleInTransaction,
    keepAlive: true,
    application_name: "jejaring",
  });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  endSilentConnections(pool);
  return pool;
}

/**
 * A half-open connection (the server's machine lost power, a firewall forgot us) answers nothing and breaks nothing.
 * pg's own `query_timeout` fails the one query but leaves the connection in the pool, stuck: the ROLLBACK after it
 * would wait as long again, and so would everybody who gets it next. So the connection itself is ended when somebody
 * uses it and nothing comes or goes for a while.
 */
function endSilentConnections(pool: pg.Pool): void {
  pool.on("connect", (client) => {
    const socket = socketOf(client);
    socket?.on("timeout", () => socket.destroy(new Error("PostgreSQL has not answered in time.")));
  });
  pool.on("acquire", (client) => socketOf(client)?.setTimeout(LIMITS.silence));
  pool.on("release", (_error, client) => socketOf(client)?.setTimeout(0));
}

function socketOf(client: pg.PoolClient): Socket | undefined {
  const { stream } = client.connection;
  return stream instanceof Socket ? stream : undefined;
}
