import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalLink } from "../../src/links/canonical.js";

const keyOf = (href: string) => canonicalLink(href)?.key;

describe("the key of a link", () => {
  it.each([
    ["scheme", "http://example.org/a", "https://example.org/a"],
    ["case of scheme and host", "HTTPS://Example.ORG/a", "https://example.org/a"],
    ["www", "https://www.example.org/a", "https://example.org/a"],
    ["a second server", "https://www2.example.org/a", "https://example.org/a"],
    ["the dot of the root", "https://example.org./a", "https://example.org/a"],
    ["the port of the scheme", "https://example.org:443/a", "https://example.org/a"],
    ["the port of the other scheme", "http://example.org:443/a", "https://example.org/a"],
    ["a slash at the end", "https://example.org/a/", "https://example.org/a"],
    ["a slash at the root", "https://example.org/", "https://example.org"],
    ["slashes in a row", "https://example.org//a///b", "https://example.org/a/b"],
    ["the directory's page", "https://example.org/a/index.html", "https://example.org/a"],
    ["the directory's program", "https://example.org/a/index.php?id=3", "https://example.org/a?id=3"],
    ["dots in the path", "https://example.org/x/../a/./b", "https://example.org/a/b"],
    ["spaces around it", "  https://example.org/a\n", "https://example.org/a"],
    ["a campaign", "https://example.org/a?utm_source=wa&utm_medium=x&UTM_Campaign=y", "https://example.org/a"],
    ["networks", "https://example.org/a?fbclid=1&gclid=2&igsh=3&ttclid=4", "https://example.org/a"],
    ["newsletters", "https://example.org/a?mc_cid=1&mc_eid=2&mkt_tok=3", "https://example.org/a"],
    ["shops", "https://example.org/a?spm=a2o4j.1&scm=1007", "https://example.org/a"],
    ["a share button", "https://example.org/a?si=abc&feature=share", "https://example.org/a"],
    ["an encoded name of a campaign", "https://example.org/a?utm%5Fsource=wa", "https://example.org/a"],
    ["parameters in another order", "https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"],
    ["a parameter without a value", "https://example.org/a?b", "https://example.org/a?b="],
    ["nothing between the signs", "https://example.org/a?&b=1&&", "https://example.org/a?b=1"],
    ["a space as plus", "https://example.org/a?b=c+d", "https://example.org/a?b=c%20d"],
    ["needless encoding", "https://example.org/%7Eguru/%61", "https://example.org/~guru/a"],
    ["the case of an encoding", "https://example.org/a%2fb", "https://example.org/a%2Fb"],
    ["an address as typed", "https://example.org/ké mari", "https://example.org/k%C3%A9%20mari"],
    ["a place on the page", "https://example.org/a#bab-2", "https://example.org/a"],
    ["words on the page", "https://example.org/a#:~:text=halo", "https://example.org/a"],
    ["an empty route", "https://example.org/a#!/", "https://example.org/a"],
    ["a slash after a route", "https://example.org/#/kelas/7/", "https://example.org/#/kelas/7"],
    ["a telephone's page", "https://m.detik.com/edu/a", "https://www.detik.com/edu/a"],
    ["a telephone's page within", "https://id.m.wikipedia.org/wiki/Guru", "https://id.wikipedia.org/wiki/Guru"],
    ["another telephone's page", "https://mobile.twitter.com/a/status/1", "https://twitter.com/a/status/1"],
    ["a slow network's page", "https://mbasic.facebook.com/groups/1", "https://www.facebook.com/groups/1"],
    ["Facebook without data", "https://web.facebook.com/groups/1", "https://www.facebook.com/groups/1"],
    ["AMP by host", "https://amp.kompas.com/edu/read/1", "https://www.kompas.com/edu/read/1"],
    ["AMP by path", "https://example.org/a/amp/", "https://example.org/a"],
    ["AMP by name", "https://example.org/a.amp.html", "https://example.org/a.html"],
    ["AMP by parameter", "https://example.org/a?amp=1", "https://example.org/a"],
    ["AMP in Google's copy", "https://www.google.com/amp/s/www.kompas.com/edu/1", "https://kompas.com/edu/1"],
    [
      "AMP in a cache",
      "https://www-kompas-com.cdn.ampproject.org/c/s/www.kompas.com/edu/1",
      "https://kompas.com/edu/1",
    ],
    [
      "Google's way out",
      "https://www.google.com/url?q=https://example.org/a%3Fb%3D1&sa=D",
      "https://example.org/a?b=1",
    ],
    ["Facebook's way out", "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa&h=x", "https://example.org/a"],
    ["Instagram's way out", "https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2Fa", "https://example.org/a"],
    ["ways out in a row", wrapped(wrapped("https://example.org/a")), "https://example.org/a"],
    ["an international host", "https://bücher.example.org/a", "https://xn--bcher-kva.example.org/a"],
  ])("is not changed by %s", (_what, one, other) => {
    expect(keyOf(one)).toBeDefined();
    expect(keyOf(one)).toBe(keyOf(other));
  });

  const video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
  const sheet = "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjK/edit";
  const file = "https://drive.google.com/file/d/1AbCdEfGhIjK/view";
  const folder = "https://drive.google.com/drive/folders/1AbCdEfGhIjK";

  it.each([
    ["https://youtu.be/dQw4w9WgXcQ?si=AbC&t=43", video],
    ["https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&feature=youtu.be", video],
    ["https://youtube.com/shorts/dQw4w9WgXcQ?feature=share", video],
    ["https://www.youtube.com/live/dQw4w9WgXcQ", video],
    ["https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0", video],
    ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", video],
    ["https://music.youtube.com/watch?v=dQw4w9WgXcQ", video],
    ["https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=RDdQw4w9WgXcQ&start_radio=1", video],
    ["https://youtu.be/dQw4w9WgXcQ?list=PL0123456789", `${video}&list=PL0123456789&index=2`],
    [
      "https://www.youtube.com/embed/videoseries?list=PL0123456789",
      "https://m.youtube.com/playlist?list=PL0123456789&si=x",
    ],
    ["https://docs.google.com/spreadsheets/d/1AbCdEfGhIjK/edit?usp=sharing&ouid=1&rtpof=true", sheet],
    ["https://docs.google.com/spreadsheets/u/1/d/1AbCdEfGhIjK/htmlview", sheet],
    ["https://docs.google.com/a/guru.sma.belajar.id/spreadsheets/d/1AbCdEfGhIjK", sheet],
    [`${sheet}#gid=0`, sheet],
    [`${sheet}?gid=77#gid=77`, `${sheet}#gid=77`],
    [
      "https://docs.google.com/document/d/1AbCdEfGhIjK/edit?tab=t.0#heading=h.x",
      "https://docs.google.com/document/d/1AbCdEfGhIjK/copy",
    ],
    [
      "https://docs.google.com/forms/d/e/1FAIpQLSabc/viewform?usp=sf_link",
      "http://docs.google.com/forms/d/e/1FAIpQLSabc/viewform?usp=pp_url&entry.1=x",
    ],
    ["https://drive.google.com/open?id=1AbCdEfGhIjK&authuser=1&usp=drive_fs", file],
    ["https://drive.google.com/uc?export=download&id=1AbCdEfGhIjK", file],
    ["https://drive.google.com/file/u/0/d/1AbCdEfGhIjK/preview?resourcekey=0-x", file],
    ["https://drive.google.com/drive/u/2/folders/1AbCdEfGhIjK?usp=sharing", folder],
    ["https://drive.google.com/drive/mobile/folders/1AbCdEfGhIjK", folder],
  ])("is that of the thing itself: %s", (one, other) => {
    expect(keyOf(one)).toBeDefined();
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it.each([
    ["path", "https://example.org/a", "https://example.org/b"],
    ["case of the path", "https://example.org/a", "https://example.org/A"],
    ["subdomain", "https://sd.example.org/a", "https://smp.example.org/a"],
    ["parameter", "https://example.org/a?id=1", "https://example.org/a?id=2"],
    ["order of one parameter's values", "https://example.org/?a=1&a=2", "https://example.org/?a=2&a=1"],
    ["branch", "https://github.com/a/b?ref=x", "https://github.com/a/b"],
    ["route", "https://example.org/#/kelas/7", "https://example.org/#/kelas/8"],
    ["encoded slash", "https://example.org/a%2Fb", "https://example.org/a/b"],
    ["encoded percent sign", "https://example.org/%2541", "https://example.org/A"],
    ["video", video, "https://www.youtube.com/watch?v=dQw4w9WgXcR"],
    ["list of videos", video, `${video}&list=PL0123456789`],
    ["sheet", sheet, `${sheet}#gid=77`],
    ["kind of document", sheet, "https://docs.google.com/document/d/1AbCdEfGhIjK/edit"],
    [
      "form to fill in and to edit",
      "https://docs.google.com/forms/d/1FAIpQLSabc",
      "https://docs.google.com/forms/d/e/1FAIpQLSabc",
    ],
    ["page about AMP", "https://example.org/amp", "https://example.org"],
    ["blog of another person", "https://m.blogspot.com/a", "https://amp.blogspot.com/a"],
  ])("tells one %s from another", (_what, one, other) => {
    expect(keyOf(one)).toBeDefined();
    expect(keyOf(other)).toBeDefined();
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

describe("where a link is opened", () => {
  it.each([
    ["https://www.example.org/a/?utm_source=wa&id=3#bab-2", "https://www.example.org/a/?id=3#bab-2"],
    ["http://example.org:80/a", "http://example.org/a"],
    ["https://youtu.be/dQw4w9WgXcQ?si=x&t=1m30s", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s"],
    [
      "https://drive.google.com/file/d/1AbCdEfGhIjK/view?usp=sharing&resourcekey=0-x",
      "https://drive.google.com/file/d/1AbCdEfGhIjK/view?resourcekey=0-x",
    ],
    ["https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3D1", "https://example.org/a"],
    ["https://example.org/a?b=%zz&c='d'", "https://example.org/a?b=%zz&c=%27d%27"],
  ])("%s: at %s", (shared, href) => {
    expect(canonicalLink(shared)?.href).toBe(href);
  });
});

describe("the domain of a link", () => {
  it.each([
    ["https://kelas7.smpn1-bandung.sch.id/a", "smpn1-bandung.sch.id"],
    ["https://www.kompas.com/edu", "kompas.com"],
    ["https://bu-sari.blogspot.com/2026", "bu-sari.blogspot.com"],
    ["https://guru.github.io", "guru.github.io"],
    ["https://belajar.id.masuk-akun.com/login", "masuk-akun.com"],
    ["https://google.com@evil.example/", undefined],
    ["https://bücher.de/", "bücher.de"],
    ["https://ruangguruñ.com/", "ruangguruñ.com"],
    ["https://日本語学校.jp/", "日本語学校.jp"],
    ["https://школа.рф/", "школа.рф"],
    ["https://ꦱꦼꦏꦺꦴꦭꦃ.id/", "ꦱꦼꦏꦺꦴꦭꦃ.id"],
    // Cyrillic о twice, within Latin.
    ["https://gооgle.com/", "xn--ggle-55da.com"],
    // Cyrillic throughout, and looks like "apple".
    ["https://аррӏе.com/", "xn--80ak6aa92e.com"],
    // Latin, but looks like a trusted name.
    ["https://göogle.com/", "xn--gogle-jua.com"],
    // Latin script g.
    ["https://ɡuru.id/", "xn--uru-8tb.id"],
    // Reads from right to left, which moves what stands around it.
    ["https://مدرسة.com/", "xn--ogblgi1g.com"],
    ["https://xn--aaaaaaaaaaaaaaa0.com/", undefined],
    ["http://8.8.4.4/a", "8.8.4.4"],
    ["https://co.id/", "co.id"],
  ])("%s: %s", (href, domain) => {
    expect(canonicalLink(href)?.domain).toBe(domain);
  });
});

describe("what is no link", () => {
  it.each([
    ["nothing", ""],
    ["words", "halo semua"],
    ["a host alone", "example.org/a"],
    ["a file", "file:///etc/passwd"],
    ["gopher", "gopher://example.org/"],
    ["ftp", "ftp://example.org/a"],
    ["a script", "javascript:alert(1)"],
    ["data", "data:text/html,<b>x"],
    ["a mail", "mailto:guru@example.org"],
    ["a name", "https://user@example.org/"],
    ["a password", "https://user:pass@example.org/"],
    ["an encoded name", "https://us%40er@example.org/"],
    ["port 22", "http://example.org:22/"],
    ["port 8080", "https://example.org:8080/"],
    ["port 0", "https://example.org:0/"],
    ["a host without a dot", "http://localhost/"],
    ["a host with a dot at the end alone", "http://localhost./"],
    ["an empty label", "https://a..example.org/"],
    ["a star", "https://*.example.org/"],
    ["a backtick", "https://a`b.example.org/"],
    ["loopback", "http://127.0.0.1/"],
    ["loopback as a number", "http://2130706433/"],
    ["IPv6", "https://[2606:4700::1111]/"],
    ["a private address", "http://192.168.1.1/"],
    ["2,001 characters", `https://example.org/${"a".repeat(1_981)}`],
    ["2,001 characters when written out", `https://example.org/${"é".repeat(331)}`],
    ["ways out without an end", Array.from({ length: 7 }).reduce<string>(wrapped, "https://example.org/a")],
  ])("%s", (_what, href) => {
    expect(canonicalLink(href)).toBeUndefined();
  });

  it("is not behind a gate: then the gate itself is the page", () => {
    expect(canonicalLink(wrapped("http://127.0.0.1/"))?.domain).toBe("google.com");
  });

  it("begins after 2,000 characters", () => {
    expect(canonicalLink(`https://example.org/${"a".repeat(1_980)}`)).toBeDefined();
  });
});

function wrapped(href: string): string {
  return `https://www.google.com/url?q=${encodeURIComponent(href)}`;
}

describe("any link", () => {
  const piece = fc.constantFrom(
    ...[
      "a",
      "b",
      "index.html",
      "amp",
      ".amp.html",
      "%",
      "%2",
      "%41",
      "%2f",
      "%25",
      "%e9",
      "é",
      "..",
      ".",
      "/",
      "//",
      ":",
    ],
    ...[
      "?",
      "&",
      "=",
      "+",
      "#",
      "#!/",
      "#/",
      "watch",
      "v=dQw4w9WgXcQ",
      "list=PLabc",
      "d",
      "e",
      "edit",
      "gid=3",
      "document",
    ],
    ...[
      "utm_source=x",
      "amp=1",
      "url",
      "q=https://example.org/",
      "s",
      "c",
      "www.kompas.com",
      "'",
      '"',
      "\\",
      " ",
      "\u0000",
      "\ud800",
    ],
  );
  const host = fc.constantFrom(
    ...["example.org", "www.m.example.co.id", "youtu.be", "www.youtube.com", "docs.google.com", "drive.google.com"],
    ...[
      "www.google.com",
      "a.cdn.ampproject.org",
      "l.facebook.com",
      "bücher.de",
      "gооgle.com",
      "x.blogspot.com",
      "8.8.8.8",
    ],
  );
  const href = fc
    .tuple(fc.constantFrom("http", "https"), host, fc.array(fc.oneof(piece, fc.constant("/")), { maxLength: 14 }))
    .map(([scheme, name, pieces]) => `${scheme}://${name}/${pieces.join("")}`);
  const any = fc.oneof(href, fc.webUrl({ withFragments: true, withQueryParameters: true }));

  it("is the same when it is taken again, from where it is opened and from its key", () => {
    fc.assert(
      fc.property(any, (shared) => {
        const link = canonicalLink(shared);
        fc.pre(link !== undefined);
        expect(canonicalLink(link.href)).toEqual(link);
        expect(canonicalLink(`https://${link.key}`)?.key).toBe(link.key);
      }),
      { numRuns: 500 },
    );
  });

  const tracking = fc.constantFrom("utm_source", "utm_x", "fbclid", "gclid", "igsh", "si", "feature", "spm", "mc_cid");

  it("keeps its key when it is tracked", () => {
    fc.assert(
      fc.property(any, tracking, fc.string(), fc.boolean(), (shared, name, value, isFirst) => {
        const link = canonicalLink(shared);
        fc.pre(link !== undefined);
        const url = new URL(link.href);
        const added = `${name}=${encodeURIComponent(value)}`;
        const before = url.search.slice(1);
        url.search = (isFirst ? [added, before] : [before, added]).filter((part) => part !== "").join("&");
        fc.pre(url.href.length <= 2_000);
        expect(keyOf(url.href)).toBe(link.key);
      }),
    );
  });

  it("never throws, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), any), (text) => {
        const link = canonicalLink(text);
        if (link !== undefined) expect(new URL(link.href).protocol).toMatch(/^https?:$/);
      }),
    );
  });

  it.each([
    ["slashes", "https://example.org" + "/".repeat(1_900)],
    ["pages of directories", "https://example.org" + "/index.html".repeat(170)],
    ["AMP", "https://example.org/a" + "/amp".repeat(450)],
    ["percent signs", "https://example.org/" + "%".repeat(600)],
    ["labels", "https://" + "a.".repeat(120) + "org/"],
    ["100,000 characters", "https://example.org/" + "a".repeat(100_000)],
  ])("takes no time, even with many %s", (_what, shared) => {
    const start = performance.now();
    canonicalLink(shared);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
