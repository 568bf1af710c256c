//! Lone lines of boilerplate as pages word them today, and sentences that have some of their words: what all filters
//! together say of them.

use super::Pipeline;
use crate::analysis::Analysis;
use crate::document::Document;
use crate::kind::Kind;

/// The kind that the filters give to each segment of a text.
fn kinds(text: &str) -> Vec<Option<Kind>> {
    let document = Document::from_text(text);
    let marks = Pipeline::default().run(&Analysis::of(&document));
    (0..document.segments().len()).map(|index| marks.evidence_kind(index)).collect()
}

const LINES: &[(Kind, &[&str])] = &[
    (
        Kind::Advertising,
        &["Sponsored content", "Anzeige", "Bezahlter Inhalt", "Contenu sponsorisé", "رپورتاژ آگهی", "اعلانات تجارتی"],
    ),
    (
        Kind::Share,
        &[
            "Share on X",
            "Copy link",
            "Auf Mastodon teilen",
            "Folgen Sie uns",
            "Partager sur Bluesky",
            "Suivez-nous sur les réseaux sociaux",
            "ما را در تلگرام دنبال کنید",
            "ما را در شبکه‌های اجتماعی تعقیب کنید",
            "این مطلب را شریک سازید",
            "ارسال به دوستان",
            "نسخه چاپی",
            "لینک کوتاه",
            "لينك كوتاه: https://example.com/1790",
        ],
    ),
    (
        Kind::Support,
        &[
            "You are receiving this email because you subscribed on our site.",
            "Unsubscribe",
            "Join our WhatsApp channel",
            "Newsletter abonnieren",
            "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.",
            "Abonnieren Sie unseren WhatsApp-Kanal",
            "Abonnez-vous à notre newsletter",
            "Faire un don",
            "Rejoignez notre chaîne WhatsApp",
            "در خبرنامه عضو شوید",
            "به کانال تلگرام ما بپیوندید",
            "از ما حمایت کنید",
            "دریافت از بازار",
            "لغو اشتراک",
        ],
    ),
    (
        Kind::Related,
        &[
            "Read also:",
            "Read also: The mill at the river",
            "Lesen Sie auch:",
            "Mehr zum Thema:",
            "À lire aussi :",
            "Sur le même sujet",
            "بیشتر بخوانید:",
            "همچنین بخوانید",
            "بیشتر بخوانید: آسیاب کنار رودخانه",
            "در همین زمینه بخوانید",
            "مطالب مرتبط",
        ],
    ),
    (
        Kind::Chrome,
        &[
            "Was this article helpful?",
            "Latest updates",
            "War dieser Artikel hilfreich?",
            "Fehler melden",
            "Cet article vous a-t-il été utile ?",
            "Signaler une erreur",
            "آیا این مطلب مفید بود؟",
            "کد خبر",
            "كد خبر: ۱۷۹۰",
            "کد مطلب ۱۷۹۰",
            "به این مطلب امتیاز دهید",
            "انتهای پیام/",
        ],
    ),
    (
        Kind::Legal,
        &[
            "Impressum",
            "Datenschutzerklärung",
            "Mentions légales",
            "تمامی حقوق این سایت محفوظ است",
            "کلیه حقوق مادی و معنوی این پایگاه محفوظ است",
            "نقل مطالب با ذکر منبع بلامانع است",
        ],
    ),
];

#[test]
fn lone_lines_have_their_kind() {
    let mut wrong = Vec::new();
    for &(kind, lines) in LINES {
        wrong.extend(lines.iter().map(|line| (line, kinds(line))).filter(|(_, kinds)| kinds[..] != [Some(kind)]));
    }
    assert_eq!(wrong, []);
}

/// Sentences and headlines of articles with words of cues.
const SENTENCES: &[&str] = &[
    "The miller shared his flour with the village and followed the river down to the sea.",
    "She read the letter aloud, and also the one that her brother had sent from the coast.",
    "You are receiving this award because nobody else has ground rye for forty years, the mayor said.",
    "The refresh of the old mill will take until the autumn, the latest figures suggest.",
    "Nobody signed the register in the church when the vote was counted.",
    "Advertising for sugar will be banned from January",
    "Der Müller teilte das Mehl mit dem Dorf und folgte dem Fluss bis zum Meer.",
    "Sie las auch den zweiten Brief vor, den ihr Bruder von der Küste geschickt hatte.",
    "Der Stand der Arbeiten an der Mühle ist gut, sagte die Bürgermeisterin am Montag.",
    "Die Umfrage im Dorf zeigt, dass die meisten das Brot aus Roggen lieber essen.",
    "Wer spenden will, kann dem Müller im Herbst beim Decken des Daches helfen, sagte der Pfarrer.",
    "Werbung für Zucker soll ab Januar verboten sein",
    "Le meunier a partagé sa farine avec le village et suivi la rivière jusqu'à la mer.",
    "Elle a lu aussi la seconde lettre, que son frère avait envoyée de la côte.",
    "La mise à jour du cadastre a pris dix ans, mais le moulin y figure enfin.",
    "Le crédit que la banque lui avait promis n'est jamais arrivé, raconte le meunier.",
    "La publicité pour le sucre disparaîtra dès janvier",
    "آسیابان آرد خود را با مردم روستا شریک شد و تا دریا رفت.",
    "او نامه دوم را هم که برادرش از ساحل فرستاده بود برای همه خواند.",
    "انتشار ده هزار سکه تازه در بازار قیمت آرد را پایین آورد.",
    "گزارش از وضع آسیاب کنار رودخانه نشان می‌دهد که سقف آن خراب شده است.",
    "کمک مردم به آسیابان باعث شد که سقف آسیاب پیش از زمستان ساخته شود.",
    "خبر خوب این است که آسیاب دوباره کار می‌کند و آرد روستا را می‌دهد.",
    "باران امسال بیشتر از پارسال بارید و رودخانه به آسیاب رسید.",
    "تبلیغات شکر از دی‌ماه ممنوع می‌شود",
];

#[test]
fn sentences_with_words_of_cues_are_no_boilerplate() {
    let wrong = SENTENCES.iter().map(|sentence| (sentence, kinds(sentence)));
    let wrong: Vec<_> =
        wrong.filter(|(_, kinds)| !kinds.iter().all(|kind| kind.is_none_or(Kind::is_article))).collect();
    assert_eq!(wrong, []);
}
