//! Pages in many encodings, with right and wrong declarations.
//!
//! Each row of the table has the encoding of the bytes, the declarations, the encoding that is used, and the notes.
//! The text must be right in every row.

#[path = "encodings/matrix.rs"]
mod matrix;

use dechaff::filter::Pipeline;
use dechaff::{CharsetSource, Cleaner, Decision, Note, Page, PageFormat};
use encoding_rs::Encoding;
use proptest::prelude::*;

const ENGLISH: &str = "The mayor’s café — opened in 1901, closed since “the flood” — will be sold for £200,000, the council said on Monday.";
const PLAIN: &str = "The old ferry sails again on Monday, as the council decided in the spring.";
const SIGNS: &str = "The mayor’s house will be sold for 200,000 pounds in 1999 – 2008, the council’s clerk said.";
const APOSTROPHE: &str = "The mayor’s house will be sold for 200,000 pounds, the council said on Monday.";
const FRENCH: &str = "Le maire a déclaré lundi soir que l'école serait rénovée dès l'été prochain, malgré les réserves de ses collègues.";
const FRENCH_EURO: &str =
    "Le cœur de la cité coûtera 300 000 € à la commune, a déclaré le maire, qui espère une aide de la région.";
const GERMAN: &str = "Die Brücke über den Fluß wird größer, als man es geplant hatte: „für die nächsten fünfzig Jahre“, hieß es am Montag.";
const FARSI: &str =
    "شهردار روز دوشنبه گفت که پل تازه تا پایان پاییز باز می\u{200C}شود و رفت و آمد آسان\u{200C}تر خواهد شد.";
/// Farsi in windows-1256, which has only the Arabic yeh.
const FARSI_1256: &str =
    "شهردار روز دوشنبه گفت که پل تازه تا پايان پاييز باز مي\u{200C}شود و رفت و آمد آسان\u{200C}تر خواهد شد.";
const JAPANESE: &str =
    "市長は月曜日、川にかかる新しい橋を来年の秋までに完成させると発表した。古い橋は二年前から通行止めになっている。";
const CHINESE: &str = "市长星期一表示，新桥将在明年秋天之前建成。旧桥已经关闭了两年，附近的居民每天都要绕很远的路。";
const TAIWANESE: &str = "市長星期一表示，新橋將在明年秋天之前建成。舊橋已經關閉了兩年，附近的居民每天都要繞很遠的路。";
const KOREAN: &str =
    "시장은 월요일에 새 다리가 내년 가을까지 완공될 것이라고 밝혔다. 오래된 다리는 이 년 전부터 통행이 금지되었다.";
const RUSSIAN: &str =
    "Мэр сообщил в понедельник, что новый мост через реку откроют до конца осени, старый закрыт уже два года.";
const POLISH: &str = "Burmistrz powiedział w poniedziałek, że nowy most zostanie otwarty jesienią; stary jest zamknięty od dwóch lat, a łódź nie pływa.";
const TURKISH: &str =
    "Belediye başkanı pazartesi günü yeni köprünün sonbahara kadar açılacağını, eskisinin ise yıkılacağını söyledi.";
const GREEK: &str = "Ο δήμαρχος δήλωσε τη Δευτέρα ότι η νέα γέφυρα θα ανοίξει έως το φθινόπωρο, η παλιά είναι κλειστή εδώ και δύο χρόνια.";

