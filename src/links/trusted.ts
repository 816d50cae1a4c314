/** A domain that teachers know and rely on, so that it is worth being imitated. */
export interface Trusted {
  readonly domain: string;
  /** The part of it that people recognise. */
  readonly name: string;
  /**
   * - `official`: the name belongs to a ministry alone; nobody else has a good reason to put it into an address.
   * - `brand`: a made-up word; as a word of its own in another's address it is borrowed.
   * - `word`: an everyday word (belajar is "to learn"), which many addresses contain honestly.
   */
  readonly kind: "official" | "brand" | "word";
  /** It has its name in every country: google.co.id, google.de. */
  readonly inEveryCountry?: true;
}

export const TRUSTED: readonly Trusted[] = [
  { domain: "belajar.id", name: "belajar", kind: "word" },
  { domain: "kemendikdasmen.go.id", name: "kemendikdasmen", kind: "official" },
  { domain: "guru.kemendikdasmen.go.id", name: "kemendikdasmen", kind: "official" },
  { domain: "kemdikbud.go.id", name: "kemdikbud", kind: "official" },
  { domain: "kemendikbud.go.id", name: "kemendikbud", kind: "official" },
  { domain: "kemdiktisaintek.go.id", name: "kemdiktisaintek", kind: "official" },
  { domain: "kemenag.go.id", name: "kemenag", kind: "official" },
  { domain: "google.com", name: "google", kind: "brand", inEveryCountry: true },
  { domain: "youtube.com", name: "youtube", kind: "brand", inEveryCountry: true },
  { domain: "youtube-nocookie.com", name: "youtube", kind: "brand" },
  { domain: "canva.com", name: "canva", kind: "brand" },
  { domain: "canva.site", name: "canva", kind: "brand" },
  { domain: "canva.link", name: "canva", kind: "brand" },
  { domain: "canva.cn", name: "canva", kind: "brand" },
  { domain: "kahoot.com", name: "kahoot", kind: "brand" },
  { domain: "kahoot.it", name: "kahoot", kind: "brand" },
  { domain: "quizizz.com", name: "quizizz", kind: "brand" },
  { domain: "wayground.com", name: "wayground", kind: "brand" },
  { domain: "whatsapp.com", name: "whatsapp", kind: "brand" },
  { domain: "whatsapp.net", name: "whatsapp", kind: "brand" },
  { domain: "microsoft.com", name: "microsoft", kind: "brand" },
];

/** Given only to those who prove who they are: government, universities, schools, the military, villages. */
export const PROVEN_SUFFIXES: ReadonlySet<string> = new Set(["go.id", "ac.id", "sch.id", "mil.id", "desa.id"]);

/** Words that go with a borrowed name: what is promised, and what is asked for. */
export const BAIT: ReadonlySet<string> = new Set([
  ...["login", "signin", "masuk", "akun", "account", "accounts", "sso", "verify", "verifikasi", "secure", "security"],
  ...[
    "support",
    "help",
    "bantuan",
    "resmi",
    "official",
    "info",
    "daftar",
    "gratis",
    "free",
    "promo",
    "hadiah",
    "bonus",
  ],
  ...["kuota", "bansos", "tunjangan", "sertifikasi", "sertifikat", "pencairan", "pro", "premium", "edu", "education"],
  ...["indonesia", "guru", "sekolah"],
]);

/** Services that hide where a link leads; those much used in Indonesia among them. Exact hosts. */
export const SHORTENERS: ReadonlySet<string> = new Set([
  ...["bit.ly", "bitly.com", "j.mp", "s.id", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "v.gd", "buff.ly"],
  ...["cutt.ly", "rebrand.ly", "rb.gy", "shorturl.at", "tiny.cc", "t.ly", "bl.ink", "lnkd.in", "adf.ly", "ouo.io"],
  ...["dik.si", "intip.in", "gg.gg", "kutt.it", "soo.gd", "clck.ru", "short.io", "urlz.fr", "bit.do", "tr.ee"],
  ...["shorturl.asia", "s.ee", "t2m.io", "han.gl", "n9.cl", "u.to", "x.gd", "me-qr.com", "qrco.de", "snip.ly"],
]);
