/** Words that say nothing of what a text is about, in Indonesian (also as people type it in a chat) and in English. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `
  ada adalah agar akan aku anda apa apakah atas atau bagaimana bagi bahwa banyak beberapa belum berbagai bisa boleh buat
  dalam dan dapat dari demi dengan di dia dll dong dsb gimana hal hanya harus hingga ia ini itu iya jadi jika juga kalau kalo kami kamu
  karena ke kepada kita kok kpd krn lagi lah lain lalu lebih maka mana masih mau mereka mohon nih oleh pada
  para pernah perlu pun saat saja sambil sampai sangat saya sebagai sebuah secara sedang segala sehingga sejak seorang
  semua seperti serta setiap sih sudah supaya tanpa tapi telah tentang tetapi tiap tidak tolong untuk yaitu yakni yang
  bgmn blm dgn dlm dr gmn jd jg jgn kl klo lg sdh spt tdk tsb tg tp utk yg
  a about all also an and any are as at be been but by can could do does doing each for from get had has have how i if in
  into is it its just let like may me more most my need not of on or our out over please should so some such than that the their
  them then there these they this those to too up us use used using very via want was we were what when where which who
  why will with would you your
  http https www com
  `
    .trim()
    .split(/\s+/),
);

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
