package importa

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// load is one run over a file.
type load struct {
	*batch
	target Target
	file   File
	source *source
	scarti *scarti
	bar    *barra
	state  avanzamento
	since  int // lines read since the last write
}

func (l *load) statePath() string { return l.file.Path + ".avanzamento.json" }

func (l *load) scartiPath() string {
	switch {
	case l.file.Scarti != "":
		return l.file.Scarti
	case l.file.Path == "-":
		return "stdin.scarti.ndjson"
	}
	return l.file.Path + ".scarti.ndjson"
}

// open finds where to start.
func (l *load) open(ctx context.Context) (err error) {
	if l.scartiPath() == l.file.Path {
		return errors.New("the refused lines would overwrite the file")
	}
	if l.source, err = openSource(l.file); err != nil {
		return err
	}
	if err := l.resume(ctx); err != nil {
		return err
	}
	if l.scarti, err = openScarti(l.scartiPath(), l.state.Scartati); err != nil {
		return err
	}
	if err := l.source.seek(l.file, l.state.Posizione); err != nil {
		return fmt.Errorf("%s: %w", l.file.Path, err)
	}
	l.bar = newBarra(l)
	return nil
}

// resume takes up the state of an interrupted load, or a new one.
func (l *load) resume(ctx context.Context) error {
	l.state = avanzamento{Archivio: l.target.Archive, Impronta: l.source.print, Report: Report{Sezioni: map[string]int64{}}}
	if l.source.file == nil {
		return nil
	}
	old, err := readState(l.statePath())
	if err != nil {
		return err
	}
	if old != nil {
		why, err := l.cannotResume(ctx, old)
		if err != nil {
			return err
		}
		if why == "" {
			l.state = *old
			l.state.Ripreso = old.Righe
			return nil
		}
		l.state.Daccapo = why
	}
	l.state.Gettone, err = leaveToken(ctx, l.store, l.target.Archive)
	return err
}

// cannotResume says, in Italian, why the load must start again; empty when it need not.
func (l *load) cannotResume(ctx context.Context, old *avanzamento) (string, error) {
	if old.Archivio != l.target.Archive {
		return "l'importazione interrotta era di un altro archivio", nil
	}
	same := old.Impronta
	same.Modificato = l.source.print.Modificato
	if same != l.source.print || !old.Impronta.Modificato.Equal(l.source.print.Modificato) {
		return "il file è cambiato dopo l'interruzione", nil
	}
	if info, err := os.Stat(l.scartiPath()); old.Scartati > 0 && (err != nil || info.Size() < old.Scartati) {
		return "il file degli scarti non c'è più", nil
	}
	there, err := findToken(ctx, l.store, l.target.Archive)
	if err != nil {
		return "", err
	}
	if there != old.Gettone {
		return "l'archivio non è quello che l'importazione interrotta stava riempiendo", nil
	}
	return "", nil
}

// run reads the file to its end.
func (l *load) run(ctx context.Context) error {
	defer l.bar.end()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, long, err := l.source.next()
		if errors.Is(err, io.EOF) {
			return l.complete(ctx)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", l.file.Path, err)
		}
		if err := l.take(line, long); err != nil {
			return err
		}
		if l.since++; l.full || l.since >= l.limits.lines {
			if err := l.save(ctx); err != nil {
				return err
			}
		}
		l.bar.show(time.Now())
	}
}

// take puts a line among the documents or among the refused lines.
func (l *load) take(line []byte, long bool) error {
	l.state.Righe++
	if long {
		return l.refuse(nil, difetto("la riga supera 1 MiB"))
	}
	if len(line) == 0 {
		return nil
	}
	section, doc, d := l.Line(line)
	if d != nil {
		return l.refuse(line, d)
	}
	l.add(section, bytes.Clone(doc))
	l.state.Sezioni[section]++
	return nil
}

func (l *load) refuse(line []byte, d *Difetto) error {
	l.state.refuse(l.state.Righe, d)
	return l.scarti.add(l.state.Righe, d.Error(), line)
}

// save puts everything read so far on disk, the note of it last.
func (l *load) save(ctx context.Context) error {
	n, err := l.flush(ctx)
	l.state.Cambiati += n
	if err != nil {
		return err
	}
	if err := l.scarti.sync(); err != nil {
		return err
	}
	l.since = 0
	if l.source.file == nil {
		return nil
	}
	l.state.Posizione, l.state.Scartati = l.source.read, l.scarti.size
	return l.state.write(l.statePath())
}

func (l *load) complete(ctx context.Context) error {
	if err := l.save(ctx); err != nil {
		return err
	}
	if err := l.stamp(ctx, l.state.Sezioni, l.target.At); err != nil {
		return err
	}
	if l.state.Scarti > 0 {
		l.state.Percorso = l.scarti.path
	}
	if l.source.file == nil {
		return nil
	}
	return os.Remove(l.statePath())
}

func (l *load) close() error {
	var errs []error
	if l.scarti != nil {
		errs = append(errs, l.scarti.close())
	}
	if l.source != nil {
		errs = append(errs, l.source.close())
	}
	return errors.Join(errs...)
}
