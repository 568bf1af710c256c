//! Every encoding of the standard × texts in eight languages × right and wrong declarations.
//!
//! What is counted is silent wrong results: the text is wrong, and no note says so. Some wrong labels cannot be refuted:
//! if most characters are the same under both labels, as those of German in windows-1252 and windows-1250, bytes say
//! nothing. So a label counts as one that bytes can refute if at least a tenth of the characters beyond ASCII differ.

use std::collections::BTreeMap;

use dechaff::{Page, PageFormat};
use encoding_rs::Encoding;

use super::cleaner;

/// A label for each encoding of the standard but `replacement`.
pub(crate) const LABELS: [&str; 39] = [
    "utf-8",
    "ibm866",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
    "gbk",
    "gb18030",
    "big5",
    "euc-jp",
    "iso-2022-jp",
    "shift_jis",
    "euc-kr",
    "utf-16be",
    "utf-16le",
    "x-user-defined",
];

/// Cases with declarations in the page are tried with one of this many labels: there are 6,000 pages for all of them.
const LABELS_PER_SLOW_CASE: usize = 5;

/// Articles in small, invented.
const TEXTS: [(&str, &str); 9] = [
    (
        "French",
        "Le maire a déclaré lundi soir que l'école serait rénovée dès l'été prochain, malgré les réserves de ses collègues. \
         Le théâtre, fermé depuis l'hiver, doit rouvrir à la même époque; la façade a été repeinte, et la forêt voisine protégée.",
    ),
    (
        "German",
        "Die Brücke über den Fluß wird größer, als man es geplant hatte: für die nächsten fünfzig Jahre, hieß es am Montag. \
         Die Bürger müssen sich während der Bauzeit an größere Umwege gewöhnen; die Fähre fährt täglich außer sonntags.",
    ),
    (
        "Persian",
        "شهردار روز دوشنبه گفت که پل تازه تا پايان پاييز باز خواهد شد و رفت و آمد آسان تر خواهد شد. \
         مردم اين شهر دو سال است که از راه دورتر به خانه مي روند و اميد دارند که کار به زودي تمام شود.",
    ),
    (
        "Arabic",
        "قال رئيس البلدية يوم الاثنين إن الجسر الجديد سيفتح قبل نهاية الخريف وإن الحركة ستكون أسهل بعد ذلك. \
         وأضاف أن المدرسة القديمة على الضفة الأخرى ستبقى مغلقة حتى الصيف المقبل بسبب أعمال الصيانة.",
    ),
    (
        "Russian",
        "Мэр сообщил в понедельник, что новый мост через реку откроют до конца осени, старый закрыт уже два года. \
         Жители надеются, что дорога до школы станет короче; паром ходит каждый день, кроме воскресенья.",
    ),
    (
        "Greek",
        "Ο δήμαρχος δήλωσε τη Δευτέρα ότι η νέα γέφυρα θα ανοίξει έως το φθινόπωρο, η παλιά είναι κλειστή εδώ και δύο χρόνια. \
         Οι κάτοικοι ελπίζουν ότι ο δρόμος για το σχολείο θα γίνει πιο σύντομος και πιο ασφαλής.",
    ),
    (
        "Chinese",
        "市长星期一表示，新桥将在明年秋天之前建成。旧桥已经关闭了两年，附近的居民每天都要绕很远的路。\
         他们希望去学校的路能够变得更短，渡船除了星期天以外每天都有。",
    ),
    (
        "Taiwanese",
        "市長星期一表示，新橋將在明年秋天之前建成。舊橋已經關閉了兩年，附近的居民每天都要繞很遠的路。\
         他們希望去學校的路能夠變得更短，渡船除了星期天以外每天都有。",
    ),
    (
        "Japanese",
        "市長は月曜日、川にかかる新しい橋を来年の秋までに完成させると発表した。古い橋は二年前から通行止めになっている。\
         住民は学校までの道が短くなることを期待している。渡し船は日曜日を除いて毎日運航している。",
    ),
];

/// The texts, and the first sentence of each.
fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let first = |text: &'static str| text.split_inclusive(['.', '。']).next().unwrap_or(text);
    TEXTS.into_iter().flat_map(move |(language, text)| [(language, text), (language, first(text))])
}

/// The bytes of a text, if an encoding can write it.
fn encode(label: &str, text: &str) -> Option<Vec<u8>> {
    match label {
        "utf-16le" => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "utf-16be" => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        "x-user-defined" => None,
        _ => {
            let (bytes, _, is_lossy) = encoding(label).encode(text);
            (!is_lossy).then(|| bytes.into_owned())
        }
    }
}

fn encoding(label: &str) -> &'static Encoding {
    Encoding::for_label(label.as_bytes()).expect("the label is in the standard")
}

/// Whether bytes under a label are another text in at least a tenth of its characters beyond ASCII.
fn can_be_refuted(bytes: &[u8], text: &str, label: &str) -> bool {
    let (wrong, _) = encoding(label).decode_without_bom_handling(bytes);
    let count = |text: &str| {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        text.chars().filter(|c| !c.is_ascii()).for_each(|c| *counts.entry(c).or_default() += 1);
        counts
    };
    let (right, wrong) = (count(text), count(&wrong));
    let all: usize = right.values().sum();
    let same: usize = right.iter().map(|(c, count)| wrong.get(c).copied().unwrap_or(0).min(*count)).sum();
    same * 10 <= all * 9
}

