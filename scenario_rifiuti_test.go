package main

import (
	"archive/zip"
	"bytes"
	"context"
	"maps"
	"strings"
	"testing"

	"cassetto/internal/store"
	"cassetto/sources"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// TestScenarioRifiuti: whatever is wrong is refused with a field, a code and a sentence, and leaves nothing behind.
func TestScenarioRifiuti(t *testing.T) {
	sc := scenario(t, 2, nil)
	ferri, sala, palumbo := sc.as("consulente"), sc.as("rappresentante"), sc.as("operatore")
	bruni, testa, analista, roma := sc.as("associazione"), sc.as("ragioniere"), sc.as("analista"), sc.operatoreDi(altraSede, 1)
	sc.give(t, sc.servers[0]) // the ragioniere has the second position, for CASSETTO alone
	altrui := bruni.altrui(ferri)

	aperta, presa, chiusa := ferri.on(0).invia(nil).ok(), ferri.on(0).invia(nil).ok(), ferri.on(0).invia(nil).ok()
	straniera := bruni.on(0).invia(nil, campi{"matricola": altrui}).ok()
	for _, r := range []*pratica{aperta, presa, chiusa, straniera} {
		sc.as("analista").on(1).protocollata(r.ID)
	}
	palumbo.on(0).prende(presa.ID).ok()
	palumbo.on(0).prende(chiusa.ID).ok()
	palumbo.on(0).chiude(chiusa.ID).ok()

	type manda func(sportello) comando
	invia := func(more campi, files ...documento) manda {
		return func(s sportello) comando { s.Helper(); return s.invia(files, more) }
	}
	su := func(comanda func(sportello, string, ...campi) comando, r *pratica, more campi) manda {
		return func(s sportello) comando { s.Helper(); return comanda(s, r.ID, more) }
	}
	prende, commenta, smista, chiude := sportello.prende, sportello.commenta, sportello.smista, sportello.chiude
	pdf := func(nome string) documento { return documento{nome, unPDF("x")} }
	grande := documento{"grande.pdf", unPDF(strings.Repeat("x", 3<<20+1-len(unPDF(""))))}
	bomba := documento{"bomba.docx", ufficio(t, "word/document.xml", make([]byte, 60<<20))}
	archivio := documento{"atti.zip", unoZip(t)}
	lungo := strings.Repeat("è", 4001)

	casi := []struct {
		nome   string
		chi    *persona
		manda  manda
		campo  string
		codice string
	}{
		{"four files", ferri, invia(nil, pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf"), pdf("d.pdf")), "allegati", "ALLEGATI_TROPPI"},
		{"a file of 3 MB and a byte", ferri, invia(nil, pdf("a.pdf"), grande), "allegati.1", "ALLEGATO_TROPPO_GRANDE"},
		{"a program that is called a PDF", ferri, invia(nil, documento{"atto.pdf", []byte("MZ\x90\x00programma")}), "allegati.0", "ALLEGATO_CONTENUTO_DIVERSO"},
		{"a program", ferri, invia(nil, documento{"atto.exe", []byte("MZ\x90\x00programma")}), "allegati.0", "ALLEGATO_TIPO_NON_AMMESSO"},
		{"a document that expands for ever", ferri, invia(nil, bomba), "allegati.0", "ALLEGATO_BOMBA"},
		{"a path for a name", ferri, invia(nil, pdf(`..\..\etc\a.pdf`)), "allegati.0", "ALLEGATO_NOME_NON_VALIDO"},
		{"a zip", ferri, invia(nil, archivio), "allegati.0", "ALLEGATO_COMPRESSO"},
		{"a zip that is called a PDF", ferri, invia(nil, documento{"atti.pdf", archivio.contenuto}), "allegati.0", "ALLEGATO_COMPRESSO"},
		{"an empty file", ferri, invia(nil, documento{"vuoto.txt", nil}), "allegati.0", "ALLEGATO_VUOTO"},
		{"good files and no text", ferri, invia(campi{"testo": " \n "}, pdf("a.pdf")), "testo", "TESTO_MANCANTE"},
		{"a text of 4,001 characters", ferri, invia(campi{"testo": lungo}), "testo", "TESTO_TROPPO_LUNGO"},
		{"a text with control characters", ferri, invia(campi{"testo": "a\x07b"}), "testo", "TESTO_NON_VALIDO"},
		{"an ambito that is none", ferri, invia(campi{"tipo": "SPECIFICA", "ambito": "ALTRO", "oggetto": "ALTRO"}), "ambito", "AMBITO_NON_TROVATO"},
		{"an oggetto of another ambito", ferri, invia(campi{"tipo": "SPECIFICA", "ambito": "F24", "oggetto": "CONTESTAZIONE"}), "oggetto", "OGGETTO_NON_TROVATO"},
		{"a specific request about nothing", ferri, invia(campi{"tipo": "SPECIFICA"}), "ambito", "AMBITO_MANCANTE"},
		{"an ambito without an oggetto", ferri, invia(campi{"tipo": "SPECIFICA", "ambito": "F24"}), "oggetto", "OGGETTO_MANCANTE"},
		{"a generic request about something", ferri, invia(campi{"ambito": "F24", "oggetto": "TRASMISSIONE_F24"}), "ambito", "AMBITO_SUPERFLUO"},
		{"an answer to somebody else's", ferri, invia(campi{"rispostaA": straniera.ID}), "rispostaA", "RICHIESTA_NON_TROVATA"},
		{"an answer to none", ferri, invia(campi{"rispostaA": "R-NESSUNA"}), "rispostaA", "RICHIESTA_NON_TROVATA"},
		{"an answer to another position's", sala, invia(campi{"matricola": "9900010029", "rispostaA": aperta.ID}), "rispostaA", "RISPOSTA_ALTRA_POSIZIONE"},
		{"no contact", ferri, invia(campi{"recapiti": campi{}}), "recapiti", "RECAPITO_MANCANTE"},
		{"a consent without its contact", ferri, invia(campi{"recapiti": campi{"email": "a@b.example", "consensoSms": true}}), "recapiti.consensoSms", "CONSENSO_SENZA_RECAPITO"},
		{"an address that is none", ferri, invia(campi{"recapiti": campi{"email": "nessuno"}}), "recapiti.email", "EMAIL_NON_VALIDA"},
		{"the key of 101 characters", ferri, invia(campi{"chiaveIdempotenza": strings.Repeat("k", 101)}), "chiaveIdempotenza", "CHIAVE_NON_VALIDA"},
		{"a position that does not exist", ferri, invia(campi{"matricola": unknownMatricola}), "matricola", "AZIENDA_NON_TROVATA"},
		{"a position of others", ferri, invia(campi{"matricola": altrui}), "matricola", "AZIENDA_NON_TROVATA"},
		{"without the service", testa, invia(campi{"matricola": "9900010029"}), "matricola", "SERVIZIO_NON_DELEGATO"},
		{"sent by an officer", palumbo, invia(nil), "matricola", "INVIO_NON_CONSENTITO"},
		{"sent by an analyst", analista, invia(nil), "matricola", "INVIO_NON_CONSENTITO"},

		{"taken charge of by its sender", ferri, su(prende, aperta, nil), "id", "OPERATORE_NECESSARIO"},
		{"taken charge of by an analyst", analista, su(prende, aperta, nil), "id", "OPERATORE_NECESSARIO"},
		{"taken charge of by another sede", roma, su(prende, aperta, nil), "id", "RICHIESTA_NON_TROVATA"},
		{"none taken charge of", palumbo, su(prende, &pratica{ID: "R-NESSUNA"}, nil), "id", "RICHIESTA_NON_TROVATA"},
		{"taken charge of without a comment", palumbo, su(prende, aperta, campi{"commento": "\t"}), "commento", "COMMENTO_MANCANTE"},
		{"taken charge of twice", palumbo, su(prende, presa, nil), "id", "CONFLICT"},
		{"taken charge of when closed", palumbo, su(prende, chiusa, nil), "id", "CONFLICT"},
		{"closed before it is taken charge of", palumbo, su(chiude, aperta, nil), "id", "CONFLICT"},
		{"closed twice", palumbo, su(chiude, chiusa, nil), "id", "CONFLICT"},
		{"closed without a comment", palumbo, su(chiude, presa, campi{"commento": ""}), "commento", "COMMENTO_MANCANTE"},
		{"a comment of 4,001 characters", palumbo, su(commenta, presa, campi{"commento": lungo}), "commento", "COMMENTO_TROPPO_LUNGO"},
		{"a comment with control characters", palumbo, su(commenta, presa, campi{"commento": "a\x00b"}), "commento", "COMMENTO_NON_VALIDO"},
		{"a comment on what is closed", palumbo, su(commenta, chiusa, nil), "id", "CONFLICT"},
		{"a version that is not the last", palumbo, su(commenta, presa, campi{"versione": 1}), "id", "CONFLICT"},
		{"given to nobody else", palumbo, su(smista, aperta, nil), "sede", "NIENTE_DA_SMISTARE"},
		{"given to the same sede", palumbo, su(smista, aperta, campi{"sede": sedeAurora}), "sede", "NIENTE_DA_SMISTARE"},
		{"given to a sede that is none", palumbo, su(smista, aperta, campi{"sede": "9999"}), "sede", "SEDE_NON_TROVATA"},
		{"given to an ambito that is none", palumbo, su(smista, aperta, campi{"ambito": "ALTRO", "oggetto": "ALTRO"}), "ambito", "AMBITO_NON_TROVATO"},
		{"given when closed", palumbo, su(smista, chiusa, campi{"sede": altraSede}), "id", "CONFLICT"},
	}

	prima := sc.conta()
	for i, caso := range casi {
		t.Run(caso.nome, func(t *testing.T) {
			c := caso.manda(caso.chi.on(i))
			if len(c.Errori) == 0 {
				t.Fatalf("it is accepted: %s", c.testo)
			}
			if e := c.Errori[0]; e.Campo != caso.campo || e.Codice != caso.codice || !strings.HasSuffix(e.Messaggio, ".") {
				t.Errorf("%+v, want %s %s", e, caso.campo, caso.codice)
			}
			if (c.Richiesta != nil) != (caso.codice == "CONFLICT") {
				t.Errorf("with the request %+v", c.Richiesta)
			}
		})
	}
	if dopo := sc.conta(); !maps.Equal(prima, dopo) {
		t.Errorf("documents before %v, after %v", prima, dopo)
	}
	for _, r := range []*pratica{aperta, presa, chiusa} {
		if dopo, eventi := palumbo.on(1).legge(r.ID), map[string]int{aperta.ID: 2, presa.ID: 3, chiusa.ID: 4}[r.ID]; dopo.Versione != eventi {
			t.Errorf("%d events, want %d", dopo.Versione, eventi)
		}
	}
	ignota, altra := ferri.on(0).invia(nil, campi{"matricola": unknownMatricola}), ferri.on(0).invia(nil, campi{"matricola": altrui})
	if !bytes.Equal(ignota.testo, altra.testo) {
		t.Errorf("what is not his differs from what does not exist: %s %s", ignota.testo, altra.testo)
	}
}

// altrui is a position that this person acts for and the other one does not know.
func (p *persona) altrui(altro *persona) string {
	p.Helper()
	a := p.on(0).chiede(`{ aziende(first: 200) { nodes { matricola } } }`, nil)
	for _, n := range decoded[struct{ Nodes []struct{ Matricola string } }](p.T, a, "aziende").Nodes {
		if altro.on(0).chiede(`query ($m: Matricola!) { azienda(matricola: $m) { matricola } }`, map[string]any{"m": n.Matricola}).code() == "NOT_FOUND" {
			return n.Matricola
		}
	}
	p.Fatal("no such position")
	return ""
}

// conta is how many documents each collection of the dialogue and of the agenda has, once nothing more follows from what was sent.
func (s *scena) conta() map[string]int {
	s.Helper()
	all := map[string]int{}
	for nome, seguite := range map[string]*store.Collection{
		comunicazioni.Name: comunicazioni.Richieste.Collection, agenda.Name: agenda.Appuntamenti.Collection,
	} {
		in := s.servers[0].app.archives.byName[nome].Store
		count := func(c *store.Collection, f store.Filter) int {
			n, err := in.Count(context.Background(), c, f)
			if err != nil {
				s.Fatal(err)
			}
			return n
		}
		eventually(s.T, "nothing is left to be done", func() bool {
			return count(seguite, store.In{Field: "daRegistrare", Values: []string{"SI"}}) == 0
		})
		for _, c := range sources.Collections(nome) {
			all[nome+"/"+c.Name] = count(c, nil)
		}
	}
	return all
}

func unoZip(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("atto.txt")
	if err == nil {
		_, err = w.Write([]byte("atto"))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
