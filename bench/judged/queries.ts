/** What a query tries: words as they stand, other forms, slips, other words for the same, or the other language. */
type Kind = "exact" | "forms" | "slip" | "other name" | "cross-language";

/** What a teacher types and the documents that a colleague would hand over for it. */
export interface JudgedQuery {
  readonly text: string;
  readonly wanted: readonly string[];
  readonly kind: Kind;
}

/**
 * Written before the ranking was tuned, and judged by reading the documents rather than by running a search. Every fourth
 * is kept aside (`isHeldOut`): its figures are reported, but nothing was chosen by them.
 */
export const queries: readonly JudgedQuery[] = read(`
exact | pecahan | pecahan-kertas pecahan-pizza fractions-number-line
slip | pechan kertas | pecahan-kertas
forms | mengajarkan pecahan | pecahan-kertas pecahan-pizza fractions-number-line
cross-language | fractions | fractions-number-line pecahan-kertas pecahan-pizza
slip | matematka batik | bangun-datar-batik
exact | perkalian | perkalian-jari times-tables-songs
cross-language | multiplication | times-tables-songs perkalian-jari
forms | mengalikan | perkalian-jari times-tables-songs
other name | soal cerita mtk belanja | spldv-warung
exact | statistika hujan | statistika-cuaca
slip | statitsika | statistika-cuaca
forms | menghitung uang di pasar | numerasi-pasar
exact | asesmen diagnostik kelas 7 | asesmen-diagnostik-mtk
other name | penilaian formatif | asesmen-formatif-jempol exit-tickets
slip | asesmen formatf | asesmen-formatif-jempol exit-tickets
cross-language | formative assessment | exit-tickets asesmen-formatif-jempol
slip | assesment rubric | rubric-essay rubrik-presentasi
exact | rubrik presentasi | rubrik-presentasi
forms | menilai presentasi kelompok | rubrik-presentasi
cross-language | feedback for students | feedback-peer umpan-balik-murid
exact | umpan balik | umpan-balik-murid feedback-peer
other name | soal berpikir tingkat tinggi sains | hots-ipa
exact | soal HOTS | hots-ipa
slip | stoikometri | bank-soal-kimia
other name | RPP ekosistem | modul-ajar-ekosistem
other name | modul ajar bahasa indonesia | rpp-teks-prosedur
cross-language | lesson plan water cycle | lesson-plan-water-cycle
other name | lesson plan | lesson-plan-water-cycle backward-design rpp-teks-prosedur modul-ajar-ekosistem
forms | merencanakan pembelajaran | backward-design rpp-teks-prosedur modul-ajar-ekosistem lesson-plan-water-cycle
other name | alur tujuan pembelajaran ilmu pengetahuan sosial | atp-ips
exact | KOSP SD | kosp-contoh
forms | diferensiasi bacaan | diferensiasi-membaca
cross-language | differentiated reading | diferensiasi-membaca
slip | berdeferensiasi | diferensiasi-membaca differentiation-tiered-tasks
other name | pembelajaran berbasis proyek botol bekas | pjbl-lampu-hias
cross-language | project based learning science | project-bridge pbl-air-bersih statistika-cuaca
slip | bambo bridge | project-bridge
exact | air sumur keruh | pbl-air-bersih
forms | penyelidikan listrik | inkuiri-listrik
cross-language | inquiry electricity | inkuiri-listrik
slip | jigsaw sejarah poklamasi | jigsaw-sejarah
exact | think pair share | think-pair-share
other name | kegiatan bermain taman kanak-kanak | main-air-paud loose-parts
other name | early childhood play | main-air-paud loose-parts
slip | lose parts paud | loose-parts
other name | lagu untuk anak usia dini | circle-time
forms | transisi ke sekolah dasar | transisi-paud-sd
exact | membaca permulaan | membaca-suku-kata phonics-bilingual disleksia-tips
cross-language | learning to read | membaca-suku-kata phonics-bilingual disleksia-tips
slip | mambaca permulan | membaca-suku-kata phonics-bilingual disleksia-tips
exact | pojok baca | pojok-baca
forms | bacakan buku cerita | membaca-nyaring
cross-language | reading for pleasure | pojok-baca membaca-nyaring drop-everything-read
forms | ngajar nulis puisi | puisi-haiku-id
forms | penulisan surat | menulis-surat
slip | sahabt pena | menulis-surat
cross-language | poetry | puisi-haiku-id puisi-pantun
exact | pantun | puisi-pantun
cross-language | teaching writing | writing-stamina rubric-essay menulis-surat puisi-haiku-id
slip | speking english cards | speaking-cards
other name | kosakata bahasa inggris permainan | vocab-games
forms | games for vocabularies | vocab-games
cross-language | english songs | bahasa-inggris-lagu
slip | gramar present perfect | grammar-discovery
exact | aksara jawa | bahasa-jawa-aksara
forms | dongengan boneka | dongeng-boneka
cross-language | storytelling | dongeng-boneka folktales-compare scratch-cerita
slip | gempa bmi simulasi | mitigasi-gempa
cross-language | earthquake drill | mitigasi-gempa
other name | kesiapsiagaan bencana | mitigasi-gempa tsunami-drill
forms | berkebun di sekolah | kebun-sekolah arduino-siram
cross-language | school garden | kebun-sekolah arduino-siram
other name | limbah sekolah | bank-sampah
slip | perubahan ikilm | iklim-nelayan climate-data
cross-language | climate change | climate-data iklim-nelayan
exact | fotosintesis | fotosintesis-uji backward-design
cross-language | photosynthesis experiment | fotosintesis-uji
slip | photosyntesis | backward-design
other name | eksperimen asam basa | titrasi-kol
forms | percobaan roket | roket-air
slip | phisics simulation | phet-simulations
exact | C++ | cpp-olimpiade
other name | pemrograman untuk pemula | scratch-cerita unplugged-cs cpp-olimpiade
cross-language | koding tanpa komputer | unplugged-cs
exact | arduino | arduino-siram
other name | kecerdasan buatan untuk guru | ai-prompt-guru ai-essay-policy
slip | hoax whatsapp | hoaks-cek
forms | buat video pake hp | video-hp
other name | PJJ hemat kuota | daring-hemat-kuota
exact | kelas rangkap | kelas-rangkap multigrade-stations
cross-language | multigrade | multigrade-stations kelas-rangkap
slip | kls rangkap | kelas-rangkap multigrade-stations
other name | manajemen kelas besar | large-class-routines
exact | ice breaking | senam-otak
other name | bullying | bullying-bystander anti-perundungan
forms | dirundung teman | anti-perundungan bullying-bystander
slip | perundugan | anti-perundungan bullying-bystander
other name | anak berkebutuhan khusus olahraga | permainan-tradisional
forms | pendampingan murid disleksia | disleksia-tips
cross-language | inclusive classroom autism | inklusi-autis
slip | inklusi autsi | inklusi-autis
other name | PTK | ptk-contoh ptk-data action-research-start
cross-language | classroom action research | action-research-start ptk-contoh ptk-data
exact | wawancara penelitian | kualitatif-wawancara
forms | meneliti kualitatif | kualitatif-wawancara
slip | leson study | lesson-study-langkah
other name | komunitas belajar | kombel-mulai plc-protocol lesson-study-langkah
forms | supervisor coaching | supervisi-coaching
exact | rapor pendidikan | rapor-pendidikan
cross-language | scholarship master | beasiswa-s2
other name | hibah sekolah | small-grants
other name | wali murid mengajar | orang-tua-kelas
slip | beasisiwa guru | beasiswa-s2
other name | praktik kerja lapangan | magang-smk
forms | guru stress | guru-stres
cross-language | teacher wellbeing | guru-stres teacher-burnout
`);

export function isHeldOut(place: number): boolean {
  return place % 4 === 3;
}

function read(lines: string): JudgedQuery[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [kind, text = "", wanted = ""] = line.split(" | ");
      return { kind: kind as Kind, text, wanted: wanted.split(" ") };
    });
}
