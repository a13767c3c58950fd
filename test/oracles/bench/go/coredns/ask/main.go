// Command ask reads a server's address and questions as JSON on stdin, asks them over UDP, several at a time, as often as it is told, and prints how long each
// round took and what came: replies by code, and the records in their answers.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

type question struct {
	Name string `json:"name"`
	Type uint16 `json:"type"`
}

type order struct {
	Server    string     `json:"server"`
	Questions []question `json:"questions"`
	Rounds    int        `json:"rounds"`
}

type round struct {
	Milliseconds float64        `json:"milliseconds"`
	Codes        map[string]int `json:"codes"`
	Answers      int            `json:"answers"`
}

// under way at the same time; what gets no reply is sent again
const (
	window   = 64
	patience = 2 * time.Second
)

func main() {
	var given order
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		panic(err)
	}
	connection, err := net.Dial("udp", given.Server)
	if err != nil {
		panic(err)
	}
	messages := make([][]byte, len(given.Questions))
	for i, q := range given.Questions {
		messages[i] = encode(q)
	}
	rounds := make([]round, given.Rounds)
	for i := range rounds {
		rounds[i] = ask(connection.(*net.UDPConn), messages)
	}
	if err := json.NewEncoder(os.Stdout).Encode(rounds); err != nil {
		panic(err)
	}
}

func ask(connection *net.UDPConn, messages [][]byte) round {
	came := round{Codes: map[string]int{}}
	codes := [16]int{}
	// What has which id; -1 for an id that is free.
	var holders [window]int
	free := make([]int, 0, window)
	for id := range holders {
		holders[id] = -1
		free = append(free, id)
	}
	buffer := make([]byte, 65535)
	begun := time.Now()
	for next, done := 0, 0; done < len(messages); {
		for next < len(messages) && len(free) > 0 {
			id := free[len(free)-1]
			free = free[:len(free)-1]
			holders[id] = next
			send(connection, messages[next], id)
			next++
		}
		if err := connection.SetReadDeadline(time.Now().Add(patience)); err != nil {
			panic(err)
		}
		n, err := connection.Read(buffer)
		if err != nil {
			for id, holder := range holders {
				if holder >= 0 {
					send(connection, messages[holder], id)
				}
			}
			continue
		}
		id := int(binary.BigEndian.Uint16(buffer))
		if n < 12 || id >= window || holders[id] < 0 {
			continue
		}
		holders[id] = -1
		free = append(free, id)
		done++
		codes[buffer[3]&15]++
		came.Answers += int(binary.BigEndian.Uint16(buffer[6:]))
	}
	came.Milliseconds = float64(time.Since(begun).Microseconds()) / 1000
	for code, n := range codes {
		if n > 0 {
			came.Codes[fmt.Sprint(code)] = n
		}
	}
	return came
}

func send(connection *net.UDPConn, message []byte, id int) {
	binary.BigEndian.PutUint16(message, uint16(id))
	if _, err := connection.Write(message); err != nil {
		panic(err)
	}
}

func encode(q question) []byte {
	message := []byte{0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}
	for _, label := range strings.Split(strings.TrimSuffix(q.Name, "."), ".") {
		message = append(append(message, byte(len(label))), label...)
	}
	return append(message, 0, byte(q.Type>>8), byte(q.Type), 0, 1)
}
