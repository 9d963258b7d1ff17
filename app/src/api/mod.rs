//! What browser and server say to each other: server functions, the stream's frames, their types,
//! and the port behind which the server keeps everything that knows Kubernetes.

#[cfg(feature = "csr")]
mod call;
mod calls;
mod error;
mod model;
#[cfg(feature = "ssr")]
mod port;
mod read;
mod registry;
mod stream;
#[cfg(feature = "ssr")]
mod view;
mod word;

#[cfg(feature = "csr")]
pub use self::call::call;
pub use self::calls::*;
pub use self::error::{ApiError, ErrorKind};
pub use self::model::*;
#[cfg(feature = "ssr")]
pub use self::port::{Caller, Port, Signed, Token};
pub use self::read::Read;
pub use self::registry::{AsWhom, Looked, NameList, PullSecret, RegistryInfo, RegistryTrouble};
pub use self::stream::{Frame, FrameBody, StreamPage, StreamRequest};
pub use self::word::names;
