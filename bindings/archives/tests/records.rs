//! Whole archives, and archives that are damaged in all ways that we know of.

mod common;

use common::*;
use dechaff_archives::archive::{ArchiveFormat, BlockFault, Record, RecordKind};
use dechaff_archives::compressed::{Cause, Codec};
use proptest::prelude::*;

fn blocks(records: &[Record]) -> Vec<&[u8]> {
    records.iter().map(|record| record.block.as_slice()).collect()
}

#[test]
fn all_records_are_read_in_all_compressions() {
    for codec in CODECS {
        let (records, counts) = read_all(compressed(codec, &warc_records()), codec, ArchiveFormat::Warc);
        assert_eq!(records.len(), 9, "{codec}");
        assert!(records.iter().all(|record| record.faults.is_empty()), "{codec}");
        assert_eq!(records[2].block, html_response(2), "{codec}");
        assert_eq!(records[2].fields.get("warc-target-uri"), Some("https://mill.example/2"));
        assert_eq!(records[5].kind, RecordKind::Revisit);
        assert_eq!((counts.skipped_bytes, counts.faults.len()), (0, 0), "{codec}");
        assert_eq!(counts.record_bytes as usize, warc_records().concat().len(), "{codec}");
    }
}

#[test]
fn one_member_may_have_all_records_or_half_of_one() {
    let whole = warc_records().concat();
    for codec in CODECS {
        for size in [whole.len(), 700, 64] {
            let parts: Vec<Vec<u8>> = whole.chunks(size).map(<[u8]>::to_vec).collect();
            let (records, counts) = read_all(compressed(codec, &parts), codec, ArchiveFormat::Warc);
            assert_eq!(records.len(), 9, "{codec} in members of {size} bytes");
            assert_eq!(counts.faults, [], "{codec} in members of {size} bytes");
        }
    }
}

#[test]
fn arc_is_read_in_all_compressions() {
    for codec in CODECS {
        let (records, counts) = read_all(compressed(codec, &arc_records()), codec, ArchiveFormat::Arc);
        assert_eq!(records.len(), 3, "{codec}");
        assert_eq!(records[0].kind, RecordKind::Warcinfo);
        assert_eq!(records[1].block, html_response(1));
        assert_eq!(records[2].fields.get("WARC-Target-URI"), Some("http://mill.example/a page"));
        assert_eq!(records[2].fields.get("WARC-Date"), Some("20240504101300"));
        assert_eq!((counts.skipped_bytes, counts.faults.len()), (0, 0));
    }
}

#[test]
fn a_file_that_is_cut_anywhere_gives_what_it_has() {
    for codec in CODECS {
        let (whole, _) = read_all(compressed(codec, &warc_records()), codec, ArchiveFormat::Warc);
        let bytes = compressed(codec, &warc_records());
        let mut most = 0;
        for place in 1..=50 {
            let length = bytes.len() * place / 51;
            let (records, counts) = read_all(bytes[..length].to_vec(), codec, ArchiveFormat::Warc);
            let intact = records.iter().filter(|record| record.faults.is_empty()).count();
            assert!(records.len() <= intact + 1, "{codec} cut to {length}: only the last record is cut");
            for (record, of_whole) in records.iter().zip(&whole) {
                assert!(of_whole.block.starts_with(&record.block), "{codec} cut to {length}");
            }
            assert!(counts.faults.iter().all(|fault| fault.cause == Cause::Truncated), "{codec}: {:?}", counts.faults);
            if codec != Codec::Plain && codec != Codec::Brotli {
                // Every member that is whole is read.
                let whole_members =
                    (0..=9).rev().find(|&count| compressed(codec, &warc_records()[..count]).len() <= length);
                assert!(intact >= whole_members.unwrap_or(0), "{codec} cut to {length}");
            }
            most = most.max(intact);
        }
        assert!(most >= 7, "{codec}: {most} records of the longest file");
    }
}

