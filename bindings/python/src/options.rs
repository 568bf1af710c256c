//! The options that all functions have in common.

use std::sync::Arc;

use dechaff::{Cleaner, Focus, Kind, Limits, PageFormat};
use dechaff_arrow::Settings;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};

use crate::error::{message, shown};

const FOCUSES: &[(&str, Focus)] =
    &[("precise", Focus::Precise), ("balanced", Focus::Balanced), ("complete", Focus::Complete)];

const FORMATS: &[(&str, PageFormat)] = &[("html", PageFormat::Html), ("text", PageFormat::Text)];

/// The name of a format.
pub fn format_name(format: PageFormat) -> &'static str {
    FORMATS.iter().find(|(_, known)| *known == format).map_or("", |(name, _)| name)
}

/// Options as they were given; `None` is the default.
pub struct Given<'py> {
    pub format: Option<Bound<'py, PyAny>>,
    pub focus: Option<Bound<'py, PyAny>>,
    pub keep: Option<Bound<'py, PyAny>>,
    pub drop: Option<Bound<'py, PyAny>>,
    pub limits: Option<Bound<'py, PyAny>>,
}

impl Given<'_> {
    /// The settings, or an error that names the option, the value and what is allowed.
    pub fn read(&self) -> PyResult<Settings> {
        let format = self.format.as_ref().map(|value| one_of("format", FORMATS, " or None", value)).transpose()?;
        let focus = match &self.focus {
            Some(value) => one_of("focus", FOCUSES, "", value)?,
            None => Focus::default(),
        };
        let keep = self.keep.as_ref().map_or_else(|| Ok(Vec::new()), |value| kinds("keep", value))?;
        let drop = self.drop.as_ref().map_or_else(|| Ok(Vec::new()), |value| kinds("drop", value))?;
        if let Some(both) = keep.iter().find(|kind| drop.contains(kind)) {
            return Err(PyValueError::new_err(format!("keep and drop both have {:?}", both.name())));
        }
        let limits = self.limits.as_ref().map(limits).transpose()?;
        if focus == Focus::default() && keep.is_empty() && drop.is_empty() && limits.is_none() {
            return Ok(Settings { format, message, ..Settings::default() });
        }
        let mut cleaner = Cleaner::new().with_focus(focus).with_limits(limits.unwrap_or_default());
        cleaner = keep.into_iter().fold(cleaner, Cleaner::with_kept);
        cleaner = drop.into_iter().fold(cleaner, Cleaner::with_removed);
        Ok(Settings { cleaner: Arc::new(cleaner), format, message, ..Settings::default() })
    }
}

fn one_of<T: Copy>(option: &str, known: &[(&str, T)], or: &str, value: &Bound<'_, PyAny>) -> PyResult<T> {
    let name = value.cast::<PyString>().ok().map(|name| name.to_string_lossy());
    let found = name.and_then(|name| known.iter().find(|(known, _)| *known == name).map(|&(_, value)| value));
    found.ok_or_else(|| {
        let names: Vec<String> = known.iter().map(|(name, _)| format!("{name:?}")).collect();
        PyValueError::new_err(format!("{option} has to be one of {}{or}, not {}", names.join(", "), shown(value)))
    })
}

/// One kind, or any number of them.
fn kinds(option: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<Kind>> {
    let all = || Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
    let kind = |value: &Bound<'_, PyAny>| {
        let name = value.cast::<PyString>().ok().map(|name| name.to_string_lossy());
        name.and_then(|name| name.parse().ok()).ok_or_else(|| {
            PyValueError::new_err(format!("{option} has {}, which is no kind; the kinds are {}", shown(value), all()))
        })
    };
    if value.is_instance_of::<PyString>() {
        return Ok(vec![kind(value)?]);
    }
    let values = value.try_iter().map_err(|_| {
        PyValueError::new_err(format!(
            "{option} has to be names of kinds, not {}; the kinds are {}",
            shown(value),
            all()
        ))
    })?;
    values.map(|value| kind(&value?)).collect()
}

const LIMITS: [&str; 6] = ["bytes", "nodes", "depth", "segments", "structured_data", "steps"];

fn limits(value: &Bound<'_, PyAny>) -> PyResult<Limits> {
    let names = || LIMITS.join(", ");
    let mapping = value.cast::<PyMapping>().map_err(|_| {
        PyValueError::new_err(format!("limits has to be a dict with any of {}, not {}", names(), shown(value)))
    })?;
    let mut limits = Limits::new();
    for item in mapping.items()?.iter() {
        let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
        let key = name.extract::<String>().unwrap_or_default();
        if !LIMITS.contains(&key.as_str()) {
            return Err(PyValueError::new_err(format!("limits has no {}; it may have {}", shown(&name), names())));
        }
        let number: u64 = value.extract().map_err(|_| {
            PyValueError::new_err(format!("limits[{key:?}] has to be an int from 0 on, not {}", shown(&value)))
        })?;
        let size = usize::try_from(number).unwrap_or(usize::MAX);
        limits = match key.as_str() {
            "bytes" => limits.with_bytes(size),
            "nodes" => limits.with_nodes(size),
            "depth" => limits.with_depth(size),
            "segments" => limits.with_segments(size),
            "structured_data" => limits.with_structured_data(size),
            _ => limits.with_steps(number),
        };
    }
    Ok(limits)
}

/// More threads than any machine has cores for are a mistake; hand-set.
const MAX_THREADS: usize = 1_024;

/// The number of threads: `None` is one for each core.
pub fn threads(value: Option<&Bound<'_, PyAny>>) -> PyResult<usize> {
    let Some(value) = value else {
        return Ok(std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    };
    let number = value.extract::<usize>().ok().filter(|number| (1..=MAX_THREADS).contains(number));
    number.ok_or_else(|| {
        PyValueError::new_err(format!(
            "threads has to be an int from 1 to {MAX_THREADS}, or None, not {}",
            shown(value)
        ))
    })
}
