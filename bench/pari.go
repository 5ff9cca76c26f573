package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"cassetto/graph"
)

// parity says how to compare the program with its peers and with floors: all run at once, on one core, and each in turn is asked
// the same from the other core, in another order every round, so that whatever else the machine does disturbs all alike.
type parity struct {
	companies   int // in the archives
	page        int // of which are asked for at once
	rounds      int
	warm, phase time.Duration // of asking one contestant one thing, before the rounds and in each of them
	alone       time.Duration // of asking over one connection
	connections int
	picture     string // file that it is drawn to; empty: none
}

// course is what the contestants have in common.
type course struct {
	program
	itself    string // this program, which is the floors and the clients too
	folder    string // of what the peers and the floors read
	peers     string // folder of the peers
	inquiries []inquiry
	leaves    []int    // by inquiry, of its answer
	answers   [][]byte // by inquiry
}

// again are the settings of the program that is compared: no whole answer is kept, but all that was read is.
func again(more ...string) []string {
	return append([]string{"CASSETTO_CACHE_RISPOSTE=0", "CASSETTO_CACHE_MEMORIA=64"}, more...)
}

// compare measures, and prints the tables of the document.
func (m parity) compare(ctx context.Context, itself string, out io.Writer) error {
	p, err := build(ctx)
	if err != nil {
		return err
	}
	defer p.remove()
	p.companies, p.onOneCore = m.companies, true
	limits := filepath.Join(p.work, "limiti.json")
	if err := os.WriteFile(limits, []byte(freedom), 0o600); err != nil {
		return err
	}
	p.settings = append(p.settings, "GOMAXPROCS=1", "CASSETTO_LIMITI="+limits, "CASSETTO_TIMEOUT=10s") // no read fails because others compute
	c := &course{program: p, itself: itself, folder: filepath.Join(p.work, "pari")}
	var versions []string
	if c.peers, versions, err = installPeers(ctx); err != nil {
		return err
	}
	if c.inquiries, err = inquiries(m.page); err != nil {
		return err
	}
	fmt.Fprintf(out, "Measured on %s; %s.\n\n", machine(), strings.Join(versions, ", "))
	if _, err := exec.LookPath("taskset"); err != nil {
		fmt.Fprint(out, "There is no taskset: servers and clients share all cores.\n\n")
	}
	if err := p.fill(ctx, out); err != nil {
		return err
	}
	if err := c.prepare(ctx); err != nil {
		return fmt.Errorf("the program: %w", err)
	}
	return m.measure(ctx, c, out)
}

// rivals are compared with the first. The second is the same, to tell the noise.
func (c *course) rivals() []rival {
	return []rival{
		c.ours(oursName, again()...),
		c.ours(controlName, again()...),
		c.ours(keptName, "CASSETTO_CACHE_RISPOSTE=64", "CASSETTO_CACHE_MEMORIA=64"),
		c.ours(stockName, again("CASSETTO_PIANI=no")...),
		c.peer(mercuriusName, "mercurius.js"),
		c.peer("graphql-yoga", "yoga.js"),
		c.peer("Apollo Server", "apollo.js"),
		c.floor(bytesName, "byte"),
		c.floor(marshalName, "marshal"),
	}
}

// Names of contestants that something is promised of.
const (
	oursName      = "ours"
	controlName   = "ours, control"
	keptName      = "ours, whole answers kept"
	stockName     = "stock gqlgen"
	mercuriusName = "mercurius, jit"
	bytesName     = "floor: ready bytes"
	marshalName   = "floor: json.Marshal"
)

// prepare asks the program, and writes what the peers answer from and what the floors answer.
func (c *course) prepare(ctx context.Context) error {
	s, err := c.ours("", again()...).start(ctx)
	if err != nil {
		return err
	}
	defer s.end()
	if err := os.Mkdir(c.folder, 0o700); err != nil {
		return err
	}
	for i := range c.inquiries {
		if err := c.learn(ctx, s, i); err != nil {
			return fmt.Errorf("%s: %w", c.inquiries[i].name, err)
		}
	}
	var dossier, page struct {
		Data struct {
			Azienda json.RawMessage
			Aziende struct{ Nodes []json.RawMessage }
		}
	}
	if err := errors.Join(json.Unmarshal(c.answers[0], &dossier), json.Unmarshal(c.answers[1], &page)); err != nil {
		return err
	}
	if n := len(page.Data.Aziende.Nodes); n != c.inquiries[1].companies {
		return fmt.Errorf("%s: %d companies", c.inquiries[1].name, n)
	}
	known := map[string]any{"azienda": dossier.Data.Azienda, "pagina": page.Data.Aziende.Nodes}
	text, err := json.Marshal(known)
	if err == nil {
		err = os.WriteFile(filepath.Join(c.folder, "dati.json"), text, 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(c.folder, "schema.graphql"), []byte(bareSchema()), 0o600)
	}
	return err
}

// learn has an inquiry answered, and keeps the answer for the floors and to compare the others with.
func (c *course) learn(ctx context.Context, s *standing, i int) error {
	text, err := s.ask(ctx, i, c.inquiries[i].body)
	if err != nil {
		return err
	}
	v, err := data(text)
	if err != nil {
		return err
	}
	c.leaves, c.answers = append(c.leaves, countLeaves(v)), append(c.answers, text)
	return os.WriteFile(answerFile(c.folder, i), text, 0o600)
}

// bareSchema is the program's schema without directives: those are for the program, and a peer would have to declare them.
func bareSchema() string {
	s := *graph.NewExecutableSchema(graph.Config{}).Schema()
	s.SchemaDirectives, s.Directives, s.Description = nil, nil, ""
	types := map[string]*ast.Definition{}
	for name, t := range s.Types {
		bare := *t
		bare.Directives, bare.Fields = nil, nil
		for _, f := range t.Fields {
			field := *f
			field.Directives, field.Arguments = nil, nil
			for _, a := range f.Arguments {
				argument := *a
				argument.Directives = nil
				field.Arguments = append(field.Arguments, &argument)
			}
			bare.Fields = append(bare.Fields, &field)
		}
		types[name] = &bare
	}
	s.Types = types
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithoutDescription()).FormatSchema(&s)
	return b.String()
}

// agree asks all contestants, and fails when one answers something else than the first.
func (c *course) agree(ctx context.Context, all []*standing) error {
	for i, q := range c.inquiries {
		want, err := data(c.answers[i])
		if err != nil {
			return err
		}
		for _, s := range all {
			text, err := s.ask(ctx, i, q.body)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", s.name, q.name, err)
			}
			got, err := data(text)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", s.name, q.name, err)
			}
			if !reflect.DeepEqual(got, want) {
				return fmt.Errorf("%s, %s: it answers something else than the program: %.300s", s.name, q.name, text)
			}
			s.answers = append(s.answers, text)
		}
	}
	return nil
}
