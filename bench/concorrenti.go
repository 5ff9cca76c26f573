package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// rival is what answers the same questions: one of the program's variants, a peer or a floor.
type rival struct {
	name  string
	start func(context.Context) (*standing, error)
}

// standing is one that runs.
type standing struct {
	name    string
	process *exec.Cmd
	address string
	headers []string  // by inquiry, more of them
	paths   []string  // by inquiry
	answers [][]byte  // by inquiry, that it gave
	stops   []func()  // what ends with it
	before  *oblivion // each request; nil: nothing is
}

func (s *standing) end() {
	for _, stop := range s.stops {
		stop()
	}
}

// ours is the program with some settings, on one core, over the archives of the measure.
func (c *course) ours(name string, settings ...string) rival {
	return rival{name, func(ctx context.Context) (_ *standing, err error) {
		s := &standing{name: name}
		p := c.program
		p.settings = append(append([]string{}, p.settings...), settings...)
		server, err := p.start(ctx)
		if err != nil {
			return nil, err
		}
		s.process, s.address, s.stops = server.process, server.address, append(s.stops, server.kill)
		for _, q := range c.inquiries {
			token, err := server.token(ctx, q.profile)
			if err != nil {
				s.end()
				return nil, err
			}
			s.headers, s.paths = append(s.headers, "Authorization: Bearer "+token+"\r\n"), append(s.paths, "/graphql")
		}
		return s, nil
	}}
}

// hearing is the program with a Redis of its own, which hears before each request of changes: of all that Redis holds when far, or
// of nothing that anybody has. So the two differ in where the values come from, and in nothing else.
func (c *course) hearing(name string, far bool) rival {
	return rival{name, func(ctx context.Context) (*standing, error) {
		s, redis, err := c.beside(ctx, name, again("CASSETTO_ADMIN_GETTONE="+adminToken))
		if err != nil {
			return nil, err
		}
		if s.before, err = c.oblivion(ctx, redis.url, far); err != nil {
			s.end()
			return nil, err
		}
		s.before.Light = s.wire(0, []byte(`{"query":"{ __typename }"}`))
		return s, nil
	}}
}

// sharing is a variant of the program with a Redis of its own.
func (c *course) sharing(name string, settings ...string) rival {
	return rival{name, func(ctx context.Context) (*standing, error) {
		s, _, err := c.beside(ctx, name, settings)
		return s, err
	}}
}

// beside starts the program beside a Redis that ends with it, on the core of the client, which waits meanwhile: it would be on
// another machine.
func (c *course) beside(ctx context.Context, name string, settings []string) (*standing, *shared, error) {
	redis, err := openSharedBy(ctx, onCore(ctx, 1, "redis-server"))
	if err != nil {
		return nil, nil, err
	}
	s, err := c.ours(name, append(settings, "CASSETTO_REDIS_URL="+redis.url)...).start(ctx)
	if err != nil {
		redis.kill()
		return nil, nil, err
	}
	s.stops = append(s.stops, redis.kill)
	return s, redis, nil
}

// floor is a server of this program's own.
func (c *course) floor(name, how string) rival {
	return rival{name, func(ctx context.Context) (*standing, error) {
		s := &standing{name: name}
		for i := range c.inquiries {
			s.headers, s.paths = append(s.headers, ""), append(s.paths, floorPath(i))
		}
		return s, c.stand(ctx, s, func(address string) []string { return []string{c.itself, floorCommand, address, c.folder, how} })
	}}
}

// peer is a server of Node, from a file of bench/pari.
func (c *course) peer(name, file string) rival {
	return rival{name, func(ctx context.Context) (*standing, error) {
		s := &standing{name: name}
		for range c.inquiries {
			s.headers, s.paths = append(s.headers, ""), append(s.paths, "/graphql")
		}
		return s, c.stand(ctx, s, func(address string) []string {
			return []string{"node", filepath.Join(c.peers, file), address[strings.LastIndex(address, ":")+1:], c.folder}
		})
	}}
}

// stand starts a server that lives for as long as its input is open, and waits until it answers.
func (c *course) stand(ctx context.Context, s *standing, command func(address string) []string) (err error) {
	if s.address, err = freeAddress(); err != nil {
		return err
	}
	s.process = onCore(ctx, 0, command(s.address)...)
	s.process.Env = append(s.process.Env, "NODE_ENV=production")
	var log bytes.Buffer
	s.process.Stderr = &log
	if _, err := s.process.StdinPipe(); err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.process.Wait() }()
	s.stops = append(s.stops, func() {
		_ = s.process.Process.Kill() // it may have just ended
		<-ended
	})
	limit, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		_, err := s.ask(limit, 0, c.inquiries[0].body)
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-limit.Done():
			s.end()
			return err
		case why := <-ended:
			ended <- why
			return errors.Join(cmp.Or(why, errors.New("it ended")), errors.New(log.String()))
		}
	}
}

// ask has one inquiry answered.
func (s *standing) ask(ctx context.Context, n int, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+s.paths[n], bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if name, value, found := strings.Cut(strings.TrimSpace(s.headers[n]), ": "); found {
		r.Header.Set(name, value)
	}
	r.Header.Set("Accept-Encoding", "identity") // as the burst has it, so that the sizes are the same
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %.300s", response.StatusCode, text)
	}
	return text, err
}

// wire is an inquiry as it is sent.
func (s *standing) wire(n int, body []byte) []byte {
	return append([]byte("POST "+s.paths[n]+" HTTP/1.1\r\nHost: "+s.address+"\r\n"+s.headers[n]+
		"Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"), body...)
}

// data is what an answer says; one with errors is an error.
func data(text []byte) (v any, err error) {
	var a struct {
		Data   any
		Errors json.RawMessage
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, err
	}
	if a.Errors != nil || a.Data == nil {
		return nil, fmt.Errorf("%.300s", text)
	}
	return a.Data, nil
}
