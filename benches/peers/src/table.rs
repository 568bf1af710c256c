//! Markdown tables, aligned so that they are readable as plain text.

use std::fmt;

/// A head and rows of cells. The first column has names and is aligned left, the others have figures.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: Vec<String>) -> Self {
        Self { rows: vec![head] }
    }

    pub fn add(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.rows[0].len()).map(width).collect();
        for (index, row) in self.rows.iter().enumerate() {
            for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                match column {
                    0 => write!(formatter, "| {cell:<width$} |")?,
                    _ => write!(formatter, " {cell:>width$} |")?,
                }
            }
            writeln!(formatter)?;
            if index == 0 {
                write!(formatter, "|{}|", "-".repeat(widths[0] + 2))?;
                for width in &widths[1..] {
                    write!(formatter, "{}:|", "-".repeat(width + 1))?;
                }
                writeln!(formatter)?;
            }
        }
        Ok(())
    }
}

/// A figure, or a dash if there is none.
pub fn figure(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.digits$}"))
}
