import type { DemoAsk } from "./shelf-shapes.js";

/** Questions that people asked before the first start, and what they were answered. */
export const demoAsks: readonly DemoAsk[] = [
  {
    key: "kelas-ramai",
    by: "nadia",
    text: "Saya praktik mengajar di kelas 3 dengan tiga puluh enam murid. Begitu saya menulis di papan, kelas langsung ramai. Apa yang bisa saya coba besok?",
    subject: "pengelolaan kelas",
    daysAgo: 24,
    answers: [
      {
        by: "fitri",
        text: "Jangan menulis sendiri. Minta satu murid menulis, Anda berdiri di tengah kelas. Saya mencobanya dua pekan dan suara saya tidak serak lagi.",
        daysAgo: 23,
      },
      {
        by: "lestari",
        text: "Sepakati satu isyarat tangan, lalu tunggu. Sepuluh detik pertama terasa lama sekali, sesudah itu jadi kebiasaan.",
        daysAgo: 23,
      },
    ],
    solved: true,
  },
  {
    key: "pecahan-senilai",
    by: "elsina",
    text: "Murid saya hafal cara menyamakan penyebut tetapi tidak percaya bahwa setengah sama dengan dua perempat. Adakah cara yang bisa dilihat dan dipegang?",
    subject: "Matematika",
    daysAgo: 18,
    answers: [
      {
        by: "rizal",
        text: "Lipat dua lembar kertas yang sama, warnai setengahnya, lalu lipat salah satunya sekali lagi. Biarkan mereka yang menamai bagiannya.",
        daysAgo: 17,
      },
    ],
    solved: true,
  },
  {
    key: "formative-big-class",
    by: "claire",
    text: "How do you find out what forty students understood before the bell, without reading forty papers that evening?",
    subject: "formative assessment",
    daysAgo: 15,
    answers: [
      {
        by: "meera",
        text: "One hinge question with four answers, fingers at the chest. I only write down the answer that surprised me.",
        daysAgo: 14,
      },
      {
        by: "sari",
        text: "Three piles at the door: got it, nearly, lost. I read the smallest pile only.",
        daysAgo: 13,
      },
    ],
    solved: true,
  },
  {
    key: "orang-tua-marah",
    by: "yulia",
    anonymous: true,
    text: "Seorang orang tua memarahi saya di depan anak-anak. Besok kami bertemu lagi. Bagaimana membuka percakapannya tanpa membela diri terus?",
    subject: "kerja sama dengan orang tua",
    daysAgo: 11,
    answers: [
      {
        by: "maya",
        text: "Sebagai orang tua saya paling lega ketika guru mulai dengan: apa yang Ibu lihat di rumah? Baru sesudah itu cerita tentang sekolah.",
        daysAgo: 10,
      },
      {
        by: "agus",
        text: "Ajak duduk menyamping, bukan berhadapan, dengan satu lembar contoh pekerjaan anak di antara Anda berdua.",
        daysAgo: 10,
      },
    ],
    solved: true,
  },
  {
    key: "izin-penelitian",
    by: "cut",
    text: "Apakah penelitian tindakan kelas di kelas sendiri perlu izin tertulis dari orang tua murid?",
    subject: "penelitian tindakan kelas",
    daysAgo: 9,
    answers: [
      {
        by: "intan",
        text: "Untuk pengajaran biasa tidak, untuk kutipan, foto, atau rekaman selalu. Saya punya contoh surat satu halaman dengan bahasa sehari-hari.",
        daysAgo: 8,
      },
    ],
  },
  {
    key: "kelas-rangkap",
    by: "yohanes",
    text: "Mulai semester depan saya memegang kelas 4 dan 5 sekaligus. Bagaimana membagi waktu papan tulis untuk dua tingkat?",
    subject: "Guru kelas",
    daysAgo: 7,
    answers: [
      {
        by: "yulianus",
        text: "Buka bersama dengan satu cerita, lalu satu tingkat bekerja mandiri lima belas menit sementara tingkat lain dengan Anda. Tukar sekali saja.",
        daysAgo: 6,
      },
    ],
  },
  {
    key: "robot-murah",
    by: "zeferino",
    text: "Adakah yang pernah membuat robot sederhana dari barang bekas bersama murid SMP? Kami hanya punya satu laptop.",
    subject: "STEM",
    daysAgo: 6,
    answers: [
      {
        by: "made",
        text: "Mulai dari mobil karet gelang, belum perlu laptop. Kalau sudah berjalan lurus, baru tambahkan motor kecil dari mainan rusak.",
        daysAgo: 5,
      },
    ],
  },
  {
    key: "partner-class",
    by: "farah",
    text: "I am looking for a class of ten-year-olds to exchange slow letters with, in simple English or with a teacher who translates. Who would like to try for one term?",
    subject: "intercultural learning",
    daysAgo: 4,
    answers: [
      {
        by: "joice",
        text: "My pupils are older, but my colleague teaches grade 5 and said yes when I read this to her. Shall we three talk on Thursday?",
        daysAgo: 3,
      },
    ],
  },
  {
    key: "ai-tugas",
    by: "hendra",
    text: "Murid SMK mengumpulkan laporan praktik yang jelas ditulis mesin. Saya tidak mau sekadar melarang. Bagaimana Anda merancang tugasnya?",
    subject: "AI di kelas",
    daysAgo: 2,
    answers: [
      {
        by: "bayu",
        text: "Minta mereka memeriksa jawaban mesin dengan alat yang ada di bengkel, lalu menilai tiga kesalahannya. Yang dinilai pemeriksaannya.",
        daysAgo: 1,
      },
    ],
  },
  {
    key: "bahasa-daerah-nilai",
    by: "selvina",
    text: "Bagaimana menilai cerita murid yang mencampur bahasa daerah dan bahasa Indonesia tanpa membuat mereka malu?",
    subject: "bahasa daerah",
    daysAgo: 1,
    answers: [],
  },
];
