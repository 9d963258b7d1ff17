//! What is said about a draft, field by field.

mod found;
mod house;
mod kubernetes;
mod screen;
mod support;
