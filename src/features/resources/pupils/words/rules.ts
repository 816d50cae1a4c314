/** The words by which pupils' data is known, in Indonesian and English, all in small letters. */

const setOf = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.join(" ").split(" "));

/** Given names that are hardly anything but names, also when somebody writes without capitals. */
export const names = setOf(
  "abdul abdullah abidin abimanyu achmad adel adelia adit aditya adrian afifah agnes agus ahmad aisyah aji akbar",
  "alfian alfin alif alifa aliya almira alvin alya amalia amanda amelia amir amira anang andi andika andini",
  "andre andrea andreas andrew anggi anggita anggun anindya anisa anita anna annisa anton antonius anya aqila ardi",
  "ardian arfan ari arif arifin arini arjuna arkan arman arsyad arya asep astrid astuti aulia aurel aurelia ayesha",
  "ayub azhar aziz azizah azka azzahra bagas bambang basuki bayu beni benny bima budi budiman cahyo calvin",
  "candra cecilia celine chandra chelsea christian christina cindy clara claudia daffa dahlia daniel danu daud david",
  "dedi deni denny desi devi devina dika dimas dina dini dito dodi dodik dominggus donny dyah edi",
  "edo edwin eko elisa elisabeth elsa ely emilia endah endang enggar erik erika erlangga ester eva evan fabian",
  "fadil fadli fahmi fahri faisal faiz fani farah farel farhan farid farida fariz fathan fatimah fatma fauzan fauzi",
  "fauziah febri felix ferdi ferdinand ferry fina fira firman fitri fitria fitriani frans fransiska freya",
  "galih gede gibran gilang gina gita gunawan hadi hafiz hafizh hafsah halimah hamzah hana hanafi hani hanifah hanna",
  "haris hartono hasan hasanah hendra hendri heni henny heri herman hilda hilmi husein husna ibnu ibrahim",
  "ihsan ika ikhsan ilyas imelda ina indra indri ines inggrid ira irfan irma irwan isabella ismail",
  "iskandar iwan jaka jamal jamilah januar jeni jessica jihan joko jonathan joshua julia juliana junaidi kadek",
  "kamil karim karina kayla keisha kenzo kevin khadijah khairul khalid kiki kirana komang krisna laila lala larasati",
  "latifah laura layla leo leonardo lia lidya lili lina linda lisa lukman luluk lutfi mahendra",
  "maharani maria mariana maryam maulana maya meilani melani melinda melisa mia michael michelle miftah mila mira mirza",
  "monica muhamad muhammad mukti mulyadi mutia nabil nabila nabilah nadia nadya naila najwa nanda nando naomi nasywa",
  "natalia natasha naufal nayla nia niken nina ningsih nita novi novia novita nugroho nur nuraini nurhayati nurul",
  "okta oktavia oktaviani olivia oscar pandu panji paulus petrus prasetyo pratama prita priyo purnomo putu qonita",
  "rafa rafael rafi rahma rahmat rahmawati raihan raka randi rani rara rasya ratih ratna",
  "refan rehan reihan rendi reni reno resti reta retno reva reyhan reza rian ricky rida rika riki rina rini rio risa",
  "riska riski rita riyan rizal rizka rizki rizky rizqi robert robi rohman roni rosa rosalina rosi rudi rusdi salim",
  "salma salsa salsabila samuel sandi sandra santi santoso sarah satria sekar selvi septi septian setiawan shafira",
  "shakila sherly sherina shinta sigit silvi silvia sinta sisca siska siti slamet sofia sofyan sonia sri stefani",
  "stefanus steven sudirman sugeng suharto sulaiman sulastri sumiati susan susanti susi sutrisno syafiq syahrul syaiful",
  "syifa taufik taufiq tiara tina titin tomi toni tono tuti udin ujang umar usman vania vera veronika",
  "vicky vina vino viola wahid wahyuni wati wawan wayan wendi widodo widya wildan wira wiwin wulan wulandari",
  "yahya yana yanti yanto yanuar yayan yeni yoga yogi yohana yohanes yola yolanda yosef yudha yudi yuli yulia yuliana",
  "yulianti yuni yunita yunus yusron yusuf yusup zahra zahwa zaki zara zaskia zidan zidane zulfa zulfikar zulkifli",
  "aaron abigail aiden alex alexander alexandra alice alicia amy andy angela anne anthony arthur ashley austin",
  "barbara ben benjamin beth bethany brandon brian bryan callum cameron carl carlos caroline catherine charles charlie",
  "charlotte chloe chris christopher claire connor cooper craig daisy danny deborah dennis diana diego dylan",
  "edward eleanor elena elijah elizabeth ella ellie emily emma eric ethan evelyn finn fiona fred freddie",
  "gabriel gareth gary gemma george georgia gordon graham greg hannah harrison harry harvey heather helen henry holly",
  "hugo ian imogen isaac isabel isla ivan jacob jake james jamie jane janet jasmine jason jayden jennifer jenny jeremy",
  "jimmy joan joanna joel john johnny jordan jose joseph josh juan judith karen kate katherine kathryn",
  "katie keith kelly kenneth kyle lachlan lauren leah lewis liam lily logan louis louise lucas lucy luis",
  "luke lydia madison maisie marcus margaret marie martha martin mary mason matilda matt matthew megan melissa mike",
  "mohamed mohammed molly morgan nancy natalie nathan neil niamh nicholas nicole nigel noah nora oliver omar oscar",
  "owen pablo paige patricia patrick paul pedro peter philip phoebe priya rachel ravi rebecca richard riley roger rohan",
  "rory rosie russell ruth ryan sally samantha samir sanjay sara scarlett scott sean sebastian simon sophia sophie",
  "stephanie stephen stuart susie tara teresa thomas timothy toby tom tommy tony tyler vanessa victoria vincent",
  "walter wendy william zac zach zachary zoe",
);

