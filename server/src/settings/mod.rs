//! What the console was asked to do: flags before environment before defaults.

mod defaults;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use images::{Registries, Registry, SettingsError};
use job::Defaults;
use job::context::NodePorts;

pub use self::defaults::BadDefaults;
use crate::security::{BadHost, Hosts};

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "slipway",
    version,
    about = "A browser console that launches Kubernetes Jobs.",
    arg_required_else_help = true
)]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What `slipway` can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the console to browsers on this machine
    Serve(Box<Serve>),
    /// Judges Jobs and Services as the API server would; exit code 1 where it would refuse, 2 where it cannot be read
    Check(crate::check::Check),
    /// Makes a link that opens as a draft, of a Job and its Services
    Link(crate::link::Link),
    /// Writes the YAML that a link, a draft file or a manifest becomes, for `kubectl apply -f -`
    Render(crate::link::Render),
}

/// The settings of `slipway serve`.
#[derive(Args, Debug)]
pub struct Serve {
    /// Address to listen on; loopback only
    #[arg(long, env = "SLIPWAY_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:3000", value_parser = address)]
    listen: SocketAddr,

    /// Whose credentials clusters are spoken to with
    #[arg(long, env = "SLIPWAY_AUTH", value_enum, default_value_t = AuthMode::Local)]
    auth: AuthMode,

    /// With --auth token: file with the key that sessions are sealed with, 32 bytes in base64, and below it the previous
    /// one [default: a key that is forgotten when the console ends]
    #[arg(long, env = "SLIPWAY_SESSION_KEYS", value_name = "FILE")]
    session_keys: Option<PathBuf>,

    /// With --auth token: send cookies over plain HTTP too [default: only where the console is reached on loopback, without --host]
    #[arg(long, env = "SLIPWAY_INSECURE_COOKIES")]
    insecure_cookies: bool,

    /// Address for probes and Prometheus: /metrics, /healthz, /readyz, /version [default: none]
    #[arg(long, env = "SLIPWAY_OPERATIONS_LISTEN", value_name = "ADDRESS", value_parser = address)]
    operations_listen: Option<SocketAddr>,

    /// Kubeconfig whose contexts are the clusters; may be repeated [default: those of KUBECONFIG, else ~/.kube/config]
    #[arg(long, value_name = "FILE")]
    kubeconfig: Vec<PathBuf>,

    /// The embedded practice cluster [default: on with --auth local, else off]
    #[arg(long, env = "SLIPWAY_SANDBOX", value_enum)]
    sandbox: Option<Switch>,

    /// Serves the practice cluster's API there too, for kubectl; loopback only
    #[arg(long, env = "SLIPWAY_PRACTICE_LISTEN", value_name = "ADDRESS", value_parser = address)]
    practice_listen: Option<SocketAddr>,

    /// How many times faster than a real cluster the practice cluster's Pods act
    #[arg(long, value_name = "TIMES", default_value_t = 1.0)]
    practice_pace: f64,

    /// TOML file with what new drafts start with
    #[arg(long, env = "SLIPWAY_DEFAULTS", value_name = "FILE")]
    defaults: Option<PathBuf>,

    /// Ports of the nodes that the clusters give to Services, where it is not Kubernetes' own range
    #[arg(
        long,
        env = "SLIPWAY_NODE_PORTS",
        value_name = "FIRST-LAST",
        default_value = "30000-32767"
    )]
    node_ports: NodePorts,

    /// A registry that the console may look into for images: HOST[:PORT], or http://HOST[:PORT] without TLS; may be
    /// repeated
    #[arg(long, env = "SLIPWAY_REGISTRY", value_name = "HOST", value_delimiter = ',')]
    registry: Vec<String>,

    /// TOML file with registries that need more than a name: certificates, other hosts (docs/registries.md)
    #[arg(long, env = "SLIPWAY_REGISTRIES", value_name = "FILE")]
    registries: Option<PathBuf>,

    /// Folder of the built site [default: `site` beside the program, else target/site]
    #[arg(long, env = "SLIPWAY_SITE", value_name = "DIR")]
    site: Option<PathBuf>,

    /// Another name under which browsers may reach the console; may be repeated
    #[arg(long, env = "SLIPWAY_HOST", value_name = "NAME", value_delimiter = ',')]
    host: Vec<String>,

    /// How the log on stderr is written
    #[arg(long, env = "SLIPWAY_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

/// Whose credentials clusters are spoken to with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AuthMode {
    /// The kubeconfig's: for one person at this machine, so it listens on loopback only
    Local,
    /// A bearer token of each person for each cluster; kubeconfigs give addresses only
    Token,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// It is there.
    On,
    /// It is left out.
    Off,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is to be known of the process that was started, besides its arguments.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// `KUBECONFIG`.
    pub kubeconfig: Option<OsString>,
    /// The person's home.
    pub home: Option<PathBuf>,
    /// Where the program lies.
    pub executable: Option<PathBuf>,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_this_process() -> Self {
        Self {
            kubeconfig: std::env::var_os("KUBECONFIG"),
            home: std::env::home_dir(),
            executable: std::env::current_exe().ok(),
        }
    }
}

