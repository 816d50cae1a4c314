import { z } from "zod";
import { contentOf, type CardFile } from "../../chat/card.js";
import { baseName, fileBytes, type FileProblem, type FileRef } from "../../chat/file.js";

// Zod's own rule for base64 takes half a second for 10 MB.
const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
  .refine(({ length }) => length % 4 === 0);
const upload = z.object({ name: z.string(), mediaType: z.string(), base64 });

/** The sandbox keeps no more files than these, nor more bytes of all together; the oldest go first. */
const MOST = { files: 50, bytes: 8 * fileBytes.most };

/** Files that people of the sandbox handed over: in memory, for as long as somebody is likely to be busy with them. */
export function makeUploads(newId: () => string) {
  const kept = new Map<string, Buffer>();

  function tidy(): void {
    let bytes = [...kept.values()].reduce((sum, content) => sum + content.length, 0);
    for (const [id, content] of kept) {
      if (kept.size <= MOST.files && bytes <= MOST.bytes) return;
      kept.delete(id);
      bytes -= content.length;
    }
  }

  function keep({ name, mediaType }: Pick<CardFile, "name" | "mediaType">, content: Buffer): FileRef {
    const ref = newId();
    kept.set(ref, content);
    tidy();
    return { name: baseName(name), mediaType, size: content.length, ref };
  }

  return {
    /** What was sent as `{name, mediaType, base64}`; undefined when it is something else. */
    take(value: unknown): FileRef | undefined {
      const found = upload.safeParse(value).data;
      return found && keep(found, Buffer.from(found.base64, "base64"));
    },

    /** A file that hangs on a message. */
    lend: (file: CardFile): FileRef => keep(file, contentOf(file)),

    read(ref: string, maxBytes: number): Uint8Array | FileProblem {
      const content = kept.get(ref);
      if (content === undefined) return "fileGone";
      return content.length > maxBytes ? "fileTooLarge" : content;
    },
  };
}
