//! The writing system of a text.

/// The writing systems that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Script {
    /// No letters.
    #[default]
    None,
    Latin,
    Arabic,
    /// Any other.
    Other,
}

/// Letters of a text by script, and what tells the languages in Arabic script apart.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Letters {
    pub(super) latin: u32,
    pub(super) arabic: u32,
    pub(super) other: u32,
    /// Letters of Persian that Arabic does not have: پ چ ژ گ, and the Persian ک ی.
    pub(super) persian: u32,
    /// Letters and forms of Arabic that Persian hardly uses: ة ى أ إ, and ي ك.
    pub(super) arabic_only: u32,
    /// Letters of Urdu, Pashto, Sorani, Uyghur that neither uses.
    pub(super) neither: u32,
    /// Accented letters of French.
    pub(super) french: u32,
    /// Umlauts and ß.
    pub(super) german: u32,
    /// Latin letters that none of English, French and German has.
    pub(super) foreign_latin: u32,
}

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars() {
            letters.see(c);
        }
        letters
    }

    fn see(&mut self, c: char) {
        match c {
            'a'..='z' | 'A'..='Z' => self.latin += 1,
            'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü' | 'ß' => {
                self.latin += 1;
                self.german += 1;
            }
            'é' | 'è' | 'ê' | 'ë' | 'à' | 'â' | 'ç' | 'î' | 'ï' | 'ô' | 'ù' | 'û' | 'œ' | 'É' | 'È' | 'Ê' | 'À'
            | 'Ç' | 'Œ' => {
                self.latin += 1;
                self.french += 1;
            }
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' if c.is_alphabetic() => {
                self.latin += 1;
                self.foreign_latin += 1;
            }
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => {
                self.arabic += 1;
                self.persian += 1;
            }
            'ة' | 'ى' | 'أ' | 'إ' | 'ي' | 'ك' => {
                self.arabic += 1;
                self.arabic_only += 1;
            }
            'ٹ' | 'ڈ' | 'ڑ' | 'ے' | 'ں' | 'ھ' | 'ہ' | 'ړ' | 'ډ' | 'ټ' | 'ې' | 'ۍ' | 'ښ' | 'ڼ' | 'ږ' | 'ۆ' | 'ێ'
            | 'ە' | 'ڵ' | 'ڕ' | 'ڤ' | 'ۇ' | 'ۈ' | 'ۋ' | 'ڭ' | 'ڪ' => {
                self.arabic += 1;
                self.neither += 1;
            }
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
                if c.is_alphabetic() =>
            {
                self.arabic += 1;
            }
            _ if c.is_alphabetic() => self.other += 1,
            _ => {}
        }
    }

    pub(super) fn total(&self) -> u32 {
        self.latin + self.arabic + self.other
    }

    /// The script that has most letters.
    pub(super) fn script(&self) -> Script {
        match self.latin.max(self.arabic).max(self.other) {
            0 => Script::None,
            most if most == self.latin => Script::Latin,
            most if most == self.arabic => Script::Arabic,
            _ => Script::Other,
        }
    }
}