/// The encoding of a page.
#[derive(Clone, Copy)]
enum Bytes {
    /// An encoding of the Encoding Standard that has an encoder.
    In(&'static str),
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}
use Bytes::{In, Utf16Be, Utf16Le, Utf32Be, Utf32Le};

impl Bytes {
    fn of(self, text: &str) -> Vec<u8> {
        match self {
            In(label) => {
                let encoding = Encoding::for_label(label.as_bytes()).expect("the label is known");
                let (bytes, _, is_lossy) = encoding.encode(text);
                assert!(!is_lossy, "{label} lacks a character of {text:?}");
                bytes.into_owned()
            }
            Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Utf32Be => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        }
    }
}

/// The markup around the text of a page.
#[derive(Clone, Copy)]
enum Around {
    /// A page of HTML with a piece of markup in its head.
    Head(&'static str),
    /// A page of HTML with a piece of markup in its head, after a script and a comment of this number of bytes each.
    Late(usize, &'static str),
    /// A page of HTML that starts with a piece of markup.
    First(&'static str),
    /// Plain text.
    Nothing,
}
use Around::{First, Head, Late, Nothing};

impl Around {
    fn page(self, text: &str) -> String {
        let html = |first: &str, head: &str| {
            format!("{first}<!DOCTYPE html>\n<html><head>{head}</head><body>\n<p>{text}</p>\n</body></html>\n")
        };
        match self {
            Head(head) => html("", head),
            Late(bytes, head) => {
                let script = "if (a < b) { c(); }\n".repeat(bytes / 20);
                let comment = "- not a > declaration ".repeat(bytes / 22);
                html("", &format!("<script>{script}</script><!--{comment}-->{head}"))
            }
            First(first) => html(first, ""),
            Nothing => format!("{text}\n"),
        }
    }
}

struct Row {
    name: &'static str,
    text: &'static str,
    bytes: Bytes,
    around: Around,
    /// The charset of the transport.
    transport: Option<&'static str>,
    /// Whether the page starts with a byte-order mark.
    has_mark: bool,
    encoding: &'static str,
    notes: Vec<Note>,
}

/// A page that is read in its own encoding, without notes.
fn row(name: &'static str, text: &'static str, bytes: Bytes, around: Around, encoding: &'static str) -> Row {
    Row { name, text, bytes, around, transport: None, has_mark: false, encoding, notes: Vec::new() }
}

impl Row {
    fn transport(mut self, label: &'static str) -> Self {
        self.transport = Some(label);
        self
    }

    fn mark(mut self) -> Self {
        self.has_mark = true;
        self
    }

    /// A declaration names another encoding than that of the page.
    fn wrong(mut self, declared: &'static str) -> Self {
        let source = self.source();
        self.notes.push(Note::WrongCharset { declared, used: self.encoding, source });
        self
    }

    /// The page declares another encoding than the transport or the mark, which counts more.
    fn overruled(mut self, declared: &'static str) -> Self {
        self.notes.push(Note::OverruledCharset { declared, used: self.encoding, source: CharsetSource::Page });
        self
    }

    /// Where the declaration is that counts most.
    fn source(&self) -> CharsetSource {
        if self.transport.is_some() { CharsetSource::Transport } else { CharsetSource::Page }
    }

    fn unknown(mut self, label: &str) -> Self {
        let source = self.source();
        self.notes.push(Note::UnknownCharset { label: label.to_owned(), source });
        self
    }
}

#[rustfmt::skip]
fn table() -> Vec<Row> {
    const UTF_8: &str = "<meta charset=\"utf-8\">";
    const LATIN_1: &str = "<meta charset=\"iso-8859-1\">";
    const FARSI_META: &str = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1256\">";
    vec![
        // UTF-8.
        row("UTF-8, declared", GERMAN, In("utf-8"), Head(UTF_8), "UTF-8"),
        row("UTF-8, undeclared, French", FRENCH, In("utf-8"), Head(""), "UTF-8"),
        row("UTF-8, undeclared, Farsi", FARSI, In("utf-8"), Head(""), "UTF-8"),
        row("UTF-8, undeclared, Japanese", JAPANESE, In("utf-8"), Head(""), "UTF-8"),
        row("UTF-8 by the transport", ENGLISH, In("utf-8"), Head(""), "UTF-8").transport("utf-8"),
        row("UTF-8 with a mark", GERMAN, In("utf-8"), Head(""), "UTF-8").mark(),
        row("UTF-8 that says ISO 8859-1", GERMAN, In("utf-8"), Head(LATIN_1), "UTF-8").wrong("windows-1252"),
        row("UTF-8 that the transport says is ISO 8859-1", FRENCH, In("utf-8"), Head(""), "UTF-8")
            .transport("ISO-8859-1").wrong("windows-1252"),
        row("UTF-8 with one curly quote that says ISO 8859-1", APOSTROPHE, In("utf-8"), Head(LATIN_1), "UTF-8").wrong("windows-1252"),
        row("UTF-8 with two signs that says Big5", SIGNS, In("utf-8"), Head("<meta charset=big5>"), "UTF-8").wrong("Big5"),
        row("UTF-8 that says Shift_JIS", FARSI, In("utf-8"), Head("<meta charset=shift_jis>"), "UTF-8").wrong("Shift_JIS"),
        row("UTF-8 that says UTF-16", GERMAN, In("utf-8"), Head("<meta charset=\"utf-16\">"), "UTF-8"),
        row("UTF-8 that the transport says is UTF-16", GERMAN, In("utf-8"), Head(""), "UTF-8")
            .transport("utf-16le").wrong("UTF-16LE"),
        // Western.
        row("windows-1252, declared", ENGLISH, In("windows-1252"), Head("<meta charset=windows-1252>"), "windows-1252"),
        row("windows-1252 that says ISO 8859-1", GERMAN, In("windows-1252"), Head(LATIN_1), "windows-1252"),
        row("windows-1252, undeclared, French", FRENCH, In("windows-1252"), Head(""), "windows-1252"),
        row("windows-1252, undeclared, English", ENGLISH, In("windows-1252"), Head(""), "windows-1252"),
        row("windows-1252 that says UTF-8", FRENCH, In("windows-1252"), Head(UTF_8), "windows-1252").wrong("UTF-8"),
        row("windows-1252 that the transport says is UTF-8", GERMAN, In("windows-1252"), Head(""), "windows-1252")
            .transport("utf-8").wrong("UTF-8"),
        row("windows-1252 that says x-user-defined", FRENCH, In("windows-1252"), Head("<meta charset=x-user-defined>"), "windows-1252"),
        row("ISO 8859-15 with a euro sign", FRENCH_EURO, In("iso-8859-15"), Head("<meta charset='iso-8859-15'>"), "ISO-8859-15"),
        row("MacRoman", FRENCH_EURO, In("macintosh"), Head("<meta charset=macintosh>"), "macintosh"),
        // Eastern Europe, Turkey, Greece.
        row("ISO 8859-2, declared", POLISH, In("iso-8859-2"), Head("<meta charset=iso-8859-2>"), "ISO-8859-2"),
        row("ISO 8859-2, undeclared", POLISH, In("iso-8859-2"), Head(""), "ISO-8859-2"),
        row("windows-1251, declared", RUSSIAN, In("windows-1251"), Head("<meta charset=windows-1251>"), "windows-1251"),
        row("windows-1251, undeclared", RUSSIAN, In("windows-1251"), Head(""), "windows-1251"),
        row("windows-1251 that says UTF-8", RUSSIAN, In("windows-1251"), Head(UTF_8), "windows-1251").wrong("UTF-8"),
        row("KOI8-R by the transport", RUSSIAN, In("koi8-r"), Head(""), "KOI8-R").transport("koi8-r"),
        row("ISO 8859-9 is windows-1254", TURKISH, In("windows-1254"), Head("<meta charset=iso-8859-9>"), "windows-1254"),
        row("ISO 8859-7, declared", GREEK, In("iso-8859-7"), Head("<meta charset=iso-8859-7>"), "ISO-8859-7"),
        // Farsi.
        row("windows-1256, declared", FARSI_1256, In("windows-1256"), Head(FARSI_META), "windows-1256"),
        row("windows-1256, undeclared", FARSI_1256, In("windows-1256"), Head(""), "windows-1256"),
        row("windows-1256 that says UTF-8", FARSI_1256, In("windows-1256"), Head(UTF_8), "windows-1256").wrong("UTF-8"),
        row("windows-1256 by the transport", FARSI_1256, In("windows-1256"), Head(""), "windows-1256").transport("cp1256"),
        // East Asia.
        row("GB 18030", CHINESE, In("gb18030"), Head("<meta charset=gb18030>"), "gb18030"),
        row("GB 2312 is GBK", CHINESE, In("gbk"), Head("<meta charset=gb2312>"), "GBK"),
        row("GBK, undeclared", CHINESE, In("gbk"), Head(""), "GBK"),
        row("Big5", TAIWANESE, In("big5"), Head("<meta charset=big5>"), "Big5"),
        row("Shift_JIS, declared", JAPANESE, In("shift_jis"), Head("<meta charset=Shift_JIS>"), "Shift_JIS"),
        row("Shift_JIS, undeclared", JAPANESE, In("shift_jis"), Head(""), "Shift_JIS"),
        row("EUC-JP, declared", JAPANESE, In("euc-jp"), Head("<meta charset=euc-jp>"), "EUC-JP"),
        row("ISO 2022-JP, declared", JAPANESE, In("iso-2022-jp"), Head("<meta charset=iso-2022-jp>"), "ISO-2022-JP"),
        row("EUC-KR", KOREAN, In("euc-kr"), Head("<meta charset=ks_c_5601-1987>"), "EUC-KR"),
        // UTF-16.
        row("UTF-16LE with a mark", FRENCH, Utf16Le, Head(""), "UTF-16LE").mark(),
        row("UTF-16BE with a mark", FARSI, Utf16Be, Head(""), "UTF-16BE").mark(),
        row("UTF-16LE without one", GERMAN, Utf16Le, Head("<meta charset=utf-16>"), "UTF-16LE"),
        row("UTF-16BE without one", ENGLISH, Utf16Be, Head(""), "UTF-16BE"),
        row("UTF-16LE by the transport", FARSI, Utf16Le, Head(""), "UTF-16LE").transport("utf-16"),
        row("UTF-16LE that the transport says is UTF-8", GERMAN, Utf16Le, Head(""), "UTF-16LE")
            .transport("utf-8").wrong("UTF-8"),
        row("ASCII in UTF-16LE that the transport says is UTF-8", PLAIN, Utf16Le, Nothing, "UTF-16LE")
            .transport("utf-8").wrong("UTF-8"),
        row("UTF-16LE without zeros", CHINESE, Utf16Le, Nothing, "UTF-16LE"),
        row("UTF-16BE that the page says is UTF-8", GERMAN, Utf16Be, Head(UTF_8), "UTF-16BE").wrong("UTF-8"),
        // UTF-32.
        row("UTF-32LE with a mark", FRENCH, Utf32Le, Head(""), "UTF-32LE").mark(),
        row("UTF-32BE with a mark", FARSI, Utf32Be, Nothing, "UTF-32BE").mark(),
        row("UTF-32LE without one", CHINESE, Utf32Le, Nothing, "UTF-32LE"),
        row("UTF-32BE without one", GERMAN, Utf32Be, Head("<meta charset=utf-32>"), "UTF-32BE"),
        row("UTF-32LE by the transport", PLAIN, Utf32Le, Nothing, "UTF-32LE").transport("utf-32"),
        row("UTF-32LE that the transport says is ISO 8859-1", PLAIN, Utf32Le, Nothing, "UTF-32LE")
            .transport("latin1").wrong("windows-1252"),
        row("UTF-8 that the transport says is UTF-32", FARSI, In("utf-8"), Nothing, "UTF-8")
            .transport("utf-32").unknown("utf-32"),
        // Labels as they are written.
        row("a label in quotes", RUSSIAN, In("koi8-r"), Head(""), "KOI8-R").transport("\"koi8-r\""),
        row("a whole Content-Type", RUSSIAN, In("koi8-r"), Head(""), "KOI8-R").transport("text/html; charset=koi8-r"),
        row("a whole Content-Type in the page", RUSSIAN, In("koi8-r"),
            Head("<meta charset='text/html; charset=\"koi8-r\"'>"), "KOI8-R"),
        row("a Content-Type without a charset", FARSI, In("utf-8"), Head(""), "UTF-8").transport("text/html"),
        // The page against a transport that the bytes refute.
        row("windows-1256 that the transport says is ISO 8859-1", FARSI_1256, In("windows-1256"), Head(FARSI_META), "windows-1256")
            .transport("iso-8859-1").wrong("windows-1252"),
        row("windows-1256 that the transport says is GB 18030", FARSI_1256, In("windows-1256"), Head(FARSI_META), "windows-1256")
            .transport("gb18030").wrong("gb18030"),
        row("windows-1251 that the transport says is UTF-8", RUSSIAN, In("windows-1251"), Head("<meta charset=windows-1251>"), "windows-1251")
            .transport("utf-8").wrong("UTF-8"),
        row("GBK that the transport says is EUC-KR", CHINESE, In("gbk"), Head("<meta charset=gb2312>"), "GBK")
            .transport("euc-kr").wrong("EUC-KR"),
        row("ISO 2022-JP, undeclared", JAPANESE, In("iso-2022-jp"), Head(""), "ISO-2022-JP"),
        row("ISO 2022-JP that says UTF-8", JAPANESE, In("iso-2022-jp"), Head(UTF_8), "ISO-2022-JP").wrong("UTF-8"),
        // Precedence of declarations.
        row("a mark against page and transport", GERMAN, In("utf-8"), Head(LATIN_1), "UTF-8").mark().overruled("windows-1252"),
        row("the transport against the page", RUSSIAN, In("windows-1251"), Head(LATIN_1), "windows-1251").transport("windows-1251")
            .overruled("windows-1252"),
        row("UTF-8 by the transport against the page", FRENCH, In("utf-8"), Head(LATIN_1), "UTF-8").transport("UTF-8")
            .overruled("windows-1252"),
        row("a transport that is refuted", GERMAN, In("utf-8"), Head(UTF_8), "UTF-8").transport("latin1").wrong("windows-1252"),
        row("a transport of no known encoding", FARSI_1256, In("windows-1256"), Head(FARSI_META), "windows-1256")
            .transport("utf-9").unknown("utf-9"),
        row("a transport with blanks and capitals", GERMAN, In("windows-1252"), Head(""), "windows-1252").transport(" Latin1\n"),
        row("a page of no known encoding", FRENCH, In("utf-8"), Head("<meta charset=\"utf8-fr\">"), "UTF-8").unknown("utf8-fr"),
        row("a page of an encoding that is barred", FRENCH, In("utf-8"), Head("<meta charset=iso-2022-kr>"), "UTF-8")
            .unknown("iso-2022-kr"),
        // Forms of the declaration.
        row("capitals", RUSSIAN, In("koi8-r"), Head("<META CHARSET=KOI8-R>"), "KOI8-R"),
        row("single quotes and blanks", RUSSIAN, In("koi8-r"), Head("<meta charset = ' koi8-r '/>"), "KOI8-R"),
        row("http-equiv with the content first", RUSSIAN, In("koi8-r"),
            Head("<meta content='text/html;charset=koi8-r' http-equiv=content-type>"), "KOI8-R"),
        row("http-equiv with quotes inside", RUSSIAN, In("koi8-r"),
            Head("<meta http-equiv=Content-Type content='text/html; charset=\"koi8-r\"'>"), "KOI8-R"),
        row("behind 2,000 bytes of scripts and comments", RUSSIAN, In("koi8-r"), Late(1_000, "<meta charset=koi8-r>"), "KOI8-R"),
        row("behind 3,600 bytes of them", RUSSIAN, In("koi8-r"), Late(1_800, "<meta charset=koi8-r>"), "KOI8-R"),
        row("in a comment it does not count", GERMAN, In("windows-1252"),
            Head("<!-- <meta charset=koi8-r> --><meta charset=windows-1252>"), "windows-1252"),
        row("in a script it does not count", GERMAN, In("windows-1252"),
            Head("<script>document.write('<meta charset=koi8-r>')</script><meta charset=windows-1252>"), "windows-1252"),
        row("in another attribute it does not count", GERMAN, In("windows-1252"),
            Head("<meta name=description content=\"text/html; charset=koi8-r\"><meta charset=windows-1252>"), "windows-1252"),
        row("only in a comment it does not count", FARSI_1256, In("windows-1256"), Head("<!-- charset=koi8-r -->"), "windows-1256"),
        row("an XML declaration", GERMAN, In("windows-1252"),
            First("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n"), "windows-1252"),
        row("an XML declaration in single quotes", RUSSIAN, In("koi8-r"),
            First("<?xml version='1.0' encoding='koi8-r' standalone='yes'?>"), "KOI8-R"),
        // Plain text.
        row("plain text in UTF-8", FARSI, In("utf-8"), Nothing, "UTF-8"),
        row("plain text in windows-1252", FRENCH, In("windows-1252"), Nothing, "windows-1252"),
        row("plain text in windows-1256", FARSI_1256, In("windows-1256"), Nothing, "windows-1256"),
        row("plain text in UTF-16LE with a mark", GERMAN, Utf16Le, Nothing, "UTF-16LE").mark(),
        row("plain text in UTF-16BE without one", GERMAN, Utf16Be, Nothing, "UTF-16BE"),
        row("plain text in UTF-16LE without one", FARSI, Utf16Le, Nothing, "UTF-16LE"),
        row("plain text in UTF-16BE by the transport", RUSSIAN, Utf16Be, Nothing, "UTF-16BE").transport("utf-16be"),
        row("plain text in windows-1252 by the transport", GERMAN, In("windows-1252"), Nothing, "windows-1252").transport("cp1252"),
    ]
}

/// A cleaner that keeps all text.
fn cleaner() -> Cleaner {
    Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks)
}

#[test]
fn every_row_of_the_table_is_decoded() {
    let mut failures = Vec::new();
    for row in table() {
        let mark = if row.has_mark { "\u{FEFF}" } else { "" };
        let bytes = row.bytes.of(&format!("{mark}{}", row.around.page(row.text)));
        let mut page = Page::new(&bytes);
        if let Some(label) = row.transport {
            page = page.with_charset(label);
        }
        let page = match cleaner().clean_bytes(page) {
            Ok(page) => page,
            Err(error) => {
                failures.push(format!("{}: {error}", row.name));
                continue;
            }
        };
        if page.encoding() != row.encoding || page.notes() != row.notes || page.text() != row.text {
            let (encoding, notes, text) = (page.encoding(), page.notes(), page.text());
            let name = row.name;
            failures.push(format!(
                "{name}:\n  {encoding}, not {}\n  {notes:?}, not {:?}\n  {text}",
                row.encoding, row.notes
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_malformed_byte_costs_one_character() {
    let head = "<meta charset=utf-8>";
    let page = Head(head).page(&format!("{GERMAN} {FARSI}"));
    let at = page.find("Montag").expect("the text has the word");
    let mut bytes = page.into_bytes();
    bytes[at] = 0xFC;
    let page = cleaner().clean_bytes(&bytes).expect("it is text");
    assert_eq!((page.encoding(), page.notes()), ("UTF-8", &[Note::Malformed { sequences: 1 }][..]));
    assert_eq!(page.text(), format!("{} {FARSI}", GERMAN.replace("Montag", "\u{FFFD}ontag")));
}

#[test]
fn one_malformed_byte_refutes_no_label() {
    for byte in 0x80..=0xFF {
        for text in [
            "<p>The ferry sails again on Monday, * the council said.",
            "<p>The ferr*y sails again on Monday.",
            "The ferry*",
        ] {
            let bytes: Vec<u8> = text.bytes().map(|c| if c == b'*' { byte } else { c }).collect();
            let page = cleaner().clean_bytes(Page::new(&bytes).with_charset("utf-8")).expect("it is text");
            assert_eq!((page.encoding(), page.notes()), ("UTF-8", &[Note::Malformed { sequences: 1 }][..]), "{byte:x}");
        }
    }
}

#[test]
fn damaged_utf_8_without_a_label_is_utf_8() {
    let mut bytes = "You’ve seen it – the mayor’s house “over there” – haven’t you".as_bytes().to_vec();
    // A program lost the last byte of some dashes.
    let at = bytes.windows(3).position(|window| window == "–".as_bytes()).expect("the text has a dash");
    bytes.remove(at + 2);
    let page = cleaner().clean_bytes(&bytes).expect("it is text");
    assert_eq!((page.encoding(), page.notes()), ("UTF-8", &[Note::Malformed { sequences: 1 }][..]));
    assert!(page.text().ends_with("haven’t you"));
}

#[test]
fn a_few_letters_are_read_as_those_of_western_europe() {
    for (text, label) in [
        ("Le caf\u{E9} du village est ferm\u{E9} depuis lundi.", Some("utf-8")),
        ("Die M\u{FC}hle in K\u{F6}ln", Some("utf-8")),
        ("The caf\u{E9} is closed on Mondays.", None),
        (
            "We met \u{C5}sa, Jos\u{E9} Nu\u{F1}ez, Jo\u{E3}o, S\u{F8}ren, M\u{FC}ller, Fran\u{E7}ois, Bj\u{F6}rn, L\u{EF}s and Thi\u{EA}n there.",
            Some("windows-1252"),
        ),
    ] {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        let page = Page::new(&bytes);
        let page = cleaner().clean_bytes(label.map_or(page, |label| page.with_charset(label))).expect("it is text");
        assert_eq!((page.encoding(), page.text().as_str()), ("windows-1252", text));
        let wrong = Note::WrongCharset { declared: "UTF-8", used: "windows-1252", source: CharsetSource::Transport };
        assert_eq!(page.notes(), if label == Some("utf-8") { std::slice::from_ref(&wrong) } else { &[] });
    }
}

/// What a program makes of text that takes its UTF-8 for windows-1252.
fn encoded_twice(text: &str) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

#[test]
fn text_encoded_twice_is_repaired_in_bytes_only() {
    for text in [ENGLISH, FRENCH, FRENCH_EURO, GERMAN, FARSI, RUSSIAN, GREEK, JAPANESE, POLISH] {
        let twice = Head("<meta charset=utf-8>").page(&encoded_twice(text));
        let page = Page::new(twice.as_bytes());
        let repaired = cleaner().clean_bytes(page).expect("it is text");
        assert_eq!(repaired.text(), text);
        assert!(matches!(repaired.notes()[..], [Note::DoubleEncoding { runs: 1.., repaired: true, .. }]), "{text}");
        let left = cleaner().clean_bytes(page.without_repair()).expect("it is text");
        assert_eq!(left.text(), cleaner().clean_html(&twice).expect("it is short").text());
        assert!(matches!(left.notes()[..], [Note::DoubleEncoding { runs: 1.., repaired: false, .. }]), "{text}");
        let twice = encoded_twice(text);
        let flattened = cleaner().clean_text(twice.as_str()).expect("it is short");
        assert_eq!(flattened.source(), twice);
        assert!(matches!(flattened.notes()[..], [Note::DoubleEncoding { runs: 1.., repaired: false, .. }]), "{text}");
    }
}

#[test]
fn right_text_is_not_taken_for_text_encoded_twice() {
    for text in [
        ENGLISH,
        FRENCH,
        FRENCH_EURO,
        GERMAN,
        FARSI,
        RUSSIAN,
        GREEK,
        JAPANESE,
        POLISH,
        TURKISH,
        KOREAN,
        "NÃO É A AÇÃO DE SÃO PAULO: “AMANHÔ, DISSE A IRMÃ\u{A0}MAIS VELHA; « LÃ » E MAÇÔ…",
        "“Ø” er en bokstav, “Å” også; “Ä” und „Ö“…",
        "Bytes that were read wrongly look like “Ã©” instead of é.",
    ] {
        let page = cleaner().clean_bytes(Page::new(text.as_bytes())).expect("it is text");
        assert_eq!((page.text().as_str(), page.notes()), (text, &[][..]));
    }
}

#[test]
fn notes_say_what_and_where() {
    let wrong = Note::WrongCharset { declared: "GBK", used: "UTF-8", source: CharsetSource::Transport };
    assert_eq!(wrong.to_string(), "declared as GBK by the transport, which the bytes refute: read as UTF-8");
    let overruled = Note::OverruledCharset { declared: "GBK", used: "UTF-8", source: CharsetSource::Page };
    assert_eq!(overruled.to_string(), "declared as GBK in the page, but read as UTF-8, which counts more");
    let twice = Note::DoubleEncoding { runs: 2, at: 7, repaired: true };
    assert_eq!(twice.to_string(), "2 runs of text encoded twice were repaired, the first at byte 7");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes under any label are read without a panic, and bytes that are replaced are noted.
    #[test]
    fn any_bytes_are_read_and_what_is_replaced_is_noted(
        pieces in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..60),
            "[a-zé一ا <>0-9]{0,40}".prop_map(String::into_bytes),
            prop::sample::select(vec![
                &b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFF\xFE\0\0", b"\0", b"a\0b\0", b"\0\0\0a", b"\x1B$B", b"\x1B(B",
                b"<meta charset=gbk>", b"<meta charset='\"utf-16\"'>", "Ã©".as_bytes(), "â€™".as_bytes(), b"\x81\x30",
            ]).prop_map(<[u8]>::to_vec),
        ], 0..20),
        label in prop::option::of(prop::sample::select(matrix::LABELS.to_vec())),
    ) {
        let bytes = pieces.concat();
        let mut page = Page::new(&bytes).without_repair().with_format(PageFormat::Text);
        if let Some(label) = label {
            page = page.with_charset(label);
        }
        if let Ok(page) = cleaner().clean_bytes(page) {
            let is_noted = page.notes().iter().any(|note| matches!(note, Note::Malformed { .. }));
            if page.encoding() == "UTF-8" && !is_noted {
                prop_assert_eq!(page.source().as_bytes(), bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes));
            }
            prop_assert!(is_noted || !page.source().contains('\u{FFFD}'), "{:?}", page.notes());
        }
    }
}

#[test]
fn a_page_may_end_inside_a_character() {
    for (bytes, encoding) in [(In("utf-8"), "UTF-8"), (In("shift_jis"), "Shift_JIS"), (Utf16Le, "UTF-16LE")] {
        let mut page = bytes.of(&format!("<meta charset={encoding}><p>{JAPANESE}"));
        page.pop();
        let page = cleaner().clean_bytes(Page::new(&page).with_charset(encoding)).expect("it is text");
        assert_eq!((page.encoding(), page.notes()), (encoding, &[Note::Malformed { sequences: 1 }][..]));
        let whole = JAPANESE.strip_suffix('。').expect("it ends with a full stop");
        assert_eq!(page.text(), format!("{whole}\u{FFFD}"));
    }
}

#[test]
fn a_page_may_end_anywhere() {
    for (bytes, transport) in [(In("utf-8"), "utf-8"), (In("gb18030"), "gb18030"), (Utf16Be, "utf-16be")] {
        let page = Head("<meta charset=utf-8>").page(CHINESE);
        // A page whose only non-ASCII character is malformed might be in any encoding.
        let second_at = page.find(CHINESE).expect("the page has the text") + '市'.len_utf8();
        let (page, second_at) = (bytes.of(&page), bytes.of(&page[..second_at]).len());
        for end in 0..page.len() {
            let page =
                cleaner().clean_bytes(Page::new(&page[..end]).with_charset(transport).with_format(PageFormat::Html));
            let text = page.expect("it is text").text();
            let is_text = CHINESE.starts_with(text.trim_end_matches(['\u{FFFD}', '\n', '<', '/']));
            assert!(is_text || end < second_at, "{transport}, {end} bytes: {text}");
        }
    }
}
