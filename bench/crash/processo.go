package crash

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// pazienza is how long anything that must happen may take: the machine may be slow.
const pazienza = 2 * time.Minute

// processo is one of the two processes of the program. It keeps its address when it is started again.
type processo struct {
	programma, indirizzo, log string
	ambiente                  []string
	comando                   *exec.Cmd
	finito                    chan struct{} // closed when it has ended
}

// costruisci makes the program.
func costruisci(ctx context.Context, dove string) error {
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", dove, "cassetto").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w: %s", err, out)
	}
	return nil
}

// apri starts the process and waits until it is ready for requests.
func (p *processo) apri(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, pazienza)
	defer stop()
	if p.indirizzo == "" {
		var err error
		if p.indirizzo, err = libero(); err != nil {
			return err
		}
	}
	for ctx.Err() == nil {
		if err := p.avvia(); err != nil {
			return err
		}
		if p.pronto(ctx) {
			return nil
		}
		p.uccidi() // somebody has the port for a moment
	}
	text, _ := os.ReadFile(p.log) // it is only shown
	return fmt.Errorf("crash: the program does not start: %s", text[max(0, len(text)-2000):])
}

func (p *processo) avvia() error {
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	p.comando = exec.Command(p.programma)
	p.comando.Env, p.comando.Stderr = p.variabili(), log
	if err := p.comando.Start(); err != nil {
		return err
	}
	finito := make(chan struct{})
	p.finito = finito
	go func(c *exec.Cmd) {
		_ = c.Wait() // who is killed fails
		close(finito)
	}(p.comando)
	return nil
}

// variabili is the environment of the program, without what was set for another.
func (p *processo) variabili() []string {
	nostra := func(v string) bool { return strings.HasPrefix(v, "CASSETTO_") }
	return append(append(slices.DeleteFunc(os.Environ(), nostra), "CASSETTO_ADDR="+p.indirizzo), p.ambiente...)
}

// pronto waits until it is ready, or has ended.
func (p *processo) pronto(ctx context.Context) bool {
	ogni := time.NewTicker(20 * time.Millisecond)
	defer ogni.Stop()
	for {
		if r, err := http.Get("http://" + p.indirizzo + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusNoContent {
				return true
			}
		}
		select {
		case <-ogni.C:
		case <-p.finito:
			return false
		case <-ctx.Done():
			return false
		}
	}
}

// uccidi ends the process as a crash would, if it runs.
func (p *processo) uccidi() {
	if p.comando != nil {
		_ = p.comando.Process.Kill() // it may have ended
		<-p.finito
		p.comando = nil
	}
}

// gettone is a token of a demo profile, for this address.
func (p *processo) gettone(ctx context.Context, profilo string) (string, error) {
	c := exec.CommandContext(ctx, p.programma, "token", "-profilo", profilo)
	c.Env = p.variabili()
	out, err := c.Output()
	return string(bytes.TrimSpace(out)), err
}

func libero() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// redis is a Redis of the trial's own, which keeps nothing on disk.
type redis struct {
	url, porta string
	comando    *exec.Cmd
}

func apriRedis(ctx context.Context) (*redis, error) {
	indirizzo, err := libero()
	if err != nil {
		return nil, err
	}
	_, porta, err := net.SplitHostPort(indirizzo)
	if err != nil {
		return nil, err
	}
	r := &redis{url: "redis://" + indirizzo, porta: porta}
	return r, r.apri(ctx)
}

// apri starts it, empty, and waits until it can be reached.
func (r *redis) apri(ctx context.Context) error {
	r.comando = exec.Command("redis-server", "--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--port", r.porta)
	if err := r.comando.Start(); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, pazienza)
	defer stop()
	ogni := time.NewTicker(10 * time.Millisecond)
	defer ogni.Stop()
	for {
		if conn, err := net.Dial("tcp", "127.0.0.1:"+r.porta); err == nil {
			return conn.Close()
		}
		select {
		case <-ogni.C:
		case <-ctx.Done():
			return errors.New("crash: Redis does not start")
		}
	}
}

func (r *redis) uccidi() {
	if r.comando != nil {
		_ = r.comando.Process.Kill() // it may have ended
		_ = r.comando.Wait()
		r.comando = nil
	}
}
