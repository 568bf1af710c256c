//! RSS and Atom.

use crate::support::{folder, read, rows, run_in, run_with_input, stderr, stdout};

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- A feed of a village -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Lindentaler Bote</title><link>https://bote.example/</link><language>de</language>
  <atom:link href="https://bote.example/feed" rel="self"/>
  <item>
    <title>Br&#252;cke &amp;amp; Steg</title>
    <link>https://bote.example/1</link>
    <dc:creator><![CDATA[Jana Weiß]]></dc:creator>
    <pubDate>Mon, 06 Sep 2021 08:30:00 +0200</pubDate>
    <media:title>Ein Bild</media:title>
    <description>Kurz gesagt: eine neue Brücke.</description>
    <content:encoded><![CDATA[<p>Der Gemeinderat hat am Montag beschlossen, eine neue <a href="/karte">Brücke</a> über den Fluss zu bauen.</p>
      <p>Die alte war zwei Jahre lang gesperrt, nachdem ein Gutachter Risse in ihrem dritten Bogen gefunden hatte.</p>]]></content:encoded>
  </item>
  <item>
    <title>Nur kurz</title>
    <guid>https://bote.example/2</guid>
    <description>&lt;p&gt;Das Rathaus bleibt am Freitag wegen einer Feier geschlossen, sagte die B&amp;uuml;rgermeisterin.&lt;/p&gt;</description>
  </item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
  <title>La Gazette</title><link href="https://gazette.example/"/>
  <entry>
    <title>Prix &lt; 5 euros &amp; plus</title>
    <link rel="replies" href="https://gazette.example/1#c"/><link rel="alternate" href="https://gazette.example/1"/>
    <author><name>Armelle Tanguy</name><uri>https://gazette.example/at</uri></author>
    <published>2023-11-17T10:00:00Z</published>
    <summary>Un moulin.</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><i class="icon"/><p>Le moulin a été construit en 1790,
      a &lt; b, et on y a moulu du seigle jusqu'à la guerre,<br/>dit le maire du village ce vendredi.</p></div></content>
  </entry>
  <entry>
    <title type="html">Le &lt;b&gt;vieux&lt;/b&gt; pont</title><link href="https://gazette.example/2"/>
    <content type="html">&lt;p&gt;Le vieux pont sera fermé jusqu'au printemps, a annoncé la commune dans un communiqué.&lt;/p&gt;</content>
  </entry>
  <entry>
    <title>Texte</title><link href="https://gazette.example/3"/>
    <content type="text">La commune a annoncé que le taux reste &lt; 5 % cette année, comme le conseil l'avait promis.

Le vieux pont sera fermé jusqu'au printemps, a ajouté le maire devant les habitants réunis.</content>
  </entry>
  <entry>
    <title>Image</title><link href="https://gazette.example/4"/>
    <content type="image/png">iVBORw0KGgo=</content>
    <summary>Une image du vieux moulin au bord de la rivière, prise par un habitant du village au printemps.</summary>
  </entry>
</feed>"#;

#[test]
fn each_item_of_rss_is_a_page() {
    let output = run_with_input(&["--format", "jsonl", "--metadata"], RSS.as_bytes());
    let rows = rows(&output);
    assert_eq!(rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>(), ["-#1", "-#2"]);
    assert_eq!(rows[0]["metadata"]["title"]["value"], "Brücke & Steg");
    assert_eq!(rows[0]["metadata"]["url"]["value"], "https://bote.example/1");
    assert_eq!(rows[0]["metadata"]["author"]["value"], "Jana Weiß");
    assert!(rows[0]["metadata"]["date"]["value"].as_str().is_some_and(|date| date.contains("2021")), "{}", rows[0]);
    assert_eq!(rows[0]["title"], "Brücke & Steg");
    let text = rows[0]["text"].as_str().expect("a text");
    assert!(text.starts_with("Der Gemeinderat hat") && text.ends_with("gefunden hatte."), "{text}");
    assert_eq!(
        rows[1]["text"],
        "Das Rathaus bleibt am Freitag wegen einer Feier geschlossen, sagte die Bürgermeisterin."
    );
    assert_eq!(rows[1]["metadata"]["url"]["value"], "https://bote.example/2");
    assert!(!stdout(&output).contains("Ein Bild"));
}

