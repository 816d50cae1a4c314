import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { makeCheck } from "../../src/links/check.js";
import { makeLook } from "../../src/links/look.js";
import { internet, page, PUBLIC, PUBLIC_V6, site, type Names } from "./internet.js";

const UNSEEN = { kind: "unseen" };
const home = () => page("<title>Rumah</title>");

describe("nothing is connected to", () => {
  it.each([
    ["loopback", "http://127.0.0.1/"],
    ["loopback, short", "http://127.1/"],
    ["loopback in decimal", "http://2130706433/"],
    ["loopback in hexadecimal", "http://0x7f000001/"],
    ["loopback in hexadecimal parts", "http://0x7f.0x0.0x0.0x1/"],
    ["loopback in octal", "http://0177.0.0.01/"],
    ["loopback with a dot behind", "http://127.0.0.1./"],
    ["loopback in wide letters", "http://１２７．０．０．１/"],
    ["loopback encoded", "http://%31%32%37.0.0.1/"],
    ["loopback by name", "http://localhost/"],
    ["loopback in IPv6", "http://[::1]/"],
    ["all of this computer", "http://0.0.0.0/"],
    ["nothing", "http://0/"],
    ["IPv4-mapped", "http://[::ffff:127.0.0.1]/"],
    ["IPv4-mapped, as URLs write it", "http://[::ffff:7f00:1]/"],
    ["NAT64", "http://[64:ff9b::7f00:1]/"],
    ["a private network", "http://192.168.1.1/"],
    ["another", "http://10.0.0.1/"],
    ["a third", "http://172.16.0.1/"],
    ["a provider's network", "http://100.64.0.1/"],
    ["a cloud's keys", "http://169.254.169.254/latest/meta-data/"],
    ["a cloud's keys in decimal", "http://2852039166/"],
    ["multicast", "http://224.0.0.1/"],
    ["broadcast", "http://255.255.255.255/"],
    ["a public address in IPv6", "http://[2606:4700::1111]/"],
    ["a file", "file:///etc/passwd"],
    ["gopher", "gopher://sekolah.example.org:70/_x"],
    ["ftp", "ftp://sekolah.example.org/"],
    ["a script", "javascript:alert(1)"],
    ["a name", "https://user@sekolah.example.org/"],
    ["a password", "https://user:pass@sekolah.example.org/"],
    ["a host in front of another", "http://sekolah.example.org@127.0.0.1/"],
    ["port 22", "http://sekolah.example.org:22/"],
    ["port 6379", "http://sekolah.example.org:6379/"],
    ["no link at all", "halo"],
    ["2,001 characters", `https://sekolah.example.org/${"a".repeat(2_000)}`],
  ])("for %s", async (_what, href) => {
    const { wire, connects, asked } = await internet(home());
    expect(await makeLook(wire)(href)).toStrictEqual(UNSEEN);
    expect(await makeCheck(wire)(href)).toBe("unsure");
    expect(connects).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([
    ["loopback", ["127.0.0.1"]],
    ["loopback in IPv6", ["::1"]],
    ["IPv4-mapped", ["::ffff:127.0.0.1"]],
    ["IPv4-mapped and public", [`::ffff:${PUBLIC}`]],
    ["NAT64", ["64:ff9b::7f00:1"]],
    ["6to4", ["2002:7f00:1::"]],
    ["Teredo", ["2001:0:4136:e378:8000:63bf:3fff:fdd2"]],
    ["private", ["10.1.2.3"]],
    ["unique local", ["fd00::1"]],
    ["link-local", ["169.254.169.254"]],
    ["link-local with a zone", ["fe80::1%lo"]],
    ["public and private", [PUBLIC, "192.168.1.1"]],
    ["private and public", ["192.168.1.1", PUBLIC]],
    ["public and loopback in IPv6", [PUBLIC, "::1"]],
    ["no address", ["localhost"]],
  ])("for a name that stands for %s", async (_what, addresses) => {
    const { wire, connects } = await internet(home(), { "dalam.example.org": addresses });
    expect(await makeLook(wire)("https://dalam.example.org/")).toStrictEqual(UNSEEN);
    expect(await makeCheck(wire)("https://dalam.example.org/")).toBe("unsure");
    expect(connects).toEqual([]);
  });

  it("for a name that only looks like another, beyond what that stands for", async () => {
    // Cyrillic о: another name, which nobody has.
    const { wire, connects, asked } = await internet(home(), { "google.com": [PUBLIC] });
    expect(await makeLook(wire)("http://gооgle.com/")).toStrictEqual(UNSEEN);
    expect(asked).toEqual(["xn--ggle-55da.com"]);
    expect(connects).toEqual([]);
  });
});

describe("a redirect", () => {
  const leadingTo = (location: string) =>
    site((_request, response) => void response.writeHead(302, { location }).end("<title>Pintu</title>"));

  it.each([
    ["a cloud's keys", "http://169.254.169.254/latest/"],
    ["loopback", "http://127.0.0.1/"],
    ["loopback in decimal", "http://2130706433/"],
    ["loopback in IPv6", "http://[::1]/"],
    ["IPv4-mapped", "http://[::ffff:7f00:1]/"],
    ["a private name", "http://dalam.example.org/"],
    ["another port", "http://sekolah.example.org:8080/"],
    ["a relative port", "//sekolah.example.org:22/"],
    ["a name", "http://user@sekolah.example.org/"],
    ["a file", "file:///etc/passwd"],
    ["gopher", "gopher://sekolah.example.org/"],
    ["data", "data:text/html,<title>x</title>"],
    ["no address", "http://"],
  ])("to %s leads nowhere", async (_what, location) => {
    const { wire, connects } = await internet(leadingTo(location), { "dalam.example.org": ["10.0.0.7"] });
    expect(await makeLook(wire)("http://sekolah.example.org/")).toStrictEqual(UNSEEN);
    expect(connects).toEqual([`${PUBLIC} 80`]);
  });

  it("is checked at each step of a chain", async () => {
    const steps: Record<string, string> = {
      "/1": "http://dua.example.org/2",
      "/2": "/3",
      "/3": "http://169.254.169.254/",
    };
    const server = site(
      (request, response) => void response.writeHead(301, { location: steps[request.url ?? ""] }).end(),
    );
    const { wire, connects } = await internet(server, { "dua.example.org": ["45.60.70.81"] });
    expect(await makeLook(wire)("http://satu.example.org/1")).toStrictEqual(UNSEEN);
    expect(connects).toEqual([`${PUBLIC} 80`, "45.60.70.81 80", "45.60.70.81 80"]);
  });
});

describe("a name that soon stands for something else", () => {
  const rebinding: Names = { "licik.example.org": (question) => [question === 1 ? PUBLIC : "127.0.0.1"] };

  it("is asked for once, and what was checked is what is connected to", async () => {
    const { wire, connects, asked } = await internet(home(), rebinding);
    expect(await makeLook(wire)("http://licik.example.org/")).toMatchObject({ kind: "page", title: "Rumah" });
    expect(asked).toEqual(["licik.example.org"]);
    expect(connects).toEqual([`${PUBLIC} 80`]);
    expect(await makeLook(wire)("http://licik.example.org/")).toStrictEqual(UNSEEN);
    expect(connects).toEqual([`${PUBLIC} 80`]);
  });

  it("is asked for again after a redirect to itself", async () => {
    const server = site((_request, response) => void response.writeHead(302, { location: "/lagi" }).end());
    const { wire, connects } = await internet(server, rebinding);
    expect(await makeLook(wire)("http://licik.example.org/")).toStrictEqual(UNSEEN);
    expect(connects).toEqual([`${PUBLIC} 80`]);
  });

  it("is tried at its second address, also a checked one, when the first takes no connection", async () => {
    const gone = createServer();
    const { wire, connects } = await internet(home(), { "dua.example.org": [PUBLIC_V6, PUBLIC] });
    const { wire: closed } = await internet(gone);
    gone.close();
    const connect: typeof wire.connect = (address, port) =>
      address === PUBLIC ? closed.connect(address, port) : wire.connect(address, port);
    const look = makeLook({ ...wire, connect });
    expect(await look("http://dua.example.org/")).toMatchObject({ kind: "page", title: "Rumah" });
    expect(connects).toEqual([`${PUBLIC_V6} 80`]);
  });
});

describe("what operators read", () => {
  it("tells why, but neither path nor query", async () => {
    const { wire } = await internet(home(), { "dalam.example.org": ["10.0.0.7"] });
    const lines: unknown[] = [];
    const look = makeLook({ ...wire, log: (facts) => lines.push(facts) });
    await look("http://dalam.example.org/rahasia?kunci=1#x");
    await look("http://user:kunci@sekolah.example.org/");
    expect(lines).toEqual([
      { host: "dalam.example.org", why: "not a public address" },
      { host: "-", why: "not an address that may be opened" },
    ]);
  });
});
