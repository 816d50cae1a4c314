import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectFile } from "../../src/files/inspect.js";
import { gif, jpeg, losslessWebp, png, webp } from "./pictures.js";

const SECRET = "GPS -7.7956, 110.3695 Sari";

/** The picture as it is kept, in characters of one byte each. */
async function kept(name: string, bytes: Uint8Array): Promise<string> {
  const found = await inspectFile({ name, mediaType: "", bytes });
  if (found.kind === "refused") throw new Error(found.why);
  return Buffer.from(found.bytes).toString("latin1");
}

const refusal = async (name: string, bytes: Uint8Array) => {
  const found = await inspectFile({ name, mediaType: "", bytes });
  return found.kind === "refused" ? found.why : "taken";
};
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const insertedAt = (bytes: Uint8Array, at: number, ...more: readonly Uint8Array[]) =>
  new Uint8Array(Buffer.concat([bytes.subarray(0, at), ...more, bytes.subarray(at)]));

const segment = (marker: number, content: Uint8Array) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};
/** An Exif with an orientation and a place, in either order of bytes. */
function exif(orientation: number, isLittle: boolean): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4);
  const short = (value: number, at: number) =>
    isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    isLittle ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(isLittle ? "II*\0" : "MM\0*", "latin1");
  long(8, 4);
  short(2, 8);
  [0x8825, 4].forEach((value, index) => short(value, 10 + 2 * index));
  [0x0112, 3].forEach((value, index) => short(value, 22 + 2 * index));
  long(1, 26);
  short(orientation, 30);
  return Buffer.concat([Buffer.from("Exif\0\0"), tiff, Buffer.from(SECRET)]);
}
const pngChunk = (type: string, content: Uint8Array) => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const around = [Buffer.alloc(4), Buffer.alloc(4)] as const;
  around[0].writeUInt32BE(content.length);
  around[1].writeUInt32BE(crc32(body));
  return Buffer.concat([around[0], body, around[1]]);
};
const riffChunk = (type: string, content: Uint8Array) => {
  const head = Buffer.from(`${type}\0\0\0\0`, "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
};
/** A WebP with more chunks at its end. */
function withChunks(bytes: Uint8Array, ...chunks: readonly Uint8Array[]): Uint8Array {
  const file = Buffer.concat([bytes, ...chunks]);
  file.writeUInt32LE(file.length - 8, 4);
  file.writeUInt8(file.readUInt8(20) | 0x0c, 20);
  return new Uint8Array(file);
}
const secretBytes = Buffer.from(SECRET);
const anything = fc.uint8Array({ maxLength: 60 });
const orientations = [1, 2, 3, 4, 5, 6, 7, 8];

describe("a JPEG", () => {
  const scan = jpeg.subarray(jpeg.indexOf(0xda) - 1);

  it("without anything to hide stays as it is, to the byte", async () => {
    expect(await kept("a.jpg", jpeg)).toBe(latin(jpeg));
  });

  it("loses place, time, author, thumbnail and what follows its end, and keeps how it is turned", async () => {
    for (const isLittle of [true, false])
      for (const turned of orientations) {
        const told = insertedAt(
          jpeg,
          20,
          segment(0xe1, exif(turned, isLittle)),
          segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`)),
          segment(0xed, Buffer.from(`Photoshop 3.0\0${SECRET}`)),
          segment(0xfe, secretBytes),
          segment(0xe0, Buffer.from(`JFXX\0\x10${SECRET}`)),
          segment(0xe2, Buffer.from(`MPF\0${SECRET}`)),
        );
        const clean = await kept("a.jpg", new Uint8Array(Buffer.concat([told, jpeg, secretBytes])));
        expect(clean).not.toContain("GPS");
        // The one value of the one tag of the smallest Exif.
        const at = clean.indexOf("Exif\0\0");
        expect(at < 0 ? 1 : clean.charCodeAt(at + 25)).toBe(turned);
        expect(clean.replace(/\xff\xe1\0\x22Exif[^]{28}/, "")).toBe(latin(jpeg));
      }
  });

  it("is turned in the smallest Exif, which is read back the same", async () => {
    const once = await kept("a.jpg", insertedAt(jpeg, 20, segment(0xe1, exif(6, true))));
    expect(await kept("a.jpg", bytesOf(once))).toBe(once);
    expect(once.length).toBe(jpeg.length + 36);
  });

  it("keeps its tables, profile and image data whatever segments of others surround them", async () => {
    const hidden = fc
      .tuple(fc.constantFrom(0xe1, 0xe3, 0xe5, 0xed, 0xef, 0xfe), anything)
      .map((parts) => segment(...parts));
    await fc.assert(
      fc.asyncProperty(fc.array(hidden, { maxLength: 5 }), anything, async (segments, behind) => {
        const told = insertedAt(jpeg, 20, ...segments);
        const clean = await kept("a.jpg", new Uint8Array(Buffer.concat([told, behind])));
        expect(clean).toBe(latin(jpeg));
        expect(clean).toContain(latin(scan));
      }),
      { numRuns: 200 },
    );
  });

  it("goes on over restarts, stuffed zeros and several scans", async () => {
    const scans = Buffer.concat([
      jpeg.subarray(0, -2),
      Buffer.from([0xff, 0xd0, 1, 0xff, 0, 2, 0xff, 0xd7, 3]),
      segment(0xc4, Buffer.from([0, 1, 2])),
      segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
      Buffer.from([9, 8, 0xff, 0, 7, 0xff, 0xff, 0xd9]),
    ]);
    const clean = await kept("a.jpg", new Uint8Array(scans));
    expect(clean).toBe(latin(scans).replace("\xff\xff\xd9", "\xff\xd9"));
  });

  it.each([
    ["cut off", jpeg.subarray(0, -2)],
    ["cut in a segment", jpeg.subarray(0, 30)],
    ["without image data", bytesOf("\xff\xd8\xff\xd9")],
    ["only a beginning", bytesOf("\xff\xd8")],
    ["with a segment of no length", bytesOf("\xff\xd8\xff\xe0\0\0\xff\xd9")],
    ["all fill bytes", new Uint8Array(100_000).fill(0xff)],
  ])("that is %s is none", async (_, bytes) => {
    expect(await refusal("a.jpg", new Uint8Array(bytes))).toBe("mismatch");
  });

  it("of more pixels than any camera has is a bomb", async () => {
    const large = Buffer.from(jpeg);
    const frame = large.indexOf(Buffer.from([0xff, 0xc0, 0, 17]));
    large.writeUInt32BE(0xffffffff, frame + 5);
    expect(await refusal("a.jpg", new Uint8Array(large))).toBe("bomb");
  });
});

describe("a PNG", () => {
  const plain = [png.subarray(0, 33), png.subarray(33)] as const;

  it("keeps image and colours, and loses texts, time, Exif and what follows its end", async () => {
    const cleanPng = await kept("a.png", png);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom("tEXt", "zTXt", "iTXt", "eXIf", "tIME", "caBX", "prVt"), anything), {
          maxLength: 5,
        }),
        anything,
        async (chunks, behind) => {
          const told = chunks.map(([type, content]) => pngChunk(type, Buffer.concat([secretBytes, content])));
          const clean = await kept(
            "a.png",
            new Uint8Array(Buffer.concat([plain[0], ...told, plain[1], secretBytes, behind])),
          );
          expect(clean).toBe(cleanPng);
        },
      ),
      { numRuns: 200 },
    );
    const gamma = pngChunk("gAMA", Buffer.from([0, 0, 0xb1, 0x8f]));
    expect(await kept("a.png", insertedAt(png, 33, gamma))).toContain(latin(gamma));
    for (const data of latin(png).matchAll(/IDAT[^]*?(?=....IDAT|....IEND)/g)) expect(cleanPng).toContain(data[0]);
  });

  it("that is cut off, changed, or without data is none", async () => {
    for (let end = 0; end < png.length; end += 1) expect(await refusal("a.png", png.slice(0, end))).not.toBe("taken");
    expect(await refusal("a.png", insertedAt(plain[0], 33, pngChunk("IEND", new Uint8Array(0))))).toBe("mismatch");
    expect(
      await refusal(
        "a.png",
        png.map((value, at) => (at === 45 ? value ^ 1 : value)),
      ),
    ).toBe("mismatch");
    expect(await refusal("a.png", insertedAt(png, 33, bytesOf("\xff\xff\xff\xfftEXt")))).toBe("mismatch");
  });

  it("of more pixels than any camera has is a bomb", async () => {
    const header = Buffer.from(png.subarray(16, 29));
    header.writeUInt32BE(60_000, 0);
    header.writeUInt32BE(60_000, 4);
    const bomb = Buffer.concat([png.subarray(0, 8), pngChunk("IHDR", header), png.subarray(33)]);
    expect(await refusal("a.png", new Uint8Array(bomb))).toBe("bomb");
  });
});

describe("a WebP", () => {
  it("keeps image, transparency and profile, and loses Exif, XMP, unknown chunks and what follows its end", async () => {
    for (const picture of [webp, losslessWebp]) {
      expect(await kept("a.webp", picture)).toBe(latin(picture));
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom("EXIF", "XMP ", "priv"), anything)),
          anything,
          async (chunks, behind) => {
            const told = withChunks(picture, ...chunks.map((chunk) => riffChunk(...chunk)));
            expect(await kept("a.webp", new Uint8Array(Buffer.concat([told, behind])))).toBe(latin(picture));
          },
        ),
        { numRuns: 100 },
      );
    }
  });

  it("that is cut off or holds no image is none", async () => {
    for (let end = 0; end < webp.length; end += 7)
      expect(await refusal("a.webp", webp.slice(0, end))).not.toBe("taken");
    expect(await refusal("a.webp", withChunks(bytesOf("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x08\0\0\x06\0\0")))).toBe(
      "mismatch",
    );
  });

  it("of more pixels than any camera has is a bomb", async () => {
    const large = Buffer.from(webp);
    large.writeUIntLE(0xffffff, 24, 3);
    large.writeUIntLE(0xffffff, 27, 3);
    expect(await refusal("a.webp", new Uint8Array(large))).toBe("bomb");
  });
});

describe("a GIF", () => {
  const extension = (...parts: readonly string[]) => bytesOf(`!${parts.join("")}\0`);
  const block = (text: string) => String.fromCharCode(text.length) + text;

  it("keeps its frames and how often they repeat, and loses comments, XMP and what follows its end", async () => {
    const told = insertedAt(
      gif,
      19,
      extension("\xfe", block(SECRET), block(SECRET)),
      extension("\xff", block("XMP DataXMP"), block(SECRET)),
      extension("\x01", block("123456789012"), block(SECRET)),
    );
    expect(await kept("a.gif", gif)).toBe(latin(gif));
    expect(await kept("a.gif", new Uint8Array(Buffer.concat([told, secretBytes])))).toBe(latin(gif));
    const repeated = insertedAt(gif, 19, extension("\xff", block("NETSCAPE2.0"), block("\x01\0\0")));
    expect(await kept("a.gif", repeated)).toBe(latin(repeated));
  });

  it("that is cut off anywhere is none", async () => {
    for (let end = 1; end < gif.length; end += 1) expect(await refusal("a.gif", gif.slice(0, end))).toBe("mismatch");
  });
});
