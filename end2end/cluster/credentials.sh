# Sourced by up: keys, certificates, tokens and kubeconfigs.
# shellcheck shell=bash disable=SC2154

# certificate NAME SUBJECT ARGUMENT... makes a key and a certificate.
certificate() {
    local name=$1 subject=$2
    shift 2
    openssl req -x509 -config "$pki/openssl.cnf" -days 365 -subj "$subject" \
        -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
        -keyout "$pki/$name.key" -out "$pki/$name.crt" "$@" 2>>"$state/logs/openssl.log" ||
        fail openssl "could not make the certificate $name"
}

# kubeconfig NAME CREDENTIALS writes a kubeconfig; the credentials are a YAML mapping on one line.
kubeconfig() {
    cat >"$state/$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: real
  cluster:
    server: $server
    certificate-authority-data: $(base64 -w 0 "$pki/ca.crt")
users:
- name: $1
  user: $2
contexts:
- name: real
  context: {cluster: real, user: $1}
current-context: real
YAML
}

make_certificates() {
    # A configuration of our own: the system's would make every certificate an authority.
    printf '[req]\ndistinguished_name = name\n[name]\n' >"$pki/openssl.cnf"
    certificate ca /CN=slipway-end2end -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
    local signed=(-CA "$pki/ca.crt" -CAkey "$pki/ca.key" -addext "basicConstraints=critical,CA:FALSE")
    certificate kube-apiserver /CN=kube-apiserver "${signed[@]}" -addext extendedKeyUsage=serverAuth \
        -addext subjectAltName=IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc
    certificate admin /O=system:masters/CN=admin "${signed[@]}" -addext extendedKeyUsage=clientAuth
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$pki/service-account.key"
    openssl pkey -in "$pki/service-account.key" -pubout -out "$pki/service-account.pub"
}

declare -A tokens
# make_tokens USER... gives each user a token, and a kubeconfig called by what is after the last colon.
make_tokens() {
    local user
    local -A groups=([admin]=system:masters [kwok]=system:masters ["system:node:$node"]=system:nodes)
    for user in "$@"; do
        tokens[$user]=$(openssl rand -hex 16)
        echo "${tokens[$user]},$user,$user,${groups[$user]-}" >>"$pki/tokens.csv"
        kubeconfig "${user##*:}" "{token: ${tokens[$user]}}"
    done
    # Most kubeconfigs of real clusters have a client certificate for their admin.
    kubeconfig admin "{client-certificate-data: $(base64 -w 0 "$pki/admin.crt"), client-key-data: $(base64 -w 0 "$pki/admin.key")}"
}
