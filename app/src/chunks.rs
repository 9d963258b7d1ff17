//! The parts of the program that only some pages fetch. How a further one is made: docs/adr/0010-split.md.
//!
//! Each is a function in a file of its own, with all that nothing else reaches; it hands out the function that shows
//! something. Nothing outside may name what a chunk shows, or the linker finds it reached and leaves it here.

use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::prelude::*;

use crate::api::TaskAddress;
use crate::shell::{Chunk, Show};
use crate::state::State;
use crate::wizard::Form;

#[wasm_split(lists, fallible, wasm_split_path = leptos::wasm_split)]
fn clusters() -> Result<Show<()>, SplitLoaderError> {
    Ok(crate::pages::clusters)
}

#[wasm_split(lists, fallible, wasm_split_path = leptos::wasm_split)]
fn cluster() -> Result<Show<String>, SplitLoaderError> {
    Ok(crate::pages::cluster)
}

#[wasm_split(lists, fallible, wasm_split_path = leptos::wasm_split)]
fn tasks() -> Result<Show<String>, SplitLoaderError> {
    Ok(crate::pages::tasks)
}

#[wasm_split(wizard, fallible, wasm_split_path = leptos::wasm_split)]
fn wizard() -> Result<Show<Option<String>>, SplitLoaderError> {
    Ok(crate::wizard::create_task)
}

#[wasm_split(task, fallible, wasm_split_path = leptos::wasm_split)]
fn task() -> Result<Show<TaskAddress>, SplitLoaderError> {
    Ok(crate::pages::task)
}

#[wasm_split(check, fallible, wasm_split_path = leptos::wasm_split)]
fn check() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::check_panel)
}

#[wasm_split(check, fallible, wasm_split_path = leptos::wasm_split)]
fn notice() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::notice_panel)
}

#[wasm_split(check, fallible, wasm_split_path = leptos::wasm_split)]
fn containers() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::containers_step)
}

#[wasm_split(check, fallible, wasm_split_path = leptos::wasm_split)]
fn services() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::service_step)
}

#[wasm_split(check, fallible, wasm_split_path = leptos::wasm_split)]
fn advanced() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::advanced_step)
}

#[wasm_split(keys, fallible, wasm_split_path = leptos::wasm_split)]
fn keys() -> Result<Show<()>, SplitLoaderError> {
    Ok(crate::keys::keys)
}

#[wasm_split(keys, fallible, wasm_split_path = leptos::wasm_split)]
fn keys_help() -> Result<Show<State<bool>>, SplitLoaderError> {
    Ok(crate::keys::help)
}

#[wasm_split(picker, fallible, wasm_split_path = leptos::wasm_split)]
fn picker() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::picker)
}

#[wasm_split(drafts, fallible, wasm_split_path = leptos::wasm_split)]
fn drafts() -> Result<Show<()>, SplitLoaderError> {
    Ok(crate::pages::drafts)
}

#[wasm_split(drafts, fallible, wasm_split_path = leptos::wasm_split)]
fn share() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::share)
}

#[wasm_split(drafts, fallible, wasm_split_path = leptos::wasm_split)]
fn around() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::around)
}

#[wasm_split(open, fallible, wasm_split_path = leptos::wasm_split)]
fn yaml() -> Result<Show<Form>, SplitLoaderError> {
    Ok(crate::wizard::yaml_panel)
}

#[wasm_split(open, fallible, wasm_split_path = leptos::wasm_split)]
fn open() -> Result<Show<()>, SplitLoaderError> {
    Ok(crate::pages::open)
}

thread_local! {
    /// The list of clusters. It, a cluster and the list of tasks are one file.
    pub static CLUSTERS: Chunk<()> = Chunk::new(|| Box::pin(clusters()));
    /// A cluster.
    pub static CLUSTER: Chunk<String> = Chunk::new(|| Box::pin(cluster()));
    /// The tasks of a cluster.
    pub static TASKS: Chunk<String> = Chunk::new(|| Box::pin(tasks()));
    /// Create Task, of a cluster or of one that is chosen there: the form, the rules, the manifest.
    pub static WIZARD: Chunk<Option<String>> = Chunk::new(|| Box::pin(wizard()));
    /// The Check panel of the wizard.
    pub static CHECK: Chunk<Form> = Chunk::new(|| Box::pin(check()));
    /// What came of a press of Create that made no task: in the file of the Check panel, which is there by then.
    pub static NOTICE: Chunk<Form> = Chunk::new(|| Box::pin(notice()));
    /// Step 2 of the wizard, in the file of the Check panel: it is there before somebody comes so far.
    pub static CONTAINERS: Chunk<Form> = Chunk::new(|| Box::pin(containers()));
    /// Step 3.
    pub static SERVICES: Chunk<Form> = Chunk::new(|| Box::pin(services()));
    /// Step 4.
    pub static ADVANCED: Chunk<Form> = Chunk::new(|| Box::pin(advanced()));
    /// The dialogs that pick an image and make a pull secret.
    pub static PICKER: Chunk<Form> = Chunk::new(|| Box::pin(picker()));
    /// The keyboard; it comes after the page.
    pub static KEYS: Chunk<()> = Chunk::new(|| Box::pin(keys()));
    /// The dialog that says which keys there are.
    pub static KEYS_HELP: Chunk<State<bool>> = Chunk::new(|| Box::pin(keys_help()));
    /// The unfinished drafts.
    pub static DRAFTS: Chunk<()> = Chunk::new(|| Box::pin(drafts()));
    /// What came with a draft from elsewhere.
    pub static AROUND: Chunk<Form> = Chunk::new(|| Box::pin(around()));
    /// The dialog that copies a link.
    pub static SHARE: Chunk<Form> = Chunk::new(|| Box::pin(share()));
    /// The text beside the form. It and the page that opens texts are one file: both read YAML.
    pub static YAML: Chunk<Form> = Chunk::new(|| Box::pin(yaml()));
    /// A draft from elsewhere.
    pub static OPEN: Chunk<()> = Chunk::new(|| Box::pin(open()));
    /// A task's page.
    pub static TASK: Chunk<TaskAddress> = Chunk::new(|| Box::pin(task()));
}

#[wasm_bindgen(raw_module = "./chunks.js")]
extern "C" {
    /// Fetches a chunk by its name once the page is idle, so that it is there when it is needed.
    pub fn fetch_ahead(chunk: &str);
}
