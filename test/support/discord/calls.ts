import { generateKeyPairSync, sign } from "node:crypto";
import { z } from "zod";

/** How a request differs from what Discord would send. */
export interface Deviation {
  /** In seconds from now. */
  readonly age?: number;
  readonly time?: string;
  /** What is signed instead of what is sent. */
  readonly signed?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Discord as the one who calls: with signed requests, to the address that is set at the application's page. */
export interface Calls {
  /** For DISCORD_PUBLIC_KEY. */
  readonly publicKey: string;
  /** As the application's page does: the address is taken when it refuses a bad signature and answers a ping. */
  setAddress(url: string): Promise<void>;
  /** The address, if one is set; then nothing a person does comes by the gateway any more. */
  address(): string | undefined;
  /** What people did, as it was sent. */
  readonly sent: readonly string[];
  send(body: string, deviation?: Deviation): Promise<Response>;
  /** Sends what a person did, and insists on the answer that the program is to give. */
  deliver(interaction: unknown): Promise<void>;
}

const DEADLINE = 3_000;
const ping = JSON.stringify({ id: "1", application_id: "1", type: 1, token: "t", version: 1 });

/** @param refuse notes what the program did wrong */
export function makeCalls(refuse: (what: string) => void): Calls {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x } = z.object({ x: z.string() }).parse(publicKey.export({ format: "jwk" }));
  const sent: string[] = [];
  let address: string | undefined;

  async function post(url: string, body: string, deviation: Deviation): Promise<Response> {
    const { age = 0, time = String(Math.floor(Date.now() / 1_000) + age), signed = body, headers = {} } = deviation;
    const signature = sign(null, Buffer.from(`${time}${signed}`), privateKey).toString("hex");
    const proof = { "x-signature-ed25519": signature, "x-signature-timestamp": time };
    const own = { "content-type": "application/json", "user-agent": "Discord-Interactions/1.0", ...proof };
    return fetch(url, { method: "POST", body, headers: { ...own, ...headers } });
  }

  return {
    publicKey: Buffer.from(x, "base64url").toString("hex"),
    async setAddress(url) {
      const refused = await post(url, ping, { signed: "something else" });
      const answered = await post(url, ping, {});
      if (refused.status !== 401) throw new Error(`a bad signature was answered with ${refused.status}`);
      if (answered.status !== 200) throw new Error(`a ping was answered with ${answered.status}`);
      z.strictObject({ type: z.literal(1) }).parse(await answered.json());
      address = url;
    },
    address: () => address,
    sent,
    send: (body, deviation = {}) => post(address ?? "", body, deviation),
    async deliver(interaction) {
      const begun = performance.now();
      const body = JSON.stringify(interaction);
      sent.push(body);
      const response = await post(address ?? "", body, {});
      if (performance.now() - begun > DEADLINE) refuse("POST interaction: the first answer came too late");
      const text = await response.text();
      // Without a body: the answer itself comes by the callback.
      if (response.status !== 202 || text !== "")
        refuse(`POST interaction: answered with ${response.status} "${text}"`);
    },
  };
}
