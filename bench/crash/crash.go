// Package crash kills the program while companies and offices write to each other, and then looks whether anything was lost or
// done twice. Two processes of the real program share one folder; one of them, and the Redis between them, is killed at random
// moments and started again. What clients were answered, what subscribers saw and what mail and SMS servers took is held
// against what the folder holds in the end (docs/affidabilita.md).
package crash

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Prova says what to do.
type Prova struct {
	Programma string        // the built program; empty: it is built
	Uccisioni int           // of processes
	Redis     bool          // one stands between the processes, and is killed too
	Allegati  bool          // some requests carry files
	Tutte     bool          // wait until every notice has left: one that a kill cut short is tried again after a minute
	Calma     time.Duration // how long what must follow may take once the load has stopped
	Guasto    string        // what to get wrong on purpose, to see it found: see Guasti; empty: nothing
}

// Esegui makes the trial and prints what it found. It fails when a promise was broken.
func Esegui(ctx context.Context, p Prova, out io.Writer) error {
	dir, err := os.MkdirTemp("", "cassetto-crash-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	c := &campo{Prova: p, dir: dir, memoria: nuovaMemoria()}
	defer c.chiudi()
	if err := c.apri(ctx); err != nil {
		return err
	}
	fatti, err := c.prova(ctx, out)
	if err != nil {
		return err
	}
	return riferisci(fatti, c.uccisi, out)
}

// campo is where a trial takes place.
type campo struct {
	Prova
	dir      string
	processi [2]*processo
	redis    *redis // nil: none
	recapiti *recapiti
	cliente  *cliente
	memoria  *memoria
	abbonati []*abbonato
	uccisi   int
	storia   map[string]bool // requests and appointments that were there before the trial
}

// apri starts everything.
func (c *campo) apri(ctx context.Context) (err error) {
	if c.Programma == "" {
		c.Programma = filepath.Join(c.dir, "cassetto")
		if err := costruisci(ctx, c.Programma); err != nil {
			return err
		}
	}
	if c.recapiti, err = apriRecapiti(); err != nil {
		return err
	}
	ambiente := []string{
		"CASSETTO_DATI=" + filepath.Join(c.dir, "dati"), "CASSETTO_DEMO_AZIENDE=30", "CASSETTO_TIMEOUT=20s",
		"CASSETTO_SMTP_URL=" + c.recapiti.smtpURL, "CASSETTO_SMS_URL=" + c.recapiti.smsURL,
	}
	if c.Redis {
		if c.redis, err = apriRedis(ctx); err != nil {
			return err
		}
		ambiente = append(ambiente, "CASSETTO_REDIS_URL="+c.redis.url)
	}
	for i := range c.processi {
		c.processi[i] = &processo{programma: c.Programma, ambiente: ambiente, log: filepath.Join(c.dir, fmt.Sprintf("log-%d", i))}
		if err := c.processi[i].apri(ctx); err != nil {
			return err
		}
	}
	if c.cliente, err = nuovoCliente(ctx, c.processi[:]); err != nil {
		return err
	}
	return c.ricorda(ctx)
}

func (c *campo) chiudi() {
	for _, p := range c.processi {
		if p != nil {
			p.uccidi()
		}
	}
	if c.redis != nil {
		c.redis.uccidi()
	}
	if c.recapiti != nil {
		c.recapiti.chiudi()
	}
}

// prova lets the load run through all kills and gives what came of it.
func (c *campo) prova(ctx context.Context, out io.Writer) (*fatti, error) {
	ascolto, finisci := context.WithCancel(ctx)
	defer finisci()
	var ascoltano sync.WaitGroup
	aziende, err := c.aziende(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.apre(ctx); err != nil {
		return nil, err
	}
	prenotabili, err := c.prenotabili(ctx, aziende)
	if err != nil {
		return nil, err
	}
	c.abbonati = nuoviAbbonati(aziende)
	for _, a := range c.abbonati {
		ascoltano.Go(func() { a.ascolta(ascolto, c.cliente) })
	}
	if err := c.risveglia(ctx, aziende[0]); err != nil {
		return nil, err
	}
	fine := make(chan struct{})

	var lavorano sync.WaitGroup
	c.carica(ctx, aziende, &lavorano, fine)
	c.prenota(ctx, prenotabili, &lavorano, fine)
	err = c.uccide(ctx, out)
	close(fine)
	lavorano.Wait() // what was begun is finished
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "%d kills; the load has stopped\n", c.uccisi)
	fatti, err := c.attendi(ctx)
	if err != nil {
		return nil, err
	}
	finisci()
	ascoltano.Wait()
	return fatti, nil
}

// uccide kills a process so many times, each a random while after the last was back, and starts it again; now and then both, and
// Redis.
func (c *campo) uccide(ctx context.Context, out io.Writer) error {
	for c.uccisi < c.Uccisioni {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(100+rand.IntN(1400)) * time.Millisecond):
		}
		vittime := []*processo{c.processi[rand.IntN(2)]}
		if rand.IntN(8) == 0 && c.uccisi+2 <= c.Uccisioni {
			vittime = c.processi[:]
		}
		for _, p := range vittime {
			p.uccidi()
			c.uccisi++
		}
		if err := c.sbircia(ctx); err != nil {
			return err
		}
		if c.redis != nil && rand.IntN(4) == 0 {
			c.redis.uccidi()
			if err := c.redis.apri(ctx); err != nil {
				return err
			}
		}
		for _, p := range vittime {
			if err := p.apri(ctx); err != nil {
				return err
			}
		}
		if c.uccisi%10 == 0 {
			fmt.Fprintf(out, "%d kills, %d requests sent, %d appointments asked for\n", c.uccisi, c.memoria.inviate(), c.memoria.prenotate())
		}
	}
	return nil
}

// attendi waits until all that must follow has followed, and ends the processes; what is still wrong then is wrong.
func (c *campo) attendi(ctx context.Context) (*fatti, error) {
	limite := time.Now().Add(c.Calma)
	ogni := time.NewTicker(500 * time.Millisecond)
	defer ogni.Stop()
	var f *fatti
	for bene := 0; bene < 4 && time.Now().Before(limite); { // what comes twice may come late
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-ogni.C:
		}
		var err error
		if f, err = c.leggi(ctx); err != nil {
			return nil, err
		}
		bene++
		if len(verifica(f)) > 0 {
			bene = 0
		}
	}
	scaricati, err := c.scarica(ctx)
	if err != nil {
		return nil, err
	}
	f.scaricati = scaricati // of the last look: bookings go on ending
	for _, p := range c.processi {
		f.registri = append(f.registri, p.log)
	}
	return f, guasta(f, c.Guasto)
}
