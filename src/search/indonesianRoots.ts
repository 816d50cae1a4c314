/**
 * Roots that Indonesian words about school and everyday life are made of, and words that look as if they had an affix but
 * have none ("digital", "kelas"). Where the shorter root would bring words together that mean different things in a
 * school, the longer one is a root as well: "pecahan" (fractions) beside "pecah" (to break), "belajar" (to learn) and
 * "pelajaran" (a subject) beside "ajar" (to teach).
 */
export const INDONESIAN_ROOTS: ReadonlySet<string> = new Set(
  `
  abad acara acu ada adab adaptasi adat adik adil adopsi administrasi agama agen ahli air ajak ajar ajeg aju akal akar
  akhir akhlak akibat akrab aksara aksi aktif aktivitas aku akuntansi akurat alam alami alamat alas alat alir alih aljabar
  alokasi alur amal aman amanah amat ambil ampu analisis analisa ancam andal aneka anggap anggar anggota angka angkat
  angket anjur antar antusias anut apel apresiasi arah arsip arti asah asal asesmen asing asli aspek asrama asuh asyik
  atas atap atasi atom atur awal awas ayah ayo bab baca badan bagai bagi bagian bahagia bahan baharu bahas bahasa bahaya
  baik bakat baku bakti balas balik balok banding bangga bangsa bangun banjir bantu banyak bapak barang baris baru basis batas batik
  batu bawa bayang bayar bebas beda bekal bekas bela belajar beli benar benci bencana benda bentuk berani berat beri
  berita bersih besar betul biasa biaya bicara bidang bijak bilang bilangan bimbing bina bincang binatang bingkai biologi
  bisnis blog bobot bola bonceng bosan botol buah buat budaya budi bugar buka bukti buku bulan bumi bunga bunyi busana
  buta butuh cabang cakap cakup calon campur canda cantum capai cari catat cara cegah cek cemas cepat cerdas cerita cermat
  cerpen cetak ceramah cinta cipta citra coba cocok contoh corak cuaca cukup cuci curah curi daerah daftar dagang dalam damai
  damping dana dapat dapur darah darat daring dasar data datang datar daun daur daya debat dekat demokrasi dengar denah depan derajat
  desa desain deskripsi desimal detail dewasa diagnosis diagnostik diagram dialog didik diferensiasi digital diklat dinamika dinding dini
  dinas dimensi diri disain disiplin diskusi dokumen dokumentasi dongeng dorong dosen drama duduk duga dukung dunia efektif efisien
  eja ekonomi eksperimen ekskul ekspresi eksplorasi elaborasi elemen eliminasi emosi emosional empati energi era
  erat esai esensi etika evaluasi fakta faktor fakultas fase fisika fokus formatif formulir forum fungsi gabung gagal gagas gali
  gambar gandeng ganggu ganti garis gaul gaya gelar gema gembira gemar gempa generasi geografi geometri gerak gerakan giat gigi gim gizi gotong
  grafik gugus guna gunung guru habis hadap hadiah hadir hafal hak hal halaman hambat hantar hapus harap harga hari harta hasil hati hayat
  hebat hemat hewan hias hibah hidup hidang hijau hikmah hilang himpun hindar hitung hormat hubung hujan hukum hutan ibadah ibu ide
  identifikasi identitas ikut ilmu ilmiah iman imbuh implementasi impresi indah indera indikator individu induk industri infaq informasi informatika ingat ingin inkuiri
  inklusi inklusif inovasi inovatif inspirasi instrumen integrasi interaksi interaktif internet inti ipa ips isi islam istilah istimewa istirahat
  jadi jadwal jaga jajan jalan jalin jalur jamin jangka jangkau jarak jari jaring jaringan jauh jawab jejak jejaring jelajah jelas jenis jenjang
  jilid jual juang juara judul jujur juknis jumlah jurnal jurus jurusan kabar kaca kader kait kaji kaku kakak kali kalimat kamera
  kampung kampus kamus kanak kantin kantor karakter karang karier karir kartu karya kasih kasus kata kawan kebun kecil kejar kelas keliling kelola kelompok
  keluarga keluar kembang kemah kemas kenal kendala kental kepala keras kerja keren kertas kesan khas khawatir khusus kibar kimia kinerja kios kirim kisah
  klasifikasi kode koding kognitif kokurikuler kolaborasi kolaboratif kombel komik komite komitmen kompetensi kompetisi kompleks komponen komputer komunikasi komunitas koneksi
  konflik konkret konsep konseling konselor konsentrasi konsisten konstruksi konsultasi konsumsi konteks kontekstual kontrak kontrol kooperatif koordinasi koreksi kosakata kosong kota kotak kreasi kreatif kreativitas
  kriteria kritis kritik kuasa kuat kuis kualitas kualitatif kuantitatif kuliah kuliner kumpul kunci kunjung kuping kurang kurikulum kutip laboratorium lagu lahir lain lakon laksana laku lama laman lambang lamar lampau lampir
  lancar landas langgar langkah langsung lanjut lantai lapang lapangan lapor laporan larut lari latar latih laut layak layan layar lebih legenda leluasa lemah lembaga lembar lengkap lepas
  lestari letak lihat limbah lindung lingkar lingkaran lingkungan lingkup lintas lipat lisan listrik literasi logika logis lomba lompat luar luas lucu lukis lulus luring lupa maaf mading magang mahasiswa mahir main
  majalah maju makalah makan makan makna maksud malas malu mampu mandiri manfaat manajemen manusia masak masalah masa masuk masyarakat mata matang matematika materi mau media medis meja menang mengapa mental
  mentor merah merdeka mesin metode miliki milik mimpi minat minggu minta minum mitigasi mitra model modern moderasi modifikasi modul moral motivasi motorik muat muda mudah muka mula mulai multimedia muncul murah murid
  musik musyawarah nada nafas naik nakal nalar nama napas narasi narasumber nasihat nasional naskah negara negatif niat nilai norma novel numerasi nyala nyaman nyanyi nyata objek
  obat observasi olah olahraga omong opini optimal orang organ organisasi orientasi pakai paham pahlawan pajak paket paksa palsu panas pancasila pandai pandang pandu panen
  panggil panggung panjang pantau pantun papan paragraf parkir partisipasi pasang pasar pasti patuh paud pecah pecahan pedagogi pedagogik pedoman peduli pegang pejam peka pelajar pelajaran pelan pelosok peluang
  pemerintah pemuda pena pencak pendek pengalaman pengantar pengaruh pengawas penjuru penjaskes penting penuh perangkat perang peran perempuan pergi peristiwa perkosa perlu permata persamaan persen perspektif persepsi pertama pesan pesantren peserta
  pesisir peta petik petunjuk piala pidato pihak pikir pilar pilih pimpin pindah pinjam pintar pintu pisah plastik podcast pohon pokok pola poin politik portofolio positif poster praktik praktek praktis praktikum prakarya
  prasangka presentasi prestasi pribadi prinsip prioritas produk produksi produktif profesi profesional profil program projek proposal proses proyek psikologi puas publik publikasi puisi puji pukul
  pulang pulih pulau puncak pungut pupuk pusat pustaka putar putus raba radio ragam ragu raih rakit rakyat ramah ramai rambu rancang rangkai rangkap rangkum rangsang rantai rapat rapi rapor raport ramadan rasa rasio rata
  rawat raya rayu realistis reduksi referensi refleksi reflektif rekam rekan rela relasi relawan relevan remaja remedial renang rencana rendah rentang responsif ringan ringkas rindu riset risiko ritme robot
  robotika ruang rubrik rukun rumah rumit rumpun rumus rundung rupa rusak rutin saat sabar sadar sahabat sains saing saji sakit saksi salah salam salin sama sambung sambut sampah sampai sampel samping sandar sandi
  sanggar santai santun santri sapa saran sarana sarung sastra satu satuan sawah sayang sayur seberang sebut sederhana segar segera segitiga sehat sejahtera sejarah sekolah sekretaris selaras selamat seleksi selenggara selesai seluler semangat semester seminar sempurna sendiri seni senang sepakat sepeda serap
  serah serasi seri serius serta sesuai setia setara sifat siaga siap siapsiaga siar sidang sikap siklus silabus simak simpan simpul simulasi sinau singkat sinonim sintesis sistem siswa siswi situasi situs skema skripsi skor soal sosial sosialisasi
  sosiologi stimulasi strategi struktur suai suara suasana sukar suka sukses sulit sumatif sumbang sumber sunting sungai supervisi surat surah surel survei surya susah sesi susul susun syarat syukur taat tabel tabung tahan tahap tahu tahun
  tajam tajuk takar takut talenta tama tambah tampil tamu tanah tanam tanda tandang tangan tangga tanggap tanggung tanggungjawab tangkap tantang tanya tari tarik tarif target tata tatap tawar tayang tebak teguh teguk tekan teknik teknis teknologi teks teladan telaah
  telepon televisi teliti teman tematik tempat tempel tempuh temu tenaga tenang tengah tentu tenun teori tepat terampil terang terap teratur teras terima terjemah tes tetap tiba tiga tikar tilik tim timbang timbul timbun tindak tinggal tinggi tingkat tinjau
  tirukan tiru titik tolak toleransi toleran tolong tonton topik total tradisi tradisional transformasi transisi tren tua tuang tugas tuju tukar tulang tulis tular tumbuh tunda tunggal tunjang tunjuk tuntas tuntun tuntut turun turut tutor tutup tutur uang ubah
  ucap udara uji ujar ukir ukur ulang ulas umpan umpama umum umur undang undur unggah unggul ungkap unit unjuk unsur untung upacara upah upaya urai urus urut usaha usia usul usung utama utuh vaksin variasi verifikasi verbal video virtual visual visi vokasi volume
  wacana wajar wajib waktu wali wangi warga warganegara warisan waris warna warta wawancara wawasan web webinar wicara wilayah wira wirausaha wisata wujud yakin zakat zaman zona
  `
    .trim()
    .split(/\s+/),
);