#[test]
fn entries_have_names_and_their_links_are_resolved() {
    let output = stdout(&run_with_input(&["--format", "markdown"], RSS.as_bytes()));
    assert!(output.starts_with("==> -#1 <==\nDer Gemeinderat"), "{output}");
    assert!(output.contains("\n\n==> -#2 <==\nDas Rathaus"), "{output}");
    assert!(output.contains("[Brücke](https://bote.example/karte)"), "{output}");
}

#[test]
fn each_entry_of_atom_is_a_page() {
    let output = run_with_input(&["--format", "jsonl", "--metadata"], ATOM.as_bytes());
    let rows = rows(&output);
    let titles: Vec<_> = rows.iter().map(|row| row["metadata"]["title"]["value"].clone()).collect();
    assert_eq!(titles, ["Prix < 5 euros & plus", "Le vieux pont", "Texte", "Image"]);
    let urls: Vec<_> = rows.iter().map(|row| row["metadata"]["url"]["value"].clone()).collect();
    assert_eq!(urls, [1, 2, 3, 4].map(|number| format!("https://gazette.example/{number}")));
    assert_eq!(rows[0]["metadata"]["author"]["value"], "Armelle Tanguy");
    let text = |row: usize| rows[row]["text"].as_str().expect("a text").to_owned();
    assert!(
        text(0).starts_with("Le moulin") && text(0).contains("a < b") && text(0).ends_with("ce vendredi."),
        "{}",
        text(0)
    );
    assert!(text(1).starts_with("Le vieux pont sera fermé"), "{}", text(1));
    assert!(text(2).contains("reste < 5 % cette") && text(2).contains("\n\nLe vieux pont"), "{}", text(2));
    assert!(text(3).starts_with("Une image du vieux moulin"), "{}", text(3));
}

#[test]
fn relative_addresses_are_resolved_against_the_site() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='https://cdn.example/feed'/>\
                <link href='https://a.example/blog/'/><entry><title>T</title><link href='../1'/></entry></feed>";
    let url = |arguments: &[&str]| {
        let arguments = [&["--format", "jsonl", "--metadata"], arguments].concat();
        rows(&run_with_input(&arguments, feed.as_bytes()))[0]["metadata"]["url"]["value"].clone()
    };
    assert_eq!(url(&[]), "https://a.example/1");
    assert_eq!(url(&["--url", "https://b.example/x/y"]), "https://b.example/1");
}

#[test]
fn rss_1_is_read_in_its_encoding() {
    let feed = b"<?xml version='1.0' encoding='iso-8859-1'?><rdf:RDF xmlns='http://purl.org/rss/1.0/'
        xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel rdf:about='x'><title>T</title></channel>
        <item rdf:about='https://a.example/1'><title>Le moulin</title><link>https://a.example/1</link>
        <description>Le moulin a \xE9t\xE9 construit en 1790, et on y a moulu du seigle jusqu'\xE0 la guerre.</description>
        </item></rdf:RDF>";
    let output = run_with_input(&["--format", "jsonl"], feed);
    assert_eq!(
        rows(&output)[0]["text"],
        "Le moulin a été construit en 1790, et on y a moulu du seigle jusqu'à la guerre."
    );
}

#[test]
fn malformed_bytes_are_noted() {
    let feed = b"<rss><channel><item><title>T</title><description>caf\xE9</description></item><item/></channel></rss>";
    let output = run_with_input(&["--format", "jsonl"], feed);
    assert_eq!(rows(&output)[0]["source"].as_str().map(|source| source.ends_with("caf\u{FFFD}")), Some(true));
    assert_eq!(stderr(&output), "clean: -#1: note: some bytes of the feed are malformed in its encoding\n");
}

#[test]
fn prefixes_of_xhtml_are_left_out() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:x='http://www.w3.org/1999/xhtml'><entry><title>T</title>\
                <content type='xhtml'><x:div><x:p title='a:b'>The old mill was built in 1790 and ground rye until the war.</x:p>\
                <x:p>It took the owners eleven years to find a mason<x:br/> who could still cut the stones.</x:p></x:div></content>\
                </entry></feed>";
    let output = stdout(&run_with_input::<&str>(&[], feed.as_bytes()));
    assert!(output.contains("until the war.\n\nIt took the owners"), "{output}");
}

