//! The program that is asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

/// What the API server's code says of an object.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Said {
    pub accepted: bool,
    pub causes: Vec<Cause>,
    pub decode_error: Option<String>,
    /// Neither a 400 nor a 422.
    pub other_error: Option<Value>,
    /// Of an accepted Job: what each policy of Pod Security forbids its Pods.
    pub pod_security: BTreeMap<String, Vec<String>>,
    /// Of an accepted object, when asked for: what would have been stored.
    pub stored: Value,
    /// It crashes on it, so its answer counts for nothing.
    pub panic: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cause {
    pub field: String,
    pub message: String,
}

pub struct Oracle(String);

impl Oracle {
    /// Builds it, where it is not built yet (minutes, once a machine).
    pub fn start() -> Self {
        let build = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/oracle/build");
        let built = Command::new(build)
            .stderr(Stdio::inherit())
            .output()
            .expect("the build script can be run");
        assert!(built.status.success(), "{build} failed");
        let path = String::from_utf8(built.stdout).expect("a path is text");
        Self(path.trim().to_owned())
    }

    /// What it says of every object, in their order.
    pub fn ask(&self, objects: &[Value]) -> Vec<Said> {
        self.ask_as(texts(objects), &[])
    }

    /// The same of objects as they are written, a line each.
    pub fn ask_lines(&self, lines: Vec<String>) -> Vec<Said> {
        self.ask_as(lines, &[])
    }

    /// The same, with what would have been stored.
    pub fn store(&self, objects: &[Value]) -> Vec<Said> {
        self.ask_as(texts(objects), &["-stored"])
    }

    fn ask_as(&self, lines: Vec<String>, flags: &[&str]) -> Vec<Said> {
        let mut process = Command::new(&self.0)
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the oracle can be started");
        let mut to = process.stdin.take().expect("it has an input");
        let from = BufReader::new(process.stdout.take().expect("it has an output"));
        let count = lines.len();
        let writer = std::thread::spawn(move || {
            for line in lines {
                writeln!(to, "{line}").expect("it reads to the end");
            }
        });
        let said: Vec<Said> = from
            .lines()
            .map(|line| serde_json::from_str(&line.expect("it writes text")).expect("it writes JSON"))
            .collect();
        writer.join().expect("everything was written");
        assert!(process.wait().expect("it ends").success());
        assert_eq!(said.len(), count);
        said
    }
}

fn texts(objects: &[Value]) -> Vec<String> {
    objects.iter().map(Value::to_string).collect()
}
