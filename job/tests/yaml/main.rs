//! YAML: what is read, what is written, and what an edit leaves as it was.

mod golden;
mod made;
mod reading;
mod writing;