#[test]
fn farsi_keeps_its_joiners_and_digits() {
    let sentence =
        "شورای شهر روز دوشنبه تصمیم گرفت پلی تازه روی رودخانه بسازد که ۱۲۰ متر درازا خواهد داشت و می‌تواند باز شود.";
    let feed = format!(
        "<rss><channel><language>fa</language><item><title>پل تازه</title><description><![CDATA[<p>{sentence}</p>]]></description></item></channel></rss>"
    );
    let output = run_with_input(&["--format", "jsonl"], feed.as_bytes());
    assert_eq!((&rows(&output)[0]["text"], &rows(&output)[0]["language"]), (&sentence.into(), &"fa".into()));
}

#[test]
fn entries_before_damage_are_read() {
    for (damage, error) in
        [("<![CDATA[ never closed", "the feed is damaged at byte"), ("", "the feed ends within an entry")]
    {
        let cut = RSS.find("<description>&lt;p&gt;Das").expect("the second item");
        let output = run_with_input(&["--format", "jsonl"], format!("{}{damage}", &RSS[..cut]).as_bytes());
        assert_eq!((rows(&output).len(), output.status.code()), (1, Some(1)));
        assert!(stderr(&output).contains(error), "{}", stderr(&output));
    }
    let output = run_with_input::<&str>(&[], b"<rss><channel><title>x</title></channel></rss>");
    assert!(stderr(&output).contains("clean: -: the feed has no entries"), "{}", stderr(&output));
}

#[test]
fn markup_that_is_not_well_formed_is_kept() {
    let feed = "<rss><channel><item><title>Fish & chips</title><description>The old mill <b>was built in 1790<br>and ground \
                rye &nbsp;until the war</i>, the village said.</description><link>https://a.example/1</link></item></channel></rss>";
    let output = run_with_input(&["--format", "jsonl", "--metadata"], feed.as_bytes());
    let row = &rows(&output)[0];
    assert_eq!(row["metadata"]["title"]["value"], "Fish & chips");
    assert_eq!(row["metadata"]["url"]["value"], "https://a.example/1");
    let text = row["text"].as_str().expect("a text");
    assert!(text.starts_with("The old mill was built") && text.ends_with("the village said."), "{text}");
}

#[test]
fn hostile_feeds_end() {
    let depth = 200_000;
    let nested = format!(
        "<rss><channel><item><title>x</title><description>{}a{}</description></item></channel></rss>",
        "<media:group>".repeat(depth),
        "</media:group>".repeat(depth)
    );
    let attributes = format!("<rss><channel><item><link {}/></item></channel></rss>", "a='b' ".repeat(depth));
    let entities = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>\
                    <rss><channel><item><description>&b;&b;&b;</description></item></channel></rss>";
    for feed in [nested.as_str(), &attributes, entities] {
        assert_eq!(rows(&run_with_input(&["--format", "jsonl"], feed.as_bytes())).len(), 1);
    }
}

#[test]
fn other_xml_and_forced_formats_are_no_feeds() {
    let page = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>The old mill was built in 1790 \
                and ground rye until the war.</p></body></html>";
    assert_eq!(rows(&run_with_input(&["--format", "jsonl"], page.as_bytes()))[0]["id"], "-");
    assert_eq!(rows(&run_with_input(&["--format", "jsonl", "--from", "html"], RSS.as_bytes())).len(), 1);
}

#[test]
fn each_entry_has_a_file_of_its_own() {
    let folder = folder(&[("blog/feed.rss", RSS.as_bytes())]);
    let output = run_in(&folder, &["--out", "out", "blog"]);
    assert_eq!(stderr(&output), "");
    let text = |name: &str| read(&folder.path().join("out/blog").join(name));
    assert!(text("feed.001.txt").starts_with("Der Gemeinderat"));
    assert!(text("feed.002.txt").starts_with("Das Rathaus"));
}
