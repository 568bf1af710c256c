//! Named fields, as WARC and HTTP headers have them.

/// Named fields in their order. Names are compared without regard to case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads lines of `name: value`; a line that begins with a blank goes on with the value before. Other lines are left out.
    pub fn parse(lines: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines.split(|&byte| byte == b'\n') {
            let text = String::from_utf8_lossy(line);
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    pub fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The first value of a name, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = |(of, value): &'_ &(String, String)| of.eq_ignore_ascii_case(name) && !value.is_empty();
        self.0.iter().find(value).map(|(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Carriage returns at the end of one line; hand-set.
const MAX_RETURNS: usize = 3;

/// The end of a header: offsets of its empty line and of what comes after that.
pub fn header_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'\n', &bytes[from..]) {
        let end = from + found + 1;
        // Programs that translate line ends may have written more than one carriage return.
        let returns = bytes[end..].iter().take(MAX_RETURNS).take_while(|&&byte| byte == b'\r').count();
        if bytes.get(end + returns) == Some(&b'\n') {
            return Some((end, end + returns + 1));
        }
        from = end;
    }
    None
}
