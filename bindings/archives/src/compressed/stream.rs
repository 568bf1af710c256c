//! A file as decompressed bytes.

use std::io::{self, BufRead, ErrorKind, Read};
use std::sync::Arc;

use super::fault::{Cause, Fault};
use super::file_input::FileInput;
use super::member::{Codec, DICTIONARY_MAGIC_FIRST, Dictionary, Member, ZSTD, is_skippable};
use super::next_member::seek_next_member;

/// Decompressed bytes that are asked for at a time; hand-set.
const STEP_BYTES: usize = 64 << 10;
/// The longest dictionary that is read; hand-set. Those that crawlers train have some hundred KiB.
const MAX_DICTIONARY_BYTES: u64 = 16 << 20;
/// How often a byte of the file may be read again after damage, on average; hand-set. A hostile file could otherwise have
/// members within members and be read in quadratic time.
const MAX_REREADS: u64 = 8;
/// Bytes at the beginning of a file that tell text from compressed data; hand-set.
const TEXT_TEST_BYTES: usize = 64;

/// Why no more bytes follow in the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// There are more.
    Data,
    /// A damaged member ends here, or is left out here.
    Fault(Fault),
    /// The file ends.
    End,
}

/// The decompressed bytes of a file, seen through a window that grows at its end and is consumed at its beginning.
///
/// Where the file is damaged, the window ends. Once it is empty, `resume` goes on behind the damage.
pub struct Stream {
    member: Option<Member<FileInput>>,
    dictionary: Dictionary,
    /// Whether a member of a certain content begins here; used to find members after damage.
    is_record: fn(&[u8]) -> bool,
    codec: Codec,
    window: Vec<u8>,
    consumed: usize,
    /// Offset in the decompressed stream of the end of the window.
    end_offset: u64,
    member_start: u64,
    member_output_start: u64,
    /// Offsets in the decompressed stream of the members that begin in the window, in order.
    member_borders: Vec<u64>,
    reread_bytes: u64,
    piece: Piece,
}

impl Stream {
    /// `hint` is the codec by the name of the file.
    pub fn new(mut input: FileInput, hint: Option<Codec>, is_record: fn(&[u8]) -> bool) -> io::Result<Self> {
        let first = input.fill_buf()?;
        let is_text = first.iter().take(TEXT_TEST_BYTES).all(|&byte| byte >= b' ' || b"\t\r\n".contains(&byte));
        let found = if is_skippable(first) { Some(Codec::Zstd) } else { Codec::of(first) };
        let codec = match (found, hint) {
            (Some(codec), _) | (None, Some(codec @ Codec::Brotli)) => codec,
            (None, Some(codec)) if !is_text => codec,
            (None, _) => Codec::Plain,
        };
        let mut stream = Self {
            member: Some(Member::Plain(input)),
            dictionary: None,
            is_record,
            codec,
            window: Vec::new(),
            consumed: 0,
            end_offset: 0,
            member_start: 0,
            member_output_start: 0,
            member_borders: Vec::new(),
            reread_bytes: 0,
            piece: Piece::Data,
        };
        stream.begin_member()?;
        Ok(stream)
    }

    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// The bytes that are read and not consumed.
    pub fn window(&self) -> &[u8] {
        &self.window[self.consumed..]
    }

    /// Offset in the decompressed stream of the window's first byte.
    pub fn offset(&self) -> u64 {
        self.end_offset - self.window().len() as u64
    }

    /// What follows the window.
    pub fn piece(&self) -> &Piece {
        &self.piece
    }

    /// Whether a member begins at this offset of the window.
    pub fn is_member_start(&self, at: usize) -> bool {
        self.member_borders.binary_search(&(self.offset() + at as u64)).is_ok()
    }

    /// Reads until the window has `bytes`, or until no more follow.
    pub fn fill_to(&mut self, bytes: usize) -> io::Result<()> {
        while self.window().len() < bytes && self.piece == Piece::Data {
            self.read_step()?;
        }
        Ok(())
    }

    pub fn consume(&mut self, bytes: usize) {
        self.consumed = (self.consumed + bytes).min(self.window.len());
        if self.consumed == self.window.len() {
            self.window.clear();
            self.consumed = 0;
        }
    }

    /// Goes on behind damage, and returns what it was.
    pub fn resume(&mut self) -> Option<Fault> {
        if !self.window().is_empty() || !matches!(self.piece, Piece::Fault(_)) {
            return None;
        }
        match std::mem::replace(&mut self.piece, Piece::Data) {
            Piece::Fault(fault) => Some(fault),
            Piece::Data | Piece::End => None,
        }
    }

    fn read_step(&mut self) -> io::Result<()> {
        let Some(member) = &mut self.member else {
            self.piece = Piece::End;
            return Ok(());
        };
        if self.consumed > self.window.len() / 2 {
            self.window.drain(..self.consumed);
            self.consumed = 0;
            let offset = self.end_offset - self.window.len() as u64;
            self.member_borders.retain(|&border| border >= offset);
        }
        let length = self.window.len();
        self.window.resize(length + STEP_BYTES, 0);
        let result = member.read(&mut self.window[length..]);
        let count = *result.as_ref().unwrap_or(&0);
        self.window.truncate(length + count);
        self.end_offset += count as u64;
        match result {
            Ok(0) => self.end_member(),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(()),
            Err(error) => self.leave_member(&error),
        }
    }

