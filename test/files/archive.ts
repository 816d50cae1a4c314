import { crc32, deflateRawSync } from "node:zlib";

export interface Part {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly isStored?: boolean;
  /** What the headers say instead of the truth. */
  readonly declared?: number;
  readonly flags?: number;
}

/** A ZIP file as office programs write it, or as somebody with bad intentions does. */
export function zipOf(parts: readonly Part[], comment = ""): Uint8Array {
  const locals: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { local, central } = entryOf(part, offset);
    locals.push(local);
    table.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(table);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return new Uint8Array(Buffer.concat([...locals, central, end, Buffer.from(comment, "latin1")]));
}

function entryOf({ name, content = "", isStored = false, declared, flags = 0 }: Part, offset: number) {
  const plain = Buffer.from(content);
  const packed = isStored ? plain : deflateRawSync(plain);
  const unpacked = declared ?? plain.length;
  const title = Buffer.from(name, "utf8");
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(isStored ? 0 : 8, 4);
  common.writeUInt32LE(crc32(plain), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(unpacked, 18);
  common.writeUInt16LE(title.length, 22);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from("PK\x03\x04"), common, title, packed]),
    central: Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, title]),
  };
}

const CONTENT_TYPES: Part = { name: "[Content_Types].xml", content: "<Types/>" };
const MAIN = { docx: "word/document.xml", pptx: "ppt/presentation.xml", xlsx: "xl/workbook.xml" };

export function officeFile(kind: keyof typeof MAIN, more: readonly Part[] = []): Uint8Array {
  return zipOf([
    CONTENT_TYPES,
    { name: "_rels/.rels", content: "<R/>" },
    { name: MAIN[kind], content: "<w/>" },
    ...more,
  ]);
}

export function openDocument(kind: "text" | "presentation" | "spreadsheet", more: readonly Part[] = []): Uint8Array {
  const mimetype = { name: "mimetype", content: `application/vnd.oasis.opendocument.${kind}`, isStored: true };
  return zipOf([mimetype, { name: "content.xml", content: "<o/>" }, ...more]);
}
