//! Which columns the result has.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::shown;

/// A column of the result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Text,
    Markdown,
    Html,
    Source,
    Title,
    Authors,
    Language,
    Published,
    PageType,
    Quality,
    Spans,
    Notes,
    Error,
}

impl Column {
    const ALL: &[(&str, Self)] = &[
        ("text", Self::Text),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("source", Self::Source),
        ("title", Self::Title),
        ("authors", Self::Authors),
        ("language", Self::Language),
        ("published", Self::Published),
        ("page_type", Self::PageType),
        ("quality", Self::Quality),
        ("spans", Self::Spans),
        ("notes", Self::Notes),
        ("error", Self::Error),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, column)| *column == self).map_or("", |(name, _)| name)
    }

    /// Whether it is long, and not everybody wants it.
    fn is_on_request(self) -> bool {
        matches!(self, Self::Markdown | Self::Html | Self::Source)
    }
}

/// The columns of the result, in order.
pub struct Columns(Vec<Column>);

impl Columns {
    pub fn read(names: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(names) = names else {
            return Ok(Self(Column::ALL.iter().map(|&(_, column)| column).filter(|of| !of.is_on_request()).collect()));
        };
        let all = || Column::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let wrong = |value: &Bound<'_, PyAny>| {
            PyValueError::new_err(format!(
                "columns has {}, which is no column; the columns are {}",
                shown(value),
                all()
            ))
        };
        let column = |value: &Bound<'_, PyAny>| {
            let name = value.cast::<PyString>().ok().map(|name| name.to_string_lossy());
            let known = name.and_then(|name| Column::ALL.iter().find(|(known, _)| *known == name));
            known.map(|&(_, column)| column).ok_or_else(|| wrong(value))
        };
        if names.is_instance_of::<PyString>() {
            return Ok(Self(vec![column(names)?]));
        }
        let mut columns: Vec<Column> = Vec::new();
        for name in names.try_iter().map_err(|_| wrong(names))? {
            let name = name?;
            let column = column(&name)?;
            if columns.contains(&column) {
                return Err(PyValueError::new_err(format!("columns has {} twice", shown(&name))));
            }
            columns.push(column);
        }
        if columns.is_empty() {
            return Err(PyValueError::new_err(format!("columns is empty; the columns are {}", all())));
        }
        Ok(Self(columns))
    }

    pub fn iter(&self) -> impl Iterator<Item = Column> {
        self.0.iter().copied()
    }

    pub fn has(&self, column: Column) -> bool {
        self.0.contains(&column)
    }
}