#[derive(Default)]
struct Tally {
    pages: usize,
    right: usize,
    silent: usize,
}

fn html(label: Option<&str>, text: &str) -> String {
    let meta = label.map(|label| format!("<meta charset=\"{label}\">")).unwrap_or_default();
    format!("<!DOCTYPE html>\n<html><head>{meta}</head><body>\n<p>{text}</p>\n</body></html>\n")
}

/// What came of a page.
struct Outcome {
    is_right: bool,
    is_noted: bool,
    encoding: &'static str,
}

fn clean(bytes: &[u8], transport: Option<&str>, text: &str) -> Outcome {
    let mut page = Page::new(bytes).with_format(PageFormat::Html);
    if let Some(label) = transport {
        page = page.with_charset(label);
    }
    match cleaner().clean_bytes(page) {
        Ok(page) => {
            Outcome { is_right: page.text() == text, is_noted: !page.notes().is_empty(), encoding: page.encoding() }
        }
        Err(_) => Outcome { is_right: false, is_noted: true, encoding: "none" },
    }
}

#[test]
fn wrong_results_are_hardly_ever_silent() {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut failures = Vec::new();
    let mut count = |case: &'static str, name: String, outcome: Outcome| {
        let Outcome { is_right, is_noted, encoding } = outcome;
        let tally = tallies.entry(case).or_default();
        tally.pages += 1;
        tally.right += usize::from(is_right);
        tally.silent += usize::from(!is_right && !is_noted);
        if !is_right && (!is_noted || case == "right") {
            failures.push(format!("{case}: {name}, read as {encoding}"));
        }
    };
    for (language, text) in texts() {
        for right in LABELS {
            let Some(with_meta) = encode(right, &html(Some(right), text)) else { continue };
            let bare = encode(right, &html(None, text)).expect("it can write the text");
            let name = |wrong: &str| format!("{language} in {right}, declared {wrong}");
            count("right", name("rightly"), clean(&with_meta, Some(right), text));
            count("none", name("nowhere"), clean(&bare, None, text));
            // In single-byte encodings, damage is another letter.
            if !encoding(right).is_single_byte() {
                let mut damaged = bare.clone();
                let middle = (damaged.len() / 2) & !1;
                // Malformed in all of them: in UTF-16 the second half of a pair alone.
                damaged.splice(middle..middle, if right.starts_with("utf-16") { *b"\xDC\xDC" } else { *b"\xFF\xFF" });
                count("damaged", name("rightly"), clean(&damaged, Some(right), text));
            }
            for (index, wrong) in LABELS.into_iter().enumerate().filter(|(_, wrong)| *wrong != right) {
                if !can_be_refuted(&bare, text, wrong) {
                    continue;
                }
                count("wrong transport alone", name(wrong), clean(&bare, Some(wrong), text));
                if index % LABELS_PER_SLOW_CASE != 0 {
                    continue;
                }
                count("wrong transport", name(wrong), clean(&with_meta, Some(wrong), text));
                let wrong_meta = encode(right, &html(Some(wrong), text)).expect("it can write the text");
                count("wrong page", name(wrong), clean(&wrong_meta, None, text));
                let other = LABELS[(index + 7) % LABELS.len()];
                let both = encode(right, &html(Some(other), text)).expect("it can write the text");
                count("both wrong", format!("{}, {other} in the page", name(wrong)), clean(&both, Some(wrong), text));
            }
        }
    }
    for (case, tally) in &tallies {
        println!("{case}: {} pages, {} right, {} wrong without a note", tally.pages, tally.right, tally.silent);
    }
    let failures = failures.join("\n");
    println!("{failures}");
    for (case, tally) in &tallies {
        let most = if *case == "right" { 0 } else { tally.pages / 20 };
        assert!(
            tally.silent <= most,
            "{case}: {} of {} are wrong without a note:\n{failures}",
            tally.silent,
            tally.pages
        );
    }
    assert_eq!(tallies["right"].right, tallies["right"].pages, "{failures}");
}

/// Pages of `testdata` in encodings that can write most of them, without the characters that these lack.
#[test]
fn right_labels_are_not_doubted() {
    const ENCODINGS: [(&str, &[&str]); 4] = [
        ("en", &["windows-1252", "shift_jis"]),
        ("de", &["windows-1252", "iso-8859-2", "macintosh"]),
        ("fr", &["windows-1252", "iso-8859-15", "windows-1254"]),
        ("fa", &["windows-1256", "gb18030"]),
    ];
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/pages");
    let mut pages = 0;
    for folder in std::fs::read_dir(root).expect("there are pages") {
        let path = folder.expect("it is readable").path();
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let Ok(text) = std::fs::read_to_string(path.join("source.txt")) else { continue };
        let labels =
            ENCODINGS.iter().find(|(language, _)| name.starts_with(language)).map_or(&[][..], |(_, labels)| labels);
        for label in labels {
            let encoding = encoding(label);
            let mut buffer = [0; 4];
            let text: String = text.chars().filter(|c| !encoding.encode(c.encode_utf8(&mut buffer)).2).collect();
            let (bytes, ..) = encoding.encode(&text);
            let page = Page::new(&bytes).with_charset(label).with_format(PageFormat::Text);
            let page = cleaner().clean_bytes(page).expect("it is text");
            assert_eq!((page.encoding(), page.notes()), (encoding.name(), &[][..]), "{name} in {label}");
            assert_eq!(page.source(), text);
            pages += 1;
        }
    }
    assert!(pages > 100, "{pages}");
}
