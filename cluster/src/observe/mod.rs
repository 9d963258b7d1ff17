//! The API's types -> what a status is made of. Everything else (managed fields, environments, volumes) is dropped
//! here, before anything is kept.

mod event;
mod job;
mod pod;

use ::job::status::Millis;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

pub use self::event::event;
pub use self::job::job;
pub use self::pod::pod;

fn millis(time: &Time) -> Millis {
    time.0.as_millisecond()
}

fn optional(time: Option<&Time>) -> Option<Millis> {
    time.map(millis)
}
