package access

import (
	"context"
	"maps"
	"strings"
	"testing"

	"cassetto/graph/model"
)

const enteBackOffice = "90000071176"

// diServizio are the claims of a good token of a back office, after some changes; nil removes one.
func diServizio(cambi claims) claims {
	c := claims{
		claimFiscale: "TINIT-" + enteBackOffice, "given_name": nil, "family_name": nil,
		"servizio": "back-office", "client_id": "bo-milano", "sede": "4900", "profilo": "OPERATORE",
	}
	maps.Copy(c, cambi)
	return c
}

func TestTokenDiServizio(t *testing.T) {
	f := nuovoFirmatario(t)
	v := &Verifier{Issuer: emittenteDiProva, Audience: destinatario, Keys: f.pubbliche(), Now: adesso}
	for nome, c := range map[string]struct {
		cambi  claims
		atteso error // nil: recognised
	}{
		"buono":                        {nil, nil},
		"senza prefisso":               {claims{claimFiscale: enteBackOffice}, nil},
		"claim di ripiego":             {claims{claimFiscale: nil, "fiscal_number": enteBackOffice}, nil},
		"client lungo quanto può":      {claims{"client_id": strings.Repeat("a", 100)}, nil},
		"altro servizio":               {claims{"servizio": "front-office"}, errServizio},
		"servizio vuoto":               {claims{"servizio": ""}, errServizio},
		"servizio che non è testo":     {claims{"servizio": []string{"back-office"}}, errServizio},
		"senza client":                 {claims{"client_id": nil}, errServizio},
		"client vuoto":                 {claims{"client_id": ""}, errServizio},
		"client di spazi":              {claims{"client_id": "  "}, errServizio},
		"client troppo lungo":          {claims{"client_id": strings.Repeat("a", 101)}, errServizio},
		"client su due righe":          {claims{"client_id": "bo\nmilano"}, errServizio},
		"client non ASCII":             {claims{"client_id": "bò"}, errServizio},
		"client che non è testo":       {claims{"client_id": 7}, errServizio},
		"senza sede":                   {claims{"sede": nil}, errServizio},
		"sede che non lo è":            {claims{"sede": "MILANO"}, errServizio},
		"sede vuota":                   {claims{"sede": ""}, errServizio},
		"più sedi":                     {claims{"sede": []string{"4900", "7000"}}, errServizio},
		"senza profilo":                {claims{"profilo": nil}, errServizio},
		"profilo di un analista":       {claims{"profilo": "ANALISTA"}, errServizio},
		"profilo sconosciuto":          {claims{"profilo": "RE"}, errServizio},
		"senza ente":                   {claims{claimFiscale: nil}, errServizio},
		"ente con il controllo errato": {claims{claimFiscale: "90000071177"}, errServizio},
		"una persona":                  {claims{claimFiscale: "TINIT-" + string(ferri)}, errServizio},
		"ente senza servizio":          {claims{"servizio": nil}, errPersona},
		"scaduto":                      {claims{"exp": adesso().Unix() - 60}, errScaduto},
	} {
		t.Run(nome, func(t *testing.T) {
			i, err := v.Verify(context.Background(), f.es256(t, diServizio(c.cambi)))
			if c.atteso != nil {
				rifiutato(t, i, err, c.atteso)
				if strings.Contains(err.Error(), enteBackOffice) {
					t.Errorf("leaks %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if i.CodiceFiscale != enteBackOffice || i.Servizio == "" || i.Sede == nil || *i.Sede != "4900" || *i.Profilo != model.ProfiloUtenteOperatore {
				t.Errorf("recognised %+v", i)
			}
		})
	}
}

// TestPersonaConClaimDiServizio: what a service says of itself means nothing in the token of a person.
func TestPersonaConClaimDiServizio(t *testing.T) {
	f := nuovoFirmatario(t)
	v := &Verifier{Issuer: emittenteDiProva, Audience: destinatario, Keys: f.pubbliche(), Now: adesso}
	for _, cambi := range []claims{{"client_id": "portale", "sede": "4900"}, {"client_id": 7, "sede": []int{1}, "servizio": rawNull{}}} {
		i, err := v.Verify(context.Background(), f.es256(t, cambi))
		if err != nil || i.CodiceFiscale != ferri || i.Servizio != "" || i.Sede != nil {
			t.Errorf("%v: %+v, %v", cambi, i, err)
		}
	}
}

// rawNull is a claim that is there and null.
type rawNull struct{}

func (rawNull) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

func TestStessa(t *testing.T) {
	milano, roma, ancoraMilano := model.CodiceSede("4900"), model.CodiceSede("7000"), model.CodiceSede("4900")
	servizio := Identita{CodiceFiscale: enteBackOffice, Servizio: "bo", Sede: &milano}
	for nome, c := range map[string]struct {
		a, b Identita
		want bool
	}{
		"persona":         {Identita{CodiceFiscale: ferri}, Identita{CodiceFiscale: ferri, Nome: "Giulia"}, true},
		"altra persona":   {Identita{CodiceFiscale: ferri}, Identita{CodiceFiscale: sala}, false},
		"servizio":        {servizio, Identita{CodiceFiscale: enteBackOffice, Servizio: "bo", Sede: &ancoraMilano}, true},
		"altra sede":      {servizio, Identita{CodiceFiscale: enteBackOffice, Servizio: "bo", Sede: &roma}, false},
		"altro client":    {servizio, Identita{CodiceFiscale: enteBackOffice, Servizio: "bo2", Sede: &milano}, false},
		"non un servizio": {servizio, Identita{CodiceFiscale: enteBackOffice}, false},
	} {
		if c.a.Stessa(c.b) != c.want || c.b.Stessa(c.a) != c.want {
			t.Errorf("%s: not %v", nome, c.want)
		}
	}
}

// TestNellaSede: the same entity for two sedi sees the companies of each, and answers kept for one are never those of the other.
func TestNellaSede(t *testing.T) {
	utente := model.Utente{CodiceFiscale: enteBackOffice, Profilo: model.ProfiloUtenteOperatore}
	comune := NewMandato(utente, nil, nil)
	prima, _ := comune.Impronta(adesso())
	milano, roma := comune.NellaSede("4900"), comune.NellaSede("7000")
	per := Posizione{Matricola: "9900010011", CodiceFiscale: auroraCF, Sede: "4900"}
	if d := milano.Decide(per, nil, adesso()); d.Esito != Consentito {
		t.Errorf("its own sede: %v", d.Esito)
	}
	for nome, m := range map[string]Mandato{"another sede": roma, "none": comune} {
		if d := m.Decide(per, nil, adesso()); d.Esito != Nascosto {
			t.Errorf("%s: %v", nome, d.Esito)
		}
	}
	diMilano, _ := milano.Impronta(adesso())
	diRoma, _ := roma.Impronta(adesso())
	if dopo, _ := comune.Impronta(adesso()); diMilano == diRoma || diMilano == prima || dopo != prima || comune.Utente.Sede != nil {
		t.Error("fingerprints or mandati are shared")
	}
	if a := milano.Ambito(adesso()); a.Sede == nil || *a.Sede != "4900" {
		t.Errorf("%+v", a)
	}
}
