import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeCheck } from "../../src/links/check.js";
import { makeWire } from "../../src/links/wire.js";
import { internet, PUBLIC, site } from "./internet.js";

const answering = (status: number) => site((_request, response) => void response.writeHead(status).end());

describe("a link that is checked", () => {
  it.each([
    [200, "works"],
    [204, "works"],
    [206, "works"],
    [304, "unsure"],
    [400, "unsure"],
    [401, "unsure"],
    [403, "unsure"],
    [404, "gone"],
    [405, "unsure"],
    [410, "gone"],
    [429, "unsure"],
    [451, "unsure"],
    [500, "unsure"],
    [503, "unsure"],
  ])("and answers %i: %s", async (status, found) => {
    const { wire } = await internet(answering(status));
    expect(await makeCheck(wire)("http://sekolah.example.org/a")).toBe(found);
  });

  it("is gone when its name is", async () => {
    const { wire, connects } = await internet(answering(200));
    expect(await makeCheck(wire)("http://sekolah.example.net/a")).toBe("gone");
    expect(connects).toEqual([]);
  });

  it("may come back when nobody can say what its name stands for", async () => {
    const { wire } = await internet(answering(200));
    const check = makeCheck({ ...wire, resolve: () => Promise.reject(new Error("no name server")) });
    expect(await check("http://sekolah.example.org/a")).toBe("unsure");
  });

  it.each([
    ["/", "works"],
    ["/hilang", "gone"],
    ["http://sekolah.example.net/", "gone"],
    ["http://127.0.0.1/", "unsure"],
    ["http://accounts.google.com/ServiceLogin", "unsure"],
  ])("is what it leads to: %s", async (location, found) => {
    const server = site((request, response) => {
      if (request.url === "/a") response.writeHead(302, { location }).end();
      else response.writeHead(request.url === "/hilang" ? 404 : 200).end();
    });
    const { wire } = await internet(server, { "accounts.google.com": [PUBLIC] });
    expect(await makeCheck(wire)("http://sekolah.example.org/a")).toBe(found);
  });
});

describe("what a name stands for", () => {
  const A = 1;
  const AAAA = 28;
  const [NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME] = [0, 2, 3];

  /** A name server for one question at a time: RFC 1035, section 4. */
  async function nameServer(answer: (type: number) => { readonly code: number; readonly data?: readonly number[] }) {
    const socket = createSocket("udp4");
    socket.on("message", (query, from) => {
      const end = query.indexOf(0, 12) + 5;
      const { code, data } = answer(query.readUInt16BE(end - 4));
      const header = Buffer.from([0x81, 0x80 | code, 0, 1, 0, data === undefined ? 0 : 1, 0, 0, 0, 0]);
      const type = query.subarray(end - 4, end - 2);
      const record = data && Buffer.from([0xc0, 12, ...type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]);
      socket.send(
        Buffer.concat([query.subarray(0, 2), header, query.subarray(12, end), record ?? Buffer.of()]),
        from.port,
      );
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    onTestFinished(() => void socket.close());
    const { port } = socket.address();
    return makeWire(() => undefined, [`127.0.0.1:${port}`]).resolve("sekolah.example.org");
  }

  it("is all its addresses, of both kinds", async () => {
    const answer = (type: number) =>
      type === A
        ? { code: NO_ERROR, data: [45, 60, 70, 80] }
        : { code: NO_ERROR, data: [0x2a, 4, 0x4e, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] };
    expect(await nameServer(answer)).toEqual(["45.60.70.80", "2a04:4e42::1"]);
  });

  it("is one kind where there is one only", async () => {
    const answer = (type: number) => (type === A ? { code: NO_ERROR, data: [45, 60, 70, 80] } : { code: NO_ERROR });
    expect(await nameServer(answer)).toEqual(["45.60.70.80"]);
  });

  it("is nothing when there is no such name", async () => {
    expect(await nameServer(() => ({ code: NO_SUCH_NAME }))).toEqual([]);
  });

  it("is not known when the name server failed for one kind", async () => {
    const answer = (type: number) =>
      type === AAAA ? { code: SERVER_FAILURE } : { code: NO_ERROR, data: [45, 60, 70, 80] };
    await expect(nameServer(answer)).rejects.toMatchObject({ code: "ESERVFAIL" });
  });
});
