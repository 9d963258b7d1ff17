//! What the command line, the environment and files decide. What needs another environment is in `program`.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use clap::Parser;
use job::Defaults;
use server::settings::{BadSettings, Command, CommandLine, Settings, Surroundings};

fn settle(arguments: &[&str], around: &Surroundings) -> Result<Settings, BadSettings> {
    let all = ["slipway", "serve"].iter().chain(arguments);
    let Command::Serve(asked) = CommandLine::try_parse_from(all).unwrap().command else {
        panic!("serve was asked for")
    };
    asked.settle(around)
}

fn alone(arguments: &[&str]) -> Result<Settings, BadSettings> {
    settle(arguments, &Surroundings::default())
}

fn file(content: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("file-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn defaults(content: &str) -> Result<Defaults, String> {
    let path = file(content);
    let settled = alone(&["--defaults", path.to_str().unwrap()]);
    let name = format!("{}:", path.display());
    settled
        .map(|settings| settings.defaults)
        .map_err(|error| error.to_string().replace(&name, "FILE:"))
}

#[test]
fn without_any_setting_the_console_is_local_and_has_a_practice_cluster() {
    let settings = alone(&[]).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
    assert!(settings.practice && settings.practice_listen.is_none() && settings.kubeconfigs.is_empty());
    assert_eq!(
        (settings.site, settings.defaults),
        (PathBuf::from("target/site"), Defaults::safe())
    );
}

#[test]
fn it_listens_on_loopback_only() {
    for address in ["0.0.0.0:3000", "[::]:3000", "192.168.1.2:3000"] {
        let error = alone(&["--listen", address]).unwrap_err().to_string();
        assert!(error.contains("loopback") && error.contains(address), "{error}");
        let error = alone(&["--practice-listen", address]).unwrap_err().to_string();
        assert!(error.contains("loopback"), "{error}");
    }
    for address in ["127.0.0.1:1", "[::1]:1", "localhost:1", "1"] {
        assert_eq!(alone(&["--listen", address]).unwrap().listen.port(), 1, "{address}");
    }
}

#[test]
fn where_people_sign_in_there_is_a_practice_cluster_only_when_it_is_asked_for() {
    assert!(!alone(&["--auth=token"]).unwrap().practice);
    assert!(alone(&["--auth=token", "--sandbox=on"]).unwrap().practice);
    assert_eq!(
        alone(&["--auth=token", "--listen", "0.0.0.0:3000"])
            .unwrap()
            .listen
            .port(),
        3000
    );
}

#[test]
fn registries_are_those_of_flags_and_file_each_once() {
    let names = |arguments: &[&str]| {
        let settled = alone(arguments).map_err(|error| error.to_string())?;
        Ok::<_, String>(
            settled
                .registries
                .iter()
                .map(|registry| registry.name.clone())
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(names(&[]), Ok(vec![]), "none is asked unless it is named");
    let named = file("[[registry]]\nname = \"ours.example\"\nallow-private = true\n");
    let named = named.to_str().unwrap();
    let both = [
        "--registry",
        "http://127.0.0.1:5000",
        "--registry=docker.io",
        "--registries",
        named,
    ];
    assert_eq!(
        names(&both),
        Ok(vec![
            "127.0.0.1:5000".to_owned(),
            "docker.io".to_owned(),
            "ours.example".to_owned()
        ])
    );
    for (wrong, says) in [
        (&["--registry", "https://ours.example/path"][..], "root of its address"),
        (&["--registry", "ours.example", "--registries", named], "twice"),
        (&["--registries", "/nonexistent.toml"], "/nonexistent.toml"),
    ] {
        let error = names(wrong).unwrap_err();
        assert!(error.contains("registry") && error.contains(says), "{error}");
    }
}

#[test]
fn a_practice_cluster_that_is_off_cannot_be_served() {
    assert!(!alone(&["--sandbox=off"]).unwrap().practice);
    let error = alone(&["--sandbox=off", "--practice-listen", "127.0.0.1:1"]).unwrap_err();
    assert!(matches!(error, BadSettings::NoPractice));
}

#[test]
fn kubeconfigs_are_those_of_the_flag_else_of_the_variable_else_of_the_home() {
    let (one, other) = (file(""), file(""));
    let home = one.parent().unwrap().join(format!("home-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".kube")).unwrap();
    std::fs::write(home.join(".kube/config"), "").unwrap();
    let mut around = Surroundings {
        home: Some(home.clone()),
        ..Surroundings::default()
    };
    assert_eq!(settle(&[], &around).unwrap().kubeconfigs, [home.join(".kube/config")]);

    let missing = PathBuf::from("/nonexistent/config");
    around.kubeconfig = Some(std::env::join_paths([&one, &missing, &other]).unwrap());
    assert_eq!(
        settle(&[], &around).unwrap().kubeconfigs,
        [one, other],
        "missing ones are passed over, as kubectl does"
    );

    let flags = ["--kubeconfig", "a", "--kubeconfig", "b"];
    assert_eq!(
        settle(&flags, &around).unwrap().kubeconfigs,
        [PathBuf::from("a"), PathBuf::from("b")]
    );
}

#[test]
fn the_site_beside_the_program_comes_before_the_built_one() {
    let folder = file("").with_extension("folder");
    std::fs::create_dir_all(folder.join("site")).unwrap();
    let around = Surroundings {
        executable: Some(folder.join("slipway")),
        ..Surroundings::default()
    };
    assert_eq!(settle(&[], &around).unwrap().site, folder.join("site"));
    assert_eq!(
        settle(&["--site", "mine"], &around).unwrap().site,
        PathBuf::from("mine")
    );
}

#[test]
fn a_defaults_file_is_laid_over_a_policy() {
    let made = defaults("instances = 3\ncpu-limit = \"1\"\n").unwrap();
    assert_eq!(
        made,
        Defaults::safe()
            .with("instances", "3".into())
            .and_then(|made| made.with("cpu-limit", "1".into()))
            .unwrap()
    );
    let made = defaults("based-on = \"dce\"\nprivileged = false\n").unwrap();
    assert_eq!(made, Defaults::dce().with("privileged", false.into()).unwrap());
    assert_eq!(defaults("").unwrap(), Defaults::safe());
}

#[test]
fn a_broken_defaults_file_is_named_with_its_line() {
    for (content, starts, says) in [
        (
            "retries = \"1\"\n\nretrys = \"2\"\n",
            "FILE:3: ",
            "no default called retrys",
        ),
        ("# a\nprivileged = \"yes\"\n", "FILE:2: ", "privileged"),
        ("pull-policy = \"Sometimes\"", "FILE:1: ", "pull-policy"),
        ("\n\nbased-on = \"mine\"", "FILE:3: ", "\"safe\" or \"dce\""),
        ("retries = \"1\"\nretries = \"1\"\n", "FILE:2: ", "duplicate"),
        ("a = [\n", "FILE:", ""),
    ] {
        let error = defaults(content).unwrap_err();
        assert!(
            error.starts_with(starts) && error.contains(says),
            "{content:?}: {error}"
        );
    }
    let error = alone(&["--defaults", "/nonexistent.toml"]).unwrap_err().to_string();
    assert!(error.contains("/nonexistent.toml"), "{error}");
}

#[test]
fn a_host_that_is_none_is_refused() {
    assert!(matches!(alone(&["--host", "http://a"]), Err(BadSettings::Host(_))));
    assert_eq!(
        alone(&["--host", "a.example", "--host", "b.example:1"]).unwrap().hosts,
        ["a.example", "b.example:1"]
    );
}
