/**
 * What teachers call the same thing, in Indonesian and English: words and short phrases, a thing a line. A form of a word
 * counts as the word. Kept small: a line brings together only what a person who looks for the one is glad to find as the other.
 */
export const SYNONYMS: readonly (readonly string[])[] = `
asesmen = penilaian = evaluasi belajar = assessment
asesmen formatif = penilaian formatif = formative assessment = assessment for learning
asesmen sumatif = penilaian sumatif = summative assessment
asesmen diagnostik = tes diagnostik = diagnostic assessment
ujian = ulangan = tes = exam = test
kuis = quiz
soal = question = item
rubrik = rubric
umpan balik = feedback
murid = siswa = siswi = peserta didik = pelajar = anak didik = student = pupil = learner
anak = child = kid
guru = pengajar = pendidik = teacher = educator
dosen = lecturer
orang tua = wali murid = ortu = parent
kepala sekolah = kepsek = principal = headteacher = school leader
pengawas sekolah = school supervisor
sekolah = school
kelas = class = classroom = grade
rpp = modul ajar = rencana pelaksanaan pembelajaran = lesson plan
rencana = perencanaan = plan
silabus = syllabus = atp = alur tujuan pembelajaran
tujuan pembelajaran = learning objective = learning goal
capaian pembelajaran = cp = learning outcome
kurikulum = curriculum
lkpd = lks = lembar kerja = worksheet
bahan ajar = materi ajar = teaching material
media pembelajaran = media ajar = alat peraga = teaching aid
buku = book
pembelajaran = belajar = learning
mengajar = teaching
mata pelajaran = mapel = subject
ptk = penelitian tindakan kelas = classroom action research = action research
penelitian = riset = research
paud = tk = taman kanak kanak = pendidikan anak usia dini = anak usia dini = early childhood = preschool = kindergarten = early years
sd = mi = sekolah dasar = primary school = elementary school
smp = mts = sekolah menengah pertama = junior high school = lower secondary
sma = ma = sekolah menengah atas = senior high school = upper secondary
smk = sekolah kejuruan = vokasi = vocational
slb = sekolah luar biasa = special school
abk = anak berkebutuhan khusus = special needs = special educational needs = disabilitas = disability
inklusi = inklusif = inclusion = inclusive
matematika = mtk = mathematics = math = maths
pecahan = fraction
perkalian = multiplication
pembagian = division
penjumlahan = addition
pengurangan = subtraction
bilangan = number
geometri = geometry
bangun datar = plane shape
peluang = probability
statistika = statistics
hitung = arithmetic = counting
ipa = ilmu pengetahuan alam = sains = science
ips = ilmu pengetahuan sosial = social studies = social science
ipas = ilmu pengetahuan alam dan sosial
fisika = physics
kimia = chemistry
biologi = biology
sejarah = history
geografi = geography
ekonomi = economics
ppkn = pkn = pendidikan pancasila = civics = civic education = kewarganegaraan
pjok = penjas = penjaskes = olahraga = physical education = sport
tik = informatika = informatics = computer science = ict
koding = coding = pemrograman = programming
seni = art
musik = music
menggambar = drawing
agama = religion = religious education
bk = bimbingan konseling = bimbingan dan konseling = konseling = counselling = guidance
bahasa inggris = b inggris = english
bahasa indonesia = b indonesia
literasi = literacy
numerasi = numeracy
membaca = reading
membaca permulaan = belajar membaca = early reading = learning to read
menulis = writing
berbicara = speaking
mendengarkan = menyimak = listening
kosakata = vocabulary
tata bahasa = grammar
cerita = dongeng = story = storytelling
permainan = game = gim
ice breaking = pemecah kebekuan = icebreaker
proyek = projek = project
pjbl = pembelajaran berbasis proyek = project based learning
pbl = pembelajaran berbasis masalah = problem based learning
hots = berpikir tingkat tinggi = higher order thinking
berpikir kritis = critical thinking
kreativitas = creativity
diferensiasi = berdiferensiasi = differentiation = differentiated
pembelajaran mendalam = deep learning = deeper learning
daring = online = pembelajaran jarak jauh = pjj = distance learning
luring = offline
p5 = projek penguatan profil pelajar pancasila = profil pelajar pancasila
perundungan = bullying = bully
disiplin = discipline
pengelolaan kelas = manajemen kelas = classroom management
karakter = character
sosial emosional = pse = kse = social emotional = sel
kesejahteraan = wellbeing = well being
motivasi = motivation
kombel = komunitas belajar = learning community = plc = mgmp = kkg
pelatihan = diklat = bimtek = training = workshop = lokakarya
pendampingan = mentoring
supervisi = supervision
kearifan lokal = budaya lokal = local wisdom
lingkungan = environment
perubahan iklim = climate change
sampah = limbah = waste = trash
daur ulang = recycle
kebun sekolah = school garden
gempa = earthquake
mitigasi bencana = kesiapsiagaan bencana = disaster preparedness
perpustakaan = library
beasiswa = scholarship
hibah = dana = grant = funding
kecerdasan buatan = kecerdasan artifisial = artificial intelligence = ai
pkl = praktik kerja lapangan = magang = prakerin = internship = work placement
percobaan = eksperimen = praktikum = experiment
diskusi = discussion
kelompok = group
kerja kelompok = group work = kooperatif = cooperative learning
refleksi = reflection
video = film
gambar = picture
lagu = nyanyian = song
puisi = poem = poetry
bahasa daerah = bahasa ibu = mother tongue = local language
kelas rangkap = multigrade
daerah terpencil = 3t = pelosok = remote area
jadwal = schedule = timetable
rapor = report card
kehadiran = absensi = presensi = attendance
budaya = culture
air = water
tumbuhan = tanaman = plant
hewan = binatang = animal
uang = money = keuangan = finance
perencanaan berbasis data = rapor pendidikan
ii = 2
iii = 3
iv = 4
vi = 6
vii = 7
viii = 8
ix = 9
xi = 11
xii = 12
`
  .trim()
  .split("\n")
  .map((line) => line.split(" = "));
