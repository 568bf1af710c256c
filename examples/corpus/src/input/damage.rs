//! Counts damage of compressed files.

use crate::compressed::Fault;
use crate::counts::Counts;

pub fn add_faults(faults: &[Fault], counts: &mut Counts) {
    for fault in faults {
        counts.damaged_members += 1;
        counts.damaged_bytes += fault.end - fault.start;
        counts.add_message(fault.to_string());
    }
}
