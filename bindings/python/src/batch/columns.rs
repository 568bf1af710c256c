//! The option `columns`.

use dechaff_arrow::{Column, Columns};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::shown;

/// The columns of the result: one name, or any number of them.
pub fn read(names: Option<&Bound<'_, PyAny>>) -> PyResult<Columns> {
    let Some(names) = names else { return Ok(Columns::default()) };
    let all = || Column::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let wrong = |value: &Bound<'_, PyAny>| {
        PyValueError::new_err(format!("columns has {}, which is no column; the columns are {}", shown(value), all()))
    };
    let column = |value: &Bound<'_, PyAny>| {
        let name = value.cast::<PyString>().ok().map(|name| name.to_string_lossy());
        name.and_then(|name| Column::of_name(&name)).ok_or_else(|| wrong(value))
    };
    if names.is_instance_of::<PyString>() {
        return Ok(Columns::none().with(column(names)?));
    }
    let mut columns = Columns::none();
    for name in names.try_iter().map_err(|_| wrong(names))? {
        let name = name?;
        let column = column(&name)?;
        if columns.has(column) {
            return Err(PyValueError::new_err(format!("columns has {} twice", shown(&name))));
        }
        columns = columns.with(column);
    }
    if columns.is_empty() {
        return Err(PyValueError::new_err(format!("columns is empty; the columns are {}", all())));
    }
    Ok(columns)
}
