//! The language of texts as they are on the web. All sentences were written for these tests.

use dechaff::document::Document;
use dechaff::{Language, identify, identify_together};
use proptest::prelude::*;

#[track_caller]
fn all_are(language: Language, texts: &[&str]) {
    for text in texts {
        let found = identify(text);
        assert_eq!(found.language, language, "{text}: {found:?}");
        assert!((0.0..=1.0).contains(&found.confidence), "{text}: {found:?}");
    }
}

#[test]
fn headlines_of_the_four_languages_are_identified() {
    all_are(
        Language::French,
        &["Le facteur du village prend sa retraite jeudi", "Pourquoi les abeilles dorment la nuit"],
    );
    all_are(Language::English, &["Village postman to retire on Thursday", "Why the bees sleep at night"]);
    all_are(Language::Farsi, &["نامه‌رسان روستا پنجشنبه بازنشسته می‌شود", "چرا زنبورها شب می‌خوابند"]);
    all_are(Language::German, &["Dorfbriefträger geht am Donnerstag in Rente", "Warum die Bienen nachts schlafen"]);
}

#[test]
fn farsi_typed_on_an_arabic_keyboard_is_farsi() {
    all_are(Language::Farsi, &["كشتي از بندر خارج شد و ديگر برنگشت", "اين كتاب را كسي نخريده است"]);
}

#[test]
fn farsi_without_zero_width_non_joiners_is_farsi() {
    all_are(Language::Farsi, &["کتابهای مادرم را نمیتوانم پیدا کنم", "کتاب های مادرم را نمی توانم پیدا کنم"]);
}

#[test]
fn digits_of_any_script_do_not_change_the_language() {
    all_are(Language::Farsi, &["قیمت نان از ۱۲۰۰ به ۱۵۰۰ تومان رسید", "قیمت نان از ١٢٠٠ به 1500 تومان رسید"]);
    all_are(Language::Undetermined, &["۱۴۰۳/۰۸/۱۲", "12.04.2019 – 18:30", "٣٤٥"]);
}

#[test]
fn missing_or_transcribed_accents_do_not_change_the_language() {
    all_are(Language::French, &["L'ecole a ete fermee apres la tempete de l'annee derniere"]);
    all_are(
        Language::German,
        &[
            "Die Fuesse des Kuenstlers waren groesser als seine Schuhe",
            "Die Fusse des Kunstlers waren grosser als seine Schuhe",
        ],
    );
}

#[test]
fn text_in_capitals_is_identified() {
    all_are(Language::English, &["THE BRIDGE WILL STAY CLOSED UNTIL THE SPRING"]);
    all_are(Language::French, &["LE PONT RESTERA FERMÉ JUSQU'AU PRINTEMPS"]);
    all_are(Language::German, &["DIE BRÜCKE BLEIBT BIS ZUM FRÜHJAHR GESPERRT", "DIE STRASSE BLEIBT GESPERRT"]);
}

#[test]
fn character_references_do_not_change_the_language() {
    all_are(
        Language::French,
        &["L&rsquo;&eacute;t&eacute; sera chaud &amp; sec, dit la m&eacute;t&eacute;o nationale"],
    );
    all_are(Language::English, &["The cook&#8217;s knife &mdash; and what it is for"]);
}

#[test]
fn code_and_addresses_have_no_language() {
    all_are(Language::German, &["Die Datei https://example.org/the/way/you/are.html wurde nicht gefunden"]);
    all_are(Language::French, &["Écrivez à the.owner@example.com pour nous dire ce que vous en pensez"]);
    all_are(Language::Undetermined, &["https://example.org/news/of-the-day", "www.example.org", "x86_64", "h264"]);
}

#[test]
fn a_farsi_headline_with_brands_is_farsi() {
    all_are(Language::Farsi, &["شرکت Samsung گوشی تازه‌ای به نام Galaxy معرفی کرد", "نسخهٔ تازهٔ Firefox منتشر شد"]);
}

#[test]
fn full_width_letters_are_read_as_plain_ones() {
    all_are(Language::English, &["Ｔｈｅ ｂｒｉｄｇｅ ｗｉｌｌ ｓｔａｙ ｃｌｏｓｅｄ"]);
}

#[test]
fn presentation_forms_of_arabic_script_are_read_as_plain_ones() {
    // Text from old PDF files has a character for each form of a letter.
    all_are(Language::Farsi, &["ﺍﻳﻦ ﮐﺘﺎﺏ ﺭﺍ ﺩﺭ ﺗﻬﺮﺍﻥ ﭼﺎﭖ ﮐﺮﺩﻩﺍﻧﺪ"]);
}

