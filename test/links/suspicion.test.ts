import { domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelAsWritten } from "../../src/links/punycode.js";
import { suspicion } from "../../src/links/suspicion.js";

const at = (host: string) => suspicion(`https://${host}/a?b=1`);

describe("a lookalike", () => {
  it.each([
    ["belajar-id.com", "belajar.id"],
    ["belajar.id.com", "belajar.id"],
    ["guru.belajar-id.web.app", "belajar.id"],
    ["belajar.id-login.com", "belajar.id"],
    ["akun-belajar-id.blogspot.com", "belajar.id"],
    ["belajarid.com", "belajar.id"],
    ["be1ajar.id", "belajar.id"],
    ["beiajar.id", "belajar.id"],
    ["belajr.id", "belajar.id"],
    ["beljaar.id", "belajar.id"],
    ["belаjar.id", "belajar.id"], // Cyrillic а
    ["kemdikbud.co", "kemdikbud.go.id"],
    ["kemdikbud.go.id.masuk.com", "kemdikbud.go.id"],
    ["kemdikbud-go-id.com", "kemdikbud.go.id"],
    ["kemdikbudgoid.com", "kemdikbud.go.id"],
    ["info-kemdikbud.com", "kemdikbud.go.id"],
    ["infokemdikbud.my.id", "kemdikbud.go.id"],
    ["kemdikbud.bantuan-guru.com", "kemdikbud.go.id"],
    ["kemdikbut.com", "kemdikbud.go.id"],
    ["kemendikdasmen.id", "kemendikdasmen.go.id"],
    ["guru-kemendikdasmen.id", "kemendikdasmen.go.id"],
    ["kemendikdesman.com", "kemendikdasmen.go.id"],
    ["g00gle.com", "google.com"],
    ["goog1e.co.id", "google.com"],
    ["gооgle.com", "google.com"], // Cyrillic о
    ["göogle.com", "google.com"],
    ["gogle.com", "google.com"],
    ["googel.com", "google.com"],
    ["google.xyz", "google.com"],
    ["google-login.com", "google.com"],
    ["googlelogin.com", "google.com"],
    ["docs.google.com.masuk.net", "google.com"],
    ["g00gle.masuk.net", "google.com"],
    ["y0utube.com", "youtube.com"],
    ["canva-gratis.com", "canva.com"],
    ["canvapro.id", "canva.com"],
    ["canνa.com", "canva.com"], // Greek ν
    ["cavna.com", "canva.com"],
    ["kahoot.live", "kahoot.com"],
    ["quiziz.com", "quizizz.com"],
    ["waygroumd.com", "wayground.com"],
    ["whatsapp-bonus.com", "whatsapp.com"],
  ])("%s: of %s", (host, of) => {
    expect(at(host)).toEqual({ kind: "lookalike", of });
  });
});

describe("nothing to suspect", () => {
  it.each([
    ...[
      "belajar.id",
      "guru.sma.belajar.id",
      "www.kemdikbud.go.id",
      "guru.kemendikdasmen.go.id",
      "kemendikdasmen.go.id",
    ],
    ...[
      "bbpmpjabar.kemendikdasmen.go.id",
      "google.com",
      "docs.google.com",
      "google.co.id",
      "google.de",
      "sites.google.com",
    ],
    ...["youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com", "forms.gle", "maps.app.goo.gl"],
    ...[
      "canva.com",
      "www.canva.com",
      "kelasku.my.canva.site",
      "canva.link",
      "kahoot.it",
      "create.kahoot.it",
      "quizizz.com",
    ],
    ...["wayground.com", "chat.whatsapp.com", "wa.me", "t.me", "learn.microsoft.com", "login.microsoftonline.com"],
    // Everyday words are not a domain's own.
    ...["belajarbareng.com", "belajar.com", "ruangbelajar.id", "kelas-belajar.id", "rumahbelajar.web.id", "pelajar.id"],
    ...[
      "belajar.smpn1-bandung.sch.id",
      "elearning.ui.ac.id",
      "belajar-matematika.id",
      "ayobelajar.or.id",
      "mengajar.id",
    ],
    // Other words, not slips.
    ...[
      "canvas.instructure.com",
      "canvas.net",
      "doodle.com",
      "playground.com",
      "quizlet.com",
      "moodle.org",
      "edmodo.com",
    ],
    // Schools and the government had to prove who they are.
    ...["kemenag-bandung.sch.id", "google.smkn2.sch.id", "disdik.jabarprov.go.id", "kemdikbud.go.id"],
    ...[
      "kompas.com",
      "ruangguru.com",
      "zenius.net",
      "guruberbagi.net",
      "bücher.de",
      "ruangguruñ.com",
      "school_1.example.org",
    ],
    // What looks like a shortener's name, but is not it.
    ...["bitly.example.org", "as.id", "home.s.id", "tinyurl.co.id"],
  ])("%s", (host) => {
    expect(at(host)).toBeUndefined();
  });
});

