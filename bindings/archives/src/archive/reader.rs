//! Reads records one after the other, whatever is wrong with them.

use std::io;

use super::arc;
use super::fields::{Fields, header_end};
use super::record::{BlockFault, Record, RecordKind};
use super::{ArchiveFormat, warc};
use crate::compressed::{Cause, Fault, Piece, Stream};

/// The longest header of a record in bytes; hand-set. Some crawlers write descriptions of the page into it.
const MAX_HEADER_BYTES: usize = 1 << 20;
/// What is kept of a block that is too long, for the media type of the response; hand-set.
const MAX_HEAD_BYTES: usize = 64 << 10;
/// What is looked at behind a block to see whether a record begins there.
const LOOKAHEAD_BYTES: usize = 64 + arc::MAX_LINE_BYTES;

/// What was read besides records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadCounts {
    pub records: u64,
    /// Decompressed bytes of headers, blocks and the empty lines between records.
    pub record_bytes: u64,
    /// Decompressed bytes between records that belong to none.
    pub skipped_bytes: u64,
    pub faults: Vec<Fault>,
}

pub struct RecordReader {
    stream: Stream,
    format: ArchiveFormat,
    /// The longest block in bytes.
    limit: usize,
    counts: ReadCounts,
}

/// Where a block ends in the window.
struct Block {
    start: usize,
    end: usize,
    faults: Vec<BlockFault>,
}

impl RecordReader {
    pub fn new(stream: Stream, format: ArchiveFormat, limit: usize) -> Self {
        Self { stream, format, limit, counts: ReadCounts::default() }
    }

    pub fn counts(&self) -> &ReadCounts {
        &self.counts
    }

    /// The bytes that belonged to no record, and the damage, since the last call.
    pub fn take_damage(&mut self) -> ReadCounts {
        let records = ReadCounts {
            records: self.counts.records,
            record_bytes: self.counts.record_bytes,
            ..ReadCounts::default()
        };
        std::mem::replace(&mut self.counts, records)
    }