#[test]
fn related_languages_are_none_of_the_four() {
    for (code, text) in [
        ("ur", "یہ کتاب میرے بھائی نے کل بازار سے خریدی تھی"),
        ("ar", "هذا الكتاب اشتراه أخي أمس من السوق القديم"),
        ("ps", "دا کتاب زما ورور پرون له بازار څخه اخیستی و"),
        ("ckb", "ئەم کتێبە براکەم دوێنێ لە بازاڕ کڕیویەتی"),
        ("ug", "بۇ كىتابنى ئاكام تۈنۈگۈن بازاردىن سېتىۋالغان"),
        ("nl", "Mijn broer heeft dit boek gisteren op de markt gekocht"),
        ("ca", "El meu germà va comprar aquest llibre ahir al mercat"),
        ("lb", "Mäi Brudder huet dëst Buch gëschter um Maart kaaft"),
        ("it", "Mio fratello ha comprato questo libro ieri al mercato"),
    ] {
        assert_eq!(identify(text).language, Language::Other(Some(code)), "{text}");
    }
}

#[test]
fn other_scripts_are_named() {
    all_are(Language::Other(Some("ru")), &["Этот мост закрыт до весны"]);
    all_are(Language::Other(Some("uk")), &["Цей міст закрито до весни, її не чекали"]);
    all_are(Language::Other(Some("el")), &["Η γέφυρα θα μείνει κλειστή"]);
    all_are(Language::Other(Some("he")), &["הגשר יישאר סגור עד האביב"]);
}

#[test]
fn a_short_text_has_the_language_of_its_page() {
    let german =
        ["Die Gemeinde hat den Haushalt für das kommende Jahr beschlossen.", "Sport", "Die Bürger wurden gehört."];
    let english = ["The council has passed the budget for the coming year.", "Sport", "The citizens were heard."];
    assert_eq!(identify_together(&german)[1].language, Language::German);
    assert_eq!(identify_together(&english)[1].language, Language::English);
}

#[test]
fn a_block_in_another_language_keeps_it() {
    let mut lines = vec!["The council has passed the budget for the coming year after a long debate."; 10];
    lines.extend(["خرید بلیط ارزان", "شرط بندی آنلاین", "دانلود آهنگ جدید"]);
    let found = identify_together(&lines);
    assert!(found[..10].iter().all(|line| line.language == Language::English));
    assert!(found[10..].iter().all(|line| line.language == Language::Farsi), "{found:?}");
}

#[test]
fn a_declared_language_decides_only_if_the_words_do_not() {
    let page = Document::from_html(
        "<html lang='en'><p>Die Brücke bleibt bis zum Frühjahr gesperrt, weil ein Pfeiler gerissen ist.</p></html>",
    );
    assert_eq!(page.segments()[0].language(), Language::German);
    let tied = |tag: &str| {
        Document::from_html(&format!("<p lang='{tag}'>Restaurant international</p>")).segments()[0].language()
    };
    assert_eq!((tied("fr-FR"), tied("en")), (Language::French, Language::English));
    let switcher = |tag: &str| {
        let page = format!("<ul><li><a hreflang='{tag}' href='/'>Restaurant international</a></ul>");
        Document::from_html(&page).segments()[0].language()
    };
    assert_eq!((switcher("fr"), switcher("en")), (Language::French, Language::English));
}

#[test]
fn a_mixed_text_is_in_the_language_of_most_of_its_words() {
    all_are(Language::German, &["»The Long Way Home« heißt der neue Film, der am Freitag in die Kinos kommt"]);
    all_are(Language::French, &["Le single « Nobody knows my name » sort demain dans toute l'Europe"]);
    all_are(Language::Farsi, &["فیلم The Long Way Home از جمعه در سینماهای تهران روی پرده می‌رود"]);
    all_are(Language::English, &["The word اتاق means room, and it came into Persian from Turkish"]);
}

#[test]
fn texts_without_letters_are_undetermined() {
    assert!(identify_together::<&str>(&[]).is_empty());
    assert_eq!(identify_together(&["", " ", "…"]).len(), 3);
    all_are(Language::Undetermined, &["", " ", "…", "\u{200C}\u{AD}"]);
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in "\\PC*") {
        let found = identify(&text);
        prop_assert!((0.0..=1.0).contains(&found.confidence));
    }

    #[test]
    fn case_does_not_matter(text in "[a-z ]{0,60}") {
        prop_assert_eq!(identify(&text), identify(&text.to_uppercase()));
    }

    #[test]
    fn each_text_of_a_page_has_an_answer(texts in prop::collection::vec("\\PC{0,40}", 0..20)) {
        let found = identify_together(&texts);
        prop_assert_eq!(found.len(), texts.len());
        prop_assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.confidence)));
    }
}
