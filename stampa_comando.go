package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/fascicolo"
	"cassetto/internal/fault"
	"cassetto/resolvers"
)

// daStampare is what the command prints, as it was called.
type daStampare struct{ matricola, file, profilo, tokenFile, dal, al, sezioni string }

// stampa prints a dossier into a file: as a profile of the demo, or as whoever a token speaks of.
func stampa(ctx context.Context, c call) error {
	var in daStampare
	config, rest, err := loadConfig(c, func(f *flag.FlagSet) {
		f.StringVar(&in.matricola, "matricola", "", "position to print")
		f.StringVar(&in.file, "o", "", "file to write")
		f.StringVar(&in.profilo, "profilo", "", "demo profile: "+demoProfiles()+"; consulente when there is no -token-file")
		f.StringVar(&in.tokenFile, "token-file", "", "file with a token of the configured issuer")
		f.StringVar(&in.dal, "dal", "", "first day of the period, for sections whose rows have one")
		f.StringVar(&in.al, "al", "", "last day of the period")
		f.StringVar(&in.sezioni, "sezioni", "", "sections to print, separated by commas; empty: all")
	})
	if err != nil {
		return err
	}
	if len(rest) > 0 || in.matricola == "" || in.file == "" {
		return errors.New("stampa: usage: stampa -matricola <matricola> -o <file.pdf> [-profilo <profile> | -token-file <file>] [-dal <day>] [-al <day>] [-sezioni <A,B>]")
	}
	lavoro, err := in.lavoro()
	if err != nil {
		return fmt.Errorf("stampa: %w", err)
	}
	t, who, closing, err := apriStampa(ctx, c, config, in)
	if err != nil {
		return fmt.Errorf("stampa: %w", err)
	}
	lavoro.ID = archive.ID("L-", who.CodiceFiscale, "") // a print of this program alone: nobody can ask for it again
	err = in.scrive(access.With(ctx, who), c, t, lavoro)
	if err = errors.Join(err, closing()); err != nil {
		return fmt.Errorf("stampa: %w", err)
	}
	return nil
}

// lavoro is the print; what is wrong is said of its flag, without its value.
func (in daStampare) lavoro() (l fascicolo.Lavoro, err error) {
	if l.Matricola.UnmarshalGQL(in.matricola) != nil {
		return l, errors.New("-matricola: no valid matricola, which has 10 digits")
	}
	for name, day := range map[string]struct {
		text string
		into **model.Data
	}{"-dal": {in.dal, &l.Dal}, "-al": {in.al, &l.Al}} {
		if day.text == "" {
			continue
		}
		*day.into = new(model.Data)
		if (*day.into).UnmarshalGQL(day.text) != nil {
			return l, fmt.Errorf("%s: no valid day, such as 2026-01-31", name)
		}
	}
	if l.Dal != nil && l.Al != nil && *l.Dal > *l.Al {
		return l, errors.New("-al: the period ends before it begins")
	}
	for name := range strings.SplitSeq(in.sezioni, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		s := model.SezioneFascicolo(name)
		if !slices.Contains(model.AllSezioneFascicolo, s) {
			return l, fmt.Errorf("-sezioni: unknown section; the sections are %v", model.AllSezioneFascicolo)
		}
		l.Sezioni = append(l.Sezioni, s)
	}
	return l, nil
}

// apriStampa opens the archives and what prints them, and finds out for whom. Nothing runs in the background.
func apriStampa(ctx context.Context, c call, config *Config, in daStampare) (_ *resolvers.Tipografia, who access.Identita, closing func() error, err error) {
	archives, err := openArchives(ctx, config)
	if err != nil {
		return nil, who, nil, err
	}
	app := &App{config: config, archives: archives}
	defer func() {
		if err != nil {
			err = errors.Join(err, app.Close())
		}
	}()
	if who, err = app.chiStampa(ctx, c.log, in); err != nil {
		return nil, who, nil, err
	}
	read, err := app.openSources()
	if err != nil {
		return nil, who, nil, err
	}
	r := &resolvers.Resolver{Sources: read, Now: config.Now}
	exec, err := resolvers.NewExecutor(r)
	if err != nil {
		return nil, who, nil, err
	}
	t, err := resolvers.NewTipografia(r, exec, graph.NewExecutableSchema(graph.Config{}).Schema())
	return t, who, app.Close, err
}

// chiStampa is who the print is for.
func (a *App) chiStampa(ctx context.Context, log io.Writer, in daStampare) (who access.Identita, err error) {
	switch {
	case in.profilo != "" && (in.tokenFile != "" || !a.config.Demo()):
		return who, errors.New("-profilo: the profiles are of the demo, and -token-file takes their place")
	case in.tokenFile == "" && !a.config.Demo():
		return who, errors.New("-token-file: required, because there is no demo")
	}
	if err := a.openIdentity(ctx, log); err != nil {
		return who, err
	}
	token := ""
	if in.tokenFile == "" {
		if in.profilo == "" {
			in.profilo = "consulente"
		}
		token, err = a.demo.token(in.profilo)
	} else {
		var text []byte
		if text, err = os.ReadFile(in.tokenFile); err != nil {
			return who, errors.New("-token-file: the file cannot be read")
		}
		token = strings.TrimSpace(string(text))
	}
	if err != nil {
		return who, err
	}
	if who, err = a.verify(ctx, token); err != nil {
		return who, errors.New("-token-file: the token is not valid for the configured issuer and audience, or has expired")
	}
	return who, nil
}

// scrive prints into a file beside the one wanted, and moves it there whole.
func (in daStampare) scrive(ctx context.Context, c call, t *resolvers.Tipografia, l fascicolo.Lavoro) (err error) {
	f, err := os.CreateTemp(filepath.Dir(in.file), ".stampa-") // 0600
	if err != nil {
		return errors.New("-o: no file can be made in its folder")
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	barra := newBarra(c.log)
	l.Avanza = barra.avanza
	esito, err := t.Subito(ctx, l, f)
	barra.end()
	if code := fault.Code(err); code == fault.NotFound || code == fault.Forbidden {
		err = errors.New("-matricola: the position does not exist, or whoever is to have the print may not see it")
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), in.file); err != nil {
		return errors.New("-o: the file cannot be written")
	}
	if len(esito.ArchiviMancanti) > 0 {
		fmt.Fprintf(c.log, "stampa: these archives did not answer, and their data are missing: %s\n", strings.Join(esito.ArchiviMancanti, ", "))
	}
	_, err = fmt.Fprintf(c.out, "%s: %d pages, %d bytes, sha256 %s\n", in.file, esito.Pagine, esito.Dimensione, esito.SHA256)
	return err
}