    /// The next record; `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// Only those of reading the file itself; damage of the archive is counted.
    pub fn next_record(&mut self) -> io::Result<Option<Record>> {
        while self.seek_start()? {
            if let Some(record) = self.read_record()? {
                self.counts.records += 1;
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Moves to the next beginning of a record; false at the end of the file.
    fn seek_start(&mut self) -> io::Result<bool> {
        loop {
            self.stream.fill_to(LOOKAHEAD_BYTES)?;
            let window = self.stream.window();
            if window.is_empty() {
                match self.stream.resume() {
                    Some(fault) => self.counts.faults.push(fault),
                    None if *self.stream.piece() == Piece::End => return Ok(false),
                    None => {}
                }
                continue;
            }
            let lines = line_ends(window);
            if lines > 0 {
                self.take_bytes(lines);
            } else if self.format.is_start(window) {
                return Ok(true);
            } else {
                self.skip_to_start()?;
            }
        }
    }

    /// Skips what is no record, to the next record or the end of the window.
    fn skip_to_start(&mut self) -> io::Result<()> {
        // The first byte is no beginning, or one that was not to be read.
        let mut from = 1;
        loop {
            let window = self.stream.window();
            let found = self.format.find_start(window, from.min(window.len()));
            let is_last = *self.stream.piece() != Piece::Data;
            let unsure = if is_last { 0 } else { LOOKAHEAD_BYTES };
            let skipped = found.unwrap_or(window.len().saturating_sub(unsure)).max(1);
            // One byte is left: it says whether a line begins behind it.
            let skipped = if found.is_some() || is_last { skipped } else { skipped - 1 };
            self.stream.consume(skipped);
            self.counts.skipped_bytes += skipped as u64;
            if found.is_some() || is_last {
                return Ok(());
            }
            from = 1;
            self.stream.fill_to(4 * LOOKAHEAD_BYTES)?;
        }
    }

    fn take_bytes(&mut self, bytes: usize) {
        self.stream.consume(bytes);
        self.counts.record_bytes += bytes as u64;
    }

    /// Reads a record that begins here. `None` if its header cannot be read; then its first bytes are skipped.
    fn read_record(&mut self) -> io::Result<Option<Record>> {
        let offset = self.stream.offset();
        let Some((fields, start)) = self.read_header()? else {
            self.skip_to_start()?;
            return Ok(None);
        };
        let kind = RecordKind::of(fields.get("WARC-Type").unwrap_or_default());
        let length = fields.get("Content-Length").and_then(|length| length.parse::<u64>().ok());
        let Some(block) = self.find_block(start, length)? else {
            let (block, faults) = self.read_long_block(start, length)?;
            return Ok(Some(Record { kind, fields, block, faults, offset }));
        };
        let bytes = self.stream.window()[block.start..block.end].to_vec();
        self.take_bytes(block.end);
        Ok(Some(Record { kind, fields, block: bytes, faults: block.faults, offset }))
    }

    /// The fields of the header and its length.
    fn read_header(&mut self) -> io::Result<Option<(Fields, usize)>> {
        if self.format == ArchiveFormat::Arc {
            let window = self.stream.window();
            let line_end = memchr::memchr(b'\n', window).map(|at| at + 1);
            return Ok(line_end.and_then(|end| Some((arc::fields(&window[..end])?, end))));
        }
        loop {
            let window = self.stream.window();
            let searched = &window[..window.len().min(MAX_HEADER_BYTES)];
            if let Some((end, after)) = header_end(searched) {
                // Of a record without an empty line the header would be that of the next one too.
                let is_one = warc::find_start(&window[..end], 1).is_none();
                return Ok(is_one.then(|| (warc::fields(&window[..end]), after)));
            }
            // The last line may lack its second half: the whole header is searched again, which doubles each time.
            let wanted = window.len() * 2;
            if window.len() >= MAX_HEADER_BYTES || *self.stream.piece() != Piece::Data {
                return Ok(None);
            }
            self.stream.fill_to(wanted)?;
        }
    }

    /// Finds the end of a block. `None` if it is longer than the limit.
    fn find_block(&mut self, start: usize, length: Option<u64>) -> io::Result<Option<Block>> {
        let Some(declared) = length else {
            let Some(end) = self.next_start(start, start)? else { return Ok(None) };
            let mut faults = vec![BlockFault::NoLength];
            faults.extend(self.damage(end));
            return Ok(Some(Block { start, end, faults }));
        };
        if declared > self.limit as u64 {
            return self.find_end_of_long(start, declared);
        }
        let end = start + declared as usize;
        self.stream.fill_to(end + LOOKAHEAD_BYTES)?;
        let window = self.stream.window();
        if window.len() >= end && self.is_border(end) {
            return Ok(Some(Block { start, end, faults: self.damage(end).into_iter().collect() }));
        }
        let inner = self.format.find_start(&window[..end.min(window.len())], start);
        if inner.is_none() && window.len() < end {
            let missing = (end - window.len()) as u64;
            let end = window.len();
            let cut = BlockFault::Cut { declared, missing };
            return Ok(Some(Block { start, end, faults: vec![self.damage(end).unwrap_or(cut)] }));
        }
        let next = match inner {
            Some(next) => Some(without_line_ends(&window[..next], start)),
            None => self.next_start(start, end)?,
        };
        let Some(end) = next else { return Ok(None) };
        let wrong = BlockFault::WrongLength { declared, found: (end - start) as u64 };
        let faults = [wrong].into_iter().chain(self.damage(end)).collect();
        Ok(Some(Block { start, end, faults }))
    }

    /// The end of a block that says that it is too long, if it is not.
    fn find_end_of_long(&mut self, start: usize, declared: u64) -> io::Result<Option<Block>> {
        let Some(end) = self.next_start(start, start)? else { return Ok(None) };
        let found = (end - start) as u64;
        let fault = self.damage(end).unwrap_or(BlockFault::WrongLength { declared, found });
        Ok(Some(Block { start, end, faults: vec![fault] }))
    }

    /// Offset in the window of the end of a block that goes to the next record, or to the end of the window.
    /// `None` if it is longer than the limit.
    fn next_start(&mut self, start: usize, mut from: usize) -> io::Result<Option<usize>> {
        loop {
            let window = self.stream.window();
            if let Some(found) = self.format.find_start(window, from) {
                let end = without_line_ends(&window[..found], start);
                return Ok((end - start <= self.limit).then_some(end));
            }
            let length = window.len();
            if length - start > self.limit {
                return Ok(None);
            }
            // A line that is not yet whole is looked at again.
            from = from.max(length.saturating_sub(LOOKAHEAD_BYTES));
            self.stream.fill_to(length + LOOKAHEAD_BYTES)?;
            if self.stream.window().len() == length {
                return Ok(Some(without_line_ends(self.stream.window(), start)));
            }
        }
    }

    /// Whether a block that ends at this offset of the window is followed by what follows a record.
    fn is_border(&self, end: usize) -> bool {
        let after = &self.stream.window()[end..];
        let lines = line_ends(after);
        let rest = &after[lines..];
        // Whatever comes next, it is no part of a record that has a member of its own.
        if self.stream.is_member_start(end + lines) {
            return true;
        }
        if rest.is_empty() {
            // Nothing but empty lines to the end; or a long row of them.
            return true;
        }
        // ARC needs no more than its header line, WARC an empty line; but some writers leave that out too.
        self.format.is_start(rest)
    }

    /// The damage that a block has that ends at this offset of the window.
    fn damage(&self, end: usize) -> Option<BlockFault> {
        let Piece::Fault(fault) = self.stream.piece() else { return None };
        let window = self.stream.window();
        let is_last = line_ends(&window[end..]) == window.len() - end;
        let is_in_member = self.stream.offset() + end as u64 > fault.output_start;
        let is_cut = fault.cause == Cause::Truncated || fault.cause == Cause::Foreign;
        (is_last && is_in_member && !is_cut).then(|| BlockFault::Damaged(fault.clone()))
    }

    /// Reads over a block that is too long, to its end or to the next record if that comes before.
    fn read_long_block(&mut self, start: usize, length: Option<u64>) -> io::Result<(Vec<u8>, Vec<BlockFault>)> {
        let window = self.stream.window();
        let head = window[start..window.len().min(start + MAX_HEAD_BYTES)].to_vec();
        self.take_bytes(start);
        let mut bytes = 0;
        let mut left = length.unwrap_or(u64::MAX);
        while left > 0 {
            self.stream.fill_to(4 * LOOKAHEAD_BYTES)?;
            let window = self.stream.window();
            let part = window.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let found = self.format.find_start(&window[..part], usize::from(bytes > 0));
            let is_last = part as u64 == left || *self.stream.piece() != Piece::Data;
            // Behind the first step, one byte of the step before is left: it says whether a line begins.
            let step = found.unwrap_or(if is_last { part } else { part - LOOKAHEAD_BYTES - 1 });
            self.take_bytes(step);
            bytes += step as u64;
            left -= step as u64;
            if found.is_some() || is_last {
                break;
            }
        }
        let mut faults = vec![BlockFault::TooLong { bytes, limit: self.limit }];
        faults.extend(
            length
                .filter(|&declared| declared != bytes)
                .map(|declared| BlockFault::WrongLength { declared, found: bytes }),
        );
        Ok((head, faults))
    }
}

/// Number of bytes of line ends at the beginning.
fn line_ends(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| b"\r\n".contains(byte)).count()
}

/// The length without the two line ends that follow a block.
fn without_line_ends(bytes: &[u8], start: usize) -> usize {
    let mut end = bytes.len();
    for _ in 0..2 {
        for line_end in [b'\n', b'\r'] {
            if end > start && bytes[end - 1] == line_end {
                end -= 1;
            }
        }
    }
    end
}
