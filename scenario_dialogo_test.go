package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
)

// consensi are the contacts of who wants to be told on both channels.
func consensi() campi {
	return campi{"recapiti": campi{"email": "studio@ferri.example", "cellulare": "333 1234567", "consensoEmail": true, "consensoSms": true}}
}

// TestScenarioDialogo: a request with three files is sent, registered, taken charge of, followed by another one, and closed. Whoever
// follows the company at the other instance sees every step in its order.
func TestScenarioDialogo(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	var flussi []*diretta
	for modo := range modi {
		flussi = append(flussi, ferri.on(1).segue(modo, campi{"matricola": posAurora}))
	}
	vedono := func(tipi ...string) {
		t.Helper()
		for _, flusso := range flussi {
			flusso.vede(tipi...)
		}
	}

	files := []documento{{"ricevuta.pdf", unPDF("ricevuta")}, {"importi.csv", []byte("matricola;importo\n9900010011;12,50\n")}, {"prospetto.xlsx", unXLSX(t)}}
	r := ferri.on(0).invia(files, specifica(), consensi()).ok()
	vedono("APERTURA of "+r.ID, "PROTOCOLLAZIONE_SMISTAMENTO of "+r.ID)
	r = ferri.on(1).protocollata(r.ID)
	giorno := r.DataApertura.In(model.Roma).Format("02/01/2006")
	if !regexp.MustCompile(`^INPS\.` + sedeAurora + `\.` + giorno + `\.\d{7}$`).MatchString(*r.Protocollo) {
		t.Errorf("the protocollo is %s", *r.Protocollo)
	}

	if preso := palumbo.on(0).prende(r.ID, campi{"commento": "La esamino"}).ok(); preso.Stato != "IN_CARICO" || *preso.Eventi[2].Commento != "La esamino" {
		t.Errorf("taken charge of: %+v", preso)
	}
	vedono("PRESA_IN_CARICO of " + r.ID)

	seguito := ferri.on(0).invia(nil, campi{"tipo": "SPECIFICA", "rispostaA": r.ID, "testo": "Manca un documento"}).ok()
	vedono("APERTURA of "+seguito.ID, "PROTOCOLLAZIONE_SMISTAMENTO of "+seguito.ID)
	if seguito.Ambito != r.Ambito || seguito.Oggetto != r.Oggetto || seguito.Sede != r.Sede {
		t.Errorf("the answer is about %v %v at %v", seguito.Ambito, seguito.Oggetto, seguito.Sede)
	}
	filo := []struct{ ID string }{{r.ID}, {seguito.ID}}
	for i, chi := range []*persona{ferri, palumbo} {
		prima, dopo := chi.on(i).legge(r.ID), chi.on(1-i).legge(seguito.ID)
		if dopo.RispostaA == nil || dopo.RispostaA.ID != r.ID || !slices.Equal(prima.Successive, filo[1:]) || !slices.Equal(prima.Filo, filo) || !slices.Equal(dopo.Filo, filo) {
			t.Errorf("the thread is %v and %v", prima, dopo)
		}
	}

	chiusa := palumbo.on(0).chiude(r.ID, campi{"esito": "PARZIALE", "commento": "Accolta in parte"}).ok()
	vedono("CHIUSURA of " + r.ID)
	if chiusa.Stato != "CHIUSA" || *chiusa.Esito != "PARZIALE" || *chiusa.Protocollo != *r.Protocollo {
		t.Errorf("closed: %+v", chiusa)
	}
	for i := range 2 {
		ferri.on(i).scarica(chiusa.ID, files)
	}
	ferri.avvisato(chiusa.ID, 4)
	ferri.avvisato(seguito.ID, 0)
}

// avvisato: so many notices of a request were sent, half when it was registered and half when it was closed, and none else.
func (p *persona) avvisato(id string, quanti int) {
	p.Helper()
	p.on(0).attende(id, "the notices", func(r *pratica) bool {
		inviati := 0
		for _, e := range r.Eventi {
			for _, n := range e.Notifiche {
				if n.Stato == "INVIATA" {
					inviati++
				}
			}
			if due := e.Tipo == "PROTOCOLLAZIONE_SMISTAMENTO" || e.Tipo == "CHIUSURA"; !due && len(e.Notifiche) > 0 || due && len(e.Notifiche) > quanti/2 {
				p.Fatalf("%s has the notices %v", e.Tipo, e.Notifiche)
			}
		}
		return inviati == quanti
	})
	if quanti == 0 {
		return
	}
	if files, err := filepath.Glob(filepath.Join(p.servers[0].app.config.Dati, "notifiche", "*")); len(files) != quanti || err != nil {
		p.Errorf("%d notices were sent, %v", len(files), err)
	}
}

