package importa

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Sink fills an archive with the documents that a program makes, one by one. It is not safe for concurrent use.
type Sink struct {
	batch    *batch
	at       time.Time
	sections map[string]int64
	changed  int64
	failed   error
}

// NewSink prepares to fill an archive. It fails when a section does not fit the schema.
func NewSink(t Target) (*Sink, error) {
	b, err := newBatch(t, defaults)
	if err != nil {
		return nil, err
	}
	return &Sink{batch: b, at: t.At, sections: map[string]int64{}}, nil
}

var errClosed = errors.New("importa: the sink is closed")

// Add marshals a document, or takes it as it is when it is a json.RawMessage, and checks it just as a line of a file. It fails
// on a document that is not good, with a *Difetto, and when the store does; after a failure every call fails, so that a
// generator's mistake cannot go unnoticed.
func (s *Sink) Add(ctx context.Context, section string, doc any) error {
	if s.failed != nil {
		return s.failed
	}
	if err := s.add(ctx, section, doc); err != nil {
		s.failed = fmt.Errorf("importa: %s: %w", section, err)
	}
	return s.failed
}

func (s *Sink) add(ctx context.Context, section string, doc any) error {
	raw, err := marshal(doc)
	if err != nil {
		return err
	}
	if d := s.batch.Check(section, raw); d != nil {
		return d
	}
	s.batch.add(section, raw)
	s.sections[section]++
	if !s.batch.full {
		return nil
	}
	n, err := s.batch.flush(ctx)
	s.changed += n
	return err
}

// marshal writes a document as a file would hold it.
func marshal(doc any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(doc)
	return bytes.TrimSpace(b.Bytes()), err
}

// Close writes what waits and records in the archive of when its sections are. The store stays open.
func (s *Sink) Close(ctx context.Context) error {
	if s.failed != nil {
		return s.failed
	}
	s.failed = errClosed
	n, err := s.batch.flush(ctx)
	s.changed += n
	if err == nil {
		err = s.batch.stamp(ctx, s.sections, s.at)
	}
	if err != nil {
		return fmt.Errorf("importa: %w", err)
	}
	return nil
}

// Report says how many documents were added, and how many of those written were new or different.
func (s *Sink) Report() Report { return Report{Sezioni: s.sections, Cambiati: s.changed} }