#[test]
fn a_broken_member_is_left_out_and_the_others_are_read() {
    for codec in [Codec::Gzip, Codec::Zstd, Codec::Lz4] {
        for broken in 0..9 {
            let mut members: Vec<Vec<u8>> =
                warc_records().iter().map(|record| compressed(codec, std::slice::from_ref(record))).collect();
            let middle = members[broken].len() / 2;
            members[broken][middle] ^= 0x55;
            members[broken][middle + 1] ^= 0xAA;
            let (records, counts) = read_all(members.concat(), codec, ArchiveFormat::Warc);
            let intact: Vec<&Record> = records.iter().filter(|record| record.faults.is_empty()).collect();
            assert_eq!(intact.len(), 8, "{codec}, member {broken}: {:?}", counts.faults);
            assert_eq!(counts.faults.len(), 1, "{codec}, member {broken}");
            let start: usize = members[..broken].iter().map(Vec::len).sum();
            assert_eq!(counts.faults[0].start as usize, start);
            assert_eq!(counts.faults[0].end as usize, start + members[broken].len());
        }
    }
}

#[test]
fn a_page_that_was_fetched_compressed_is_no_member() {
    // Stored as it is, in a member without compression: it has the beginning of a member in it.
    let inner = gzip(html(1).as_bytes());
    let block = http("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &inner);
    let record = warc("response", "application/http", 1, &block);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    std::io::Write::write_all(&mut encoder, &record).expect("memory takes all");
    let mut broken = encoder.finish().expect("memory takes all");
    let last = broken.len() - 6;
    broken[last] ^= 1;
    let (records, counts) = read_all([broken, gzip(&response(2))].concat(), Codec::Gzip, ArchiveFormat::Warc);
    assert_eq!(records.len(), 2);
    assert!(matches!(records[0].faults[..], [BlockFault::Damaged(_)]), "{:?}", records[0].faults);
    assert_eq!((records[1].block.clone(), records[1].faults.len()), (html_response(2), 0));
    assert_eq!((counts.skipped_bytes, counts.faults.len()), (0, 1));
}

/// The second of three records says that it has another length than it has.
fn with_length(length: &str) -> Vec<u8> {
    let record = String::from_utf8(response(2)).expect("the record is text");
    let at = record.find("Content-Length: ").expect("it has a length");
    let end = at + record[at..].find("\r\n").expect("the line ends");
    let lying = format!("{}{length}{}", &record[..at], &record[end..]);
    [response(1), lying.into_bytes(), response(3)].concat()
}

#[test]
fn wrong_lengths_lose_no_record_and_no_byte() {
    let block = html_response(2);
    let lengths = ["0", "10", "999", "2000", "999999", "99999999", "18446744073709551615", "-5", "", "many"];
    for length in lengths {
        let text = if length.is_empty() { "Length: unknown".into() } else { format!("Content-Length: {length}") };
        let (records, counts) = read_all(with_length(&text), Codec::Plain, ArchiveFormat::Warc);
        assert_eq!(blocks(&records), [&html_response(1)[..], &block, &html_response(3)], "length {length:?}");
        assert_eq!(records[1].faults.len(), 1, "length {length:?}: {:?}", records[1].faults);
        assert_eq!(counts.skipped_bytes, 0);
    }
}

#[test]
fn bytes_between_records_are_counted() {
    let bytes = [b"what is this\n".to_vec(), response(1), b"WARC/1.0\nand this\n\n".to_vec(), response(2)].concat();
    let length = bytes.len();
    let (records, counts) = read_all(bytes, Codec::Plain, ArchiveFormat::Warc);
    assert_eq!(records.last().map(|record| &record.block), Some(&html_response(2)));
    assert_eq!(counts.record_bytes + counts.skipped_bytes, length as u64);
    assert!(counts.skipped_bytes >= 13);
}

#[test]
fn a_record_that_is_too_long_is_named_and_not_kept() {
    let long = warc("response", "application/http", 1, &vec![b'x'; 3 * LIMIT]);
    let (records, counts) = read_all([long, response(2)].concat(), Codec::Plain, ArchiveFormat::Warc);
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].faults, [BlockFault::TooLong { bytes: 3 * LIMIT as u64, limit: LIMIT }]);
    assert!(records[0].block.len() < LIMIT);
    assert_eq!(records[1].block, html_response(2));
    assert_eq!(counts.skipped_bytes, 0);
}

