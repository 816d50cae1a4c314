import fc from "fast-check";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { download } from "../../src/chat/download.js";
import { baseName, fileRefOf, sizeName } from "../../src/chat/file.js";

describe("a file's name", () => {
  it.each([
    ["Modul 7.pdf", "Modul 7.pdf"],
    ["C:\\Users\\sari\\naskah.docx", "naskah.docx"],
    ["../../etc/passwd", "passwd"],
    ["..", "file"],
    ["", "file"],
    [".env", "env"],
    ['a<b>:"c|?*.txt', "a_b___c___.txt"],
    ["gambar\u202Egnp.exe", "gambargnp.exe"],
    ["dua\nbaris.txt", "dua baris.txt"],
  ])("%j is shown as %j", (written, name) => {
    expect(baseName(written)).toBe(name);
  });

  it("is cut so that its ending stays", () => {
    const name = baseName(`${"panjang ".repeat(40)}.pdf`);
    expect(name).toMatch(/….pdf$/);
    expect(name.length).toBeLessThanOrEqual(100);
  });

  it("never leads into a folder, is never empty nor too long, and stays as it is when it is read once more", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 150 }), (written) => {
        const name = baseName(written);
        expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}]|^\.|^\s/u);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(baseName(name)).toBe(name);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what a platform says of a file", () => {
  const pdf = { name: "a.pdf", mediaType: "application/pdf", size: 3, ref: "r" };

  it("is kept when it is one, and its kind is written plainly", () => {
    expect(fileRefOf(pdf)).toEqual(pdf);
    expect(fileRefOf({ ...pdf, mediaType: "Text/Plain; charset=utf-8" })?.mediaType).toBe("text/plain");
    expect(fileRefOf({ ...pdf, mediaType: "a/b\r\nx: y" })?.mediaType).toBe("application/octet-stream");
    expect(fileRefOf({ ...pdf, mediaType: "" })?.mediaType).toBe("application/octet-stream");
  });

  it.each([["a.pdf"], [null], [[]], [{ ...pdf, ref: "" }], [{ ...pdf, size: -1 }], [{ ...pdf, size: "3" }], [{}]])(
    "%j is none",
    (raw) => {
      expect(fileRefOf(raw)).toBeUndefined();
    },
  );

  it("has a size that each language writes in its way", () => {
    expect(sizeName("en", 1_500_000)).toBe("1.5 MB");
    expect(sizeName("id", 1_500_000)).toBe("1,5 MB");
    expect(sizeName("id", 2_000)).toBe("2 kB");
  });
});

/** A server of files on this computer; answers with its address. */
async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a download", () => {
  const limit = { maxBytes: 1_000, timeout: 5_000 };

  it("brings every byte, to whoever shows what is asked for", async () => {
    const content = Buffer.from([0, 255, 128, 10]);
    const url = await served((request, response) => {
      response.writeHead(request.headers.authorization === "Bearer x" ? 200 : 401).end(content);
    });
    expect(await download(url, { ...limit, headers: { authorization: "Bearer x" } })).toEqual(content);
    expect(await download(url, limit)).toBe("fileGone");
  });

  it("of as much as is allowed comes whole, and of one byte more does not", async () => {
    const url = await served((request, response) => response.end(Buffer.alloc(Number(request.url?.slice(1)), 7)));
    expect(await download(`${url}/1000`, limit)).toEqual(Buffer.alloc(1_000, 7));
    expect(await download(`${url}/1001`, limit)).toBe("fileTooLarge");
  });

  it("is broken off in the middle when it never ends, whatever was announced", async () => {
    let tell: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (tell = resolve));
    let sent = 0;
    const url = await served((_request, response) => {
      response.on("close", tell);
      const more = (): void => {
        if (response.destroyed) return;
        sent += 500;
        response.write(Buffer.alloc(500), () => setImmediate(more));
      };
      more();
    });
    expect(await download(url, limit)).toBe("fileTooLarge");
    await gone;
    expect(sent).toBeGreaterThan(1_000);
  });

  it("of something small that unpacks to something huge is broken off too", async () => {
    const packed = gzipSync(Buffer.alloc(10_000_000));
    const url = await served((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip", "content-length": "900" }).end(packed.subarray(0, 900)),
    );
    expect(packed.length).toBeLessThan(50_000);
    expect(await download(url, limit)).toBe("fileTooLarge");
  });

  it("is not led elsewhere", async () => {
    let visits = 0;
    const other = await served((_request, response) => {
      visits++;
      response.end("secret");
    });
    const url = await served((_request, response) => response.writeHead(302, { location: other }).end());
    await expect(download(url, limit)).rejects.toThrow();
    expect(visits).toBe(0);
  });

  it.each([404, 403, 410, 500])("that is answered with %s is gone", async (status) => {
    const url = await served((_request, response) => response.writeHead(status).end("no"));
    expect(await download(url, limit)).toBe("fileGone");
  });

  it("takes no longer than it may, also when it has begun", async () => {
    const url = await served((_request, response) => void response.write("a"));
    await expect(download(url, { maxBytes: 10, timeout: 50 })).rejects.toThrow(/timeout/i);
  });
});
