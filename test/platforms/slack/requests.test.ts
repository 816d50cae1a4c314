import { createHmac } from "node:crypto";
import { request, type OutgoingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { serve } from "../../support/serve.js";
import { makePeople } from "../../support/slack/people.js";
import { openStage, SPACE, type SlackStage } from "./stage.js";

const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

interface SignedRequest {
  readonly body: string;
  readonly type?: string;
  /** In seconds from now. */
  readonly age?: number;
  readonly time?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface HttpStage extends SlackStage {
  readonly url: string;
  post(request: SignedRequest): Promise<Response>;
}

const signatureOf = (time: string, body: string, secret = SECRET) =>
  `v0=${createHmac("sha256", secret).update(`v0:${time}:${body}`).digest("hex")}`;

/** The status that a request gets which `fetch` would not send: in pieces of no announced length, headers twice. */
function rawStatus(url: string, headers: OutgoingHttpHeaders, pieces: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    // What is refused before its end breaks off while it is sent.
    asked.on("socket", (socket) => socket.on("error", () => undefined));
    asked.on("error", (error) => (asked.destroyed ? undefined : reject(error)));
    for (const piece of pieces) asked.write(piece);
    asked.end();
  });
}

async function openHttp(): Promise<HttpStage> {
  const stage = await openStage({ options: { connection: { kind: "http", signingSecret: SECRET } } });
  const { pages } = stage.platform;
  const url = await serve({ calls: () => (pages ? [pages] : []) });
  async function post(request: SignedRequest): Promise<Response> {
    const { body, type = JSON_TYPE, age = 0, secret = SECRET, headers = {} } = request;
    const time = request.time ?? String(Math.floor(Date.now() / 1_000) + age);
    const signature = signatureOf(time, body, secret);
    const signed = { "x-slack-request-timestamp": time, "x-slack-signature": signature, "content-type": type };
    return fetch(`${url}/slack/events`, { method: "POST", body, headers: { ...signed, ...headers } });
  }
  const people = makePeople(stage.slack, {
    async send(type, payload) {
      const response = await post(
        type === "events_api"
          ? { body: JSON.stringify(payload) }
          : { type: FORM_TYPE, body: formOf(type === "interactive" ? { payload: JSON.stringify(payload) } : payload) },
      );
      expect(response.status).toBe(200);
      const text = await response.text();
      return text === "" ? undefined : (JSON.parse(text) as unknown);
    },
  });
  return { ...stage, people, post, url: `${url}/slack/events` };
}

function formOf(fields: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(texts).toString();
}

function messageEvent({ ani, channel }: SlackStage, id: string): string {
  const event = { type: "message", user: ani, channel, channel_type: "channel", text: "Halo", ts: "1.1" };
  return JSON.stringify({ type: "event_callback", team_id: SPACE, event_id: id, event });
}

