import { readFileSync } from "node:fs";
import { createServer as createSecureServer } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeLook } from "../../src/links/look.js";
import { internet, page, PUBLIC, site } from "./internet.js";

const HREF = "http://sekolah.example.org/bahan?id=7";

async function lookAt(server: Parameters<typeof internet>[0], href = HREF) {
  const { wire } = await internet(server);
  return makeLook(wire)(href);
}

describe("a page", () => {
  it("in Indonesian says what it is", async () => {
    const look = await lookAt(
      page(`<!doctype html><html lang="id-ID"><head><meta charset="utf-8"><title>Modul Ajar Fisika – Fase F</title>
        <meta name="description" content="Gelombang &amp; bunyi,
          untuk kelas&nbsp;XI."><meta property="og:image" content="/sampul.png">
        <meta property="og:image:secure_url" content="https://sekolah.example.org/sampul.png">
        <meta property="og:site_name" content="SMAN 1 Bandung"></head><body><h1>Modul</h1></body></html>`),
    );
    expect(look).toEqual({
      kind: "page",
      href: HREF,
      title: "Modul Ajar Fisika – Fase F",
      description: "Gelombang & bunyi, untuk kelas XI.",
      image: "https://sekolah.example.org/sampul.png",
      language: "id",
      siteName: "SMAN 1 Bandung",
    });
  });

  it("in English says what it is, and what it says to be shown goes before its title", async () => {
    const look = await lookAt(
      page(`<HTML LANG=en><HEAD><TITLE>Site | Lesson study</TITLE><META PROPERTY="og:title" CONTENT="Lesson study: a guide">
        <meta property="og:description" content="Plan, teach, reflect."><meta name=description content="Other.">`),
    );
    expect(look).toEqual({
      kind: "page",
      href: HREF,
      title: "Lesson study: a guide",
      description: "Plan, teach, reflect.",
      language: "en",
    });
  });

  it.each([
    ["id", `<html lang="in">`],
    ["id", `<html xml:lang="id">`],
    ["jv", `<html lang=" jv ">`],
    ["en", `<meta property="og:locale" content="en_GB">`],
    ["id", `<html lang="id"><meta property="og:locale" content="en_GB">`],
    [undefined, `<html lang="bahasa indonesia!">`],
    [undefined, `<html lang="">`],
  ])("has the language %s: %s", async (language, html) => {
    expect(await lookAt(page(`${html}<title>x</title>`))).toEqual({
      kind: "page",
      href: HREF,
      title: "x",
      ...(language === undefined ? {} : { language }),
    });
  });

  it.each([
    ["https://cdn.example.org/a.png", "https://cdn.example.org/a.png"],
    ["//cdn.example.org/a.png", undefined],
    ["http://cdn.example.org/a.png", undefined],
    ["https://127.0.0.1/a.png", undefined],
    ["https://2130706433/a.png", undefined],
    ["https://user@cdn.example.org/a.png", undefined],
    ["https://cdn.example.org:8443/a.png", undefined],
    ["javascript:alert(1)", undefined],
    ["data:image/png;base64,AA", undefined],
  ])("shows the image %s as %s", async (said, image) => {
    const look = await lookAt(page(`<meta property="og:image" content="${said}">`));
    expect(look).toEqual({ kind: "page", href: HREF, ...(image === undefined ? {} : { image }) });
  });

  it.each([
    ["the first of several titles", "<title>A</title><title>B</title>", "A"],
    ["no title of a drawing", "<svg><title>B</title></svg><title>A</title>", "A"],
    ["nothing after the head", "<head></head><title>B</title>", undefined],
    ["nothing in the body", "<body><title>B</title>", undefined],
    ["nothing in a script", "<script>'<title>B</title>'</script><title>A</title>", "A"],
    ["nothing in a comment", "<!-- <title>B</title> --><title>A</title>", "A"],
    ["a title without an end", "<title>A", "A"],
    ["a title without a head", "<title>A</title><p>b", "A"],
    ["tags in a title as text", "<title><b>A</b></title>", "<b>A</b>"],
    ["an empty title as none", "<title> \n </title>", undefined],
    ["the next best of an empty one", `<meta property="og:title" content=" "><title>A</title>`, "A"],
    ["attributes without quotes", "<meta property=og:title content=A>", "A"],
    ["attributes without an end", `<title>A</title><meta property="og:title" content="B`, "A"],
    ["tags that close what was not open", "</div></p></html><title>A</title>", "A"],
    ["tags within tags", "<<title>>A</title>", ">A"],
    ["one line", "<title>A\r\n\tB\u2028C</title>", "A B C"],
    ["no marks that turn text around", "<title>\u202Egnp.\u202C\u2066exe\u2069\u200B</title>", "gnp.exe"],
    ["no control characters", "<title>A\u0007\u001B[31mB</title>", "A[31mB"],
    [
      "entities as what they stand for",
      "<title>&lt;@123&gt; &amp;#64;everyone &#x202E;x</title>",
      "<@123> &#64;everyone x",
    ],
    ["a long title shortened", `<title>${"A".repeat(300)}</title>`, `${"A".repeat(199)}…`],
  ])("gives %s", async (_what, html, title) => {
    expect(await lookAt(page(html))).toEqual({ kind: "page", href: HREF, ...(title === undefined ? {} : { title }) });
  });

  it.each([
    ["in the header", Buffer.from("<title>Kaf\xe9</title>", "latin1"), "text/html; charset=ISO-8859-1", "Kafé"],
    [
      "in the page",
      Buffer.from("<meta charset=windows-1252><title>\x93Kaf\xe9\x94</title>", "latin1"),
      "text/html",
      "“Kafé”",
    ],
    [
      "in the page, as of old",
      Buffer.from(
        `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Kaf\xe9</title>`,
        "latin1",
      ),
      "text/html",
      "Kafé",
    ],
    ["as a mark", Buffer.from("\ufeff<title>Kafé</title>", "utf16le"), "text/html; charset=utf-8", "Kafé"],
    ["nowhere", Buffer.from("<title>Kafé ꦱ</title>"), "text/html", "Kafé ꦱ"],
    [
      "wrongly in the header",
      Buffer.from("<title>Kaf\xe9 A</title>", "latin1"),
      "text/html; charset=utf-8",
      "Kaf\ufffd A",
    ],
    ["wrongly in the page", Buffer.from("<meta charset=utf-16><title>Kafé</title>"), "text/html", "Kafé"],
    ["by a name that nobody knows", Buffer.from("<title>Kafé</title>"), "text/html; charset=x-planet", "Kafé"],
    ["by no name", Buffer.from("<title>Kafé</title>"), "text/html; charset=", "Kafé"],
  ])("is read with the charset that is told %s", async (_where, html, type, title) => {
    expect(await lookAt(page(html, { "content-type": type }))).toMatchObject({ title });
  });

  it.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("is unpacked from %s", async (encoding, pack) => {
    const html = pack(`<title>Terlipat</title>${"<meta>".repeat(500)}`);
    expect(await lookAt(page(html, { "content-encoding": encoding }))).toMatchObject({ title: "Terlipat" });
  });

  it("is not asked for with anything that tells who asks", async () => {
    let seen: IncomingHttpHeaders = {};
    const server = site((request, response) => {
      seen = request.headers;
      response.writeHead(302, { location: "/lain", "set-cookie": "siapa=1" }).end();
    });
    await lookAt(server, "http://sekolah.example.org:80/bahan?id=7#bab");
    expect(seen).toEqual({
      host: "sekolah.example.org",
      "user-agent": "Jejaring (reads the titles of links that teachers share)",
      accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
      "accept-language": "id, en;q=0.8",
      "accept-encoding": "gzip, br",
      connection: "close",
    });
  });

  it("is where redirects ended", async () => {
    const asked: string[] = [];
    const server = site((request, response) => {
      asked.push(`${request.headers.host ?? ""}${request.url ?? ""}`);
      if (request.url === "/akhir/k%C3%A9")
        response.writeHead(200, { "content-type": "text/html" }).end("<title>A</title>");
      else
        response.writeHead(301, { location: Buffer.from("http://lain.example.org/akhir/ké").toString("latin1") }).end();
    });
    expect(await lookAt(server)).toEqual({ kind: "page", href: "http://lain.example.org/akhir/k%C3%A9", title: "A" });
    expect(asked).toEqual(["sekolah.example.org/bahan?id=7", "lain.example.org/akhir/k%C3%A9"]);
  });

  it("of an address without a name can be looked at, too", async () => {
    const { wire, connects, asked } = await internet(page("<title>A</title>"));
    expect(await makeLook(wire)("http://45.60.70.99/")).toMatchObject({ title: "A" });
    expect([connects, asked]).toEqual([["45.60.70.99 80"], []]);
  });
});

