/** A kind of file that teachers share, by the extension it is stored with. */
export interface FileType {
  readonly extension: string;
  readonly mediaType: string;
  /** How its content is known. */
  readonly content: "pdf" | "ooxml" | "odf" | "text" | "jpeg" | "png" | "webp" | "gif" | "mp3";
  /** Other extensions and media types under which it arrives. */
  readonly alsoExtensions?: readonly string[];
  readonly alsoMediaTypes?: readonly string[];
}

const OOXML = "application/vnd.openxmlformats-officedocument";
const ODF = "application/vnd.oasis.opendocument";

/**
 * Documents, tables, slides, plain text, pictures and sound. Not among them: anything a browser or an office program
 * would run (HTML, SVG, macros), the old binary office formats, whose macros can't be told, and films, which are too large.
 */
export const fileTypes: readonly FileType[] = [
  { extension: "pdf", mediaType: "application/pdf", content: "pdf", alsoMediaTypes: ["application/x-pdf"] },
  { extension: "docx", mediaType: `${OOXML}.wordprocessingml.document`, content: "ooxml" },
  { extension: "pptx", mediaType: `${OOXML}.presentationml.presentation`, content: "ooxml" },
  { extension: "xlsx", mediaType: `${OOXML}.spreadsheetml.sheet`, content: "ooxml" },
  { extension: "odt", mediaType: `${ODF}.text`, content: "odf" },
  { extension: "odp", mediaType: `${ODF}.presentation`, content: "odf" },
  { extension: "ods", mediaType: `${ODF}.spreadsheet`, content: "odf" },
  { extension: "txt", mediaType: "text/plain", content: "text" },
  {
    extension: "md",
    mediaType: "text/markdown",
    content: "text",
    alsoExtensions: ["markdown"],
    alsoMediaTypes: ["text/plain", "text/x-markdown"],
  },
  {
    extension: "csv",
    mediaType: "text/csv",
    content: "text",
    alsoMediaTypes: ["text/plain", "application/csv", "application/vnd.ms-excel"],
  },
  {
    extension: "jpg",
    mediaType: "image/jpeg",
    content: "jpeg",
    alsoExtensions: ["jpeg", "jpe", "jfif"],
    alsoMediaTypes: ["image/jpg", "image/pjpeg"],
  },
  { extension: "png", mediaType: "image/png", content: "png", alsoMediaTypes: ["image/x-png", "image/apng"] },
  { extension: "webp", mediaType: "image/webp", content: "webp" },
  { extension: "gif", mediaType: "image/gif", content: "gif" },
  { extension: "mp3", mediaType: "audio/mpeg", content: "mp3", alsoMediaTypes: ["audio/mp3", "audio/x-mp3"] },
];

/** What says nothing about the content. */
const VAGUE = /^$|^application\/(octet-stream|zip|x-zip-compressed|binary|force-download)$|^binary\/octet-stream$/;

export function typeByExtension(extension: string): FileType | undefined {
  return fileTypes.find((type) => type.extension === extension || type.alsoExtensions?.includes(extension) === true);
}

/** "text/plain; charset=utf-8" → "text/plain". */
export function bareMediaType(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

/** Whether the sender's media type may stand with a file of this type. */
export function agrees(type: FileType, mediaType: string): boolean {
  const bare = bareMediaType(mediaType);
  return VAGUE.test(bare) || bare === type.mediaType || type.alsoMediaTypes?.includes(bare) === true;
}