    /// A member has ended as it should, as far as the decoder knows.
    fn end_member(&mut self) -> io::Result<()> {
        let Some(mut member) = self.member.take() else { return Ok(()) };
        let codec = member.codec();
        // The LZ4 decoder takes the end of the file for the end of the frame.
        let is_cut = codec == Codec::Lz4 && member.input().has_met_end();
        self.member = Some(Member::Plain(member.into_input()));
        match codec {
            Codec::Lz4 if is_cut => self.leave_member(&ErrorKind::UnexpectedEof.into()),
            Codec::Plain => {
                self.member = None;
                self.piece = Piece::End;
                Ok(())
            }
            Codec::Gzip | Codec::Zstd | Codec::Lz4 | Codec::Brotli => self.begin_member(),
        }
    }

    /// Starts to read at the position of the input.
    fn begin_member(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else { return Ok(()) };
        let mut input = member.into_input();
        if self.codec == Codec::Plain {
            self.member = Some(Member::Plain(input));
            return Ok(());
        }
        self.skip_padding(&mut input)?;
        self.skip_frames(&mut input)?;
        self.member_start = input.position();
        self.member_output_start = self.end_offset;
        if self.member_borders.last() != Some(&self.end_offset) {
            self.member_borders.push(self.end_offset);
        }
        let mut first = [0; 4];
        let count = peek(&mut input, &mut first)?;
        if count == 0 {
            self.piece = Piece::End;
            return Ok(());
        }
        let is_start = match self.codec {
            // It has no magic number, and what follows a stream is no second one.
            Codec::Brotli => self.member_start == 0,
            codec => Codec::of(&first[..count]) == Some(codec),
        };
        if is_start {
            // Readers of the end of the file before do not count.
            input.seek_to(self.member_start)?;
            self.member = Some(Member::new(self.codec, input, &self.dictionary)?);
            return Ok(());
        }
        self.member = Some(Member::Plain(input));
        let is_cut = self.codec.magic().is_some_and(|magic| magic.len() > count && magic.starts_with(&first[..count]));
        self.skip_to_next(if is_cut { Cause::Truncated } else { Cause::Foreign })
    }

    /// Gives up a damaged member.
    fn leave_member(&mut self, error: &io::Error) -> io::Result<()> {
        let Some(mut member) = self.member.take() else { return Ok(()) };
        if let Some(error) = member.input().take_error() {
            return Err(error);
        }
        let is_cut = error.kind() == ErrorKind::UnexpectedEof || member.input().has_met_end();
        let cause = if is_cut { Cause::Truncated } else { Cause::Damaged(error.to_string()) };
        self.member = Some(Member::Plain(member.into_input()));
        self.skip_to_next(cause)
    }

    fn skip_to_next(&mut self, cause: Cause) -> io::Result<()> {
        let Some(member) = self.member.take() else { return Ok(()) };
        let mut input = member.into_input();
        let failed_at = input.position();
        self.reread_bytes += failed_at.saturating_sub(self.member_start);
        let may_reread = self.reread_bytes <= MAX_REREADS.saturating_mul(input.length());
        let from = if may_reread { self.member_start + 1 } else { failed_at.max(self.member_start + 1) };
        input.seek_to(from.min(input.length()))?;
        seek_next_member(&mut input, self.codec, &self.dictionary, self.is_record)?;
        let end = input.position();
        // A decoder that lost its way may ask for bytes behind the end of a file that goes on.
        let cause = match cause {
            Cause::Truncated if end < input.length() => Cause::Damaged("it runs into the next".into()),
            cause => cause,
        };
        let (start, output_start) = (self.member_start, self.member_output_start);
        self.member = Some(Member::Plain(input));
        self.begin_member()?;
        self.piece = Piece::Fault(Fault { codec: self.codec, start, end, output_start, cause });
        Ok(())
    }

    /// Zeros between and after members are padding.
    fn skip_padding(&self, input: &mut FileInput) -> io::Result<()> {
        if self.codec == Codec::Brotli {
            return Ok(());
        }
        loop {
            let buffer = input.fill_buf()?;
            let zeros = buffer.iter().take_while(|&&byte| byte == 0).count();
            let is_all = zeros == buffer.len();
            input.consume(zeros);
            if zeros == 0 || !is_all {
                return Ok(());
            }
        }
    }

    /// Skips frames without content; one at the beginning may hold the dictionary of the file.
    fn skip_frames(&mut self, input: &mut FileInput) -> io::Result<()> {
        loop {
            // The magic number and the length, four bytes each, little-endian.
            let mut head = [0; 8];
            let at = input.position();
            if peek(input, &mut head)? < head.len() || !is_skippable(&head) {
                return Ok(());
            }
            let length = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
            let content = at + head.len() as u64;
            if at == 0 && head[0] == DICTIONARY_MAGIC_FIRST && length <= MAX_DICTIONARY_BYTES {
                input.seek_to(content)?;
                let mut bytes = Vec::new();
                input.take(length).read_to_end(&mut bytes)?;
                self.dictionary = dictionary(bytes);
            }
            input.seek_to((content + length).min(input.length()))?;
        }
    }
}

/// The dictionary in a frame; it may be compressed itself.
fn dictionary(bytes: Vec<u8>) -> Dictionary {
    if !bytes.starts_with(ZSTD) {
        return Some(Arc::from(bytes));
    }
    let mut plain = Vec::new();
    let decoder = zstd::Decoder::with_buffer(bytes.as_slice()).ok()?;
    decoder.take(MAX_DICTIONARY_BYTES).read_to_end(&mut plain).ok()?;
    Some(Arc::from(plain))
}

/// Copies the next bytes without moving on; returns their number.
fn peek(input: &mut FileInput, bytes: &mut [u8]) -> io::Result<usize> {
    let at = input.position();
    let mut count = 0;
    while count < bytes.len() {
        match input.read(&mut bytes[count..])? {
            0 => break,
            read => count += read,
        }
    }
    input.seek_to(at)?;
    Ok(count)
}
