//! An element of the page, made part by part.
//!
//! The framework's own elements are a type for every combination of tag, attributes and children,
//! each with some 1.5 kB of code. This one is a single type: it makes the real element at once, and
//! keeps the effects and listeners that belong to it (docs/adr/0008 has what that weighs).

use std::any::Any;

use leptos::attr::Attribute;
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Node};

/// An element that is being made. It is of the browser's one thread, so it never leaves it.
pub struct El(SendWrapper<Made>);

/// The element, and what lives as long as it does.
struct Made {
    element: Element,
    keep: Vec<Box<dyn Any>>,
}

/// An element of that tag.
pub fn el(tag: &str) -> El {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.create_element(tag).ok());
    // A page without a document shows nothing, whatever it is made of.
    let element = element.unwrap_or_else(|| JsValue::NULL.unchecked_into());
    El(SendWrapper::new(Made {
        element,
        keep: Vec::new(),
    }))
}

/// A button that does something.
pub fn button(class: &str, act: impl Fn() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class(class)
        .on("click", move |_| act())
}

/// A link within the console.
pub fn link(class: &str, href: &str) -> El {
    el("a").class(class).attr("href", href)
}

/// What a part that cannot be seen says to who listens, and nothing to who looks.
pub fn only_heard(words: impl Child) -> El {
    el("span").class("only-heard").child(words)
}

/// A mark for who looks; who listens hears the words beside it.
pub fn mark(shape: impl Child) -> El {
    el("span").attr("aria-hidden", "true").child(shape)
}

impl El {
    /// Its class; an empty one is none.
    pub fn class(self, class: &str) -> Self {
        if class.is_empty() {
            self
        } else {
            self.attr("class", class)
        }
    }

    /// Its id.
    pub fn id(self, id: &str) -> Self {
        self.attr("id", id)
    }

    /// An attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        let _ = self.0.element.set_attribute(name, value);
        self
    }

    /// An attribute, where there is a value for it.
    pub fn attr_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that comes, changes and goes.
    pub fn live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.0.element.clone();
        self.effect(Box::new(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        }))
    }

    /// An attribute that is there or is not.
    pub fn live_flag(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.live(name, move || on().then(String::new))
    }

    /// What a text control holds. It is written only where it differs, so that the caret stays.
    pub fn value(self, value: impl Fn() -> String + 'static) -> Self {
        let element = self.0.element.clone();
        self.effect(Box::new(move || {
            let (name, value) = (JsValue::from_str("value"), JsValue::from_str(&value()));
            if js_sys::Reflect::get(&element, &name).ok() != Some(value.clone()) {
                let _ = js_sys::Reflect::set(&element, &name, &value);
            }
        }))
    }

    /// Whether a box or a radio button is chosen.
    pub fn checked(self, on: impl Fn() -> bool + 'static) -> Self {
        let element = self.0.element.clone();
        self.effect(Box::new(move || {
            let _ = js_sys::Reflect::set(&element, &JsValue::from_str("checked"), &JsValue::from_bool(on()));
        }))
    }

    /// What happens at an event.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    fn listen(mut self, event: &str, mut act: Box<dyn FnMut(Event)>) -> Self {
        let owner = Owner::current().unwrap_or_default();
        let act = Closure::<dyn FnMut(Event)>::new(move |event| owner.with(|| act(event)));
        let _ = self
            .0
            .element
            .add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
        self.0.keep.push(Box::new(act));
        self
    }

    fn effect(mut self, run: Box<dyn Fn()>) -> Self {
        self.0.keep.push(Box::new(RenderEffect::new(move |_| run())));
        self
    }

    /// What is in it, after what is in it already.
    pub fn child(mut self, child: impl Child) -> Self {
        child.put(&mut self);
        self
    }

    /// The element itself, for what only the browser can do.
    pub fn element<E: JsCast>(&self) -> E {
        self.0.element.clone().unchecked_into()
    }

    fn append(&self, node: &Node) {
        let _ = self.0.element.append_child(node);
    }

    fn text_node(&self, text: &str) -> web_sys::Text {
        let node = web_sys::window()
            .and_then(|window| window.document())
            .map(|document| document.create_text_node(text));
        let node = node.unwrap_or_else(|| JsValue::NULL.unchecked_into());
        self.append(&node);
        node
    }
}

/// What can stand in an element.
pub trait Child {
    /// Puts it there.
    fn put(self, into: &mut El);
}

impl Child for El {
    fn put(self, into: &mut El) {
        let Made { element, mut keep } = self.0.take();
        into.append(&element);
        into.0.keep.append(&mut keep);
    }
}

impl Child for AnyView {
    fn put(self, into: &mut El) {
        let mut state: AnyViewState = self.build();
        state.mount(&into.element(), None);
        into.0.keep.push(Box::new(state));
    }
}

impl Child for &str {
    fn put(self, into: &mut El) {
        into.text_node(self);
    }
}

impl Child for String {
    fn put(self, into: &mut El) {
        into.text_node(&self);
    }
}

/// Words that change.
impl Child for Signal<String> {
    fn put(self, into: &mut El) {
        let node = into.text_node("");
        let shown = std::cell::RefCell::new(String::new());
        // Words that are as they were are left alone: the browser would lay them out anew.
        let effect = RenderEffect::new(move |_| {
            let now = self.get();
            if shown.replace(now.clone()) != now {
                node.set_data(&now);
            }
        });
        into.0.keep.push(Box::new(effect));
    }
}

impl<T: Child> Child for Option<T> {
    fn put(self, into: &mut El) {
        if let Some(child) = self {
            child.put(into);
        }
    }
}

impl<T: Child> Child for Vec<T> {
    fn put(self, into: &mut El) {
        for child in self {
            child.put(into);
        }
    }
}

// What follows lets the framework mount it as a view of its own.

impl Mountable for Made {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.element.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(&self.element));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

/// Mounted: see [`Made`].
pub struct Mounted(SendWrapper<Made>);

impl Mountable for Mounted {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}

impl Render for El {
    type State = Mounted;

    fn build(self) -> Mounted {
        Mounted(self.0)
    }

    fn rebuild(self, state: &mut Mounted) {
        let mut next = self.build();
        state.insert_before_this(&mut next);
        state.unmount();
        *state = next;
    }
}

impl AddAnyAttr for El {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attr: A) -> Self {
        self
    }
}

impl RenderHtml for El {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<leptos::attr::any_attribute::AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _position: &PositionState) -> Mounted {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
