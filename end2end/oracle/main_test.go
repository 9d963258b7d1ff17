package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// casesFile holds creates with the answers that 1.37.2's validation gave, one a line.
var casesFile = flag.String("cases", "../../job/tests/cases/api-server-1.37.2.jsonl", "recorded answers to compare with")

// jobWith is a Job that is accepted, but for the fields given as JSON, each with a comma before it.
func jobWith(metadata, spec, container string) string {
	return fmt.Sprintf(`{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"abcd"%s},"spec":{"template":{"spec":`+
		`{"restartPolicy":"Never","containers":[{"name":"a","image":"busybox"%s}]}}%s}}`, metadata, container, spec)
}

// serviceWith is a Service of this spec.
func serviceWith(spec string) string {
	return `{"apiVersion":"v1","kind":"Service","metadata":{"name":"abcd"},"spec":{` + spec + `}}`
}

// ask sends lines through run and reads the answers.
func ask(t *testing.T, allocate bool, lines ...string) []Verdict {
	t.Helper()
	var out strings.Builder
	if err := run(strings.NewReader(strings.Join(lines, "\n")), &out, allocate, false); err != nil {
		t.Fatal(err)
	}
	var verdicts []Verdict
	for line := range strings.Lines(out.String()) {
		var verdict Verdict
		if err := json.Unmarshal([]byte(line), &verdict); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		verdicts = append(verdicts, verdict)
	}
	if len(verdicts) != len(lines) {
		t.Fatalf("%d answers to %d lines", len(verdicts), len(lines))
	}
	return verdicts
}

// summary is a verdict in a line: accepted, panic, "decode: …", "other: …", or the fields refused.
func summary(verdict Verdict) string {
	switch {
	case verdict.Panic:
		return "panic"
	case verdict.DecodeError != "":
		// What follows is a place in a file, which differs with the build.
		words, _, _ := strings.Cut(verdict.DecodeError, ` in scheme "`)
		return "decode: " + words
	case verdict.OtherError != "":
		return "other: " + verdict.OtherError
	case verdict.Accepted:
		return "accepted"
	}
	var fields []string
	for _, cause := range verdict.Causes {
		fields = append(fields, cause.Field)
	}
	slices.Sort(fields)
	return strings.Join(slices.Compact(fields), " ")
}

func TestACreateIsAnsweredAsTheAPIServerAnswersIt(t *testing.T) {
	cases := []struct{ title, object, want string }{
		{"a Job", jobWith("", "", ""), "accepted"},
		{"what the server generates from a prefix", strings.Replace(jobWith("", "", ""), `"name":"abcd"`, `"generateName":"abcd-"`, 1), "accepted"},
		{"a namespace of its own", jobWith(`,"namespace":"team-a"`, "", ""), "accepted"},
		{"two fields below their minimum", jobWith("", `,"parallelism":-1,"backoffLimit":-1`, ""), "spec.backoffLimit spec.parallelism"},
		{"a field of the status, which is wiped", strings.TrimSuffix(jobWith("", "", ""), "}") + `,"status":{"active":-1}}`, "accepted"},
		{"a field behind a closed gate, which is dropped", jobWith("", "", `,"lifecycle":{"stopSignal":"SIGNONE"}`), "accepted"},
		{"a privileged container", jobWith("", "", `,"securityContext":{"privileged":true}`), "accepted"},
		{"a field that is not there", jobWith("", `,"paralelism":1`, ""),
			`decode: strict decoding error: unknown field "spec.paralelism"`},
		{"a field that is there twice", jobWith("", `,"parallelism":1,"parallelism":1`, ""),
			`decode: strict decoding error: duplicate field "spec.parallelism"`},
		{"another type", jobWith("", `,"parallelism":"1"`, ""),
			"decode: json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32"},
		{"another version", strings.Replace(jobWith("", "", ""), "batch/v1", "apps/v1", 1),
			`decode: no kind "Job" is registered for version "apps/v1"`},
		{"another kind", `{"apiVersion":"v1","kind":"Pod"}`,
			"decode: converting (v1.Pod) to (batch.Job): unknown conversion"},
		{"no JSON", "{", "decode: couldn't get version/kind; json parse error: unexpected end of JSON input"},
		{"a panic", jobWith("", `,"completionMode":"Indexed","parallelism":1,"successPolicy":{"rules":[{"succeededCount":1}]}`, ""), "panic"},
		{"a Service", serviceWith(`"ports":[{"port":80}]`), "accepted"},
		{"a Service without a head", serviceWith(`"clusterIP":"None"`), "accepted"},
		{"a node port out of range", serviceWith(`"type":"NodePort","ports":[{"port":80,"nodePort":80}]`), "spec.ports[0].nodePort"},
		{"an address out of range", serviceWith(`"clusterIP":"10.1.0.1","ports":[{"port":80}]`), "spec.clusterIPs"},
		{"two families where there is one", serviceWith(`"ipFamilyPolicy":"RequireDualStack","ports":[{"port":80}]`), "spec.ipFamilyPolicy"},
		{"a port for health checks out of range", serviceWith(
			`"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":80,"ports":[{"port":80}]`),
			"other: Internal error occurred: failed to allocate requested HealthCheck NodePort 80: provided port is not in the valid range. The range of valid ports is 30000-32767"},
	}
	var objects []string
	for _, c := range cases {
		objects = append(objects, c.object)
	}
	for at, verdict := range ask(t, true, objects...) {
		if got := summary(verdict); got != cases[at].want {
			t.Errorf("%s: got %s, want %s", cases[at].title, got, cases[at].want)
		}
	}
}

