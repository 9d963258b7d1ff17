//! What kubelet 1.37.2, containerd 1.6 and runc 1.1 said, word for word; only addresses and names are
//! shorter. The rules match on these words.

/// `busybox:wrong` of a registry that answers.
pub(crate) const WRONG_TAG: &str = "rpc error: code = NotFound desc = failed to pull and unpack image \"127.0.0.1:5000/slipway/busybox:wrong\": failed to resolve reference \"127.0.0.1:5000/slipway/busybox:wrong\": 127.0.0.1:5000/slipway/busybox:wrong: not found";
/// Nothing listens at that port.
pub(crate) const REFUSED: &str = "failed to pull and unpack image \"127.0.0.1:1/slipway/busybox:1.36\": failed to resolve reference \"127.0.0.1:1/slipway/busybox:1.36\": failed to do request: Head \"http://127.0.0.1:1/v2/slipway/busybox/manifests/1.36\": dial tcp 127.0.0.1:1: connect: connection refused";
/// A name of a registry on a node without DNS.
pub(crate) const NO_NETWORK: &str = "failed to pull and unpack image \"registry.example.test/slipway/busybox:1.36\": failed to resolve reference \"registry.example.test/slipway/busybox:1.36\": failed to do request: Head \"https://registry.example.test/v2/slipway/busybox/manifests/1.36\": dial tcp: lookup registry.example.test on 10.255.255.53:53: dial udp 10.255.255.53:53: connect: network is unreachable";
/// No credentials, or wrong ones: the registry says the same.
pub(crate) const UNAUTHORIZED: &str = "failed to pull and unpack image \"127.0.0.1:5001/private/busybox:1.36\": failed to resolve reference \"127.0.0.1:5001/private/busybox:1.36\": pulling from host 127.0.0.1:5001 failed with status code [manifests 1.36]: 401 Unauthorized";
/// The Event beside it when the Secret is missing.
pub(crate) const NO_PULL_SECRET: &str =
    "Unable to retrieve some image pull secrets (registry); attempting to pull the image may not succeed.";
pub(crate) const BAD_NAME: &str =
    "Failed to apply default image tag \"UPPER//x\": couldn't parse image name \"UPPER//x\": invalid reference format";
pub(crate) const NEVER_PULLED: &str =
    "Container image \"127.0.0.1:5000/slipway/unknown:1\" is not present with pull policy of Never";

/// `command: [no-such-program]`.
pub(crate) const NO_PROGRAM: &str = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"no-such-program\": executable file not found in $PATH: unknown";
/// `command: [/no/such/program]`.
pub(crate) const NO_PATH: &str = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"/no/such/program\": stat /no/such/program: no such file or directory: unknown";
/// `command: [/etc/passwd]`.
pub(crate) const NOT_EXECUTABLE: &str = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"/etc/passwd\": permission denied: unknown";
/// `workingDir: /etc/passwd`.
pub(crate) const BAD_FOLDER: &str = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: mkdir /etc/passwd: not a directory: unknown";

pub(crate) const NO_KEY: &str = "couldn't find key url in ConfigMap default/settings";
pub(crate) const NO_CONFIG_MAP: &str = "configmap \"settings\" not found";
pub(crate) const NO_VOLUME_SOURCE: &str =
    "MountVolume.SetUp failed for volume \"v\" : configmap \"settings\" not found";
/// The scheduler's, word for word, with its stammer.
pub(crate) const NO_CLAIM: &str = "0/4 nodes are available: persistentvolumeclaim \"data\" not found. not found";

pub(crate) const ROOT: &str = "container has runAsNonRoot and image will run as root (pod: \"a_default(f4a7c952-9c46-4600-827d-22fd33d418a9)\", container: main)";
/// The image's user is a name.
pub(crate) const NAMED_USER: &str = "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: \"a_default(06e48488-6dae-4842-99ff-4bd1cbd37aa6)\", container: main)";

/// With its line end, as the probe's command printed it.
pub(crate) const STARTUP: &str = "Startup probe failed: not yet\n";
pub(crate) const LIVENESS: &str = "Liveness probe failed: dead\n";
/// `ContainerStatusUnknown` of a Pod that was stopped before its container was made.
pub(crate) const NOT_LOCATED: &str = "The container could not be located when the pod was terminated";
pub(crate) const BACK_OFF: &str =
    "back-off 10s restarting failed container=main pod=a_default(f2d08681-8c38-4c49-8318-46a648ac4e9b)";
