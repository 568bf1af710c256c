//! Archives to test with, written by hand.
#![allow(dead_code, reason = "each test uses a part")]

use std::io::{Cursor, Write};

use dechaff_archives::archive::{ArchiveFormat, ReadCounts, Record, RecordReader};
use dechaff_archives::compressed::{Codec, FileInput, Stream};

/// The longest block in these tests.
pub const LIMIT: usize = 1 << 20;

pub const CODECS: [Codec; 5] = [Codec::Plain, Codec::Gzip, Codec::Zstd, Codec::Lz4, Codec::Brotli];

/// An article that is kept, with boilerplate around it; each number gives another one.
pub fn html(number: usize) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>The mill number {number}</title></head><body>\
         <nav><a href=/>Home</a> <a href=/news>News</a> <a href=/sport>Sport</a></nav>\
         <article><h1>The mill number {number}</h1>\
         <p>The old mill number {number} at the river is grinding flour once more, after it had stood still for forty years.\
         <p>It took its owners eleven years to find a mason who could still cut the stones by hand, they said on Monday.\
         </article><footer>© 2024 Mill Gazette {number}. All rights reserved.</footer></body></html>"
    )
}

pub fn http(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat()
}

pub fn html_response(number: usize) -> Vec<u8> {
    http("Content-Type: text/html; charset=utf-8\r\n", html(number).as_bytes())
}

/// A WARC record of a type.
pub fn warc(kind: &str, content_type: &str, number: usize, block: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:test:{number}>\r\n\
         WARC-Target-URI: https://mill.example/{number}\r\nWARC-Date: 2024-05-04T10:12:00Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

pub fn response(number: usize) -> Vec<u8> {
    warc("response", "application/http; msgtype=response", number, &html_response(number))
}

/// Records of all kinds: four with a page each (two responses, a resource, a conversion), five without.
pub fn warc_records() -> Vec<Vec<u8>> {
    let image = http("Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n");
    vec![
        warc("warcinfo", "application/warc-fields", 0, b"software: by hand\r\n"),
        warc("request", "application/http; msgtype=request", 1, b"GET / HTTP/1.1\r\n\r\n"),
        response(2),
        warc("metadata", "application/warc-fields", 3, b"fetchTimeMs: 12\r\n"),
        warc("response", "application/http; msgtype=response", 4, &image),
        warc("revisit", "application/http; msgtype=response", 5, b"HTTP/1.1 200 OK\r\n\r\n"),
        response(6),
        warc("resource", "text/html", 7, html(7).as_bytes()),
        warc(
            "conversion",
            "text/plain",
            8,
            b"The mill\n\nThe old mill at the river is grinding flour once more, after forty years.\n",
        ),
    ]
}

/// ARC records: the description of the file, and two pages.
pub fn arc_records() -> Vec<Vec<u8>> {
    let about = b"1 0 Mill\nURL IP-address Archive-date Content-type Archive-length\n".to_vec();
    let record = |head: &str, block: &[u8]| [format!("{head} {}\n", block.len()).as_bytes(), block, b"\n"].concat();
    vec![
        record("filedesc://mill.arc 0.0.0.0 20240504101200 text/plain", &about),
        record("http://mill.example/1 192.0.2.1 20240504101200 text/html", &html_response(1)),
        record("http://mill.example/a page 192.0.2.1 20240504101300 text/html", &html_response(2)),
    ]
}

/// Compresses each part as a member of its own. Brotli has no members.
pub fn compressed(codec: Codec, parts: &[Vec<u8>]) -> Vec<u8> {
    match codec {
        Codec::Plain => parts.concat(),
        Codec::Gzip => parts.iter().flat_map(|part| gzip(part)).collect(),
        Codec::Zstd => parts.iter().flat_map(|part| zstd(part)).collect(),
        Codec::Lz4 => parts.iter().flat_map(|part| lz4(part)).collect(),
        Codec::Brotli => brotli(&parts.concat()),
    }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("the level is known");
    encoder.include_checksum(true).expect("checksums are known");
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

pub fn lz4(bytes: &[u8]) -> Vec<u8> {
    let mut info = lz4_flex::frame::FrameInfo::new();
    info.content_checksum = true;
    let mut encoder = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut output = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut output, 4096, 5, 20);
    encoder.write_all(bytes).expect("memory takes all");
    drop(encoder);
    output
}

pub fn chunked(bytes: &[u8], size: usize) -> Vec<u8> {
    let mut output = Vec::new();
    for chunk in bytes.chunks(size) {
        output.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        output.extend_from_slice(chunk);
        output.extend_from_slice(b"\r\n");
    }
    output.extend_from_slice(b"0\r\n\r\n");
    output
}

/// All records of an archive in memory, and what was counted.
pub fn read_all(bytes: Vec<u8>, codec: Codec, format: ArchiveFormat) -> (Vec<Record>, ReadCounts) {
    read_with_limit(bytes, codec, format, LIMIT)
}

pub fn read_with_limit(bytes: Vec<u8>, codec: Codec, format: ArchiveFormat, limit: usize) -> (Vec<Record>, ReadCounts) {
    let hint = (codec != Codec::Plain).then_some(codec);
    let input = FileInput::new(Box::new(Cursor::new(bytes))).expect("memory can be read");
    let is_record = |bytes: &[u8]| ArchiveFormat::of(bytes).is_some();
    let stream = Stream::new(input, hint, is_record).expect("memory can be read");
    let mut reader = RecordReader::new(stream, format, limit);
    let mut records = Vec::new();
    while let Some(record) = reader.next_record().expect("memory can be read") {
        records.push(record);
    }
    (records, reader.counts().clone())
}
