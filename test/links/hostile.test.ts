import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer, type Socket } from "node:net";
import { Readable } from "node:stream";
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf, LONGEST_BODY } from "../../src/links/body.js";
import { makeCheck } from "../../src/links/check.js";
import { makeHeadReader } from "../../src/links/head.js";
import { makeLook } from "../../src/links/look.js";
import { internet, page, site } from "./internet.js";

const HREF = "http://sekolah.example.org/";
const UNSEEN = { kind: "unseen" };
const KB = 1_024;
const MB = 1_024 * KB;

/** What arrives is written to the socket, once the request has come. */
const raw = (answer: (socket: Socket) => void) =>
  createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => answer(socket));
  });

/** Whichever way: a connection that is cut may be reset. */
async function hungUp(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
}

/** Writes this again and again for as long as somebody takes it. */
function pour(socket: Socket, piece: Buffer): void {
  const more = (): void => {
    while (socket.writable && socket.write(piece));
  };
  socket.on("drain", more);
  more();
}

describe("a slow page", () => {
  it.each([
    ["says nothing", ""],
    ["stops within the first line", "HTTP/1.1 2"],
    ["stops within the headers", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Pelan: "],
    ["stops before the body", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
    ["stops within the head", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><meta name="],
    ["stops within packed bytes", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\u001f"],
  ])("that %s is given up at the deadline, and hung up on", async (_what, said) => {
    let closed: Promise<unknown> | undefined;
    const server = raw((socket) => {
      closed = hungUp(socket);
      socket.write(Buffer.from(said, "latin1"), () => end());
    });
    const { wire, end, reasons } = await internet(server);
    expect(await makeLook(wire)(HREF)).toStrictEqual(UNSEEN);
    expect(reasons).toEqual(["too slow"]);
    await closed;
  });

  it("whose title has come when the line breaks is seen", async () => {
    const server = site((_request, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-length": "9999" });
      response.write("<title>Sempat</title><meta ", () => response.socket?.end());
    });
    const { wire } = await internet(server);
    expect(await makeLook(wire)(HREF)).toEqual({ kind: "page", href: HREF, title: "Sempat" });
  });

  it("can't be begun after the deadline, and a name server that never answers is not waited for", async () => {
    const { wire, connects, end } = await internet(page("<title>x</title>"));
    const looking = makeLook({ ...wire, resolve: () => new Promise(() => undefined) })(HREF);
    end();
    expect(await looking).toStrictEqual(UNSEEN);
    expect(await makeLook(wire)(HREF)).toStrictEqual(UNSEEN);
    expect(await makeCheck(wire)(HREF)).toBe("unsure");
    expect(connects).toEqual([]);
  });
});

describe("a large page", () => {
  /** Answers how much of it was taken, in bytes, with what the network holds by itself. */
  async function taken(headers: string, piece: Buffer) {
    let socket: Socket | undefined;
    const server = raw((one) => {
      socket = one;
      one.write(`HTTP/1.1 200 OK\r\n${headers}\r\n`);
      pour(one, piece);
    });
    const { wire, reasons } = await internet(server);
    const look = await makeLook(wire)(HREF);
    if (socket) await hungUp(socket);
    return { look, reasons, bytes: socket?.bytesWritten ?? 0 };
  }

  it("without an end is cut at 512 KB", async () => {
    const { look, bytes } = await taken("Content-Type: text/html\r\n", Buffer.alloc(64 * KB, "<meta>"));
    expect(look).toEqual({ kind: "page", href: HREF });
    expect(bytes).toBeLessThan(16 * MB);
  });

  it("of 1 GB is cut as soon as its head is over", async () => {
    const first = Buffer.from(`<title>Besar</title></head>`.padEnd(64 * KB));
    const { look, bytes } = await taken(`Content-Type: text/html\r\nContent-Length: ${1_024 * MB}\r\n`, first);
    expect(look).toEqual({ kind: "page", href: HREF, title: "Besar" });
    expect(bytes).toBeLessThan(16 * MB);
  });

  it("that is a file of 1 GB is not read at all", async () => {
    const type = `Content-Type: application/zip\r\nContent-Length: ${1_024 * MB}\r\n`;
    const { look, bytes } = await taken(type, Buffer.alloc(64 * KB));
    expect(look).toEqual({ kind: "file", mediaType: "application/zip" });
    expect(bytes).toBeLessThan(16 * MB);
  });

  it("with headers without an end is refused", async () => {
    const { look, reasons, bytes } = await taken("X-1: y", Buffer.from(`X-Lagi: ${"y".repeat(8 * KB)}\r\n`));
    expect(look).toStrictEqual(UNSEEN);
    expect(reasons).toEqual(["HPE_HEADER_OVERFLOW"]);
    expect(bytes).toBeLessThan(16 * MB);
  });

  it("with a header of 1 MB is refused", async () => {
    const { wire, reasons } = await internet(
      raw((socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${"y".repeat(MB)}\r\n\r\n`)),
    );
    expect(await makeLook(wire)(HREF)).toStrictEqual(UNSEEN);
    expect(reasons).toEqual(["HPE_HEADER_OVERFLOW"]);
  });
});

describe("a packed page", () => {
  const nothing = Buffer.alloc(64 * MB, "<p>");

  it.each([
    ["gzip", () => gzipSync(nothing, { level: 1 })],
    ["br", () => brotliCompressSync(nothing, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ])("that unpacks to 64 MB is cut while it unpacks: %s", async (encoding, pack) => {
    const packed = pack();
    expect(packed.length).toBeLessThan(MB);
    const { wire } = await internet(page(packed, { "content-encoding": encoding }));
    expect(await makeLook(wire)(HREF)).toEqual({ kind: "page", href: HREF });

    let unpacked = 0;
    for await (const piece of bodyOf(withEncoding(Readable.from([packed]), encoding))) unpacked += piece.byteLength;
    expect(unpacked).toBe(LONGEST_BODY);
  });

  it("that never unpacks to anything is cut, too", async () => {
    let given = 0;
    function* hollow(): Generator<Buffer> {
      yield Buffer.from("1f8b0800000000000003", "hex");
      // Stored blocks of nothing, five bytes each.
      for (const block = Buffer.alloc(50_000, "000000ffff", "hex"); given < 8 * MB; given += block.length) yield block;
    }
    let unpacked = 0;
    const source = Readable.from(hollow(), { objectMode: false });
    for await (const piece of bodyOf(withEncoding(source, "gzip"))) unpacked += piece.byteLength;
    expect(unpacked).toBe(0);
    expect(given).toBeLessThan(MB);
  });

  it.each([
    ["cut short", "gzip", gzipSync("<title>A</title>" + randomBytes(9 * KB).toString("hex")).subarray(0, 5 * KB), "A"],
    ["not packed at all", "gzip", Buffer.from("<title>A</title>"), undefined],
    ["packed in another way", "gzip", deflateRawSync("<title>A</title>"), undefined],
    ["packed twice", "gzip, gzip", gzipSync(gzipSync("<title>A</title>")), undefined],
    ["packed in an unknown way", "constructor", gzipSync("<title>A</title>"), undefined],
  ])("that is %s is seen as far as it goes", async (_what, encoding, packed, title) => {
    const { wire } = await internet(page(packed, { "content-encoding": encoding }));
    const look = await makeLook(wire)(HREF);
    expect(look).toStrictEqual(title === undefined ? UNSEEN : { kind: "page", href: HREF, title });
  });

  function withEncoding(source: Readable, encoding: string): IncomingMessage {
    return Object.assign(source, { headers: { "content-encoding": encoding } }) as unknown as IncomingMessage;
  }
});

describe("redirects", () => {
  const chain = (length: number) => {
    const asked: string[] = [];
    const server = site((request, response) => {
      asked.push(request.url ?? "");
      const step = Number(request.url?.slice(1));
      if (step >= length) response.writeHead(200, { "content-type": "text/html" }).end("<title>Sampai</title>");
      else response.writeHead(302, { location: `/${step + 1}` }).end();
    });
    return { server, asked };
  };

  it("are followed five times", async () => {
    const { server } = chain(5);
    const { wire } = await internet(server);
    expect(await makeLook(wire)(`${HREF}0`)).toEqual({ kind: "page", href: `${HREF}5`, title: "Sampai" });
  });

  it.each([6, 100])("are not followed when there are %i", async (length) => {
    const { server, asked } = chain(length);
    const { wire, reasons } = await internet(server);
    expect(await makeLook(wire)(`${HREF}0`)).toStrictEqual(UNSEEN);
    expect(asked).toEqual(["/0", "/1", "/2", "/3", "/4", "/5"]);
    expect(reasons).toEqual(["too many redirects"]);
  });

  it("with a body without an end are followed at once", async () => {
    const server = raw((socket) => {
      socket.write("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n");
      pour(socket, Buffer.alloc(64 * KB));
    });
    const { wire } = await internet(server);
    expect(await makeLook(wire)(HREF)).toStrictEqual(UNSEEN);
  });
});

describe("what is no answer", () => {
  it.each([
    ["nothing", ""],
    ["a greeting of another protocol", "220 sekolah ESMTP\r\n"],
    ["HTTP/0.9", "<title>A</title>"],
    ["a broken status", "HTTP/1.1 abc OK\r\n\r\n"],
    ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    ["broken pieces", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
    ["a redirect to nowhere", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"],
  ])("shows nothing: %s", async (_what, said) => {
    const { wire } = await internet(raw((socket) => socket.end(said)));
    expect(await makeLook(wire)(HREF)).toStrictEqual(UNSEEN);
    expect(await makeCheck(wire)(HREF)).not.toBe("gone");
  });
});

describe("broken HTML", () => {
  const base = new URL(HREF);
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "&",
        "&#",
        "&#x110000;",
        "&lt;",
        "'",
        '"',
        "=",
        " ",
      ],
      ...["<html lang=", "<head>", "<title>", "</title>", "<svg>", "</svg>", "<script>", "<template>", "<noscript>"],
      ...[
        "<meta ",
        "property=",
        "og:title",
        "og:image",
        "og:description",
        "content=",
        "name=description",
        "__proto__=x",
      ],
      ...[
        "https://cdn.example.org/a.png",
        "http://127.0.0.1/",
        "\u202E",
        "\u200B",
        "\u0000",
        "\n",
        "\u0301".repeat(20),
      ],
    ),
    fc.string({ unit: "binary", maxLength: 8 }),
  );

  it("never throws, and what is found is on one line, visible and short", () => {
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 20 }), { maxLength: 6 }), (parts) => {
        const reader = makeHeadReader();
        for (const part of parts) reader.write(part.join(""));
        const { title = "x", description = "x", siteName = "x", image, language = "x" } = reader.head(base);
        for (const text of [title, description, siteName]) {
          expect(text).toMatch(/^\S(.*\S)?$/);
          expect(text).not.toMatch(/[\p{Cc}\u200B\u202A-\u202E\u2066-\u2069]/u);
          expect(text.length).toBeLessThanOrEqual(300);
        }
        expect(language).toMatch(/^[a-z]{1,8}$/);
        if (image !== undefined) expect(new URL(image).protocol).toBe("https:");
      }),
      { numRuns: 400 },
    );
  });

  it("is read no further when tags are nested as in no head", () => {
    const reader = makeHeadReader();
    expect(reader.write(`<title>Dalam</title>${"<b>".repeat(150)}`)).toBe(true);
    expect(reader.write("<b>".repeat(100))).toBe(false);
    expect(reader.head(base)).toEqual({ title: "Dalam" });
  });

  it.each([
    ["tags that open", "<div>"],
    ["short tags that open", "<b>"],
    ["tags that close", "</div>"],
    ["brackets", "<"],
    ["entities", "&"],
    ["comments", "<!--"],
    ["attributes", "<meta a='", "b='c' "],
    ["quotes", '<meta content="', "'"],
    ["titles", "<title>"],
    ["titles that end", "<title>a</title>"],
    ["properties", `<meta property="og:title" content=" ">`],
    ["letters of one title", "<title>", "á"],
    ["marks on one letter", "<title>a", "\u0301"],
  ])("takes no time, even 512 KB of %s", (_what, first, again = first) => {
    const reader = makeHeadReader();
    const start = performance.now();
    reader.write(first);
    for (let piece = 0; piece < 32; piece++) reader.write(again.repeat(Math.ceil((16 * KB) / again.length)));
    reader.head(base);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