// scarica follows the links of a request: each file, and the package, are what was sent.
func (s sportello) scarica(id string, files []documento) {
	s.Helper()
	r := s.legge(id)
	if len(r.Allegati) != len(files) || r.PacchettoZip == nil {
		s.Fatalf("%d files, want %d", len(r.Allegati), len(files))
	}
	for i, a := range r.Allegati {
		if got := s.salva(a.URL, a.Nome); !bytes.Equal(got, files[i].contenuto) || a.Nome != files[i].nome || a.Dimensione != len(got) {
			s.Errorf("%s of %d bytes is not what was sent", a.Nome, len(got))
		}
	}
	pacchetto := s.salva(r.PacchettoZip.URL, r.PacchettoZip.Nome)
	if sum := sha256.Sum256(pacchetto); hex.EncodeToString(sum[:]) != r.PacchettoZip.Sha256 || len(pacchetto) != r.PacchettoZip.Dimensione {
		s.Errorf("the package of %d bytes has another digest", len(pacchetto))
	}
	z, err := zip.NewReader(bytes.NewReader(pacchetto), int64(len(pacchetto)))
	if err != nil || len(z.File) != len(files) {
		s.Fatalf("the package cannot be read: %v", err)
	}
	for i, f := range z.File {
		in, err := f.Open()
		if err != nil {
			s.Fatal(err)
		}
		if got, err := io.ReadAll(in); err != nil || !bytes.Equal(got, files[i].contenuto) || f.Name != files[i].nome {
			s.Errorf("%s in the package is not what was sent: %v", f.Name, err)
		}
	}
}

// apre follows a link, without a token: it is one by itself.
func (s sportello) apre(url string) (*http.Response, []byte) {
	s.Helper()
	response, err := http.Get(s.dove.URL + url)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.Fatal(err)
	}
	return response, body
}

// salva is what a link leads to, which is to be saved, never shown.
func (s sportello) salva(url, nome string) []byte {
	s.Helper()
	response, body := s.apre(url)
	disposition := response.Header.Get("Content-Disposition")
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(disposition, "attachment") || !strings.Contains(disposition, nome) ||
		response.Header.Get("X-Content-Type-Options") != "nosniff" {
		s.Fatalf("%s: %s %v", nome, response.Status, response.Header)
	}
	return body
}

// TestScenarioCollegamenti: a link is good for ten minutes, as it is, and as long as whoever got it may read the request.
func TestScenarioCollegamenti(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	r := ferri.on(0).invia([]documento{{"nota.txt", []byte("nota")}}).ok()
	palumbo.on(1).protocollata(r.ID)
	mio, suo := ferri.on(0).legge(r.ID).Allegati[0].URL, palumbo.on(0).legge(r.ID).Allegati[0].URL
	for _, url := range []string{mio, suo} {
		ferri.on(1).salva(url, "nota.txt")
	}
	mezzo := len(mio) - 20
	altra := "A"
	if mio[mezzo:mezzo+1] == altra {
		altra = "B"
	}
	sc.fast[0].pass(-11 * time.Minute) // an instance that is late gives links that are old at the others
	scaduto := ferri.on(0).legge(r.ID).Allegati[0].URL
	sc.fast[0].pass(11 * time.Minute)
	palumbo.on(0).smista(r.ID, campi{"sede": altraSede}).ok()
	for nome, url := range map[string]string{
		"changed": mio[:mezzo] + altra + mio[mezzo+1:], "cut": mio[:mezzo], "none": "/allegati/", "of nobody": "/allegati/x",
		"of who may not read the request any more": suo,
		"expired": scaduto,
	} {
		if nome == "expired" && len(sc.servers) == 1 {
			continue // there is no other instance
		}
		eventually(t, "the link is of no use: "+nome, func() bool {
			response, body := ferri.on(1).apre(url)
			return response.StatusCode == http.StatusNotFound && !bytes.Contains(body, []byte("nota"))
		})
	}
	ferri.on(1).salva(mio, "nota.txt")
}

// unPDF and unXLSX are small documents of their kinds.
func unPDF(testo string) []byte {
	return []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + testo + "\nstartxref\n0\n%%EOF\n")
}

func unXLSX(t *testing.T) []byte { return ufficio(t, "xl/workbook.xml", []byte("<workbook/>")) }

// ufficio is a document of Office with this main part.
func ufficio(t *testing.T, parte string, contenuto []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range []documento{
		{"[Content_Types].xml", []byte(`<?xml version="1.0"?><Types><Default Extension="xml" ContentType="application/xml"/></Types>`)},
		{"_rels/.rels", []byte("<Relationships/>")}, {parte, contenuto},
	} {
		w, err := z.Create(p.nome)
		if err == nil {
			_, err = w.Write(p.contenuto)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
