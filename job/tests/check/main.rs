//! What is said about a draft, field by field.

mod house;
mod kubernetes;
mod screen;
mod support;
