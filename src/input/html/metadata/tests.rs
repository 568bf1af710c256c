use super::*;
use crate::input::html::parse;
use crate::limits::Limits;

fn read(html: &str) -> Metadata {
    let tree = parse::parse(html, Limits::new(), &mut Vec::new());
    metadata(&tree, &mut RoleFinder::new(&tree), Limits::new(), &mut Vec::new())
}

fn json_ld(script: &str) -> Metadata {
    read(&format!("<script type=application/ld+json>{script}</script>"))
}

fn value(field: &Option<MetadataValue>) -> Option<(&str, MetadataSource)> {
    field.as_ref().map(|field| (field.value.as_str(), field.source))
}

fn authors(metadata: &Metadata) -> Vec<&str> {
    metadata.authors.iter().map(MetadataValue::value).collect()
}

fn day(date: &Option<MetadataDate>) -> Option<String> {
    date.as_ref().map(|date| date.date.to_string())
}

#[test]
fn json_ld_is_preferred_for_author_and_date() {
    let metadata = read(
        "<meta name=author content='The staff'><meta property=article:published_time content=2024-05-01>
         <script type=application/ld+json>{\"@type\": \"NewsArticle\", \"author\": [{\"name\": \"A. Reed\"}, \"B. Lee\"],
         \"datePublished\": \"2024-05-02T10:12Z\", \"dateModified\": \"2024-05-03\", \"commentCount\": 7}</script>",
    );
    assert_eq!(authors(&metadata), ["A. Reed", "B. Lee"]);
    assert_eq!(metadata.authors[0].source, MetadataSource::JsonLd);
    assert_eq!(day(&metadata.published).as_deref(), Some("2024-05-02T10:12:00Z"));
    assert_eq!(day(&metadata.modified).as_deref(), Some("2024-05-03"));
    assert_eq!(metadata.comment_count, Some(7));
}

#[test]
fn nested_objects_of_json_ld_are_read_but_not_broken_json() {
    let graph = "{\"@graph\": [{\"@type\": \"WebPage\"}, {\"@type\": \"Article\", \"headline\": \"Mill\"}]}";
    assert_eq!(value(&json_ld(graph).title), Some(("Mill", MetadataSource::JsonLd)));
    assert_eq!(json_ld(&graph.replace("]}", "]")).title, None);
    let other_script = format!("<script type=application/json>{graph}</script>");
    assert_eq!(read(&other_script).title, None);
}

#[test]
fn json_ld_is_read_in_comments_and_cdata_and_with_line_breaks_in_its_strings() {
    let object = "{\"@type\": \"Article\", \"headline\": \"The\nmill\"}";
    for script in [
        object.to_owned(),
        format!("<!-- {object} -->"),
        format!("//<![CDATA[\n{object}\n//]]>"),
        format!("<![CDATA[{object}]]>"),
        format!("[{object}];"),
    ] {
        assert_eq!(value(&json_ld(&script).title), Some(("The mill", MetadataSource::JsonLd)), "{script}");
    }
}

#[test]
fn authors_of_json_ld_are_found_by_reference_and_by_the_parts_of_their_names() {
    let graph = "{\"@graph\": [
        {\"@type\": \"WebPage\", \"author\": \"The site\"},
        {\"@type\": \"Article\", \"author\": [{\"@id\": \"#ann\"}, {\"givenName\": \"Tom\", \"familyName\": \"Lee\"}]},
        {\"@type\": \"Person\", \"@id\": \"#ann\", \"name\": \"Ann Reed\"}]}";
    assert_eq!(authors(&json_ld(graph)), ["Ann Reed", "Tom Lee"]);
    let creators = "{\"@type\": \"Article\", \"creator\": \"By Ann Reed and Tom Lee\"}";
    assert_eq!(authors(&json_ld(creators)), ["Ann Reed", "Tom Lee"]);
}

#[test]
fn the_headline_is_the_heading_that_the_title_contains() {
    let head = "<meta property=og:site_name content=Courier><title>The mill is sold - Courier</title>";
    let with_heading = read(&format!("{head}<h1>Courier</h1><h2>The mill is sold</h2>"));
    assert_eq!(value(&with_heading.title), Some(("The mill is sold", MetadataSource::Page)));
    let without = read(&format!("{head}<h1>News</h1>"));
    assert_eq!(value(&without.title), Some(("The mill is sold", MetadataSource::Meta)));
    let hyphenated = read("<title>The old wind\u{AD}mill</title>");
    assert_eq!(value(&hyphenated.title), Some(("The old windmill", MetadataSource::Meta)));
}

#[test]
fn authors_are_found_in_metas_and_in_the_page() {
    for (html, expected) in [
        ("<meta name=author content='Ann Reed; Tom Lee'>", &["Ann Reed", "Tom Lee"][..]),
        (
            "<meta property=article:author content=https://example.org/reed><meta name=byl content='By Ann Reed'>",
            &["Ann Reed"],
        ),
        (
            "<meta name=citation_author content='Reed, Ann'><meta name=citation_author content='Lee, Tom'>",
            &["Ann Reed", "Tom Lee"],
        ),
        ("<meta name=DC.creator content='Reed, Ann'>", &["Ann Reed"]),
        ("<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Reed'>", &["Ann Reed"]),
        ("<meta name=author content=annreed>", &["annreed"]),
        ("<p class=byline>By <a href=/reed>Ann Reed</a> and <a href=/lee>Tom Lee</a>, 4 May", &["Ann Reed", "Tom Lee"]),
        ("<div itemprop=author itemscope>By <span itemprop=name>Ann Reed</span>, writer</div>", &["Ann Reed"]),
        ("<span property=schema:author>Ann Reed</span>", &["Ann Reed"]),
        ("<p><a rel=author href=/1>Ann Reed</a> <a rel=author href=/2>Tom Lee</a>", &["Ann Reed", "Tom Lee"]),
        ("<p class='author vcard'>by <b class=fn>Ann Reed</b>", &["Ann Reed"]),
        ("<article><footer><a rel=author href=/1>Ann Reed</a></footer></article>", &["Ann Reed"]),
        ("<ol class=comment-list><li class=comment><b class=fn itemprop=author>annreed</b></ol>", &["annreed"]),
        // The class contains the word "author", but no rule has it as a byline.
        ("<p class=authority>By Ann Reed", &[]),
        ("<meta name=author content=https://example.org/reed>", &[]),
        ("<aside><a rel=author href=/1>Ann Reed</a></aside>", &[]),
    ] {
        assert_eq!(authors(&read(html)), expected, "{html}");
    }
}

#[test]
fn dates_are_those_of_the_article() {
    for (html, published, modified) in [
        ("<time>4 May 2024</time>", Some("2024-05-04"), None),
        (
            "<time class=updated datetime=2024-05-05>x</time><time datetime=2024-05-04>y</time>",
            Some("2024-05-04"),
            Some("2024-05-05"),
        ),
        ("<span itemprop=datePublished>4 May 2024</span>", Some("2024-05-04"), None),
        ("<aside><time datetime=2020-01-01></time></aside><time datetime=2024-05-04></time>", Some("2024-05-04"), None),
        (
            "<div class=comment-body><p itemprop=datePublished content=2020-01-01></div><time datetime=2024-05-04></time>",
            Some("2024-05-04"),
            None,
        ),
        (
            "<meta name=DC.Date.issued content=2024-05-04><meta name=last-modified content=2024-05-05>",
            Some("2024-05-04"),
            Some("2024-05-05"),
        ),
        ("<meta name=date content=soon><meta name=pubdate content=20240504>", Some("2024-05-04"), None),
    ] {
        let metadata = read(html);
        let found = (day(&metadata.published), day(&metadata.modified));
        assert_eq!((found.0.as_deref(), found.1.as_deref()), (published, modified), "{html}");
    }
    let jalali = read("<meta name=date content='۱۵ اردیبهشت ۱۴۰۳'>").published.expect("it is a date");
    assert_eq!((jalali.date.to_string().as_str(), jalali.written.as_str()), ("2024-05-04", "۱۵ اردیبهشت ۱۴۰۳"));
}

#[test]
fn the_rest_is_found_where_pages_have_it() {
    let metadata = read(
        "<link rel=canonical href=https://www.courier.example/mill><link rel=license href=/by>
         <meta property=og:image content=/mill.jpg><meta name=description content='About a  mill.'>
         <meta property=article:section content=Local><meta name=keywords content='mill, river, mill'>",
    );
    assert_eq!(value(&metadata.url), Some(("https://www.courier.example/mill", MetadataSource::Meta)));
    assert_eq!(value(&metadata.license), Some(("/by", MetadataSource::Meta)));
    assert_eq!(value(&metadata.image), Some(("/mill.jpg", MetadataSource::OpenGraph)));
    assert_eq!(value(&metadata.description), Some(("About a mill.", MetadataSource::Meta)));
    assert_eq!(value(&metadata.section), Some(("Local", MetadataSource::OpenGraph)));
    assert_eq!(value(&metadata.site_name), Some(("courier.example", MetadataSource::Meta)));
    let keywords: Vec<&str> = metadata.keywords.iter().map(MetadataValue::value).collect();
    assert_eq!(keywords, ["mill", "river"]);
}
