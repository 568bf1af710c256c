//! The compressed bytes of a file, with their position.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// Bytes read from the file at a time; hand-set.
const BUFFER_BYTES: usize = 256 << 10;

/// What compressed bytes can be read from.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// A file that knows its position, and whether its end or an error of the disk was met.
pub struct FileInput {
    reader: BufReader<Box<dyn ReadSeek>>,
    position: u64,
    length: u64,
    has_met_end: bool,
    error: Option<io::Error>,
}

impl FileInput {
    pub fn new(mut source: Box<dyn ReadSeek>) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(0))?;
        let reader = BufReader::with_capacity(BUFFER_BYTES, source);
        Ok(Self { reader, position: 0, length, has_met_end: false, error: None })
    }

    pub fn position(&self) -> u64 {
        self.position
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether a reader wanted more bytes than there are, since the last call of `seek_to`.
    pub fn has_met_end(&self) -> bool {
        self.has_met_end
    }

    /// The error of reading the file itself. Decoders hide it in errors of their own.
    pub fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    pub fn seek_to(&mut self, position: u64) -> io::Result<()> {
        self.has_met_end = false;
        // Keeps the buffer if the position is within it.
        self.reader.seek_relative(position as i64 - self.position as i64)?;
        self.position = position;
        Ok(())
    }

    fn note(&mut self, error: io::Error) -> io::Error {
        let copy = io::Error::new(error.kind(), error.to_string());
        self.error = Some(error);
        copy
    }
}

impl Read for FileInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.reader.read(buffer) {
            Ok(count) => {
                self.has_met_end |= count == 0 && !buffer.is_empty();
                self.position += count as u64;
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(self.note(error)),
        }
    }
}

impl BufRead for FileInput {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if let Err(error) = self.reader.fill_buf() {
            return Err(if error.kind() == io::ErrorKind::Interrupted { error } else { self.note(error) });
        }
        self.has_met_end |= self.reader.buffer().is_empty();
        Ok(self.reader.buffer())
    }

    fn consume(&mut self, count: usize) {
        self.position += count as u64;
        self.reader.consume(count);
    }
}