func TestACreateLeavesNothingAllocated(t *testing.T) {
	object := serviceWith(`"type":"NodePort","clusterIP":"10.96.0.9","ports":[{"name":"a","port":80,"nodePort":30000},{"name":"b","port":81}]`)
	refused := strings.Replace(object, "abcd", "Abcd", 1)
	for at, verdict := range ask(t, true, object, object, refused, object) {
		if verdict.Accepted == (at == 2) {
			t.Errorf("create %d: %+v", at, verdict)
		}
	}
}

func TestAnAnswerComesBeforeTheNextQuestion(t *testing.T) {
	questions, ask := io.Pipe()
	answer, answers := io.Pipe()
	done := make(chan error)
	go func() { done <- run(questions, answers, true, false) }()
	lines := bufio.NewReader(answer)
	for range 3 {
		fmt.Fprintln(ask, jobWith("", "", ""))
		if line, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(line, `{"accepted":true,"causes":[],`) {
			t.Fatalf("%q, %v", line, err)
		}
	}
	ask.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestItAgreesWithRecordedAnswers(t *testing.T) {
	file, err := os.ReadFile(*casesFile)
	if err != nil {
		t.Fatal(err)
	}
	type recorded struct {
		Title  string
		Object struct{ Kind string }
		Stored json.RawMessage
		Expect Verdict
	}
	var cases []recorded
	var objects []string
	for line := range strings.Lines(string(file)) {
		var c recorded
		var raw struct{ Object json.RawMessage }
		for _, into := range []any{&c, &raw} {
			if err := json.Unmarshal([]byte(line), into); err != nil {
				t.Fatal(err)
			}
		}
		if (c.Object.Kind == "Job" || c.Object.Kind == "Service") && c.Stored == nil {
			cases, objects = append(cases, c), append(objects, string(raw.Object))
		}
	}
	// They were recorded without the stage of allocation.
	for at, verdict := range ask(t, false, objects...) {
		if got, want := summary(verdict), summary(cases[at].Expect); got != want {
			t.Errorf("%s: got %s, want %s", cases[at].Title, got, want)
		}
	}
	t.Logf("%d cases", len(cases))
}

func TestPodSecurityForbidsWhatItsLevelForbids(t *testing.T) {
	plain, privileged := jobWith("", "", ""), jobWith("", "", `,"securityContext":{"privileged":true}`)
	verdicts := ask(t, true, plain, privileged)
	if got := verdicts[0].PodSecurity["baseline:latest"]; len(got) != 0 {
		t.Errorf("baseline forbids a plain Job: %v", got)
	}
	if got := verdicts[0].PodSecurity["restricted:latest"]; len(got) != 4 {
		t.Errorf("restricted wants four things of a plain Job: %v", got)
	}
	if got := verdicts[1].PodSecurity["baseline:latest"]; !slices.Equal(got, []string{"privileged"}) {
		t.Errorf("baseline of a privileged container: %v", got)
	}
}
