//! Whether the declarations of a style hide an element, show it, or say nothing of that.

use super::css;

/// A way of hiding an element. What one rule hides, another shows again in the same way only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aspect {
    /// `display`
    Display,
    /// `visibility`
    Visibility,
    /// Off the screen, cut to nothing, or too small to be seen.
    Place,
    /// `text-indent` far off the screen, which puts an image in the place of the text.
    Indent,
    /// `font-size`
    FontSize,
}

/// The number of aspects.
pub(super) const ASPECTS: usize = 5;

/// What declarations say of an aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) hides: bool,
    pub(super) is_important: bool,
}

/// What declarations say of each aspect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Declarations([Option<Effect>; ASPECTS]);

/// Text this far from its place is off the screen, in pixels: less than the 999 of the usual idioms (`-999px`,
/// `-9999px`), and more than any layout moves text. Hand-set.
const MIN_OFF_SCREEN_PX: f32 = 900.0;
/// Pixels of an em, unless a page says otherwise (HTML standard, section 15, "Rendering").
pub(super) const PX_PER_EM: f32 = 16.0;
/// Longer names of properties are not read; the longest that is read is `text-indent`.
const MAX_PROPERTY_BYTES: usize = 11;

impl Declarations {
    /// Reads declarations: `display: none; color: red`.
    pub(super) fn read(style: &str) -> Self {
        let mut facts = Facts::default();
        if css::is_plain(style) {
            style.split(';').for_each(|text| facts.read(text));
            return facts.effects();
        }
        let mut at = 0;
        while at < style.len() {
            let start = css::skip_space(style, at);
            let end = css::find(style, start, b";{");
            if style.as_bytes().get(end) == Some(&b'{') {
                // A nested rule speaks of other elements.
                at = css::end_of_block(style, end + 1) + 1;
                continue;
            }
            facts.read(style.get(start..end).unwrap_or_default());
            at = end + 1;
        }
        facts.effects()
    }

    /// Whether nothing is said of any aspect.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    pub(super) fn get(&self, aspect: Aspect) -> Option<Effect> {
        self.0[aspect as usize]
    }

    /// The effects, in the order of [`Aspect`].
    pub(super) fn effects(&self) -> &[Option<Effect>; ASPECTS] {
        &self.0
    }

    /// Whether an aspect is shown.
    pub(super) fn shows(&self) -> bool {
        self.0.iter().flatten().any(|effect| !effect.hides)
    }
}

/// What was declared, as far as several declarations make one effect.
#[derive(Default)]
struct Facts {
    display: Option<Effect>,
    visibility: Option<Effect>,
    indent: Option<Effect>,
    font_size: Option<Effect>,
    is_out_of_flow: Option<bool>,
    is_far_away: bool,
    /// Whether `clip` or `clip-path` cuts everything away.
    is_clipped: Option<bool>,
    has_tiny_width: bool,
    has_tiny_height: bool,
    cuts_overflow: bool,
    is_transparent: bool,
    is_below: bool,
    is_place_important: bool,
}

/// A property, or several with one meaning here.
#[derive(Clone, Copy)]
enum Property {
    Display,
    Visibility,
    TextIndent,
    FontSize,
    Position,
    /// Where something out of the flow is.
    Offset,
    Clip,
    ClipPath,
    Width,
    Height,
    Overflow,
    Opacity,
    ZIndex,
}

impl Property {
    fn of(name: &str) -> Option<Self> {
        let mut lower = [0; MAX_PROPERTY_BYTES];
        let lower = lower.get_mut(..name.len())?;
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        Some(match &*lower {
            b"display" => Self::Display,
            b"visibility" => Self::Visibility,
            b"text-indent" => Self::TextIndent,
            b"font-size" => Self::FontSize,
            b"position" => Self::Position,
            b"left" | b"top" | b"right" | b"bottom" | b"margin-left" => Self::Offset,
            b"clip" => Self::Clip,
            b"clip-path" => Self::ClipPath,
            b"width" | b"max-width" => Self::Width,
            b"height" | b"max-height" => Self::Height,
            b"overflow" => Self::Overflow,
            b"opacity" => Self::Opacity,
            b"z-index" => Self::ZIndex,
            _ => return None,
        })
    }
}

impl Facts {
    /// Reads a declaration.
    fn read(&mut self, text: &str) {
        let Some((property, value)) = text.split_once(':') else { return };
        if let Some(property) = Property::of(property.trim()) {
            self.declare(property, value.trim());
        }
    }

    fn declare(&mut self, property: Property, value: &str) {
        let (value, is_important) = match value.rsplit_once('!') {
            Some((value, mark)) if mark.trim().eq_ignore_ascii_case("important") => (value.trim(), true),
            _ => (value, false),
        };
        let effect = |hides| Some(Effect { hides, is_important });
        let is = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
        match property {
            Property::Display => self.display = effect(is(&["none"])),
            Property::Visibility => self.visibility = effect(is(&["hidden", "collapse"])),
            Property::TextIndent => {
                if let Some(px) = pixels(value) {
                    self.indent = effect(px <= -MIN_OFF_SCREEN_PX);
                }
            }
            Property::FontSize => self.font_size = effect(pixels(value) == Some(0.0)),
            Property::Position => {
                self.is_out_of_flow = Some(is(&["absolute", "fixed"]));
                self.is_place_important |= is_important;
            }
            Property::Offset => self.is_far_away |= pixels(value).is_some_and(|px| px <= -MIN_OFF_SCREEN_PX),
            Property::Clip => {
                self.is_clipped = Some(is_empty_rectangle(value));
                self.is_place_important |= is_important;
            }
            Property::ClipPath => self.is_clipped = Some(is_empty_inset(value) || self.is_clipped == Some(true)),
            Property::Width => self.has_tiny_width |= is_tiny(value),
            Property::Height => self.has_tiny_height |= is_tiny(value),
            Property::Overflow => self.cuts_overflow = is(&["hidden", "clip"]),
            Property::Opacity => self.is_transparent = value.parse() == Ok(0.0) || value == "0%",
            Property::ZIndex => self.is_below = value.starts_with('-'),
        }
    }