#[test]
fn a_zstandard_file_may_have_a_dictionary() {
    let samples: Vec<Vec<u8>> = (0..200).map(response).collect();
    let dictionary = samples[..4].concat();
    let mut bytes = vec![0x5D, 0x2A, 0x4D, 0x18];
    bytes.extend_from_slice(&(dictionary.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&dictionary);
    for sample in &samples[..5] {
        let mut encoder =
            zstd::Encoder::with_dictionary(Vec::new(), 3, &dictionary).expect("a dictionary may be any text");
        std::io::Write::write_all(&mut encoder, sample).expect("memory takes all");
        bytes.extend_from_slice(&encoder.finish().expect("memory takes all"));
    }
    let (records, counts) = read_all(bytes, Codec::Zstd, ArchiveFormat::Warc);
    assert_eq!((records.len(), counts.faults.len()), (5, 0));
    assert_eq!(records[4].block, html_response(4));
}

#[test]
fn a_file_that_only_looks_like_members_is_read_in_time() {
    // Each beginning of a member would be tried to the end of the file.
    let bytes = b"\x1F\x8B\x08\x08\0\0\0\0\0\0".repeat(200_000);
    let (records, counts) = read_all(bytes, Codec::Gzip, ArchiveFormat::Warc);
    assert_eq!((records.len(), counts.faults.len()), (0, 1));
    assert_eq!((counts.faults[0].start, counts.faults[0].end), (0, 2_000_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_byte_is_in_a_record_or_counted(
        pieces in prop::collection::vec((0_usize..9, 0_usize..2_000, any::<u8>()), 1..12),
        is_arc in any::<bool>(),
    ) {
        let (records, format) =
            if is_arc { (arc_records(), ArchiveFormat::Arc) } else { (warc_records(), ArchiveFormat::Warc) };
        let mut bytes = Vec::new();
        for (record, place, byte) in pieces {
            // A record with a byte changed, or cut there.
            let mut record = records[record % records.len()].clone();
            let place = place % record.len();
            if byte < 60 { record.truncate(place) } else { record[place] = byte }
            bytes.extend(record);
        }
        for limit in [LIMIT, 300] {
            let (_, counts) = read_with_limit(bytes.clone(), Codec::Plain, format, limit);
            prop_assert_eq!(counts.record_bytes + counts.skipped_bytes, bytes.len() as u64);
        }
    }

    #[test]
    fn damaged_files_end_without_a_panic(
        codec in prop::sample::select(&CODECS[1..]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..8),
    ) {
        let mut bytes = compressed(codec, &warc_records());
        for (index, flip) in &flips {
            let place = index.index(bytes.len());
            bytes[place] ^= flip;
        }
        let length = bytes.len() as u64;
        let (records, counts) = read_all(bytes, codec, ArchiveFormat::Warc);
        // A flip damages one member at most.
        if codec != Codec::Brotli {
            let intact = records.iter().filter(|record| record.faults.is_empty()).count();
            prop_assert!(intact + flips.len() >= 9, "{} of 9 after {} flips: {:?}", intact, flips.len(), counts.faults);
        }
        for fault in &counts.faults {
            prop_assert!(fault.start < fault.end && fault.end <= length);
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        for format in [ArchiveFormat::Warc, ArchiveFormat::Arc] {
            for codec in CODECS {
                let (_, counts) = read_all(bytes.clone(), codec, format);
                if counts.faults.is_empty() && codec == Codec::Plain {
                    prop_assert_eq!(counts.record_bytes + counts.skipped_bytes, bytes.len() as u64);
                }
            }
        }
    }
}
