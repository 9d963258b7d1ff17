//! One WebSocket, kept open: it comes back by itself, lets go while the page is hidden, and says how
//! it is doing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use crate::api::{ApiError, ErrorKind, Frame, FrameBody, Read, StreamRequest};
use crate::browser::{Clock, sleep};
use crate::state::State;

/// A hidden page lets go of its stream after this long, in milliseconds.
const HIDDEN: i32 = 30_000;
/// First and longest wait before the next try, in milliseconds.
const BACKOFF: (i32, i32) = (500, 8_000);

/// How the stream is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Connection {
    /// The first answer is still out.
    #[default]
    Connecting,
    /// What is shown is up to date.
    Live,
    /// What is shown may be old; it comes back by itself.
    Stale(ApiError),
    /// It will not come back by itself.
    Ended(ApiError),
}

impl Connection {
    /// Whether nothing comes now: what is wrong is said at the top of the page.
    pub fn is_broken(&self) -> bool {
        matches!(self, Self::Ended(_) | Self::Stale(_))
    }
}

/// How the page's stream is doing, and the kinds that the person may not watch.
#[derive(Clone, Copy)]
pub struct Link {
    /// The stream.
    pub connection: State<Connection>,
    /// Kinds that cannot be shown, such as `events`.
    pub limits: State<Vec<String>>,
}

/// Opens the stream of a page and keeps it open until the page is left. `on` gets what concerns the
/// page's data.
pub fn connect(request: StreamRequest, clock: Clock, on: impl Fn(FrameBody) + 'static) -> Link {
    let link = Link {
        connection: State::new(Connection::Connecting),
        limits: State::new(Vec::new()),
    };
    let socket = Rc::new(Socket {
        url: address(&request),
        link,
        clock,
        on: Box::new(on),
        open: RefCell::new(None),
        expected: Cell::new(0),
        wait: Cell::new(BACKOFF.0),
        wanted: Cell::new(true),
        hidden: Cell::new(false),
    });
    socket.clone().open();
    let watching = socket.clone().watch_visibility();
    let left = send_wrapper::SendWrapper::new((socket, watching));
    on_cleanup(move || {
        let (socket, watching) = left.take();
        socket.wanted.set(false);
        socket.close();
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let _ = document.remove_event_listener_with_callback("visibilitychange", watching.as_ref().unchecked_ref());
        }
    });
    link
}

fn address(request: &StreamRequest) -> String {
    let location = web_sys::window().map(|window| window.location());
    let part = |get: fn(&web_sys::Location) -> Result<String, wasm_bindgen::JsValue>| {
        location.as_ref().and_then(|l| get(l).ok()).unwrap_or_default()
    };
    let scheme = if part(web_sys::Location::protocol) == "https:" {
        "wss"
    } else {
        "ws"
    };
    let page = match request.page {
        crate::api::StreamPage::Clusters => "clusters",
        crate::api::StreamPage::Tasks => "tasks",
        crate::api::StreamPage::Task => "task",
        crate::api::StreamPage::Log => "log",
    };
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let (cluster, namespace, name) = (
        encode(&request.cluster),
        encode(&request.namespace),
        encode(&request.name),
    );
    format!(
        "{scheme}://{}/api/stream?page={page}&cluster={cluster}&namespace={namespace}&name={name}&container={}&previous={}&follow={}&lines={}",
        part(web_sys::Location::host),
        encode(&request.container),
        request.previous,
        request.follow,
        request.lines,
    )
}

struct Socket {
    url: String,
    link: Link,
    clock: Clock,
    on: Box<dyn Fn(FrameBody)>,
    open: RefCell<Option<Open>>,
    expected: Cell<u64>,
    wait: Cell<i32>,
    wanted: Cell<bool>,
    hidden: Cell<bool>,
}

/// The handlers live as long as their socket.
struct Open {
    socket: WebSocket,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    fn open(self: Rc<Self>) {
        self.close();
        self.expected.set(0);
        let Ok(socket) = WebSocket::new(&self.url) else {
            return self.again();
        };
        let this = self.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                this.clone().receive(&text);
            }
        });
        let this = self.clone();
        let close = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| this.clone().closed(&event));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        *self.open.borrow_mut() = Some(Open {
            socket,
            _message: message,
            _close: close,
        });
    }

    fn close(&self) {
        if let Some(open) = self.open.borrow_mut().take() {
            open.socket.set_onmessage(None);
            open.socket.set_onclose(None);
            let _ = open.socket.close();
        }
    }

    fn receive(self: Rc<Self>, text: &str) {
        let value = serde_json::from_slice::<serde_json::Value>(text.as_bytes());
        let frame = match value.as_ref().map(Frame::read) {
            Ok(frame) if frame.seq == self.expected.get() => frame,
            // Something was lost, or another release answers: ask anew.
            _ => return self.again(),
        };
        self.expected.set(frame.seq + 1);
        match frame.body {
            FrameBody::Alive => {}
            FrameBody::State {
                live,
                error,
                limits,
                now,
            } => {
                self.wait.set(BACKOFF.0);
                self.clock.set_console_time(now);
                self.link.limits.set(limits);
                let connection = match error {
                    Some(error) if error.kind.ends_stream() => {
                        self.wanted.set(false);
                        Connection::Ended(error)
                    }
                    Some(error) => Connection::Stale(error),
                    None if live => Connection::Live,
                    None => Connection::Connecting,
                };
                self.link.connection.set(connection);
            }
            body => (self.on)(body),
        }
    }

    fn closed(self: Rc<Self>, event: &CloseEvent) {
        if !self.wanted.get() || self.hidden.get() {
            return;
        }
        let words = format!("the stream was closed (code {}) {}", event.code(), event.reason());
        let error = ApiError::console(ErrorKind::ConsoleUnreachable, 0, words.trim_end());
        self.link.connection.set(Connection::Stale(error));
        self.again();
    }

    /// Tries again after a while that grows, with some chance in it so that a restarted console is
    /// not met by all pages at once.
    fn again(self: Rc<Self>) {
        self.close();
        let wait = self.wait.get();
        self.wait.set((wait * 2).min(BACKOFF.1));
        leptos::task::spawn_local(async move {
            sleep(wait / 2 + (js_sys::Math::random() * f64::from(wait)) as i32).await;
            if self.wanted.get() && !self.hidden.get() && self.open.borrow().is_none() {
                self.open();
            }
        });
    }

    fn watch_visibility(self: Rc<Self>) -> Closure<dyn FnMut()> {
        let on_change = Closure::<dyn FnMut()>::new(move || {
            let hidden = web_sys::window()
                .and_then(|window| window.document())
                .is_some_and(|document| document.hidden());
            let this = self.clone();
            if !hidden {
                if this.hidden.replace(false) && this.wanted.get() {
                    this.open();
                }
                return;
            }
            leptos::task::spawn_local(async move {
                sleep(HIDDEN).await;
                let still = web_sys::window()
                    .and_then(|window| window.document())
                    .is_some_and(|document| document.hidden());
                if still && this.wanted.get() {
                    this.hidden.set(true);
                    this.close();
                }
            });
        });
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let _ = document.add_event_listener_with_callback("visibilitychange", on_change.as_ref().unchecked_ref());
        }
        on_change
    }
}
