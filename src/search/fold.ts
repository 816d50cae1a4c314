/** Longer texts are cut, in UTF-16 code units: what stands after so much is no help to find a thing by. */
const MOST_OF_A_TEXT = 20_000;

/** No language heaps more marks on a letter; normalising thousands takes a time that grows with their square. */
const HEAPS_OF_MARKS = /(\p{M}{4})\p{M}+/gu;
/** Soft hyphens, joiners and marks of direction: nobody sees them, so they part no words. */
const UNSEEN = /\p{Cf}+/gu;
const MARKS = /\p{M}+/gu;
const APOSTROPHES = /(?<=\p{L})['’‘ʼʻ`´](?=\p{L})/gu;
const APOSTROPHE = /['’‘ʼʻ`´]/;
const PLAIN = /^[\n -~]*$/;

/**
 * A text as it is compared: compatibility forms (NFKD), case, accents and what nobody sees are taken off, and
 * apostrophes within words ("Jum'at", "Qur’an") too. Of more than 20,000 code units the first are taken.
 */
export function fold(text: string): string {
  const some = text.slice(0, MOST_OF_A_TEXT);
  const plain = PLAIN.test(some) ? some.toLowerCase() : foldLetters(some);
  return APOSTROPHE.test(plain) ? plain.replace(APOSTROPHES, "") : plain;
}

/** Up and down again, because some letters, such as "ß" and "ı", are like others only in capitals. */
function foldLetters(text: string): string {
  return (
    text
      .replace(UNSEEN, "")
      .replace(HEAPS_OF_MARKS, "$1")
      .normalize("NFKD")
      // A letter such as "ﷺ" becomes eighteen.
      .slice(0, MOST_OF_A_TEXT)
      .toUpperCase()
      .toLowerCase()
      .normalize("NFKD")
      .replace(MARKS, "")
      .normalize("NFC")
  );
}