describe("behind TLS", () => {
  const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
  const certificate = fixture("certificate.pem");
  let named: unknown;
  const secure = () =>
    createSecureServer({ key: fixture("key.pem"), cert: certificate }, (request, response) => {
      named = [Reflect.get(request.socket, "servername"), request.headers.host];
      response.writeHead(200, { "content-type": "text/html" }).end("<title>Aman</title>");
    });

  it("the checked address is asked for the name, and the certificate must be that name's", async () => {
    const { wire, connects } = await internet(secure());
    const look = makeLook({ ...wire, ca: certificate });
    expect(await look("https://sekolah.example.org/")).toMatchObject({ kind: "page", title: "Aman" });
    expect(named).toEqual(["sekolah.example.org", "sekolah.example.org"]);
    expect(connects).toEqual([`${PUBLIC} 443`]);
    expect(await look("https://lain.example.org/")).toStrictEqual({ kind: "unseen" });
  });

  it("a certificate that nobody vouches for shows nothing", async () => {
    const { wire, reasons } = await internet(secure());
    expect(await makeLook(wire)("https://sekolah.example.org/")).toStrictEqual({ kind: "unseen" });
    expect(reasons).toEqual(["DEPTH_ZERO_SELF_SIGNED_CERT"]);
  });

  it("a server that does not speak it shows nothing", async () => {
    expect(await lookAt(page("<title>A</title>"), "https://sekolah.example.org/")).toStrictEqual({ kind: "unseen" });
  });
});

