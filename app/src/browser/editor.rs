//! The editor of the manifest's text; `public/editor.js` has CodeMirror, `public/yaml.js` a plain text area where it
//! cannot be had.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// A mark at a line, from 1.
pub struct Mark {
    /// The line.
    pub line: usize,
    /// An error, else a warning.
    pub is_error: bool,
    /// What it says.
    pub message: String,
}

#[wasm_bindgen(raw_module = "./yaml.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = mount_editor)]
    async fn mount(
        parent: &Element,
        text: &str,
        label: &str,
        help: &str,
        changed: &JsValue,
        pointed: &JsValue,
        focused: &JsValue,
    ) -> Result<JsValue, JsValue>;

    type Handle;
    #[wasm_bindgen(method)]
    fn show(this: &Handle, text: &str);
    #[wasm_bindgen(method)]
    fn mark(this: &Handle, marks: &str);
    #[wasm_bindgen(method)]
    fn light(this: &Handle, first: usize, last: usize);
    #[wasm_bindgen(method)]
    fn close(this: &Handle);
}

/// An editor in the page.
#[derive(Clone)]
pub struct Editor(Option<std::rc::Rc<Handle>>);

/// Puts an editor into `parent`. It calls `changed` with the text when somebody typed, and `pointed` with a line when
/// somebody pressed on it: true where they want to go to its field. `focused` is told the id of each field that gets the
/// focus.
pub async fn mount_editor(
    parent: &Element,
    text: &str,
    (label, help): (&str, &str),
    changed: impl FnMut(String) + 'static,
    pointed: impl FnMut(f64, bool) + 'static,
    focused: impl FnMut(String) + 'static,
) -> Editor {
    let changed = Closure::<dyn FnMut(String)>::new(changed).into_js_value();
    let pointed = Closure::<dyn FnMut(f64, bool)>::new(pointed).into_js_value();
    let focused = Closure::<dyn FnMut(String)>::new(focused).into_js_value();
    let handle = mount(parent, text, label, help, &changed, &pointed, &focused).await;
    Editor(handle.ok().map(|handle| std::rc::Rc::new(handle.unchecked_into())))
}

impl Editor {
    /// Shows a text; what is as it was stays in its place.
    pub fn show(&self, text: &str) {
        if let Some(editor) = &self.0 {
            editor.show(text);
        }
    }

    /// Marks lines, and no others.
    pub fn mark(&self, marks: &[Mark]) {
        let mark = |mark: &Mark| {
            let severity = if mark.is_error { "error" } else { "warning" };
            json!({"line": mark.line, "severity": severity, "message": mark.message})
        };
        let marks: Value = marks.iter().map(mark).collect();
        if let Some(editor) = &self.0 {
            editor.mark(&job::draft::json(&marks));
        }
    }

    /// Lights these lines and brings them into view.
    pub fn light(&self, (first, last): (usize, usize)) {
        if let Some(editor) = &self.0 {
            editor.light(first, last);
        }
    }

    /// Takes it out of the page.
    pub fn close(&self) {
        if let Some(editor) = &self.0 {
            editor.close();
        }
    }
}
