package demo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
)

// sezione is what is promised of the documents of a section.
type sezione struct {
	tipo   any      // Go type
	altre  []string // keys the type lacks
	chiave []string // natural key
}

var sezioni = map[string]sezione{
	"anagrafica/aziende":                     {model.DatiSintetici{}, nil, []string{"matricola"}},
	"anagrafica/aziendeCollegate":            {model.AziendaCollegata{}, []string{"matricola"}, []string{"matricola", "matricolaCollegata", "tipoRelazione", "dal"}},
	"anagrafica/posizioniDiRiferimento":      {model.PosizioneDiRiferimento{}, []string{"matricola"}, []string{"matricola"}},
	"anagrafica/soggettiCollegati":           {model.SoggettoCollegato{}, []string{"matricola"}, []string{"matricola", "codiceFiscale", "ruolo.codice", "dal"}},
	"anagrafica/posizioniLavoratoriAutonomi": {model.PosizioneLavoratoreAutonomo{}, []string{"codiceFiscale"}, []string{"gestione", "posizione"}},
	"anagrafica/interruzioni":                {model.Interruzione{}, []string{"matricola"}, []string{"matricola", "dal", "tipo"}},
	"anagrafica/ragioniSocialiPregresse":     {model.RagioneSocialePregressa{}, []string{"matricola"}, []string{"matricola", "dal"}},
	"anagrafica/dipendenze":                  {model.Dipendenza{}, []string{"matricola"}, []string{"matricola", "progressivo"}},
	"complementari/creditiInadempienze":      {model.CreditoInadempienza{}, []string{"matricola"}, []string{"id"}},
	"complementari/domandeCig":               {model.DomandaCig{}, []string{"matricola"}, []string{"protocollo"}},
	"complementari/noteDiRettifica":          {model.NotaDiRettifica{}, []string{"matricola"}, []string{"matricola", "periodo", "progressivo"}},
	"complementari/emens":                    {model.Emens{}, []string{"matricola"}, []string{"matricola", "periodo", "progressivo"}},
	"complementari/confrontoDm10":            {model.ConfrontoDm10{}, []string{"matricola"}, []string{"matricola", "anno"}},
	"complementari/committente10":            {model.Committente10{}, []string{"codiceFiscale"}, []string{"codiceFiscale", "periodo"}},
	"complementari/ispezioni":                {model.Ispezione{}, []string{"matricola"}, []string{"anno", "numero"}},
	"complementari/iscrizioniARuolo":         {model.IscrizioneARuolo{}, []string{"codiceFiscale"}, []string{"numero"}},
	"complementari/dilazioniSuCartella":      {model.DilazioneSuCartella{}, []string{"codiceFiscale"}, []string{"istanza"}},
	"complementari/domandeDiDilazione":       {model.DomandaDiDilazione{}, []string{"codiceFiscale"}, []string{"protocollo"}},
	"complementari/fondiInterprofessionali":  {model.FondoInterprofessionale{}, []string{"matricola"}, []string{"matricola", "categoria", "decorrenza", "evento"}},
	"complementari/postaIbrida":              {model.PostaIbrida{}, []string{"matricola"}, []string{"idInvio"}},
	"infocamere/imprese":                     {model.DatiInfocamere{}, nil, []string{"codiceFiscale"}},
	"comunicazioni/richieste":                {model.Richiesta{}, []string{"matricola"}, []string{"id"}},
	"comunicazioni/notifiche":                {model.Notifica{}, nil, []string{"id"}},
	"agenda/appuntamenti":                    {model.Appuntamento{}, []string{"matricola"}, []string{"id"}},
	"regolarita/riscontri":                   {model.RiscontroEnte{}, []string{"codiceFiscale"}, []string{"codiceFiscale", "ente"}},
	"regolarita/verifiche":                   {model.RegolaritaContributiva{}, []string{"codiceFiscale"}, []string{"id"}},
	"deleghe/deleghe":                        {model.Delega{}, nil, []string{"id"}},
	"deleghe/utenti":                         {model.Utente{}, nil, []string{"codiceFiscale", "profilo"}},
	"sedi/sedi":                              {model.Sede{}, nil, []string{"codice"}},
	"sedi/contatti":                          {model.Contatti{}, []string{"codice"}, []string{"codice"}},
}

func TestSezioniPromesse(t *testing.T) {
	for nome := range campione().sezioni {
		if _, ok := sezioni[nome]; !ok {
			t.Errorf("%s is not a section", nome)
		}
	}
	for nome := range sezioni {
		if len(campione().sezioni[nome]) == 0 {
			t.Errorf("%s is empty", nome)
		}
	}
}

// TestForma reads every document as strictly as can be: its keys are those of the type and of the owner, nothing is null, every
// scalar is accepted unchanged as input would be, every enumeration is one of its values, and no natural key comes twice.
func TestForma(t *testing.T) {
	for _, nome := range slices.Sorted(maps.Keys(sezioni)) {
		t.Run(nome, func(t *testing.T) {
			s, viste := sezioni[nome], map[string]bool{}
			archivi := []*archivio{campione(), dopo()}
			if len(dopo().sezioni[nome]) > 10_000 { // long series, alike on any day
				archivi = archivi[:1]
			}
			for _, a := range archivi {
				clear(viste)
				for _, doc := range a.sezioni[nome] {
					k := controllaForma(t, s, doc)
					if viste[k] {
						t.Errorf("key %s twice", k)
					}
					viste[k] = true
				}
			}
		})
	}
}