describe("a file", () => {
  it.each([
    ["application/pdf", undefined, "/Modul%20Ajar.pdf", { mediaType: "application/pdf", name: "Modul Ajar.pdf" }],
    ["Application/PDF; x=1", `attachment; filename="a.pdf"`, "/unduh", { mediaType: "application/pdf", name: "a.pdf" }],
    ["image/png", `inline; filename="../../e\\tc/x.png"`, "/", { mediaType: "image/png", name: "x.png" }],
    [
      "image/png",
      "attachment; filename*=UTF-8''k%C3%A9.png; filename=k.png",
      "/",
      { mediaType: "image/png", name: "ké.png" },
    ],
    [
      "image/png",
      "attachment; filename*=UTF-8''%2Fetc%2Fa%E2%80%AEb.png",
      "/",
      { mediaType: "image/png", name: "ab.png" },
    ],
    ["text/plain", undefined, "/catatan", { mediaType: "text/plain" }],
    ["no type", undefined, "/a.bin", { mediaType: "application/octet-stream", name: "a.bin" }],
    [undefined, undefined, "/%FF.pdf", { mediaType: "application/octet-stream" }],
  ])("of type %s, %s, at %s", async (type, disposition, path, told) => {
    const server = site((_request, response) => {
      if (type !== undefined) response.setHeader("content-type", type);
      if (disposition !== undefined) response.setHeader("content-disposition", disposition);
      response.writeHead(200).end("x");
    });
    expect(await lookAt(server, `http://sekolah.example.org${path}`)).toEqual({ kind: "file", ...told });
  });
});

describe("what is not there", () => {
  it.each([404, 410])("is gone: %i", async (status) => {
    const server = site((_request, response) => void response.writeHead(status).end("<title>Tidak ada</title>"));
    expect(await lookAt(server)).toEqual({ kind: "gone", status });
  });

  it.each([201, 204, 304, 400, 401, 403, 429, 451, 500, 503])("can't be seen: %i", async (status) => {
    const server = site((_request, response) => {
      response
        .writeHead(status, { "content-type": "text/html" })
        .end(status === 204 || status === 304 ? undefined : "<title>x</title>");
    });
    expect(await lookAt(server)).toStrictEqual({ kind: "unseen" });
  });

  it("can't be seen behind a door", async () => {
    const { wire } = await internet(page("<title>Login</title>"), { "accounts.google.com": [PUBLIC] });
    expect(await makeLook(wire)("http://accounts.google.com/ServiceLogin?continue=x")).toStrictEqual({
      kind: "unseen",
    });
  });

  it("can't be seen when there is no such name, or nobody can say", async () => {
    const { wire } = await internet(page("<title>A</title>"));
    expect(await makeLook(wire)("http://tidak-ada.example.net/")).toStrictEqual({ kind: "unseen" });
    const mute = makeLook({ ...wire, resolve: () => Promise.reject(new Error("no name server")) });
    expect(await mute("http://sekolah.example.org/")).toStrictEqual({ kind: "unseen" });
  });
});