/** Names that are also words: they count as names only with a capital letter. */
export const wordNames = setOf(
  "adi ayu bintang cahaya cahya citra dewi fajar galaksi indah intan iqbal kartika ketut krisna kurnia",
  "laras mega melati mentari mutiara nyoman perdana puspa putra putri ratu sari",
  "surya suci tirta utami wisnu angel bella ruby rose grace max jack bill rob mia ana ed ken",
  "kim ali imam iman rama jim kai eli alan agung bagus dian puji sam tri eka dwi asri made frank teguh galang lestari wahyu",
  "ilham cut dede ida fika luka joe ava leni",
);

/** Beginnings of what is no name, and what makes it so: the subject "budi pekerti", the hero of a tale. */
export const notNames: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["budi", setOf("pekerti daya luhur bahasa")],
  ["dewi", setOf("sri sartika")],
  ["putri", setOf("malu salju duyung")],
  ["imam", setOf("bonjol")],
  ["tri", setOf("hita sentra pusat")],
  ["eka", setOf("prasetya")],
  ["sari", setOf("bacaan pati")],
  ["ali", setOf("baba topan")],
]);

/** "Idul Fitri" is a feast. */
export const notNamesAfter: ReadonlyMap<string, ReadonlySet<string>> = new Map([["fitri", setOf("idul aidil")]]);

/** "SD Santa Maria", "Jalan Sudirman": a place that bears a name. */
export const placeWords = setOf(
  "sd smp sma smk mi mts ma tk paud sdn smpn sman smkn slb sdit smpit mis min sekolah school universitas university college",
  "yayasan kampus jalan jl jln gedung taman kota desa kabupaten institut museum perpustakaan masjid gereja st pulau",
  "idul metode teori hukum model taksonomi theory method law novel puisi kisah legenda surah surat qs",
);

/** Whoever is called so is grown up. */
export const honorifics = setOf(
  "bu ibu pak bapak bpk kak kakak mas mbak bunda ayah om tante mama papa guru wali kepala ustaz ustad ustadz ustazah",
  "ustadzah kyai kiai gus ning pendeta romo suster bruder coach sir madam mr mrs ms miss mister dr prof drs dra dosen",
  "teacher professor principal headteacher auntie uncle kepsek pengawas penulis author narasumber pembicara speaker",
  "moderator oleh by karya psikolog dokter terapis uncle h hj ir dok penyair presiden president pahlawan nabi santo",
);

