//! YAML: what is read, what is written, and what an edit leaves as it was.

mod editing;
mod edits_at_random;
mod golden;
mod human;
mod made;
mod reading;
mod writing;
