//! The bodies of responses, with headers that are right and headers that lie.

mod common;

use common::*;
use dechaff_archives::http::{HttpNote, Response};
use proptest::prelude::*;

fn body(headers: &str, bytes: &[u8]) -> (Vec<u8>, Vec<HttpNote>) {
    let block = http(headers, bytes);
    let body = Response::parse(&block).body(&block, LIMIT);
    (body.bytes, body.notes)
}

fn coding(name: &str, bytes: &[u8]) -> Vec<u8> {
    match name {
        "gzip" => gzip(bytes),
        "deflate" => zlib(bytes),
        "br" => brotli(bytes),
        "zstd" => zstd(bytes),
        _ => bytes.to_vec(),
    }
}

#[test]
fn all_codings_are_undone() {
    let page = html(1).into_bytes();
    for name in ["gzip", "deflate", "br", "zstd", "identity"] {
        let encoded = coding(name, &page);
        assert_eq!(body(&format!("Content-Encoding: {name}\r\n"), &encoded), (page.clone(), vec![]), "{name}");
        let headers = format!("Transfer-Encoding: chunked\r\nContent-Encoding: {name}\r\n");
        assert_eq!(body(&headers, &chunked(&encoded, 100)), (page.clone(), vec![]), "{name} in chunks");
        let headers = format!("content-encoding: X-{}\r\n", name.to_uppercase());
        assert_eq!(body(&headers, &encoded).0, page, "{name} with a prefix");
    }
    assert_eq!(body("Content-Encoding: deflate\r\n", &deflate(&page)), (page.clone(), vec![]), "bare deflate");
    let twice = gzip(&brotli(&page));
    assert_eq!(body("Content-Encoding: br, gzip\r\n", &twice), (page.clone(), vec![]), "two codings");
    let members = [gzip(&page[..100]), gzip(&page[100..])].concat();
    assert_eq!(body("Content-Encoding: gzip\r\n", &members), (page, vec![]), "two members");
}

#[test]
fn headers_that_lie_change_nothing() {
    let page = html(1).into_bytes();
    assert_eq!(body("Transfer-Encoding: chunked\r\n", &page), (page.clone(), vec![HttpNote::NotChunked]));
    assert_eq!(body("", &chunked(&page, 64)), (page.clone(), vec![HttpNote::Chunked]));
    for name in ["gzip", "deflate", "br", "zstd"] {
        let (bytes, notes) = body(&format!("Content-Encoding: {name}\r\n"), &page);
        assert_eq!((bytes, notes), (page.clone(), vec![HttpNote::NotEncoded(name.into())]), "{name}");
    }
    assert_eq!(body("", &gzip(&page)), (page.clone(), vec![HttpNote::Encoded("gzip")]));
    let unknown = HttpNote::UnknownEncoding("utf-8".into());
    assert_eq!(body("Content-Encoding: UTF-8\r\n", &page), (page.clone(), vec![unknown]));
    assert_eq!(body("Content-Length: 3\r\n", &page), (page, vec![]));
}

#[test]
fn bodies_that_are_cut_give_what_they_have() {
    let page = html(1).into_bytes();
    for name in ["gzip", "deflate", "br", "zstd"] {
        let encoded = coding(name, &page);
        let (bytes, notes) = body(&format!("Content-Encoding: {name}\r\n"), &encoded[..encoded.len() - 3]);
        // Zstandard gives no part of a block.
        if name != "zstd" {
            assert!(page.starts_with(&bytes) && bytes.len() > 100, "{name}: {} bytes", bytes.len());
        }
        assert_eq!(notes.len(), 1, "{name}: {notes:?}");
    }
    let chunks = chunked(&page, 100);
    let (bytes, notes) = body("Transfer-Encoding: chunked\r\n", &chunks[..250]);
    assert!(page.starts_with(&bytes) && bytes.len() > 200);
    assert!(matches!(notes[..], [HttpNote::CutChunk { .. }]), "{notes:?}");
    let damaged = [&chunks[..106], b"and so on to the end of the page\n"].concat();
    let (bytes, notes) = body("Transfer-Encoding: chunked\r\n", &damaged);
    assert_eq!(bytes, [&page[..100], b"and so on to the end of the page\n"].concat());
    assert!(matches!(notes[..], [HttpNote::DamagedChunks { decoded: 100, .. }]), "{notes:?}");
}

