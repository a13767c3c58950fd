// Command corefile reads cases as JSON on stdin, gives each Corefile to CoreDNS as its main program does when it starts, up to the listening, and each
// migration to the project's own tool, and prints what they said.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/coredns/caddy"
	"github.com/coredns/caddy/caddyfile"
	"github.com/coredns/corefile-migration/migration"

	"github.com/coredns/coredns/core/dnsserver"
	_ "github.com/coredns/coredns/core/plugin"
)

type question struct {
	Text        string            `json:"text"`
	Files       map[string]string `json:"files"`
	Environment map[string]string `json:"environment"`
	From        string            `json:"from"`
	To          string            `json:"to"`
	Deprecated  bool              `json:"deprecations"`
}

type block struct {
	Keys    []string            `json:"keys"`
	Plugins map[string][]string `json:"plugins"`
}

type answer struct {
	Error      string             `json:"error"`
	Blocks     []block            `json:"blocks,omitempty"`
	Text       string             `json:"text,omitempty"`
	Notices    []string           `json:"notices,omitempty"`
}

func main() {
	log.SetOutput(io.Discard)
	dnsserver.Quiet = true
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		if q.From != "" {
			answers[i] = migrate(q)
		} else {
			answers[i] = read(q)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

// read reads and sets up, and looks for zones that clash, without starting a server.
func read(q question) (a answer) {
	defer func() {
		if r := recover(); r != nil {
			a.Error = fmt.Sprintf("panic: %v", r)
		}
	}()
	folder, err := os.MkdirTemp("", "corefile")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	if err := os.Chdir(folder); err != nil {
		panic(err)
	}
	for name, text := range q.Files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			panic(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			panic(err)
		}
	}
	for name, value := range q.Environment {
		os.Setenv(name, value)
		defer os.Unsetenv(name)
	}
	input := caddy.CaddyfileInput{Filepath: "Corefile", Contents: []byte(q.Text), ServerTypeName: "dns"}
	if blocks, err := caddyfile.Parse("Corefile", strings.NewReader(q.Text), dnsserver.Directives); err == nil {
		for _, b := range blocks {
			a.Blocks = append(a.Blocks, block{Keys: b.Keys, Plugins: wordsOf(b)})
		}
	}
	if err := caddy.ValidateAndExecuteDirectives(input, nil, true); err != nil {
		a.Error = strings.ReplaceAll(err.Error(), folder, "")
	}
	return a
}

func wordsOf(b caddyfile.ServerBlock) map[string][]string {
	words := map[string][]string{}
	for name, tokens := range b.Tokens {
		for _, t := range tokens {
			words[name] = append(words[name], t.Text)
		}
	}
	return words
}

// migrate asks the tool for its notices and for the Corefile of the later release.
func migrate(q question) (a answer) {
	defer func() {
		if r := recover(); r != nil {
			a = answer{Error: fmt.Sprintf("panic: %v", r)}
		}
	}()
	changes, err := migration.Deprecated(q.From, q.To, q.Text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	unsupported, err := migration.Unsupported(q.From, q.To, q.Text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	for _, notice := range append(changes, unsupported...) {
		a.Notices = append(a.Notices, notice.ToString())
	}
	a.Text, err = migration.Migrate(q.From, q.To, q.Text, q.Deprecated)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return a
}