/** Honorifics that are written with a full stop. */
export const shortHonorifics = setOf("dr drs dra mr mrs ms prof h hj ir bpk st rev sr br");

/** "Rina, S.Pd." is no pupil. */
export const degrees = setOf("s m dr drs dra a amd sag spd mpd phd ph msc bsc ma med");

export const childWords = setOf(
  "anak ananda siswa siswi murid muridku siswaku anakku pelajar santri putra putri pupil pupils student students child",
  "son daughter kid boy girl nak bocah adik",
);

/** What may stand between the word for a child and the child's name. */
export const childTies = setOf(
  "saya kami kita didik ku itu ini bernama namanya nama called named my our yang atas baru who is s ' , : ( -",
);

export const namedBy = setOf("bernama namanya called named");

export const classWords = setOf("kelas kls class grade year form tingkat");
export const schoolWords = setOf("sd smp sma smk mi mts ma tk paud sdn smpn sman smkn slb madrasah");

/** What may stand between a name and a class. */
export const classTies = setOf(
  "di dari in from of the a an murid siswa siswi anak pupil student yang duduk sekolah s ' ’ kami saya kita ada sekarang",
  "umur usia tahun berumur berusia years old aged and is was who currently masih baru , ( : - – — | [ / ; @ our my boy girl nya",
);

/** Behind a class: the sentence is about who teaches it, or about a lesson. */
export const teaches = setOf("guru wali pengampu teacher teachers tutor pengajar");

export const markWords = setOf(
  "nilai nilainya skor skornya score scores scored mark marks rapor raport ulangan uts uas remedial kkm grades gpa ipk",
);
export const markTies = setOf(
  ": = - – — | ( nilai nilainya skor skornya mendapat dapat got scored memperoleh score has ' ’ s is adalah hanya only",
);
/** "QS Yusuf 12, Ibrahim 24" are verses. */
export const scripture = setOf(
  "qs surah surat ayat alkitab injil kitab bible psalm mazmur pasal verse chapter juz hadis",
);

/** Words that begin with a capital in teachers' lists and are no names. */
export const lessonWords = setOf(
  "kelas fase bab tema subtema unit modul materi pertemuan minggu pekan hari jam soal nomor no tabel gambar halaman hal",
  "kelompok tim grup regu sesi siklus tahap langkah skor nilai jumlah total rata januari februari maret april mei juni",
  "juli agustus september oktober november desember senin selasa rabu kamis jumat sabtu ahad week day page table figure",
  "chapter group team lesson level grade year class january february march may june july august october december monday",
  "tuesday wednesday thursday friday saturday sunday total average sd smp sma smk matematika ipa ips ipas fisika kimia",
  "biologi pecahan aljabar bahasa indonesia inggris sejarah geografi ekonomi seni pjok ppkn pancasila informatika asesmen",
  "kurikulum bahan lembar kartu rubrik jadwal daftar laporan puisi cerita teks rpp lkpd atp cp ppt video lagu permainan",
  "semua setiap untuk pada dari oleh dan atau ini itu saya kami kita ada jika ketika sekolah guru murid siswa anak the a",
  "an in on at for with my our this that if when all each every it they we you he she wali ruang perpustakaan science",
  "maths mathematics english history geography music art worksheet reading writing science school ujian ulangan proyek",
);

/** Strong: a birth date by itself. */
export const birthLabels = setOf("ttl dob birthdate");
/** "lahir" alone: of a person, or of a school, an idea, a law. */
export const birthWords = setOf("lahir lahirnya kelahiran dilahirkan born birth birthday tgllahir");
export const birthLabelParts = setOf("tgl tanggal tempat date");
export const bornThings = setOf(
  "komunitas sekolah organisasi yayasan lembaga negara kurikulum gagasan ide program jejaring gerakan provinsi kabupaten",
  "kota undang uu teknologi aplikasi versi community school network organisation organization programme program idea",
  "movement app pancasila hari harlah perusahaan kampus universitas partai republik bahasa proyek project tokoh pahlawan",
  "penulis author poet penyair presiden president generasi generation forum kelompok kebijakan club klub dana festival",
);