    fn effects(self) -> Declarations {
        // Text that is only transparent is faded in by a script.
        let is_tiny = self.has_tiny_width && self.has_tiny_height && self.cuts_overflow
            || self.is_transparent && (self.has_tiny_width || self.has_tiny_height || self.is_below);
        let is_away = self.is_far_away && self.is_out_of_flow == Some(true);
        let hides = is_tiny || is_away || self.is_clipped == Some(true);
        let says = hides || self.is_out_of_flow == Some(false) || self.is_clipped == Some(false);
        let place = says.then_some(Effect { hides, is_important: self.is_place_important });
        let mut declarations = Declarations::default();
        for (aspect, effect) in [
            (Aspect::Display, self.display),
            (Aspect::Visibility, self.visibility),
            (Aspect::Place, place),
            (Aspect::Indent, self.indent),
            (Aspect::FontSize, self.font_size),
        ] {
            declarations.0[aspect as usize] = effect;
        }
        declarations
    }
}

/// A length in pixels; `None` for percentages, keywords and functions.
fn pixels(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(value.len());
    let number: f32 = value[..end].parse().ok()?;
    let unit = &value[end..];
    let is = |names: &[&str]| names.iter().any(|name| unit.eq_ignore_ascii_case(name));
    let per_unit = match () {
        () if number == 0.0 || is(&["px", "pt"]) => 1.0,
        () if is(&["em", "rem"]) => PX_PER_EM,
        () => return None,
    };
    Some(number * per_unit)
}

/// Whether a side is at most a pixel long.
fn is_tiny(value: &str) -> bool {
    pixels(value).is_some_and(|px| (0.0..=1.0).contains(&px))
}

/// The numbers in a function's arguments; `None` if an argument is none.
fn arguments<'a>(value: &'a str, function: &str) -> Option<impl Iterator<Item = (f32, bool)> + use<'a>> {
    let name = value.get(..function.len()).filter(|name| name.eq_ignore_ascii_case(function))?;
    let inside = value[name.len()..].trim_start().strip_prefix('(')?.split(')').next()?;
    let numbers = inside.split([',', ' ']).filter(|part| !part.is_empty());
    Some(numbers.map(|part| match part.strip_suffix('%') {
        Some(share) => (share.parse().unwrap_or(f32::NAN), true),
        None => (pixels(part).unwrap_or(f32::NAN), false),
    }))
}

/// `rect(0 0 0 0)`, `rect(1px, 1px, 1px, 1px)`: an edge meets the opposite one.
fn is_empty_rectangle(value: &str) -> bool {
    let Some(sides) = arguments(value, "rect") else { return false };
    let mut count = 0;
    let all_tiny = sides.inspect(|_| count += 1).all(|(px, is_share)| !is_share && (0.0..=1.0).contains(&px));
    all_tiny && count == 4
}

/// `inset(50%)`, `inset(100%)`.
fn is_empty_inset(value: &str) -> bool {
    let Some(sides) = arguments(value, "inset") else { return false };
    let mut count = 0;
    let all_half = sides.inspect(|_| count += 1).all(|(number, is_share)| is_share && number >= 50.0);
    all_half && count > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(style: &str) -> bool {
        Declarations::read(style).effects().iter().flatten().any(|effect| effect.hides)
    }

    #[test]
    fn styles_that_take_text_off_the_page_hide() {
        for style in [
            "display:none",
            "color: red; DISPLAY : None !important;",
            "visibility: hidden",
            "position:absolute; left:-9999px",
            "position: fixed; top: -999em",
            "text-indent:-9999px",
            "position: absolute; clip: rect(0 0 0 0)",
            "clip:rect(1px, 1px, 1px, 1px)",
            "clip-path: inset(50%)",
            "width:1px;height:1px;overflow:hidden",
            "font-size:0",
            "opacity:0; max-height:0; overflow:hidden",
            "background:url(data:image/png;base64,x);display:none",
            "/* off */ display: none",
        ] {
            assert!(hides(style), "{style}");
        }
    }

    #[test]
    fn other_styles_do_not_hide() {
        for style in [
            "",
            "none",
            "display: block",
            "display: none-such",
            "overflow: hidden",
            "x: display:none",
            "left:-9999px",
            "position:absolute;left:-1200",
            "position:absolute;left:-20px",
            "position:absolute;left:-100%",
            "text-indent:-1em",
            "clip:auto",
            "clip:rect(0 100px 100px 0)",
            "clip-path: inset(0 100% 0 0)",
            "width:1px;height:1px",
            "height:0;overflow:hidden",
            "font-size:0.9em",
            "opacity:0",
            "opacity:0;transform:translateY(20px)",
            "a{display:none}",
            "dïsplay:none",
        ] {
            assert!(!hides(style), "{style}");
        }
    }

    #[test]
    fn what_is_shown_and_important_is_known() {
        let declarations = Declarations::read("display:block ! important; position:static");
        assert_eq!(declarations.get(Aspect::Display), Some(Effect { hides: false, is_important: true }));
        assert_eq!(declarations.get(Aspect::Place), Some(Effect { hides: false, is_important: false }));
        assert_eq!(declarations.get(Aspect::Visibility), None);
        assert!(declarations.shows() && !Declarations::read("display:none").shows());
        assert!(Declarations::read("color:red").is_empty());
    }
}
