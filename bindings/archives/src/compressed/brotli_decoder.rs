//! A Brotli decoder that takes no byte behind its stream, so that it can be told whether any follow.

use std::io::{self, BufRead, ErrorKind, Read};

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

pub struct BrotliDecoder<R> {
    input: R,
    state: Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>,
    is_finished: bool,
}

impl<R: BufRead> BrotliDecoder<R> {
    pub fn new(input: R) -> Self {
        let mut state = BrotliState::new(StandardAlloc::default(), StandardAlloc::default(), StandardAlloc::default());
        // RFC 7932 has windows of 16 MiB; the larger ones that exist beside it would let a few bytes ask for a GiB.
        state.large_window = false;
        Self { input, state: Box::new(state), is_finished: false }
    }

    pub fn get_ref(&self) -> &R {
        &self.input
    }

    pub fn get_mut(&mut self) -> &mut R {
        &mut self.input
    }

    pub fn into_inner(self) -> R {
        self.input
    }
}

impl<R: BufRead> Read for BrotliDecoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while !self.is_finished && written == 0 && !buffer.is_empty() {
            let bytes = self.input.fill_buf()?;
            let is_end = bytes.is_empty();
            let (mut left, mut used, mut room, mut total) = (bytes.len(), 0, buffer.len(), 0);
            let state = &mut *self.state;
            let result =
                BrotliDecompressStream(&mut left, &mut used, bytes, &mut room, &mut written, buffer, &mut total, state);
            self.input.consume(used);
            match result {
                BrotliResult::ResultSuccess => self.is_finished = true,
                BrotliResult::ResultFailure if written == 0 => {
                    return Err(io::Error::new(ErrorKind::InvalidData, "invalid Brotli data"));
                }
                BrotliResult::NeedsMoreInput if is_end && written == 0 => return Err(ErrorKind::UnexpectedEof.into()),
                BrotliResult::ResultFailure | BrotliResult::NeedsMoreInput | BrotliResult::NeedsMoreOutput => {}
            }
        }
        Ok(written)
    }
}
