// Records what kubectl's YAML reader makes of a document: sigs.k8s.io/yaml, as k8s.io/apimachinery/pkg/util/yaml calls it.
//
//	go run . < documents.json > recorded.json
//
// The input is a JSON array of YAML texts. Each becomes {"yaml", "json"} or {"yaml", "error"}.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

type reading struct {
	YAML  string          `json:"yaml"`
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	var documents []string
	if err := json.NewDecoder(os.Stdin).Decode(&documents); err != nil {
		log.Fatal(err)
	}
	lines := make([]string, 0, len(documents))
	for _, document := range documents {
		read := reading{YAML: document}
		if converted, err := yaml.YAMLToJSON([]byte(document)); err != nil {
			read.Error = err.Error()
		} else {
			read.JSON = converted
		}
		line, err := json.Marshal(read)
		if err != nil {
			log.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	fmt.Printf("[\n%s\n]\n", strings.Join(lines, ",\n"))
}