describe("other reasons to look first", () => {
  it.each(["bit.ly", "s.id", "www.tinyurl.com", "t.co", "cutt.ly", "dik.si", "rb.gy", "shorturl.at"])(
    "%s hides where it leads",
    (host) => {
      expect(at(host)).toEqual({ kind: "shortener" });
    },
  );

  it.each(["ruаngguru.com", "аррӏе.com", "ɡuru.id", "ruang-гuru.id", "مدرسة.com", "xn--80ak6aa92e.com"])(
    "%s has letters that mislead",
    (host) => {
      expect(at(host)).toEqual({ kind: "homograph" });
    },
  );

  it.each(["8.8.4.4", "0x08.8.4.4", "134743044"])("nobody knows whose %s is", (host) => {
    expect(at(host)).toEqual({ kind: "address" });
  });

  it.each(["https://localhost/", "https://user@google.com/", "http://google.com:22/", "halo", "javascript:alert(1)"])(
    "%s is no link",
    (href) => {
      expect(suspicion(href)).toEqual({ kind: "refused" });
    },
  );

  it("looks behind gates", () => {
    expect(suspicion("https://l.facebook.com/l.php?u=https%3A%2F%2Fbelajar-id.com%2F")).toEqual({
      kind: "lookalike",
      of: "belajar.id",
    });
  });

  it("asks the list for the host and for its domain, and heeds it before all else", () => {
    const asked: string[] = [];
    const isListed = (name: string) => asked.push(name) > 0 && name === "belajar-id.com";
    expect(suspicion("https://Kelas.Belajar-ID.com/a", isListed)).toEqual({ kind: "listed" });
    expect(asked).toEqual(["kelas.belajar-id.com", "belajar-id.com"]);
    expect(suspicion("https://kelas.example.org/a", isListed)).toBeUndefined();
  });

  it("never throws, whatever it is", () => {
    const host = fc.oneof(fc.string({ unit: "grapheme", maxLength: 30 }), fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(host, (name) => {
        const found = suspicion(`https://${name}/`);
        expect([undefined, "refused", "lookalike", "homograph", "address", "shortener"]).toContain(found?.kind);
      }),
    );
  });
});

describe("a label in Punycode", () => {
  it("is written as Node.js's own library writes it", () => {
    // Letters that every registry allows, so that the library has no reason to leave a label as it is.
    const letter = fc.constantFrom(...Array.from("abz09äöüßéñżアイ日本語школаελληνικάไทย한국어ꦱꦼ"));
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 20 }), (letters) => {
        const href = `https://a${letters.join("")}.org/`;
        fc.pre(URL.canParse(href));
        const host = new URL(href).hostname;
        const library = domainToUnicode(host);
        fc.pre(library !== "");
        expect(`${labelAsWritten(host.slice(0, -".org".length))}.org`).toBe(library);
      }),
      { numRuns: 500 },
    );
  });

  it.each(["xn--", "xn---", "xn--99999999999999999", "xn--a-b-c-é", "XN--X", "guru"])(
    "that is none stays as it is: %s",
    (label) => {
      expect(labelAsWritten(label)).toBe(label);
    },
  );

  it("never is half a character, or nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("abcxyz0189-")), maxLength: 60 }), (encoded) => {
        const written = labelAsWritten(`xn--${encoded}`);
        expect(written).not.toBe("");
        expect(Buffer.from(written).toString()).toBe(written);
      }),
    );
  });
});