export const months: ReadonlyMap<string, number> = new Map(
  [
    "januari january jan",
    "februari february feb pebruari",
    "maret march mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august aug agu agt ags",
    "september sep sept",
    "oktober october okt oct",
    "november nopember nov",
    "desember december des dec",
  ].flatMap((line, index) => line.split(" ").map((name) => [name, index + 1] as const)),
);

/** Conditions of health and learning that are nobody's business with a child's name beside them. */
export const diagnoses = setOf(
  "autis autisme autistik autism autistic asd adhd gpph disleksia dyslexia dyslexic diskalkulia dyscalculia disgrafia",
  "epilepsi epilepsy epileptic diabetes diabetik asma asthma hiv depresi depression depressed bipolar skizofrenia",
  "tunagrahita tunarungu tunanetra tunadaksa tunalaras leukemia kanker cancer tbc tuberkulosis tuberculosis talasemia",
  "hamil pregnant anoreksia anorexia bulimia hiperaktif hyperactive anemia hepatitis hemofilia selfharm ptsd trauma",
  "abk berkebutuhan palsy tourette kejang seizure seizures stunting thalassemia sindrom syndrome skoliosis scoliosis",
);
/** Conditions of two words. */
export const diagnosisPairs: ReadonlyMap<string, string> = new Map([
  ["slow", "learner"],
  ["speech", "delay"],
  ["gangguan", "jiwa"],
  ["special", "needs"],
]);
/** Between a name and a diagnosis: the sentence is about a book or a talk. */
export const about = setOf(
  "tentang about untuk for on mengenai seputar soal membahas topik menulis buku webinar artikel seminar pelatihan guru",
  "teacher psikolog psychologist dokter doctor mengajar teaches terapis therapist peneliti researcher penulis author",
);
/** Between a diagnosis and the name that follows it. */
export const diagnosedTies = setOf("pada dialami diderita oleh : , ( in of has - dimiliki is by affects");

export const contactWords = setOf(
  "nomor no nomer hp wa whatsapp telp tlp telepon telpon kontak phone number mobile cell tel call alamat address email",
);
export const parentWords = setOf(
  "ortu ortunya ibunya ayahnya bapaknya mamanya papanya walinya neneknya kakeknya mother mum mom father dad parent parents",
  "guardian grandmother grandfather ibu ayah bapak mama papa orang wali orangtua orangtuanya tuanya",
);
export const schoolContacts = setOf(
  "sekolah school kantor office panitia admin pendaftaran narahubung hubungi info informasi registration register guru",
  "daftar contact humas sekretariat hotline",
);
export const possessors = setOf("his her their nya dari of s ' ’ my");

export const streetWords = setOf(
  "jl jln jalan gang gg rt rw dusun desa kampung perum perumahan blok komplek kompleks street st road rd avenue ave lane",
);
export const homeWords = setOf("alamat alamatnya rumah rumahnya tinggal beralamat address lives live home");

/** After an unknown name and a class: it is somebody who does or lacks something. */
export const predicates = setOf(
  "belum tidak sering suka sudah masih selalu menangis terlambat sakit bolos kesulitan berkelahi tak nggak gak is has can",
  "cannot was never struggles keeps always often still hit cried",
);
export const nameLabels = setOf("nama name");
export const nameLabelParts = setOf("lengkap siswa siswi murid anak peserta didik full pupil student");

export const nikLabels = setOf("nik ktp kk kependudukan");
export const nisnLabels = setOf("nisn");
export const nisLabels = setOf("nis nipd nisn induk");
/** Behind these words a number is somebody else's, or no person's. */
export const otherNumbers = setOf(
  "isbn issn doi nip nuptk npsn nrg rek rekening account bank bca bri bni mandiri telp tlp telepon telpon phone tel fax",
  "wa whatsapp hp hubungi call kontak contact pegawai npwp nib invoice resi order kode code id meeting zoom passcode pin",
);