/// Everything that was decided.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where probes and Prometheus ask.
    pub operations_listen: Option<SocketAddr>,
    /// Whose credentials clusters are spoken to with.
    pub auth: AuthMode,
    /// File of the session keys.
    pub session_keys: Option<PathBuf>,
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// Every context of these files is a cluster.
    pub kubeconfigs: Vec<PathBuf>,
    /// The practice cluster is there.
    pub practice: bool,
    /// It is also served there.
    pub practice_listen: Option<SocketAddr>,
    /// How many times faster than a real cluster it acts.
    pub practice_pace: f64,
    /// What a new draft starts with.
    pub defaults: Defaults,
    /// The ports of the nodes that Services may be given.
    pub node_ports: NodePorts,
    /// The registries that the console may ask.
    pub registries: Registries,
    /// The built site.
    pub site: PathBuf,
    /// Further names of this console.
    pub hosts: Vec<String>,
    /// How the log is written.
    pub log_format: LogFormat,
}

/// Settings that cannot be used. Each is one sentence that says what to change.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// Listening where others could connect.
    #[error(
        "--listen {0} is not a loopback address: whoever reaches this console acts with your kubeconfig's \
         credentials, so it listens only on this machine (such as 127.0.0.1:3000); with --auth token people bring their \
         own, and it may listen elsewhere"
    )]
    ListensBeyond(SocketAddr),
    /// The same for the practice cluster.
    #[error("--practice-listen {0} is not a loopback address: the practice cluster asks nobody who they are")]
    PracticeListensBeyond(SocketAddr),
    /// Serving what is not there.
    #[error("--practice-listen needs the practice cluster: leave out --sandbox=off")]
    NoPractice,
    /// A name that is none.
    #[error(transparent)]
    Host(#[from] BadHost),
    /// The file of `--defaults`.
    #[error(transparent)]
    Defaults(#[from] BadDefaults),
    /// A `--registry`, or the file of `--registries`.
    #[error("a registry cannot be used: {0}")]
    Registry(#[from] SettingsError),
}

impl Serve {
    /// Decides everything that was left open, and refuses what would be unsafe.
    pub fn settle(self, around: &Surroundings) -> Result<Settings, BadSettings> {
        let is_local = self.auth == AuthMode::Local;
        let usual = if is_local { Switch::On } else { Switch::Off };
        let practice = self.sandbox.unwrap_or(usual) == Switch::On;
        if is_local && !self.listen.ip().is_loopback() {
            return Err(BadSettings::ListensBeyond(self.listen));
        }
        if let Some(listen) = self.practice_listen {
            if !listen.ip().is_loopback() {
                return Err(BadSettings::PracticeListensBeyond(listen));
            }
            if !practice {
                return Err(BadSettings::NoPractice);
            }
        }
        Hosts::new(self.listen, &self.host)?;
        Ok(Settings {
            listen: self.listen,
            operations_listen: self.operations_listen,
            auth: self.auth,
            session_keys: self.session_keys,
            // On loopback under a name of its own, there is a proxy in front.
            secure_cookies: !self.insecure_cookies && !(self.listen.ip().is_loopback() && self.host.is_empty()),
            kubeconfigs: kubeconfigs(self.kubeconfig, around),
            practice,
            practice_listen: self.practice_listen,
            practice_pace: self.practice_pace,
            defaults: match &self.defaults {
                Some(file) => defaults::read(file)?,
                None => Defaults::safe(),
            },
            node_ports: self.node_ports,
            registries: registries(&self.registry, self.registries.as_deref())?,
            site: self.site.unwrap_or_else(|| site(around)),
            hosts: self.host,
            log_format: self.log_format,
        })
    }
}

/// Flags, else KUBECONFIG, else the file that kubectl reads. Like kubectl, names in KUBECONFIG may lead nowhere; a
/// file that a flag names must be there, and is reported when it is not.
fn kubeconfigs(flags: Vec<PathBuf>, around: &Surroundings) -> Vec<PathBuf> {
    if !flags.is_empty() {
        return flags;
    }
    let named = around.kubeconfig.as_ref().filter(|list| !list.is_empty());
    let files: Vec<PathBuf> = match (named, &around.home) {
        (Some(list), _) => std::env::split_paths(list).collect(),
        (None, Some(home)) => vec![home.join(".kube").join("config")],
        (None, None) => Vec::new(),
    };
    files.into_iter().filter(|file| file.exists()).collect()
}

/// Those of the flags, then those of the file.
fn registries(flags: &[String], file: Option<&Path>) -> Result<Registries, SettingsError> {
    let mut named = flags
        .iter()
        .map(|text| Registry::short(text))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(file) = file {
        named.extend(Registries::read(file)?);
    }
    Registries::new(named)
}

fn site(around: &Surroundings) -> PathBuf {
    let beside = around
        .executable
        .as_ref()
        .and_then(|program| Some(program.parent()?.join("site")));
    beside
        .filter(|folder| folder.is_dir())
        .unwrap_or_else(|| PathBuf::from("target/site"))
}

/// `127.0.0.1:3000`, `[::1]:3000`, `localhost:3000`, or a port alone.
fn address(text: &str) -> Result<SocketAddr, String> {
    let port = text
        .strip_prefix("localhost:")
        .or_else(|| text.strip_prefix(':'))
        .unwrap_or(text);
    let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
    port.parse()
        .map(loopback)
        .or_else(|_| text.parse())
        .map_err(|_| "an address and a port are wanted, such as 127.0.0.1:3000".to_owned())
}
