package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// yamlFolder holds texts with the JSON that they mean, as the crate `job` writes and reads them.
var yamlFolder = flag.String("yaml", "../../job/tests/golden", "folder of yaml.txt, yaml.jsonl and yaml-read.jsonl")

// decoded is a JSON text's value, with numbers as they stand there.
func decoded(t *testing.T, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return plain(value)
}

// plain writes numbers one way: 1e+100 and 1e100 are the same, and so is a 1 with a hundred zeros.
func plain(value any) any {
	switch value := value.(type) {
	case json.Number:
		_, signed := strconv.ParseInt(string(value), 10, 64)
		_, unsigned := strconv.ParseUint(string(value), 10, 64)
		if signed != nil && unsigned != nil {
			number, _ := value.Float64()
			return number
		}
	case []any:
		for at := range value {
			value[at] = plain(value[at])
		}
	case map[string]any:
		for key := range value {
			value[key] = plain(value[key])
		}
	}
	return value
}

func lines(t *testing.T, name string) [][]byte {
	t.Helper()
	file, err := os.Open(*yamlFolder + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all [][]byte
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		all = append(all, bytes.Clone(scanner.Bytes()))
	}
	if scanner.Err() != nil {
		t.Fatal(scanner.Err())
	}
	return all
}

// What the crate writes is read here as it was meant.
func TestYamlWritten(t *testing.T) {
	text, err := os.ReadFile(*yamlFolder + "/yaml.txt")
	if err != nil {
		t.Fatal(err)
	}
	documents := strings.Split(string(text), "\n---\n")
	wanted := lines(t, "yaml.jsonl")
	if len(documents) != len(wanted) {
		t.Fatalf("%d documents, %d lines", len(documents), len(wanted))
	}
	for at, document := range documents {
		read, err := yaml.YAMLToJSONStrict([]byte(document + "\n"))
		if err != nil {
			t.Errorf("%v:\n%s", err, document)
		} else if !reflect.DeepEqual(decoded(t, read), decoded(t, wanted[at])) {
			t.Errorf("%s\nreads as %s\nnot as %s", document, read, wanted[at])
		}
	}
}

// What the crate reads is read here the same.
func TestYamlRead(t *testing.T) {
	for _, line := range lines(t, "yaml-read.jsonl") {
		var is struct {
			Text  string
			Value json.RawMessage
		}
		if err := json.Unmarshal(line, &is); err != nil {
			t.Fatal(err)
		}
		read, err := yaml.YAMLToJSON([]byte(is.Text))
		if err != nil {
			t.Errorf("%v: %q", err, is.Text)
		} else if !reflect.DeepEqual(decoded(t, read), decoded(t, is.Value)) {
			t.Errorf("%q reads as %s, not as %s", is.Text, read, is.Value)
		}
	}
}