#[test]
fn what_follows_the_encoded_body_has_a_note() {
    let page = html(1).into_bytes();
    for name in ["gzip", "deflate", "br"] {
        let encoded = [&coding(name, &page)[..], b"and more"].concat();
        let note = HttpNote::AfterEncoding { coding: name.into(), bytes: 8 };
        assert_eq!(body(&format!("Content-Encoding: {name}\r\n"), &encoded), (page.clone(), vec![note]), "{name}");
    }
    let (bytes, notes) = body("Transfer-Encoding: chunked\r\n", &[&chunked(&page, 99)[..], b"more"].concat());
    assert_eq!((bytes, notes), (page, vec![HttpNote::AfterChunks { bytes: 4 }]));
}

#[test]
fn a_small_body_cannot_become_a_huge_one() {
    let bomb = gzip(&vec![b' '; 20 * LIMIT]);
    let (bytes, notes) = body("Content-Encoding: gzip\r\n", &bomb);
    assert_eq!((bytes.len(), notes), (LIMIT + 1, vec![HttpNote::TooLong { limit: LIMIT }]));
}

#[test]
fn headers_of_all_shapes_are_read() {
    let parse = |text: &str| Response::parse(text.as_bytes());
    let of = |text: &str| {
        let response = parse(text);
        (response.status, response.media_type(), text[response.body_start..].to_owned())
    };
    let html = Some("text/html".to_owned());
    assert_eq!(of("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"), (Some(200), html.clone(), "<p>".into()));
    assert_eq!(of("HTTP/1.1 404\nContent-type:Text/HTML;x\n\n<p>"), (Some(404), html.clone(), "<p>".into()));
    assert_eq!(
        of("\r\nHTTP/2 200\r\nA: b\r\n c\r\nContent-Type: text/html\r\n\r\n"),
        (Some(200), html.clone(), "".into())
    );
    assert_eq!(of("HTTP/1.0 302 \r\n\r\n"), (Some(302), None, "".into()));
    assert_eq!(of("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n<html><p>"), (Some(200), html, "<html><p>".into()));
    assert_eq!(of("HTTPX/1.1 200 OK\r\r\n\r\r\n<p>"), (Some(200), None, "<p>".into()));
    assert_eq!(of("<html><p>"), (None, None, "<html><p>".into()));
    assert_eq!(of(""), (None, None, "".into()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_bytes_with_any_headers_give_a_body(
        headers in prop::sample::subsequence(
            vec!["Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: deflate\r\n",
                 "Content-Encoding: br\r\n", "Content-Encoding: zstd\r\n"], 0..4),
        encoding in prop::sample::select(vec!["gzip", "deflate", "br", "zstd", "none", "chunked"]),
        flip in any::<Option<(prop::sample::Index, u8)>>(),
        content in prop::collection::vec(any::<u8>(), 40..600),
    ) {
        let mut bytes = if encoding == "chunked" { chunked(&content, 50) } else { coding(encoding, &content) };
        if let (Some((index, byte)), false) = (flip, bytes.is_empty()) {
            let place = index.index(bytes.len());
            bytes[place] ^= byte;
        }
        let (decoded, notes) = body(&headers.concat(), &bytes);
        // Whatever is not as declared has a note, or is the body as it was stored.
        let is_silent_loss = decoded.len() < content.len() && decoded != bytes && notes.is_empty();
        prop_assert!(!is_silent_loss || flip.is_some(), "{} of {} bytes with {:?}", decoded.len(), content.len(), headers);
    }

    #[test]
    fn what_is_encoded_is_decoded(content in prop::collection::vec(any::<u8>(), 1..3_000), size in 1_usize..500) {
        for name in ["gzip", "deflate", "br", "zstd"] {
            let encoded = chunked(&coding(name, &content), size);
            let (decoded, notes) = body(&format!("Transfer-Encoding: chunked\r\nContent-Encoding: {name}\r\n"), &encoded);
            prop_assert_eq!(&decoded, &content);
            prop_assert!(notes.is_empty(), "{:?}", notes);
        }
    }
}
