// Oracle says what kube-apiserver 1.37.2 says to a create of a batch/v1 Job or a v1 Service, without a
// cluster: it runs the API server's own code in this process. It reads one object a line on standard
// input and writes one [Verdict] a line on standard output, in the same order.
//
//   - main.go: the command and its lines
//   - judge.go: one create, as the API server's create handler does it
//   - podsecurity.go: what Pod Security forbids the Pods of a Job
//   - storage.go: the API server's storage of Jobs and Services, without a database behind it
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

func main() {
	allocate := flag.Bool("allocate", true,
		"for Services, first allocate addresses and node ports, as the API server does; false: validation alone")
	stored := flag.Bool("stored", false, "also say what would have been stored: with the defaults filled in")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *allocate, *stored); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

// run answers every line of in with a line of out. Whenever no whole line is waiting to be read, what was
// written is flushed, so that a caller may ask one question at a time or thousands at once.
func run(in io.Reader, out io.Writer, allocate, stored bool) error {
	// Kubernetes logs what it wonders about; nobody reads it here.
	klog.SetLogger(logr.Discard())
	judge, err := newJudge(allocate, stored)
	if err != nil {
		return err
	}
	lines, answers := bufio.NewReaderSize(in, 1<<16), bufio.NewWriter(out)
	encoder := json.NewEncoder(answers)
	encoder.SetEscapeHTML(false)
	for {
		line, readErr := lines.ReadBytes('\n')
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return readErr
		}
		if len(line) > 0 {
			if err := encoder.Encode(judge.create(bytes.TrimSuffix(line, []byte("\n")))); err != nil {
				return err
			}
		}
		if waiting, _ := lines.Peek(lines.Buffered()); readErr != nil || bytes.IndexByte(waiting, '\n') < 0 {
			if err := answers.Flush(); err != nil {
				return err
			}
		}
		if readErr != nil {
			return nil
		}
	}
}