func controllaForma(t *testing.T, s sezione, doc json.RawMessage) string {
	t.Helper()
	var tutto map[string]json.RawMessage
	if err := json.Unmarshal(doc, &tutto); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(doc, []byte(":null")) || bytes.Contains(doc, []byte("[null")) {
		t.Errorf("null in %s", doc)
	}
	chiavi := make([]string, len(s.chiave))
	for i, k := range s.chiave {
		primo, poi, annidato := strings.Cut(k, ".")
		valore := tutto[primo]
		if annidato {
			var dentro map[string]json.RawMessage
			if err := json.Unmarshal(valore, &dentro); err != nil {
				t.Fatal(err)
			}
			valore = dentro[poi]
		}
		if len(valore) == 0 || string(valore) == `""` {
			t.Errorf("no %s in %s", k, doc)
		}
		chiavi[i] = string(valore)
	}
	for _, k := range s.altre {
		if strings.HasPrefix(k, "matricola") && len(tutto[k]) != 12 {
			t.Errorf("%s of %s", k, doc)
		}
		if !ha(s.tipo, k) {
			delete(tutto, k)
		}
	}
	resto, _ := json.Marshal(tutto)
	d := json.NewDecoder(bytes.NewReader(resto))
	d.DisallowUnknownFields()
	v := reflect.New(reflect.TypeOf(s.tipo))
	if err := d.Decode(v.Interface()); err != nil {
		t.Errorf("%s: %v", doc, err)
	}
	percorri(t, v.Elem(), string(doc))
	return strings.Join(chiavi, "|")
}

// ha says whether a type keeps a key itself.
func ha(tipo any, chiave string) bool {
	for i := range reflect.TypeOf(tipo).NumField() {
		if nome, _, _ := strings.Cut(reflect.TypeOf(tipo).Field(i).Tag.Get("json"), ","); nome == chiave {
			return true
		}
	}
	return false
}

type (
	scalare      interface{ UnmarshalGQL(v any) error }
	enumerazione interface{ IsValid() bool }
)

// percorri checks every value reached from v. Fields the documents do not have (json:"-") or may leave out are passed over.
func percorri(t *testing.T, v reflect.Value, dove string) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			percorri(t, v.Elem(), dove)
		}
	case reflect.Slice:
		if v.IsNil() {
			t.Errorf("missing list in %s", dove)
		}
		for i := range v.Len() {
			percorri(t, v.Index(i), dove)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			nome, facoltativo, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if nome != "-" && !(facoltativo != "" && v.Field(i).IsZero()) {
				percorri(t, v.Field(i), v.Type().Field(i).Name+" of "+dove)
			}
		}
	case reflect.String:
		controllaTesto(t, v, dove)
	}
}

func controllaTesto(t *testing.T, v reflect.Value, dove string) {
	t.Helper()
	s := v.String()
	if s == "" {
		t.Errorf("empty %s", dove)
	}
	if e, ok := v.Interface().(enumerazione); ok {
		if !e.IsValid() {
			t.Errorf("%q is no value of %s", s, dove)
		}
		return
	}
	copia := reflect.New(v.Type())
	letto, ok := copia.Interface().(scalare)
	if !ok {
		return
	}
	if err := letto.UnmarshalGQL(s); err != nil {
		t.Errorf("%q, %s: %v", s, dove, err)
	} else if got := copia.Elem().String(); got != s {
		t.Errorf("%q reads as %q, %s", s, got, dove)
	}
}

// TestNessunaMatricolaOrfana resolves the owner of every row.
func TestNessunaMatricolaOrfana(t *testing.T) {
	a := campione()
	matricole, cf := aziende(t, a), map[string]bool{}
	for _, z := range matricole {
		cf[string(z.CodiceFiscale)] = true
	}
	for nome, s := range sezioni {
		for _, k := range s.altre {
			for _, doc := range a.sezioni[nome] {
				var tutto map[string]any
				if err := json.Unmarshal(doc, &tutto); err != nil {
					t.Fatal(err)
				}
				chi := fmt.Sprint(tutto[k])
				if _, ok := matricole[chi]; k == "matricola" && !ok || k == "codiceFiscale" && !cf[chi] {
					t.Errorf("%s of nobody: %s", nome, doc)
				}
			}
		}
	}
}

// TestOgniSezioneHaUnNome finds a row of a named company in every section, and nearly all of them in the file of Officine Aurora.
func TestOgniSezioneHaUnNome(t *testing.T) {
	nominate := []string{"9900010011", "9900010029", "9900020010", "9900030019", "9900040018", "9900060016", "10000011055", "10000021070", "10000031111", "10000041136", "90000061177"}
	aurora := []string{"9900010011", "10000011055"}
	trova := func(nome string, codici []string) bool {
		return slices.ContainsFunc(campione().sezioni[nome], func(doc json.RawMessage) bool {
			return slices.ContainsFunc(codici, func(c string) bool { return bytes.Contains(doc, []byte(`"`+c+`"`)) })
		})
	}
	mancano := []string{}
	for nome := range sezioni {
		if strings.HasPrefix(nome, "sedi/") || nome == "comunicazioni/notifiche" { // notices name a request, not its company
			continue
		}
		if !trova(nome, nominate) {
			t.Errorf("%s: no row of a named company", nome)
		}
		if !trova(nome, aurora) {
			mancano = append(mancano, nome)
		}
	}
	if want := []string{"anagrafica/interruzioni"}; !slices.Equal(mancano, want) { // it never closed
		t.Errorf("Officine Aurora has no row in %v", mancano)
	}
}