describe("Slack by signed requests", () => {
  it("serves commands, buttons and forms as over connections", async () => {
    const { people, ani, channel, saved, slack } = await openHttp();
    const status = await people.slash(ani, channel, "shelf status");
    if (status.kind !== "message") throw new Error("no message came");
    const [button = ""] = status.message.content.blocks.flatMap((block) =>
      block.type === "actions" ? block.elements.map(({ text }) => text.text) : [],
    );
    const form = await people.press(ani, status.message, button);
    if (form.kind !== "view") throw new Error("no form came");
    const again = await people.submit(form.view, { room: "12" });
    expect(again.kind === "view" && Object.keys(again.errors)).toEqual(["f:room"]);
    expect((await people.submit(form.view, { room: "4" })).kind).toBe("message");
    expect(saved).toEqual(["b1 in 4"]);
    expect(slack.complaints).toEqual([]);
  });

  it("answers Slack's question whether this is the right address, when it is signed", async () => {
    const { post } = await openHttp();
    const body = JSON.stringify({ type: "url_verification", challenge: "c0ffee" });
    expect(await (await post({ body })).json()).toEqual({ challenge: "c0ffee" });
    expect((await post({ body, secret: "another" })).status).toBe(401);
  });

  it.each([
    ["signed with another secret", { secret: "another" }, 401],
    ["of six minutes ago", { age: -360 }, 401],
    ["of six minutes hence", { age: 360 }, 401],
    ["of four minutes ago", { age: -240 }, 200],
    ["with a time that is no number", { time: "soon" }, 401],
    ["with a time that is not whole", { time: "1e9" }, 401],
    ["without a signature", { headers: { "x-slack-signature": "" } }, 400],
    ["with a signature of another version", { headers: { "x-slack-signature": "v1=00" } }, 401],
    ["with two signatures", { headers: { "x-slack-signature": "v0=00, v0=11" } }, 400],
    ["with two times", { headers: { "x-slack-request-timestamp": "1, 2" } }, 400],
    ["of another type", { type: "text/plain" }, 415],
    ["in another charset", { type: "application/json; charset=utf-16" }, 415],
    ["in UTF-8, said aloud", { type: "application/json; charset=UTF-8" }, 200],
    ["that is no JSON", { body: "{" }, 400],
    ["that is a list", { body: "[]" }, 400],
    ["of ten megabytes", { body: JSON.stringify({ text: "x".repeat(10_000_000) }) }, 413],
  ])("a request %s: %j is answered with %d", async (_name, request, status) => {
    const stage = await openHttp();
    const body = messageEvent(stage, "Ev1");
    expect((await stage.post({ body, ...request })).status).toBe(status);
    await stage.platform.stop();
    expect(stage.observed).toHaveLength(status === 200 ? 1 : 0);
  });

  it("a request of ten megabytes without an announced length is not read to its end", async () => {
    const stage = await openHttp();
    const time = String(Math.floor(Date.now() / 1_000));
    const headers = { "content-type": JSON_TYPE, "x-slack-request-timestamp": time, "x-slack-signature": "v0=00" };
    expect(await rawStatus(stage.url, headers, Array<string>(100).fill("x".repeat(100_000)))).toBe(413);
  });

  it.each(["x-slack-signature", "x-slack-request-timestamp"])(
    "a request with %s twice is taken for none",
    async (twice) => {
      const stage = await openHttp();
      const body = messageEvent(stage, "Ev1");
      const time = String(Math.floor(Date.now() / 1_000));
      const right: Record<string, string> = {
        "x-slack-request-timestamp": time,
        "x-slack-signature": signatureOf(time, body),
      };
      const signed = { "content-type": JSON_TYPE, ...right };
      expect(await rawStatus(stage.url, { ...signed, [twice]: [right[twice] ?? "", right[twice] ?? ""] }, [body])).toBe(
        400,
      );
      expect(await rawStatus(stage.url, signed, [body])).toBe(200);
    },
  );

  it("a request whose signature differs in its last sign only, or in length, is taken for none", async () => {
    const stage = await openHttp();
    const body = messageEvent(stage, "Ev1");
    const time = String(Math.floor(Date.now() / 1_000));
    const right = signatureOf(time, body);
    const almost = right.slice(0, -1) + (right.endsWith("0") ? "1" : "0");
    for (const signature of [almost, right.slice(0, -1), `${right}0`, right.toUpperCase()])
      expect((await stage.post({ body, time, headers: { "x-slack-signature": signature } })).status).toBe(401);
  });

  it("a request that is played back within minutes has no second effect", async () => {
    const stage = await openHttp();
    const body = messageEvent(stage, "Ev1");
    const time = String(Math.floor(Date.now() / 1_000));
    for (const round of [1, 2]) expect((await stage.post({ body, time })).status, String(round)).toBe(200);
    await stage.platform.stop();
    expect(stage.observed).toHaveLength(1);
  });

  it("a request that speaks for another workspace has no effect", async () => {
    const stage = await openHttp();
    const body = messageEvent(stage, "Ev1").replace(SPACE, "T0OTHER");
    expect((await stage.post({ body })).status).toBe(200);
    const { ani, slack, channel } = stage;
    const call = { team_id: "T0OTHER", user_id: ani, channel_id: channel, text: "shelf shout", trigger_id: "t1" };
    const slash = { ...call, command: "/jejaring", response_url: slack.responseUrl(ani, channel) };
    expect((await stage.post({ type: FORM_TYPE, body: formOf(slash) })).status).toBe(200);
    await stage.platform.stop();
    expect(stage.observed).toEqual([]);
    expect(slack.workspace.messages.map(({ onlyFor }) => onlyFor)).toEqual([ani]);
  });

  it("takes no smuggled payload with Slack's unsigned look at the certificate", async () => {
    const stage = await openHttp();
    const body = formOf({ ssl_check: "1", payload: messageEvent(stage, "Ev1") });
    expect((await stage.post({ body, type: FORM_TYPE, secret: "none" })).status).toBe(401);
    expect(stage.observed).toEqual([]);
  });

  it("is reached by its public name, while pages are for this computer only", async () => {
    const { post } = await openHttp();
    const body = JSON.stringify({ type: "url_verification", challenge: "c" });
    const response = await post({ body, headers: { "x-forwarded-host": "jejaring.example" } });
    expect(response.status).toBe(200);
  });
});
